"""What a long command is doing, said on standard error where somebody looks."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from foulee.core.response.fitting.fit import CHAINS, Part, Step
from foulee.core.response.fitting.sampler import compile_alone, sample
from foulee.reporting.language import Language


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
            self.beside.wait()
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
    """Whether the engine is still to be compiled: nothing is kept, or only what older sources gave."""
    kernel: Any = sample  # numba's dispatcher, which keeps the signature of what it compiles
    sources = Path(kernel.py_func.__code__.co_filename).parent.glob("*.py")
    kept = Path(kernel.stats.cache_path).glob("*.nbi")
    newest = max(source.stat().st_mtime for source in sources)
    return max((one.stat().st_mtime for one in kept), default=0.0) < newest


def compiled_beside() -> "subprocess.Popen[bytes] | None":
    """Have the sampler compiled in a process of its own, while this one compiles the density; None on one processor.

    Whatever becomes of it, what is not kept on disk is compiled where it is needed.
    """
    if (os.cpu_count() or 1) < 2:  # noqa: PLR2004 - a pair
        return None
    words = f"from {compile_alone.__module__} import {compile_alone.__name__} as go; go()"
    silent = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-c", words], stdin=silent, stdout=silent, stderr=silent)  # noqa: S603
