"""A worker with the jobs of the tests, or (`desk`) a process that asks for jobs and reads their rows."""

import json
import os
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402
from tests.worker import works  # noqa: E402, F401 - its jobs become known

from foulee.actions.jobs import enqueue  # noqa: E402
from foulee.records.models import Job, Tick  # noqa: E402
from foulee.worker import Rhythm, work  # noqa: E402


def asked(name: str, arguments: dict[str, object], count: int = 1) -> list[str]:
    """Ask for jobs, in one transaction."""
    with transaction.atomic():
        return [str(enqueue(name, arguments=arguments | _word(name, n), now=timezone.now()).id) for n in range(count)]


def _word(name: str, number: int) -> dict[str, object]:
    return {"word": str(number)} if name == "quick" else {}


def row(job_id: str) -> dict[str, object]:
    """What is to be known of a job."""
    return Job.objects.values("state", "attempts", "error", "leased_until").get(id=job_id) | {"leased_until": ""}


def done(name: str) -> int:
    """How many jobs of a name are done."""
    return Job.objects.filter(name=name, state="done").count()


def ticks() -> dict[str, int]:
    """How many beats and jobs there were of the works of the night."""
    return {
        "ticks": Tick.objects.filter(name="purge").count(),
        "jobs": Job.objects.filter(name="purge").count(),
        "beats": Tick.objects.filter(name="worker").count(),
    }


def forget(what: str) -> int:
    """Forget the wake-ups, or everything."""
    tables = [DBTaskResult, Job, Tick] if what == "everything" else [DBTaskResult]
    return sum(table._default_manager.all().delete()[0] for table in tables)


COMMANDS = {"asked": asked, "row": row, "done": done, "ticks": ticks, "forget": forget}


def desk() -> None:
    """Answer the commands that come in, one line each."""
    call_command("migrate", verbosity=0)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[name](*arguments)), flush=True)  # type: ignore[operator] # noqa: T201 - as they are called
        connection.close()


if __name__ == "__main__":
    if "desk" in sys.argv:
        desk()
    else:
        (settings.DATA / f"alive-{os.getpid()}").touch()
        work(Rhythm(look=0.05, watch=0.2, grace=0.3))
