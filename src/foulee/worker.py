"""What works in the background: the library's worker takes wake-ups, and beside it a caretaker keeps watch."""

import datetime as dt
import importlib
import logging
import pkgutil
import threading
import time
import uuid
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from foulee import actions
from foulee.actions.jobs import wake_forgotten
from foulee.actions.operating import beat, tick

logger = logging.getLogger("foulee.worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Seconds between looks into an empty queue, between rounds of the caretaker, before a late job is woken."""

    look: float = 0.5
    watch: float = 10.0
    grace: float = 10.0


def work(rhythm: Rhythm) -> None:
    """Work until told to stop (SIGTERM, SIGINT): the job under way is finished first, a second signal drops it."""
    known_jobs()
    stop = threading.Event()
    caretaker = threading.Thread(target=take_care, args=(rhythm, stop), daemon=True)
    caretaker.start()
    worker = made(rhythm)
    worker.configure_signals()
    try:
        while worker.running:
            work_on(worker, rhythm)
    finally:
        stop.set()
        caretaker.join(rhythm.watch)


def known_jobs() -> None:
    """Import the actions, so that every `@job` is known."""
    for module in pkgutil.walk_packages(actions.__path__, f"{actions.__name__}."):
        importlib.import_module(module.name)


def made(rhythm: Rhythm) -> Worker:
    """Make the library's worker."""
    return Worker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        excluded_queue_names=[],
        interval=rhythm.look,
        batch=False,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
    )


def work_on(worker: Worker, rhythm: Rhythm) -> None:
    """Work; where the database does not answer, wait instead of giving up."""
    try:
        worker.run()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("the database does not answer: %s", type(error).__name__)
        connections.close_all()
        time.sleep(rhythm.watch)


def take_care(rhythm: Rhythm, stop: threading.Event) -> None:
    """Round after round: a sign of life, the works of the night, wake-ups that were lost."""
    grace = dt.timedelta(seconds=rhythm.grace)
    while not stop.is_set():
        close_old_connections()
        try:
            beat(now=timezone.now())
            tick(now=timezone.now())
            wake_forgotten(now=timezone.now(), grace=grace)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the next round must come
            logger.warning("a round of the caretaker failed: %s", type(error).__name__)
        stop.wait(rhythm.watch)
    connections.close_all()
