from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from stream.database import connect, metadata
from stream.errors import FencedError
from stream.lease import HeldError, acquire, is_dead, release, renew, this_process


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'lease.db'}")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_one_holds_it_the_other_is_told_who(engine: Engine) -> None:
    mine = acquire(engine, "relay", 60.0)
    with pytest.raises(HeldError, match="relay is held by") as caught:
        acquire(engine, "relay", 60.0, holder="other-host/1/2.0")
    assert caught.value.retriable
    acquire(engine, "another", 60.0, holder="other-host/1/2.0")
    release(engine, mine)
    assert acquire(engine, "relay", 60.0, holder="other-host/1/2.0").epoch == mine.epoch + 1


def test_after_its_end_it_is_taken_over_and_the_old_holder_is_fenced(engine: Engine) -> None:
    old = acquire(engine, "relay", 0.05, holder="other-host/1/2.0")
    time.sleep(0.1)
    new = acquire(engine, "relay", 60.0)
    with pytest.raises(FencedError, match=new.holder):
        renew(engine, old)
    release(engine, old)  # no longer its to give back
    renew(engine, new)
    with pytest.raises(HeldError):
        acquire(engine, "relay", 60.0, holder="third/1/2.0")


def test_the_lease_of_a_process_that_died_here_is_free_at_once(engine: Engine) -> None:
    code = "from stream.lease import this_process; print(this_process())"
    dead = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    acquire(engine, "relay", 600.0, holder=dead)
    assert acquire(engine, "relay", 60.0).holder == this_process()


@pytest.mark.parametrize("holder", ["", "x", "other/1/2", "other/1", "///", "host/abc/def"])
def test_who_is_not_known_is_not_dead(holder: str) -> None:
    assert not is_dead(holder)
    assert not is_dead(this_process())
