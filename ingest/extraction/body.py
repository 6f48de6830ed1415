"""The chosen lines become the body: edges trimmed, what was taken out accounted for, offsets computed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.extraction.furniture import is_byline, is_date, matching_rule, rule_by_name
from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line
from ingest.extraction.opinion import is_prose
from ingest.extraction.text import MAX_LINE, compact, cut
from ingest.extraction.titles import is_title_line
from stream.types import Block, BlockType, Removed

MAX_REMOVED = 300
MAX_BODY = 400_000
_TOP = 6  # title, byline and date lines stand among the first lines


@dataclass(frozen=True)
class Facts:
    """What is known of the page before its body: compact forms of its titles, of its standfirst, its authors' names."""

    titles: frozenset[str]
    standfirst: str | None = None
    authors: frozenset[str] = frozenset()


def trim(document: Document, chosen: list[Line], facts: Facts) -> list[Line]:
    """Take title, byline, date and edge lines out of the chosen ones; marks them. Order is kept."""
    kept: list[Line] = []
    prose_before = 0
    last = max((line.index for line in chosen if is_prose(line) and line.rule is None), default=-1)
    for number, line in enumerate(chosen):
        line.rule = line.rule or _edge_rule(line, facts, top=prose_before < 2 and number < _TOP + 3, end=line.index >= last - 1)
        if line.rule is None:
            kept.append(line)
            prose_before += is_prose(line)
    kept = _without_repeats(kept)
    while kept and kept[-1].heading:
        kept.pop().rule = "heading_without_text"
    return kept


def _edge_rule(line: Line, facts: Facts, *, top: bool, end: bool) -> str | None:
    text = line.text
    if (top or line.heading == 1) and is_title_line(text, facts.titles):
        return "title"
    if len(text) <= 180 and (top or end or line.hints & (Hint.BYLINE | Hint.DATE)):
        if is_byline(text, facts.authors):
            return "byline"
        if is_date(text):
            return "date"
        if top and _byline_and_date(text, facts):
            return "byline"
    if (top or end) and (rule := matching_rule(line, edge=True)):
        return rule.name
    return None


def _byline_and_date(text: str, facts: Facts) -> bool:
    """ "By Jane Doe | Nov. 17, 2015" and "The Paper - 17/11/2015": each part is one or the other."""
    for mark in (" | ", " • ", " · ", " - ", " – ", " — ", ", Published", " Published", " Updated", ", Updated"):
        if mark in text:
            head, _, tail = text.partition(mark)
            return is_date(mark.strip(" |•·–—-,") + " " + tail) and (is_byline(head, facts.authors) or len(head.split()) <= 5)
    return False


def _without_repeats(lines: list[Line]) -> list[Line]:
    """A pull-out repeats a sentence of the story; a paragraph that stands twice is kept once."""
    keys = {line.index: compact(line.text) for line in lines}
    seen: set[str] = set()
    kept = []
    for line in lines:
        key = keys[line.index]
        twice = len(key) > 30 and key in seen
        quoted = 25 < len(key) < 260 and any(
            other != line.index and len(theirs) > len(key) + 20 and key in theirs and abs(other - line.index) < 40 for other, theirs in keys.items()
        )
        if twice or quoted:
            line.rule = "repeated" if twice else "pullquote"
            continue
        seen.add(key)
        kept.append(line)
    return kept


def assemble(lines: list[Line], document: Document) -> tuple[str, tuple[Block, ...]]:
    """body_text (one paragraph a line) and its blocks with offsets in code points."""
    blocks: list[Block] = []
    start = 0
    for line in lines:
        text = cut(line.text, MAX_LINE)
        if start + len(text) > MAX_BODY:
            break
        blocks.append(Block(_type_of(line, document), text, start, start + len(text)))
        start += len(text) + 1
    return "\n".join(block.text for block in blocks), tuple(blocks)


def _type_of(line: Line, document: Document) -> BlockType:
    if line.heading:
        return "heading"
    node = line.node
    for _ in range(3):
        tag = document.nodes[node].tag if node >= 0 else ""
        if tag in ("li", "dd", "dt"):
            return "list_item"
        if tag == "blockquote":
            return "quote"
        if tag == "pre":
            return "preformatted"
        if tag == "th":
            return "table_row"
        node = document.nodes[node].parent if node > 0 else -1
    return "paragraph"


def removed(document: Document, kept: list[Line], chosen: list[Line], facts: Facts, extra: list[tuple[Line, str, str]]) -> tuple[Removed, ...]:
    """What was taken out: lines inside the story's range, lines an opinion had chosen, and skip links, titles, captions
    and credits wherever they stood."""
    inside = {line.index for line in kept}
    wanted = {line.index for line in chosen}
    texts: dict[int, list[tuple[str, str]]] = {}
    for line, rule, text in extra:
        texts.setdefault(line.index, []).append((rule, text))
    first, last = (kept[0].index, kept[-1].index) if kept else (0, -1)
    rows: list[Removed] = []
    for line in document.lines:
        if line.index in inside or len(rows) >= MAX_REMOVED:
            continue
        if line.index in texts:
            rows += [Removed(rule, document.path(line.node), cut(text, MAX_LINE)) for rule, text in texts[line.index]]
            continue
        rule = line.rule
        if line.index < first and rule not in ("caption", "credit") and is_title_line(line.text, facts.titles):
            rule = "title"
        if rule in ("skip_link", "title", "byline", "date", "reading_time") or first < line.index < last + 3 or line.index in wanted:
            rows.append(Removed(rule or rule_by_name(line.hints), document.path(line.node), cut(line.text, 1000)))
    return tuple(rows)
