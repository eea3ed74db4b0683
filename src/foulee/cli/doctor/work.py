"""The work in the background: is somebody there, does it go on, what was given up, when was the last backup?"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.utils import timezone

from foulee.actions.backups import NIGHTLY, backup_folder
from foulee.cli.doctor.finding import Finding
from foulee.records.queries.operating import failed_jobs, last_beat, overdue_jobs, worker_alive
from foulee.reporting.language import Language

LATELY = dt.timedelta(days=7)
OLD = dt.timedelta(days=2)


def found(language: Language) -> Iterator[Finding]:
    """What was found of the work."""
    now = timezone.now()
    yield worker(now, language)
    yield queue(now, language)
    yield failures(now, language)
    yield backups(now, language)


def worker(now: dt.datetime, language: Language) -> Finding:
    """Whether somebody works."""
    say, beat = language.say, last_beat(now)
    if worker_alive(now):
        return Finding("worker", say("The background work goes on."))
    remedy = say("Start foulee worker, or foulee serve --worker, and see to it that it starts with the machine.")
    if beat is None:
        return Finding("worker", say("Nobody has done the background work yet."), remedy)
    since = timezone.localtime(beat)
    sentence = say("Nobody does the background work since {date}, {time}.")
    return Finding("worker", sentence.format(date=language.date(since.date()), time=f"{since:%H:%M}"), remedy)


def queue(now: dt.datetime, language: Language) -> Finding:
    """Whether work waits for too long."""
    say, late = language.say, overdue_jobs(now)
    if not late:
        return Finding("jobs", say("No background work is late."))
    sentence = language.counted("{n} job should have begun long ago.", "{n} jobs should have begun long ago.", late)
    return Finding("jobs", sentence, say("Stop the worker and start it again; if this goes on, start a second one."))


def failures(now: dt.datetime, language: Language) -> Finding:
    """What was given up lately, and why."""
    say, failed = language.say, failed_jobs(now - LATELY)
    if not failed:
        return Finding("failures", say("No background work was given up in the last seven days."))
    listed = ", ".join(f"{name} ({error}) × {count}" for (name, error), count in Counter(failed).most_common(5))
    sentence = say("Given up in the last seven days: {jobs}.").format(jobs=listed)
    return Finding("failures", sentence, say("The log of the worker says where; ask again from the page."))


def backups(now: dt.datetime, language: Language) -> Finding:
    """When the last nightly backup was made."""
    say = language.say
    made = [path.stat().st_mtime for path in backup_folder().glob(f"foulee-{NIGHTLY}-*.zip")]
    last = dt.datetime.fromtimestamp(max(made), tz=dt.UTC) if made else None
    if last is None or last < now - OLD:
        sentence = say("There is no backup of the last two nights.")
        return Finding("backups", sentence, say("The worker makes one each night; foulee backup makes one now."))
    sentence = say("The last backup is of {date}, in {folder}.")
    day = timezone.localtime(last).date()
    return Finding("backups", sentence.format(date=language.date(day), folder=backup_folder()))
