"""Serving the pages: what must be ready first, the processes that do it, and where they can be seen."""

import errno
import http.client
import json
import os
import socket
import subprocess
import sys
import time
import webbrowser
from dataclasses import dataclass

import click

from foulee.cli.children import Child, Crew
from foulee.cli.installation import OTHERS, at_work, configured, refuse
from foulee.configuration import Configuration
from foulee.reporting.language import Language

SOON = 60.0  # seconds within which the first page must be there
HOUR = 3600.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - what stands for all addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for: a worker beside the pages, the browser opened, another port."""

    worker: bool
    show: bool
    port: int | None


def serve(wish: Wish, language: Language) -> int:
    """Serve until told to stop; return the exit code."""
    if wish.port is not None:
        os.environ["FOULEE_PORT"] = str(wish.port)  # for the processes that this one starts
    configuration = configured(language)
    os.umask(OTHERS)  # of the processes begun from here too
    make_folder(configuration, language)
    with at_work(configuration.data, language):
        refuse_taken_port(configuration, language)
        crew = Crew()
        crew.obey_signals()
        try:
            return _prepared(crew, language) or _served(wish, configuration, crew, language)
        finally:
            crew.end()


def make_folder(configuration: Configuration, language: Language) -> None:
    """Make the data folder, or refuse."""
    try:
        configuration.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (configuration.data / "static").mkdir(exist_ok=True)
    except OSError:
        sentence = language.say("Nothing can be written into {folder}: choose another folder with FOULEE_DATA.")
        refuse(sentence.format(folder=configuration.data))


def _prepared(crew: Crew, language: Language) -> int:
    """Prepare the database and the files; meanwhile another process begins with what the home page shows."""
    module, parent = "foulee.cli", str(os.getpid())
    crew.start(module, "prepare", "--examples", "--with-parent", parent, again_after=HOUR)
    words = [sys.executable, "-m", module, "prepare", "--only-files", "--lang", language.code]
    return subprocess.run(words, check=False).returncode  # noqa: S603 - our own


def _served(wish: Wish, configuration: Configuration, crew: Crew, language: Language) -> int:
    """Start the other processes and watch over them; return the exit code."""
    parent = str(os.getpid())
    web = crew.start("foulee.cli.web", parent, needed=True)
    if not answers(configuration, web, crew):
        return 0 if crew.stop.is_set() else 1
    if wish.worker:  # only now: the first page should not have to share the processor
        crew.start("foulee.cli", "worker", "--with-parent", parent, "--lang", language.code)
    say_where(configuration, language, worker=wish.worker)
    if wish.show:
        webbrowser.open(configuration.url)
    return crew.watch()


# --- the port ----------------------------------------------------------------------------------------------------


def refuse_taken_port(configuration: Configuration, language: Language) -> None:
    """Refuse to serve where somebody else does."""
    host, port = configuration.get("FOULEE_HOST"), configuration.number("FOULEE_PORT")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        refuse(language.say("{host} is not an address of this machine: change FOULEE_HOST.").format(host=host))
    except OSError as error:
        refuse(_taken(error, configuration, language))


def _taken(error: OSError, configuration: Configuration, language: Language) -> str:
    """Say who has the port, and what to do."""
    port, say = configuration.number("FOULEE_PORT"), language.say
    if error.errno == errno.EADDRNOTAVAIL:
        host = configuration.get("FOULEE_HOST")
        return say("{host} is not an address of this machine: change FOULEE_HOST.").format(host=host)
    if error.errno == errno.EACCES:
        return say("Port {port} is reserved to the system: choose one above 1023.").format(port=port)
    if is_there(configuration):
        told = say("Foulée is running already: open {url}. To start another one: FOULEE_PORT={other} make run")
    else:
        told = say("Another program has port {port}. Choose another port: FOULEE_PORT={other} make run")
    return told.format(url=configuration.url, port=port, other=port + 1)


def fetched(configuration: Configuration, path: str) -> "tuple[int, bytes] | None":
    """Ask for a page of our own address; None where nobody answers."""
    host = configuration.get("FOULEE_HOST")
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), configuration.number("FOULEE_PORT"), timeout=2)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "Accept": "application/json"})
        response = connection.getresponse()
        return response.status, response.read(10_000)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def is_there(configuration: Configuration) -> bool:
    """Whether it is Foulée that answers, well or not."""
    found = fetched(configuration, "/health/")
    try:
        return found is not None and "foulee" in json.loads(found[1])
    except (ValueError, TypeError):
        return False


def answers(configuration: Configuration, web: Child, crew: Crew) -> bool:
    """Wait until the pages answer; False if they never do, or if told to stop meanwhile."""
    ends = time.monotonic() + SOON
    while fetched(configuration, "/privacy/") is None:
        if web.ended() or crew.stop.wait(0.05) or time.monotonic() > ends:
            return False
    return True


def say_where(configuration: Configuration, language: Language, *, worker: bool) -> None:
    """Say where the pages are, and how to stop."""
    say = language.say
    lines = [
        say("Foulée is ready: {url}").format(url=click.style(configuration.url, bold=True)),
        say("Everything written is kept in {folder}").format(folder=configuration.data),
    ]
    if not worker:
        lines.append(say("The background work is done by another process: foulee worker"))
    if configuration.https and not configuration.number("FOULEE_PROXIES"):
        lines.append(say("FOULEE_URL is https: a proxy must stand in front, and FOULEE_PROXIES=1 say so."))
    lines.append(say("To stop: Ctrl+C"))
    click.echo("\n" + "".join(f"  {line}\n" for line in lines))
