"""What a long command is doing, said on standard error where somebody looks."""

import sys
from pathlib import Path
from typing import Any

import click

from foulee.core.response.fitting.fit import CHAINS, Part, Step
from foulee.core.response.fitting.sampler import sample
from foulee.reporting.language import Language


class Progress:
    """Says each step on a line of its own, and nothing where standard error is no terminal."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.seen = sys.stderr.isatty()

    def say(self, message: str) -> None:
        """Say a step, translated already."""
        if self.seen:
            click.secho(message, err=True, dim=True)

    def learning(self, weeks: int) -> None:
        """Say that the weeks are being learnt from, and that the first time takes longer."""
        told = self.language.counted(
            "Learning from {n} week: a few seconds.", "Learning from {n} weeks: a few seconds.", weeks
        )
        self.say(f"{told} {self.language.say('The first time, some 15 seconds more.')}" if first_time() else told)

    def fitting(self, step: Step) -> None:
        """Say how far the fit is; once it is done, that what was learnt is being turned into answers."""
        say = self.language.say
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
