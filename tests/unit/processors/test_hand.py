from __future__ import annotations

import json
from pathlib import Path

import pytest

from processors.hand import Deaths, Hand, in_hand, sentences
from processors.transform import Failure, Place

PLACE = Place("news.articles.v1", 3, 12345678901)


def test_what_is_in_hand_is_read_back_also_without_a_close(tmp_path: Path) -> None:
    hand = Hand(tmp_path / "hand")
    hand.take(PLACE._replace(offset=1), "a step with a long name " * 20)
    hand.take(PLACE, "språk")

    assert in_hand(tmp_path / "hand") == (PLACE, "språk")
    hand.close()


def test_nothing_is_in_hand_at_the_start_after_put_down_and_without_a_file(tmp_path: Path) -> None:
    assert in_hand(tmp_path / "hand") is None
    hand = Hand(tmp_path / "hand")
    assert in_hand(tmp_path / "hand") is None
    hand.take(PLACE, "x")
    hand.put_down()
    assert in_hand(tmp_path / "hand") is None
    hand.take(PLACE, "x")
    hand.close()
    Hand(tmp_path / "hand").close()  # the next child begins with empty hands
    assert in_hand(tmp_path / "hand") is None


@pytest.mark.parametrize("content", [b"\xff", b"{}", b"[1,2]", b"null", b'["a", 1', b"7"])
def test_a_damaged_note_blames_nobody(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "hand").write_bytes(content)

    assert in_hand(tmp_path / "hand") is None


def test_three_deaths_on_one_step_condemn_and_travel_as_json() -> None:
    deaths = Deaths(attempts=3)
    for _ in range(2):
        deaths.count((PLACE, "a"), "SIGSEGV")
        deaths.count((PLACE, "b"), "SIGSEGV")
    assert deaths.condemned() == []

    deaths.count((PLACE, "a"), "SIGKILL")

    rows = json.loads(json.dumps(deaths.condemned()))
    assert sentences(rows) == {PLACE: [Failure("a", "the process did not survive it: SIGKILL", 3)]}


def test_a_message_may_be_condemned_for_several_steps() -> None:
    deaths = Deaths(attempts=1)
    deaths.count((PLACE, "a"), "x")
    deaths.count((PLACE, "b"), "y")

    assert [failure.where for failure in sentences(deaths.condemned())[PLACE]] == ["a", "b"]
