"""What the children of test_supervised do."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from stream.errors import FencedError, LogError
from stream.worker import deadline, say, stopping


def answer(number: int, secret: str) -> dict[str, object]:
    print("noise on stdout must not disturb the answer")
    say({"half": number / 2})
    return {"number": number, "visible": secret in Path("/proc/self/cmdline").read_text()}


def fail(fenced: bool) -> None:
    raise FencedError("another one") if fenced else LogError("not today", retry_after=3.0)


def mistake() -> None:
    raise RuntimeError("a bug")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stuck() -> None:
    with deadline(0.3, "this turn"):
        time.sleep(60)


def sleep_for_ever(note: str) -> None:
    Path(note).write_text(str(os.getpid()))
    while True:
        time.sleep(60)


def beat(folder: str, fault: str) -> None:
    """A service: notes each life of its own, checks that it is alone, speaks, and at its first life fails as told."""
    lives = Path(folder)
    for other in lives.iterdir():
        assert not Path(f"/proc/{other.name}").exists(), "two at once"
    first = not any(lives.iterdir())
    (lives / str(os.getpid())).touch()
    say("alive")
    if first and fault == "die":
        die()
    if first and fault == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    if first and fault == "error":
        raise LogError("broker away")
    while not stopping.wait(0.05):
        say("alive")
