"""What a long command is doing, said on standard error where somebody looks."""

import os
import subprocess
import sys
from contextlib import suppress

import click

from foulee.core.response.fitting.compiling import is_kept
from foulee.core.response.fitting.fit import CHAINS, Part, Step
from foulee.core.response.fitting.sampler import compile_alone, sample
from foulee.reporting.language import Language

PATIENCE = 60.0  # seconds for what is compiled beside


class Progress:
    """Says each step on a line of its own, and nothing where standard error is no terminal."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.seen = sys.stderr.isatty()
        self.beside: subprocess.Popen[bytes] | None = None

    def say(self, message: str) -> None:
        """Say a step, translated already."""
        if self.seen:
            click.secho(message, err=True, dim=True)

    def learning(self, weeks: int) -> None:
        """Say that the weeks are being learnt from, and that the first time takes longer."""
        told = self.language.counted(
            "Learning from {n} week: a few seconds.", "Learning from {n} weeks: a few seconds.", weeks
        )
        if not first_time():
            self.say(told)
            return
        self.say(f"{told} {self.language.say('The first time, some 15 seconds more.')}")
        self.beside = compiled_beside()

    def fitting(self, step: Step) -> None:
        """Say how far the fit is; once it is done, that what was learnt is being turned into answers.

        Before the first chain goes, what is compiled beside is waited for.
        """
        say = self.language.say
        if self.beside:
            with suppress(subprocess.TimeoutExpired):
                self.beside.wait(PATIENCE)
            self.beside = None
        told = {
            Part.TUNING: say("Looking for firms like yours."),
            Part.DRAWING: say("Drawing thousands of firms like yours: {done} of {all} parts done.").format(
                done=step.done, all=CHAINS
            ),
            Part.AGAIN: say("The calculation did not agree with itself: once more, for longer."),
            Part.FITTED: say("Working out what each lever brought, and what lies ahead."),
        }
        self.say(told[step.part])


def first_time() -> bool:
    """Whether the engine is still to be compiled: nothing is kept, or only what other sources or another numba gave."""
    return not is_kept(sample)


def compiled_beside() -> "subprocess.Popen[bytes] | None":
    """Have the sampler compiled in a process of its own, while this one compiles the density; None where it cannot be.

    Whatever becomes of it, what is not kept on disk is compiled where it is needed. It reads no file of the folder it
    is started in (`-P`).
    """
    if processors() < 2 or not sys.executable:  # noqa: PLR2004 - a pair
        return None
    words = f"from {compile_alone.__module__} import {compile_alone.__name__} as go; go()"
    silent = subprocess.DEVNULL
    with suppress(OSError):
        return subprocess.Popen([sys.executable, "-P", "-c", words], stdin=silent, stdout=silent, stderr=silent)  # noqa: S603
    return None


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
