"""The board changes by events alone; the view shows them as text that cannot forge anything."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from copydesk.settings import Settings
from copydesk.stack.board import Board
from copydesk.stack.build import Stack
from copydesk.stack.events import Arrived, Counted, Enriched, Event, Note, RunSeen
from copydesk.stack.parts import Part, PartEvent, Plan
from copydesk.stack.view import PlainView, picture

PARTS = (Part("newsroom", "Sample newsroom", ("x",)), Part("database", "Database", ("y",), probe="exit"))
STACK = Stack(Plan("stack", ".", {}, PARTS), Settings(home=Path("var")), 8080, "http://localhost:1/")
ARTICLE = Arrived("a1", 1, "new", "The Herald", "[bold]Rates[/bold] rise\x1b[2J\u202e", 1234, 5)


def board(*events: Event) -> Board:
    found = Board(PARTS, 100.0)
    for i, event in enumerate(events):
        found.apply(event, 101.0 + i)
    return found


def shown(found: Board, width: int = 120, height: int = 40) -> str:
    console = Console(width=width, height=height, force_terminal=True, color_system=None, record=True)
    with console.capture() as captured:
        console.print(picture(STACK, found, 110.0, height))
    return captured.get()


def test_parts_become_ready_and_take_their_time() -> None:
    found = board(PartEvent("starting", "newsroom"), PartEvent("ready", "newsroom"), PartEvent("starting", "database"))
    assert found.parts["newsroom"].took == 1.0
    assert not found.ready
    assert "Sample newsroom" in shown(found)
    found.apply(PartEvent("done", "database"), 105.0)
    assert found.ready
    assert "2 parts ready" in shown(found)


def test_an_article_and_what_the_processors_add_to_it_meet_in_any_order() -> None:
    enriched = Enriched("a1", 1, "Rates", {"language": "en", "agency": ""})
    for events in ((ARTICLE, enriched), (enriched, ARTICLE)):
        (row,) = board(*events).rows
        assert row.said == {"language": "en", "agency": ""}


def test_the_first_article_is_timed_from_the_start() -> None:
    assert board(RunSeen("running"), ARTICLE, ARTICLE).first_article == 2.0


def test_text_from_pages_is_text() -> None:
    picture_of_it = shown(board(ARTICLE))
    assert "[bold]Rates[/bold]" in picture_of_it
    assert "\x1b[2J" not in picture_of_it
    assert "\u202e" not in picture_of_it


def test_the_picture_fits_the_terminal() -> None:
    many = [Arrived(f"a{i}", 1, "new", "Feed", f"Title {i} " * 30, 1, 0) for i in range(300)]
    found = board(PartEvent("ready", "newsroom"), PartEvent("done", "database"), *many)
    for height in (24, 50):
        lines = shown(found, width=80, height=height).splitlines()
        assert len(lines) <= height
        assert max(map(len, lines)) <= 80
    assert "Title 299" in shown(found)


def test_without_a_terminal_there_is_one_plain_line_per_event() -> None:
    lines: list[str] = []
    view = PlainView(STACK, lines.append)
    found = Board(PARTS, 0.0)
    events = [ARTICLE, Enriched("a1", 1, "Rates", {"language": "en"}), Note("no\nway\x07", "warning")]
    events += [Counted({"feeds": 8, "articles": 1}), RunSeen("success", "r1")]
    for event in events:
        found.apply(event, 1.0)
        view.show(event, found, 1.0)
    assert lines[0].startswith("Airflow   http://127.0.0.1:8080/")
    assert any("1234 characters, 5 lines removed" in line for line in lines)
    assert any("language en" in line for line in lines)
    assert lines[-1] == "feeds 8  articles 1"
    assert all(line.isprintable() for line in lines)
