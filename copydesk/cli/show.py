"""What a person or a script sees: tables, JSON lines, problems. Text from feeds and pages is data, never markup."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Into a pipe nothing is cut: a width that no table reaches.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 10_000)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def plain(value: object) -> Text:
    """`value` as text that cannot style or forge anything: no markup, no control characters."""
    text = "" if value is None else str(value)
    return Text("".join(c if c.isprintable() else " " for c in text))


def json_line(value: Any) -> None:
    """One JSON value, one line, whatever the terminal is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def problem(text: str) -> None:
    """A failure, named, on stderr."""
    err.print(Text("copydesk: ", style="bold red").append_text(plain(text)))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    shown = Table(*columns, title=title, title_justify="left", box=None, header_style="bold")
    for row in rows:
        shown.add_row(*(plain(cell) for cell in row))
    out.print(shown)


def counts(name: str, values: Mapping[str, object]) -> None:
    """One line of counts: `collect  articles 12  rejected 1`; zeros are left out."""
    shown = [f"{key} {value}" for key, value in values.items() if value]
    out.print(Text(f"{name:8} ", style="bold").append_text(plain("  ".join(shown) or "nothing to do")))
