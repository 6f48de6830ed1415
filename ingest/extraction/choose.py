"""Two opinions, one body: which candidate lines are the story. Pure.

The rule: the core (trafilatura) says where the story is, the second opinion (opinion.py) says what in it is furniture
and what the core has lost. Where the two disagree on more than half of the text, the second opinion stands.
"""

from __future__ import annotations

from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line
from ingest.extraction.opinion import is_prose
from ingest.extraction.text import compact


def vote(document: Document, core: str) -> list[Line]:
    """The candidate lines that stand in the core's text; marks them (`line.core`)."""
    whole = compact(core)
    lines = {compact(line) for line in core.split("\n")}
    chosen = []
    for line in document.lines:
        key = compact(line.text)
        if key and ((len(key) >= 20 and key in whole) or key in lines):
            line.core = True
            chosen.append(line)
    return chosen


def agreement(one: list[Line], other: list[Line]) -> float:
    """Characters in both over characters in either, of prose lines; 1.0 when both are empty."""
    a, b = {line.index: len(line.text) for line in one if is_prose(line)}, {line.index: len(line.text) for line in other if is_prose(line)}
    either = sum((a | b).values())
    return sum(size for index, size in a.items() if index in b) / either if either else 1.0


def choose(document: Document, core: list[Line], own: list[Line]) -> list[Line]:
    """The story's lines in order."""
    free = [line for line in core if line.rule is None]
    if not own:
        return free
    if not free or agreement(free, own) < 0.5:
        return _with_subheads(document, own)
    first, last = min(own[0].index, free[0].index), max(own[-1].index, free[-1].index)
    picked = {line.index for line in own} | {line.index for line in free}
    return [line for line in document.lines[first : last + 1] if line.index in picked]


def _with_subheads(document: Document, own: list[Line]) -> list[Line]:
    picked = {line.index for line in own}
    first, last = own[0].index, own[-1].index
    for line in document.lines[first:last]:
        follows = document.lines[line.index + 1].index in picked
        if line.heading > 1 and line.rule is None and follows and not line.hints & (Hint.RELATED | Hint.NEWSLETTER | Hint.AD | Hint.ASIDE | Hint.SIDEBAR):
            picked.add(line.index)
    return [line for line in document.lines[first : last + 1] if line.index in picked]
