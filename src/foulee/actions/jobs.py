"""Work done in the background: rows hold the truth and a lease, the queue only wakes a worker up.

A function becomes a job with `@job("its_name")`; it takes the arguments of `enqueue` and `now`, and may be run more
than once: a worker can be killed between the work and the note that it is done. No network call or long computation
of it stands inside a transaction.
"""

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from foulee.records.models import Firm, Job
from foulee.records.models.job import State

Act = TypeVar("Act", bound=Callable[..., None])
Clock = Callable[[], dt.datetime]

OPEN = (State.WAITING, State.RUNNING)
LONGEST_PAUSE = dt.timedelta(hours=1)
LOST = "worker_lost"  # every worker that took the job died of it
logger = logging.getLogger("foulee.jobs")


@dataclass(frozen=True, slots=True)
class Work:
    """How jobs of one name are done: tries after the first, length of the lease, pause before the second try."""

    act: Callable[..., None]
    retries: int
    lease: dt.timedelta
    pause: dt.timedelta


WORKS: dict[str, Work] = {}


def job(
    name: str,
    *,
    retries: int = 4,
    lease: dt.timedelta = dt.timedelta(minutes=1),
    pause: dt.timedelta = dt.timedelta(seconds=10),
) -> Callable[[Act], Act]:
    """Make a function a job. The lease is renewed while the worker lives: it may be shorter than the work."""

    def known(act: Act) -> Act:
        WORKS[name] = Work(act, retries, lease, pause)
        return act

    return known


def enqueue(
    name: str, *, firm: Firm | None = None, arguments: Mapping[str, Any] | None = None, key: str = "", now: dt.datetime
) -> Job:
    """Ask for a job, inside the caller's transaction; while one with the same key is open, that one is returned."""
    wanted = {"firm": firm, "name": name, "arguments": dict(arguments or {}), "made_at": now, "due_at": now}
    if not key:
        made, new = Job.objects.create(**wanted), True
    else:
        made, new = Job.objects.get_or_create(key=key, state__in=OPEN, defaults=wanted)
    if new:
        transaction.on_commit(lambda: wake(made, now=now), robust=True)
    return made


# --- waking up ---------------------------------------------------------------------------------------------------


@task()
def look(job_id: str) -> None:
    """Do a job if it is due and nobody does it: what the queue holds is no more than this."""
    run(uuid.UUID(job_id))


def wake(asked: Job, *, now: dt.datetime) -> None:
    """Have a worker look at a job once it is due."""
    later = asked.due_at if asked.due_at > now else None
    look.using(run_after=later).enqueue(str(asked.id))


def waiting(now: dt.datetime) -> Q:
    """Jobs that may be begun: due, or left by a worker whose lease has passed."""
    return Q(state=State.WAITING, due_at__lte=now) | Q(state=State.RUNNING, leased_until__lt=now)


def wake_forgotten(*, now: dt.datetime, grace: dt.timedelta) -> int:
    """Wake up for jobs that should have begun `grace` ago: their worker was killed, or their wake-up was lost."""
    queued = DBTaskResult.objects.ready().filter(task_path=look.module_path)
    known = {held["args"][0] for held in queued.values_list("args_kwargs", flat=True)}
    late = Job.objects.filter(waiting(now - grace), name__in=WORKS).order_by("due_at")
    forgotten = [asked for asked in late if str(asked.id) not in known]
    for asked in forgotten:
        look.enqueue(str(asked.id))
    return len(forgotten)


# --- doing -------------------------------------------------------------------------------------------------------


def run(job_id: uuid.UUID, *, clock: Clock = timezone.now) -> None:
    """Do a job, unless it is not due or somebody else does it."""
    taken = claim(job_id, now=clock())
    if taken is None:
        return
    work = WORKS[taken.name]
    try:
        with _leased(taken, work, clock):
            work.act(**taken.arguments, now=clock())
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the row must say so
        _failed(taken, error, now=clock())
    else:
        _end(taken, now=clock(), state=State.DONE, error="", ended_at=clock())


def claim(job_id: uuid.UUID, *, now: dt.datetime) -> Job | None:
    """Take a job for oneself; of several workers one alone gets it.

    The number of the try tells this run from any other: whoever has lost the lease can no longer change the row.
    """
    found = Job.objects.filter(waiting(now), id=job_id, name__in=WORKS).first()
    if found is None:
        return None
    work = WORKS[found.name]
    same = Job.objects.filter(waiting(now), id=job_id, attempts=found.attempts)
    if found.attempts > work.retries:
        same.update(state=State.FAILED, error=LOST, leased_until=None, ended_at=now)
        return None
    taken = same.update(state=State.RUNNING, attempts=found.attempts + 1, leased_until=now + work.lease)
    found.attempts += 1
    return found if taken == 1 else None


@contextmanager
def _leased(taken: Job, work: Work, clock: Clock) -> Iterator[None]:
    """Renew the lease while the block runs."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(work.lease.total_seconds() / 3):
            try:
                _mine(taken).update(leased_until=clock() + work.lease)
            except DatabaseError:
                logger.warning("the lease of job %s could not be renewed", taken.id)
            finally:
                connection.close()  # this thread's own

    beat = threading.Thread(target=renew, daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _failed(taken: Job, error: Exception, *, now: dt.datetime) -> None:
    """Note why a try failed; the next comes later, unless it would fail in the same way or there were enough."""
    code = str(getattr(error, "code", "") or type(error).__name__)[:200]
    logger.warning("job %s %s: try %s failed: %s", taken.name, taken.id, taken.attempts, code, exc_info=error)
    if getattr(error, "permanent", False) or taken.attempts > WORKS[taken.name].retries:
        _end(taken, now=now, state=State.FAILED, error=code, ended_at=now)
    else:
        _end(taken, now=now, state=State.WAITING, error=code, due_at=now + pause_after(taken))


def _end(taken: Job, *, now: dt.datetime, **changes: Any) -> None:  # noqa: ANN401 - columns
    with transaction.atomic():
        if _mine(taken).update(leased_until=None, **changes) == 1 and changes["state"] == State.WAITING:
            taken.due_at = changes["due_at"]
            transaction.on_commit(lambda: wake(taken, now=now), robust=True)


def _mine(taken: Job) -> Any:  # noqa: ANN401 - a query
    return Job.objects.filter(id=taken.id, state=State.RUNNING, attempts=taken.attempts)


def pause_after(taken: Job) -> dt.timedelta:
    """Pause before the next try: twice the last one, and up to a quarter more or less so that not all come at once."""
    pause = WORKS[taken.name].pause * 2 ** (taken.attempts - 1)
    return min(pause, LONGEST_PAUSE) * Random(f"{taken.id} {taken.attempts}").uniform(0.75, 1.25)  # noqa: S311
