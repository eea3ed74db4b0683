"""What an installation may set, by environment variables; each is documented here and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

TRUE = {"1", "true", "yes", "on", "oui"}


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, what stands in where it is not set, and what it is for."""

    name: str
    default: str
    says: str


VARIABLES = (
    Variable("FOULEE_PORT", "8000", "Port on which the pages are served."),
    Variable("FOULEE_HOST", "127.0.0.1", "Address on which the pages are served; 0.0.0.0 for all."),
    Variable("FOULEE_DATA", "~/.local/share/foulee", "Folder that holds everything written: database, keys, mails, backups."),
    Variable("FOULEE_URL", "", "Public address, such as https://foulee.example.fr; links in mails begin with it, and "
             "https:// turns on what only makes sense there (secure cookies, HSTS). Empty: http://localhost:PORT."),
    Variable("FOULEE_DATABASE", "", "PostgreSQL address, postgresql://user:password@host:port/name. Empty: SQLite in the data folder."),
    Variable("FOULEE_SECRET_KEY", "", "Signs sessions. Empty: made at first start, kept in the data folder."),
    Variable("FOULEE_ENCRYPTION_KEYS", "", "Keys of secrets at rest, newest first, separated by commas. Empty: made at first start, kept in the data folder."),
    Variable("FOULEE_SMTP", "", "Mail server, smtp://user:password@host:port (smtps:// for TLS from the start, "
             "?starttls=1 to switch to TLS). Empty: mails are written as files into the data folder."),
    Variable("FOULEE_MAIL_FROM", "Foulée <foulee@localhost>", "Sender of mails."),
    Variable("FOULEE_SIGNUP", "open", "Who may create an account: open (anyone) or invited (only people invited to a firm)."),
    Variable("FOULEE_PROXIES", "0", "Number of reverse proxies in front, which tell the visitor's address."),
    Variable("FOULEE_WORKERS", "2", "Web processes."),
    Variable("FOULEE_DEBUG", "", "1 to show errors in full: never on a machine that others can reach."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Configuration:
    """The variables as set; `env` is the process's environment."""

    env: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def get(self, name: str) -> str:
        """Return a variable's value, or what stands in. Raises KeyError for a name that does not exist."""
        variable = next((item for item in VARIABLES if item.name == name), None)
        if variable is None:
            raise KeyError(name)
        return self.env.get(name, "").strip() or variable.default

    def on(self, name: str) -> bool:
        """Whether a variable says yes."""
        return self.get(name).lower() in TRUE

    @property
    def data(self) -> Path:
        """Folder that holds everything written."""
        return Path(self.get("FOULEE_DATA")).expanduser().absolute()

    @property
    def url(self) -> str:
        """Public address, without a final slash."""
        return self.get("FOULEE_URL").rstrip("/") or f"http://localhost:{self.get('FOULEE_PORT')}"

    @property
    def https(self) -> bool:
        """Whether the public address is https."""
        return urlsplit(self.url).scheme == "https"

    @property
    def hosts(self) -> list[str]:
        """Names under which the pages may be asked for."""
        named = urlsplit(self.url).hostname
        return [*({named} if named else set()), "localhost", "127.0.0.1", "[::1]"]
