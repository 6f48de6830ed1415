"""Plain text to candidate lines, so that the same rules work on it as on a page. Pure."""

from __future__ import annotations

import re

from ingest.extraction.breaks import unwrap
from ingest.extraction.furniture import is_byline, is_date
from ingest.extraction.lines import Document, Line, Node
from ingest.extraction.opinion import is_prose
from ingest.extraction.text import compact, tidy, words

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENDS = re.compile(r"""[.!?…:;。！？؟»”"'’)\]]$""")
_WRAP = range(40, 101)  # line lengths of text wrapped for a terminal or a mail


def read(text: str) -> Document:
    """Every line, or paragraph of hard-wrapped lines, as a candidate; its block is named after its line number."""
    document = Document(nodes=[Node(-1, "text", "", 0, 0, 0)])
    block: list[tuple[int, str]] = []
    for number, raw in enumerate([*_BREAKS.split(text), ""], 1):
        line = tidy(raw)
        if line:
            block.append((number, line))
        elif block:
            _add(document, block)
            block = []
    document.nodes[0].last = len(document.lines)
    return document


def _add(document: Document, block: list[tuple[int, str]]) -> None:
    if _wrapped([line for _, line in block]):
        block = [(block[0][0], unwrap("\n".join(line for _, line in block)).replace("\n", " "))]
    for number, line in block:
        index = len(document.lines)
        document.nodes.append(Node(0, f"line {number}", "", 0, 1, index, index + 1))
        document.lines.append(Line(index, line, len(document.nodes) - 1, "p"))


def _wrapped(lines: list[str]) -> bool:
    if len(lines) < 2:
        return False
    inner = lines[:-1]
    full = sum(1 for line in inner if len(line) in _WRAP)
    closed = sum(1 for line in inner if _ENDS.search(line))
    return full >= 0.7 * len(inner) and closed <= 0.4 * len(inner)


def story(document: Document) -> list[Line]:
    """All lines without a rule from the first to the last sentence."""
    free = [line for line in document.lines if line.rule is None]
    bodies = [line.index for line in free if is_prose(line) or (_ENDS.search(line.text) and words(line.text) > 3)]
    proses = [line.index for line in free if is_prose(line)] or bodies
    if not proses:
        return []
    return [line for line in free if proses[0] <= line.index <= bodies[-1]]


def title_of(document: Document, chosen: list[Line], known: str | None) -> str | None:
    """The title line above the story: the one that repeats the known title, else the longest one that is neither byline
    nor date nor a row of links."""
    if not chosen:
        return known
    above = [
        line
        for line in document.lines[: chosen[0].index]
        if line.rule is None
        and not is_byline(line.text)
        and not is_date(line.text)
        and not re.search(r"[|»>•]", line.text)
    ]
    for line in above:
        if known and compact(line.text) == compact(known):
            line.rule = "title"
            return known
    if known:
        return known
    best = max((line for line in above if words(line.text) > 2), key=lambda line: words(line.text), default=None)
    if best is None:
        return None
    best.rule = "title"
    return best.text
