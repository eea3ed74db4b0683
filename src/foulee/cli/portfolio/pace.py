"""How far a portfolio is, how fast it goes, how long it will take: said on standard error."""

import sys
import time

import click

from foulee.reporting.language import Language

OFTEN, SELDOM = 1.0, 60.0  # seconds between two lines, on a terminal and in a log
MINUTE, HOUR = 60.0, 3600.0
SOME = 5  # firms after which a speed can be told


class Pace:
    """Watches a batch."""

    def __init__(self, language: Language) -> None:
        self.language, self.seen = language, sys.stderr.isatty()
        self.step, self.count, self.through, self.worked = "", 0, 0, 0
        self.began = self.told = time.monotonic()

    def begun(self, step: str, count: int) -> None:
        """Begin a step of so many firms."""
        self.step, self.count, self.through, self.worked = step, count, 0, 0
        self.began = self.told = time.monotonic()

    def one(self, *, worked: bool) -> None:
        """Count a firm that is through."""
        self.through += 1
        self.worked += worked
        now = time.monotonic()
        last = self.through == self.count
        if last or now - self.told >= (OFTEN if self.seen else SELDOM):
            self.told = now
            self._say(now - self.began, last=last)

    def _say(self, seconds: float, *, last: bool) -> None:
        line = self.line(seconds)
        if self.seen:
            click.echo(f"\r\x1b[K{line}", err=True, nl=last)
        else:
            click.echo(line, err=True)

    def line(self, seconds: float) -> str:
        """How far it is after so many seconds of this step."""
        say = self.language.say
        steps = {
            "reading": say("Reading the files"),
            "listening": say("What each firm's weeks say"),
            "telling": say("What each firm is told"),
        }
        done, whole = self.language.number(self.through), self.language.number(self.count)
        parts = [say("{step}: {done} of {all}").format(step=steps[self.step], done=done, all=whole)]
        if self.worked >= SOME and seconds > 0.0:
            rate = self.worked / seconds
            parts.append(say("{rate} a minute").format(rate=self.language.number(rate * MINUTE)))
            if self.through < self.count:
                parts.append(self._left((self.count - self.through) / rate))
        return ", ".join(parts)

    def _left(self, seconds: float) -> str:
        """How long the rest takes at this speed, if all of it is to be computed."""
        if seconds < MINUTE:
            return self.language.say("less than a minute left")
        if seconds < HOUR:
            return self.language.counted("about {n} minute left", "about {n} minutes left", round(seconds / MINUTE))
        return self.language.counted("about {n} hour left", "about {n} hours left", round(seconds / HOUR))
