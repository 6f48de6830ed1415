"""Two ways to show the board: a live picture in a terminal (rich), one plain line per event where there is none.

Titles and feed names come from the net: they are text, never markup, without control characters.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from copydesk.cli.show import plain
from copydesk.stack.board import Board, PartRow, Row
from copydesk.stack.build import Stack
from copydesk.stack.events import Arrived, Enriched, Event, Note, RunSeen
from copydesk.stack.parts import PartEvent

STATE_STYLE = {"waiting": "dim", "starting": "yellow", "ready": "green", "done": "green", "ended": "bold red"}
MARK = {"waiting": "·", "starting": "…", "ready": "✓", "done": "✓", "ended": "✗", "stopped": "■"}
RUN_STYLE = {"success": "green", "failed": "red", "running": "yellow"}
LEAST_ROWS = 3


class View(Protocol):
    """`show` after every event, `tick` now and then, `close` before anything else is printed."""

    def show(self, event: Event, board: Board, now: float) -> None: ...

    def tick(self, board: Board, now: float) -> None: ...

    def close(self, board: Board, now: float) -> None: ...


def choose(stack: Stack) -> View:
    return LiveView(stack) if sys.stdout.isatty() else PlainView(stack, _to_stdout)


def _to_stdout(line: str) -> None:
    print(line, flush=True)


class PlainView:
    """For pipes and logs: no control codes; one line per event, counts when they have changed and the run is over."""

    def __init__(self, stack: Stack, write: Callable[[str], None]) -> None:
        self._write = write
        for line in addresses(stack):
            write(line)

    def show(self, event: Event, board: Board, now: float) -> None:
        if line := line_of(event, board):
            self._write(plain(line).plain)
        if isinstance(event, RunSeen) and event.state in ("success", "failed") and board.counts:
            self._write(counts_line(board))

    def tick(self, board: Board, now: float) -> None:
        """A line per event is enough."""

    def close(self, board: Board, now: float) -> None:
        """Nothing is held."""


class LiveView:
    """A picture that is drawn anew where it stands; the last one stays on the screen."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._console = Console(highlight=False)
        self._live = Live(console=self._console, auto_refresh=False, vertical_overflow="crop")
        self._live.start()

    def show(self, event: Event, board: Board, now: float) -> None:
        """Drawn by the next tick: many events may come at once."""

    def tick(self, board: Board, now: float) -> None:
        self._live.update(picture(self._stack, board, now, self._console.height), refresh=True)

    def close(self, board: Board, now: float) -> None:
        self.tick(board, now)
        self._live.stop()


def addresses(stack: Stack) -> list[str]:
    """Where things can be looked at, one a line."""
    lines = [f"Airflow   {stack.airflow}/dags/poll_feeds (no login, this machine only)"]
    if stack.newsroom:
        lines.append(f"Newsroom  {stack.newsroom}")
    lines.append(
        f"Log       {f'Kafka at {stack.settings.kafka}' if stack.settings.kafka else 'the database (no Kafka)'}"
    )
    return lines


def line_of(event: Event, board: Board) -> str:
    """An event as one line of text; "" for what is not worth one."""
    match event:
        case PartEvent(part="", state="stopping"):
            return f"stopping {event.count} processes ..."
        case PartEvent(part=""):
            return ""
        case PartEvent():
            row = board.parts[event.part]
            took = f" ({row.took:.1f} s)" if event.state in ("ready", "done") and row.took is not None else ""
            return f"{row.title}: {event.state}{took}"
        case Arrived():
            return (
                f"article   {event.feed}: {event.title} "
                f"({event.kind} v{event.version}, {event.chars} characters, {event.removed} lines removed)"
            )
        case Enriched():
            return f"enriched  {event.title} ({said(event.said, event.failed) or 'nothing found'})"
        case RunSeen():
            return f"Airflow run {event.run}: {event.state}"
        case Note():
            return f"{'! ' if event.level == 'warning' else ''}{event.text}"
    return ""


def said(values: dict[str, str], failed: tuple[str, ...]) -> str:
    """`language en, agency AP`; processors that found nothing are left out, those that gave up are named."""
    words = [f"{name} {value}" for name, value in values.items() if value]
    return ", ".join(words + [f"{name} failed" for name in failed])


def counts_line(board: Board) -> str:
    return "  ".join(f"{name} {n}" for name, n in board.counts.items()) or "nothing counted yet"


def picture(stack: Stack, board: Board, now: float, height: int) -> RenderableType:
    """The whole picture, at most `height` lines."""
    above: list[RenderableType] = [
        Text(line, style="bold" if i == 0 else "") for i, line in enumerate(addresses(stack))
    ]
    if board.ready and not board.stopping:
        above.append(_settled(board))
        used = len(above) + 3
    else:
        above.append(_parts(board, now))
        used = len(above) + len(board.parts) + 2
    notes = [plain(note.text).append_text(Text("")) for note in board.notes]
    for note in notes:
        note.stylize("yellow")
        note.truncate(200, overflow="ellipsis")
        note.no_wrap = True
    room = max(LEAST_ROWS, height - used - len(notes) - 4)
    counts = Text(counts_line(board), style="cyan", no_wrap=True, overflow="ellipsis")
    return Group(
        *above,
        counts,
        _articles(list(board.rows)[-room:]),
        *notes,
        Text("stopping ..." if board.stopping else "Ctrl-C stops everything", style="dim"),
    )


def _settled(board: Board) -> Text:
    text = Text(f"{len(board.parts)} parts ready", style="green")
    if board.run.state != "waiting":
        text.append(f"   first run: {board.run.state}", style=RUN_STYLE.get(board.run.state, ""))
    if board.first_article is not None:
        text.append(f"   first article after {board.first_article:.0f} s", style="")
    return text


def _parts(board: Board, now: float) -> Table:
    grid = Table.grid(padding=(0, 2))
    for row in board.parts.values():
        style = STATE_STYLE.get(row.state, "")
        grid.add_row(
            Text(MARK.get(row.state, " "), style=style), row.title, Text(row.state, style=style), _took(row, now)
        )
    return grid


def _took(row: PartRow, now: float) -> str:
    if row.state == "waiting":
        return ""
    return f"{now - row.began if row.took is None else row.took:.1f} s"


def _articles(rows: list[Row]) -> RenderableType:
    if not rows:
        return Text("nothing new yet; every feed is asked when it is due", style="dim")
    names = sorted({name for row in rows for name in row.said})
    table = Table(box=None, header_style="bold", expand=True, pad_edge=False)
    table.add_column("feed", no_wrap=True, overflow="ellipsis", ratio=2)
    table.add_column("title", no_wrap=True, overflow="ellipsis", ratio=6)
    table.add_column("what", no_wrap=True)
    for name in ("chars", "removed"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in names:
        table.add_column(plain(name), no_wrap=True, overflow="ellipsis", max_width=12)
    for row in rows:
        a = row.arrived
        cells = [plain(row.said.get(name, "failed" if name in row.failed else "")) for name in names]
        table.add_row(
            plain(a.feed), plain(a.title), plain(f"{a.kind} v{a.version}"), str(a.chars), str(a.removed), *cells
        )
    return table
