"""Workers as processes: killed, stopped, several at once."""

import signal
from pathlib import Path

from tests.worker.conftest import Workshop, until


def lines(path: Path) -> list[str]:
    """What was noted so far."""
    return path.read_text(encoding="utf-8").splitlines()


def test_two_workers_do_each_of_many_jobs_once(workshop: Workshop, said: Path) -> None:
    workshop.staff(2)
    workshop("asked", "quick", {"path": str(said)}, 200)
    until(lambda: workshop("done", "quick") == 200)
    assert sorted(lines(said), key=int) == [str(number) for number in range(200)]


def test_a_killed_workers_job_is_done_by_another(workshop: Workshop, said: Path) -> None:
    workshop.staff(2)
    (job,) = workshop("asked", "slow", {"path": str(said), "seconds": 1.5})
    until(lambda: lines(said))
    first = next(worker for worker in workshop.workers if lines(said) == [f"begun {worker.pid}"])
    first.kill()
    first.wait()
    until(lambda: workshop("row", job)["state"] == "done")
    begun, again, ended = lines(said)
    assert begun == f"begun {first.pid}"
    assert again.startswith("begun ")
    assert ended == again.replace("begun", "ended")
    assert workshop("row", job)["attempts"] == 2


def test_a_job_longer_than_its_lease_is_not_begun_twice(workshop: Workshop, said: Path) -> None:
    workshop.staff(2)
    (job,) = workshop("asked", "slow", {"path": str(said), "seconds": 2.0})
    until(lambda: workshop("row", job)["state"] == "done")
    assert len(lines(said)) == 2


def test_a_worker_told_to_stop_finishes_its_job(workshop: Workshop, said: Path) -> None:
    (worker,) = workshop.staff(1)
    (job,) = workshop("asked", "slow", {"path": str(said), "seconds": 1.0})
    until(lambda: lines(said))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert lines(said) == [f"begun {worker.pid}", f"ended {worker.pid}"]
    assert workshop("row", job)["state"] == "done"


def test_a_job_that_stumbles_is_tried_again_after_a_pause(workshop: Workshop, said: Path) -> None:
    workshop.staff(1)
    (job,) = workshop("asked", "stumbling", {"path": str(said), "times": 2})
    until(lambda: workshop("row", job)["state"] == "done")
    assert len(lines(said)) == 3
    assert workshop("row", job) == {"state": "done", "attempts": 3, "error": "", "leased_until": ""}


def test_a_job_that_stumbles_too_often_is_given_up_with_its_reason(workshop: Workshop, said: Path) -> None:
    workshop.staff(1)
    (job,) = workshop("asked", "stumbling", {"path": str(said), "times": 9})
    until(lambda: workshop("row", job)["state"] == "failed")
    assert len(lines(said)) == 4
    assert workshop("row", job)["error"] == "stumbled"


def test_a_trouble_that_lasts_is_not_tried_again(workshop: Workshop, said: Path) -> None:
    workshop.staff(1)
    (job,) = workshop("asked", "walled", {"path": str(said)})
    until(lambda: workshop("row", job)["state"] == "failed")
    assert lines(said) == ["tried"]
    assert workshop("row", job)["error"] == "wall"


def test_a_job_that_kills_its_workers_is_given_up(workshop: Workshop, said: Path) -> None:
    workshop.staff(0)
    (job,) = workshop("asked", "deadly", {"path": str(said)})
    for _ in range(2):
        workshop.staff(1)[0].wait(10)
    workshop.staff(1)
    until(lambda: workshop("row", job)["state"] == "failed")
    assert lines(said) == ["tried", "tried"]
    assert workshop("row", job)["error"] == "worker_lost"


def test_a_job_whose_wake_up_was_lost_is_done(workshop: Workshop, said: Path) -> None:
    workshop.staff(0)
    (job,) = workshop("asked", "quick", {"path": str(said)})
    assert workshop("forget", "wake-ups") >= 1  # beside those of the night, where workers have been here before
    workshop.staff(1)
    until(lambda: workshop("row", job)["state"] == "done")
    assert lines(said) == ["0"]


def test_the_works_of_the_night_are_asked_for_once_by_all_workers_together(workshop: Workshop) -> None:
    workshop.staff(2)
    workshop("forget", "everything")
    until(lambda: workshop("ticks")["beats"] >= 3)  # seconds, in which both have made their rounds
    assert (workshop("ticks")["ticks"], workshop("ticks")["jobs"]) == (1, 1)
