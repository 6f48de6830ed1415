"""Kill tests: a process is struck at a named point, another one goes on, and every record must stand exactly once.

A subject is what is put to the test (the relay, the pipeline, the processors): it makes work, starts the process that
is to be struck, recovers, and counts. A trial is one strike on one subject:

1. prepare work, some of it random in number
2. start the process with COPYDESK_FAULT (`stream.faults`), wait until it was killed or stopped
3. recover: what a new process, or the supervisor's next one, would do
4. a stopped process wakes up now (SIGCONT), finds that others went on, and ends
5. recover once more; count
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from copydesk.local_kafka import LocalKafka

STRIKE_SECONDS = 90.0
WAKE_SECONDS = 60.0
AT_RANDOM = "at_random"  # not a named point: kill -9 from outside, at a random moment
BROKER = "broker"  # not a named point either: kill -9 of the broker at a random moment


@dataclass(frozen=True)
class Strike:
    """`point` is a name from stream.faults.POINTS, or `<subject>.at_random`, `<subject>.broker`; `turn`: n-th time."""

    point: str
    signal: str = "KILL"
    turn: int = 1

    @property
    def name(self) -> str:
        return f"{self.point} {self.signal}"

    @property
    def fault(self) -> str:
        """For COPYDESK_FAULT; empty where the strike comes from outside."""
        return "" if self.point.endswith((AT_RANDOM, BROKER)) else f"{self.point}:{self.signal}:{self.turn}"


@dataclass(frozen=True)
class Verdict:
    """What the readers (read_committed) see against what was prepared. `disordered`: keys whose order is wrong."""

    expected: int
    lost: int
    doubled: int
    disordered: int = 0

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered)


@dataclass(frozen=True)
class Outcome:
    """`struck` is False when the process ended by itself before it reached the point as often as wanted."""

    strike: Strike
    struck: bool
    verdict: Verdict


class Subject(Protocol):
    """State lives over trials: a later one meets what earlier ones left behind."""

    def prepare(self, rng: random.Random, amount: int) -> None:
        """Make work for one trial; `amount` 1, or 10 where the process must still be busy at a random moment."""

    def start(self, fault: str) -> subprocess.Popen[bytes]:
        """Start the process that is to be struck; `fault` is its COPYDESK_FAULT."""

    def recover(self) -> None:
        """Go on in another process until nothing is left to do."""

    def verdict(self) -> Verdict: ...


@dataclass(frozen=True)
class World:
    """What all subjects share."""

    kafka: LocalKafka
    folder: Path


Factory = Callable[[World], AbstractContextManager[Subject]]


def trial(subject: Subject, strike: Strike, rng: random.Random, kafka: LocalKafka) -> Outcome:
    """One strike, as above."""
    subject.prepare(rng, 1 if strike.fault else 10)
    with _ending(subject.start(strike.fault)) as process:
        if strike.point.endswith(BROKER):
            struck = _kill_broker(kafka, process, rng)
        elif strike.point.endswith(AT_RANDOM):
            struck = _kill_at_random(process, rng)
        else:
            struck = _wait_until_struck(process)
        if strike.signal == "STOP":
            subject.recover()
            _wake(process)
    subject.recover()
    return Outcome(strike, struck, subject.verdict())


def spawn(module: str, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """`python -m module words...` as a process of its own; what it prints goes where ours goes."""
    env = {**os.environ, **(environment or {})}
    return subprocess.Popen([sys.executable, "-m", module, *words], env=env, stdin=subprocess.DEVNULL)


def compare(expected: Mapping[Hashable, int], seen: Mapping[Hashable, int], disordered: int = 0) -> Verdict:
    """Both count how often each thing should be, and is, there."""
    wanted, found = Counter(expected), Counter(seen)
    lost, doubled = wanted - found, found - wanted
    return Verdict(sum(wanted.values()), sum(lost.values()), sum(doubled.values()), disordered)


@contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_until_struck(process: subprocess.Popen[bytes]) -> bool:
    """Until it was killed or stopped; False when it ended by itself. Fails when neither comes."""
    deadline = time.monotonic() + STRIKE_SECONDS
    while time.monotonic() < deadline:
        code = process.poll()
        if code is not None:
            return code == -signal.SIGKILL
        if _state(process.pid) in "Tt":
            return True
        time.sleep(0.01)
    raise AssertionError(f"the process was neither struck nor ready within {STRIKE_SECONDS:.0f} s")


def _kill_at_random(process: subprocess.Popen[bytes], rng: random.Random) -> bool:
    try:
        process.wait(rng.uniform(0.4, 1.6))
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() == -signal.SIGKILL


def _kill_broker(kafka: LocalKafka, process: subprocess.Popen[bytes], rng: random.Random) -> bool:
    """The process may survive it, fail, or run into its own deadline: all of that is right."""
    time.sleep(rng.uniform(0.4, 1.6))
    running = process.poll() is None
    kafka.restart()
    try:
        process.wait(WAKE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
    return running


def _wake(process: subprocess.Popen[bytes]) -> None:
    """Somebody else has taken over: it must end by itself, whatever its status."""
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.wait(WAKE_SECONDS)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"
