"""Processes that `foulee serve` starts, watches over and ends."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

END_WITH_PARENT = 1  # Linux: PR_SET_PDEATHSIG
PATIENCE = 30.0  # seconds a process has to finish what it does
LOOK_EVERY = 0.3
PAUSE = 5.0  # seconds before a process that has died is started again


def end_with_parent(parent: int) -> None:
    """Have this process told to stop when the one that started it ends, however that ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)
    if os.getppid() != parent:  # it has ended already
        sys.exit(1)


@dataclass(slots=True, kw_only=True)
class Child:
    """A process, started again some time after it has ended, unless it is `needed` to go on at all."""

    module: tuple[str, ...]
    needed: bool
    again_after: float
    process: "subprocess.Popen[bytes]"
    ended_at: float | None = None

    def ended(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def start_again(self) -> None:
        """Start again once the pause has passed."""
        self.ended_at = self.ended_at or time.monotonic()
        if time.monotonic() >= self.ended_at + self.again_after:
            self.process, self.ended_at = started(self.module), None


def started(module: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    """Start a process in a group of its own: Ctrl+C reaches `foulee serve` alone, which ends the others once."""
    return subprocess.Popen([sys.executable, "-m", *module], process_group=0)  # noqa: S603 - our own


@dataclass(slots=True)
class Crew:
    """The processes of an installation, and whether they have been told to stop."""

    children: list[Child] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    told: int = 0

    def obey_signals(self) -> None:
        """Stop on Ctrl+C, SIGTERM and a closed terminal; at the second, without waiting."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._obey)

    def _obey(self, *_: object) -> None:
        self.told += 1
        self.stop.set()

    def start(self, *module: str, needed: bool = False, again_after: float = PAUSE) -> Child:
        """Start a process."""
        child = Child(module=module, needed=needed, again_after=again_after, process=started(module))
        self.children.append(child)
        return child

    def watch(self) -> int:
        """Return when told to stop, or with the exit code of a needed process that has ended by itself."""
        while not self.stop.wait(LOOK_EVERY):
            for child in self.children:
                if child.ended() and child.needed:
                    return child.process.returncode or 1
                if child.ended():
                    child.start_again()
        return 0

    def end(self) -> None:
        """End all processes: each may finish what it does, unless we are told again to stop, or it takes too long."""
        for child in self.children:
            child.process.terminate()
        ends, told = time.monotonic() + PATIENCE, self.told
        while not all(child.ended() for child in self.children):
            if time.monotonic() > ends or self.told > told:
                for child in self.children:
                    child.process.kill()
            time.sleep(0.05)
