"""What the child is asked to do in the tests."""

from __future__ import annotations

import os
import signal
import time
from datetime import datetime

from ingest.errors import FeedError, PageError


def double(text: str, at: datetime | None = None) -> tuple[int, str, datetime | None]:
    print("noise on standard output")
    return os.getpid(), text * 2, at


def refuse(kind: str) -> None:
    if kind == "page":
        raise PageError("empty", "nothing there", retriable=True, retry_after=7.0)
    if kind == "feed":
        raise FeedError("not_a_feed", "words")
    raise KeyError(kind)


def misbehave(how: str) -> str:
    match how:
        case "sleep":
            time.sleep(60)
        case "hang in C":
            signal.pthread_sigmask(signal.SIG_BLOCK, [])
            sum(range(10**12))
        case "ignore the timer":
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            time.sleep(60)
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "memory":
            return str(len(bytearray(8 * 1024**3)))
    return how


def echo(data: bytes) -> bytes:
    return data[::-1]
