"""What an installation may set, by environment variables: read here and nowhere else."""

import base64
import binascii
import os
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

TRUE = {"1", "true", "yes", "on", "oui"}
LAST_PORT = 65_535
KEY_BYTES = 32  # of a Fernet key
SECRET = {"FOULEE_SECRET_KEY", "FOULEE_ENCRYPTION_KEYS", "FOULEE_DATABASE", "FOULEE_SMTP"}  # never shown


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, what stands in where it is not set, and what it is for."""

    name: str
    default: str
    says: str


VARIABLES = (
    Variable("FOULEE_PORT", "8000", "Port on which the pages are served."),
    Variable("FOULEE_HOST", "127.0.0.1", "Address on which the pages are served; 0.0.0.0 for all."),
    Variable("FOULEE_DATA", "~/.local/share/foulee",
             "Folder that holds everything written: database, keys, mails, backups."),
    Variable("FOULEE_URL", "", "Public address, such as https://foulee.example.fr; links in mails begin with it, and "
             "https:// turns on what only makes sense there (secure cookies, HSTS). Empty: http://localhost:PORT."),
    Variable("FOULEE_DATABASE", "", "PostgreSQL address, postgresql://user:password@host:port/name. "
             "Empty: SQLite in the data folder."),
    Variable("FOULEE_SECRET_KEY", "", "Signs sessions. Empty: made at first start, kept in the data folder."),
    Variable("FOULEE_ENCRYPTION_KEYS", "", "Keys of secrets at rest, newest first, separated by commas. "
             "Empty: made at first start, kept in the data folder."),
    Variable("FOULEE_SMTP", "", "Mail server, smtp://user:password@host:port (smtps:// for TLS from the start, "
             "?starttls=1 to switch to TLS). Empty: mails are written as files into the data folder."),
    Variable("FOULEE_MAIL_FROM", "Foulée <foulee@localhost>", "Sender of mails."),
    Variable("FOULEE_SIGNUP", "open",
             "Who may create an account: open (anyone) or invited (only people invited to a firm)."),
    Variable("FOULEE_PROXIES", "0", "Number of reverse proxies in front, which tell the visitor's address."),
    Variable("FOULEE_WORKERS", "2", "Web processes."),
    Variable("FOULEE_TIMEZONE", "Europe/Paris",
             "Where the installation is: days begin, and nightly work is done, by its clock."),
    Variable("FOULEE_LANG", "",
             "Language of the command line, fr or en. Empty: the system's, French unless it says English."),
    Variable("FOULEE_DEBUG", "", "1 to show errors in full: never on a machine that others can reach."),
)  # fmt: skip


class ConfigurationError(ValueError):
    """A variable whose value cannot be used; `value` is empty where it is a secret."""

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.value = "" if name in SECRET else value
        super().__init__(f"{name} cannot be {self.value or 'what it is'}")


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

    def number(self, name: str) -> int:
        """Return a variable that is a whole number. Raises ConfigurationError if it is none."""
        try:
            return int(self.get(name))
        except ValueError:
            raise ConfigurationError(name, self.get(name)) from None

    def wrong(self) -> list[ConfigurationError]:
        """Variables whose value cannot be used."""
        told = {name: self.get(name) for name in USABLE}
        return [ConfigurationError(name, value) for name, value in told.items() if value and not USABLE[name](value)]

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

    @property
    def language(self) -> str:
        """Language of the command line: French unless `FOULEE_LANG` or the system says English."""
        told = self.get("FOULEE_LANG") or self.env.get("LC_ALL") or self.env.get("LANG") or "fr"
        return "en" if told[:2].lower() == "en" else "fr"


# --- what each variable may hold ---------------------------------------------------------------------------------


def _between(least: int, most: int) -> Callable[[str], bool]:
    """A whole number between two."""
    return lambda value: value.isascii() and value.isdigit() and least <= int(value) <= most


def _one_of(*known: str) -> Callable[[str], bool]:
    """One of some words."""
    return lambda value: value in known


def _address(*schemes: str, ends: Callable[[SplitResult], bool]) -> Callable[[str], bool]:
    """An address of some kind, the rest of which is judged by `ends`."""

    def usable(value: str) -> bool:
        try:
            parts = urlsplit(value)
            _ = parts.port  # raises where it is no number
        except ValueError:
            return False
        return parts.scheme in schemes and ends(parts)

    return usable


def _keys(value: str) -> bool:
    """Fernet keys, separated by commas."""
    try:
        return all(len(base64.b64decode(key.strip(), b"-_", validate=True)) == KEY_BYTES for key in value.split(","))
    except (binascii.Error, ValueError):
        return False


def _zone(value: str) -> bool:
    """A time zone that this machine knows."""
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return False
    return True


USABLE: dict[str, Callable[[str], bool]] = {
    "FOULEE_PORT": _between(1, LAST_PORT),
    "FOULEE_URL": _address("http", "https", ends=lambda parts: bool(parts.hostname) and parts.path in {"", "/"}),
    "FOULEE_DATABASE": _address("postgresql", "postgres", ends=lambda parts: len(parts.path) > 1),
    "FOULEE_ENCRYPTION_KEYS": _keys,
    "FOULEE_SMTP": _address("smtp", "smtps", ends=lambda parts: bool(parts.hostname)),
    "FOULEE_SIGNUP": _one_of("open", "invited"),
    "FOULEE_PROXIES": _between(0, 9),
    "FOULEE_WORKERS": _between(1, 64),
    "FOULEE_TIMEZONE": _zone,
    "FOULEE_LANG": _one_of("fr", "en"),
}
