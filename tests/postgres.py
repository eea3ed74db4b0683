"""A PostgreSQL server that goes away with the tests.

`python -m tests.postgres [pytest's arguments]` runs the tests that touch the database on it.
"""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg

TOUCHING = ("tests/records", "tests/actions", "tests/web")
USER, PASSWORD = "foulee", "p@ss: wörd/%"  # an address must quote it, and what reads the address must not forget to
OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
MISSING = "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"


def programs() -> Path | None:
    """Where PostgreSQL's programs are: Debian keeps them off the path, by version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    elsewhere = shutil.which("initdb")
    return found[-1].parent if found else Path(elsewhere).parent if elsewhere else None


def somebody() -> int | None:
    """Whom the server runs as where we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return known.get("postgres", known.get("nobody"))


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def server() -> str | None:
    """Start the server, once, and return its address up to the name of a database; None where it is not installed."""
    found = programs()
    if found is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="foulee-postgres-"))
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    user, port = somebody(), free_port()
    if user is not None:
        for path in (folder, folder / "password"):
            os.chown(path, user, -1)

    def ran(*words: str) -> None:
        with (folder / "said").open("a") as said:  # a pipe would be kept open by the server
            subprocess.run(
                [found / words[0], *words[1:]], user=user, cwd=folder, stdin=subprocess.DEVNULL, stdout=said,
                stderr=said, check=True,
            )  # fmt: skip

    def stopped() -> None:
        ran("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    ran(
        "initdb", "-D", "data", "-U", USER, "-A", "scram-sha-256", "--pwfile=password", "-E", "UTF8", "--locale=C.UTF-8"
    )
    ran("pg_ctl", "-D", "data", "-o", f"-p {port} -k {folder} {OPTIONS}", "-l", "log", "-w", "start")
    atexit.register(stopped)
    return f"postgresql://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/"


def fresh_database() -> str | None:
    """Make an empty database and return its address; None where there is no server."""
    address = server()
    if address is None:
        return None
    name = f"foulee_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{address}postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{address}{name}"


def main() -> int:
    """Run pytest on the server."""
    address = server()
    if address is None:
        print(f"{MISSING}: the tests were not run on it.", file=sys.stderr)  # noqa: T201
        return 1 if os.environ.get("CI") else 0
    words = sys.argv[1:] or ["--numprocesses", "auto", "--dist", "loadfile", *filter(os.path.exists, TOUCHING)]
    environment = os.environ | {"FOULEE_DATABASE": f"{address}foulee"}
    return subprocess.run([sys.executable, "-m", "pytest", *words], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
