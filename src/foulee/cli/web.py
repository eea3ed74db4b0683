"""The web server, as a process of `foulee serve`."""

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from foulee.cli.children import end_with_parent
from foulee.configuration import Configuration

THREADS = 2 * (os.cpu_count() or 1) + 1  # of each web process: more would only wait for one another
PATIENCE = 10  # seconds a page has to be finished
LOG = {  # no list of who asked for what; what breaks is told without what the visitor sent
    "formatters": {
        "plain": {"()": "foulee.web.operating.logs.Discreet", "format": "%(asctime)s %(levelname)s web %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


def main() -> None:
    """Serve until told to stop; the only argument is the process that has started this one."""
    end_with_parent(int(sys.argv[1]))
    configuration = Configuration()
    Granian(
        "foulee.wsgi:application",
        address=configuration.get("FOULEE_HOST"),
        port=configuration.number("FOULEE_PORT"),
        interface=Interfaces.WSGI,
        workers=configuration.number("FOULEE_WORKERS"),
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
        log_dictconfig=LOG,
    ).serve()


if __name__ == "__main__":
    main()
