"""The chosen lines become the body: edges trimmed, what was taken out accounted for, offsets computed. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ingest.extraction.choose import kind
from ingest.extraction.furniture import is_byline, is_date, matching_rule, rule_by_name
from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line
from ingest.extraction.opinion import is_prose
from ingest.extraction.phrases import NAME
from ingest.extraction.text import MAX_LINE, SENTENCE_END, compact, cut
from ingest.extraction.titles import is_title_line
from stream.types import Block, BlockType, Removed

MAX_REMOVED = 300
MAX_BODY = 400_000


@dataclass(frozen=True)
class Facts:
    """What is known of the page before its body: compact forms of its titles, of its standfirst, its authors' names."""

    titles: frozenset[str]
    standfirst: str | None = None
    authors: frozenset[str] = frozenset()


def trim(document: Document, chosen: list[Line], facts: Facts) -> list[Line]:
    """Take title, byline, date and edge lines out of the chosen ones; marks them. Order is kept."""
    for line in chosen:
        if line.rule is None and line.heading == 1 and is_title_line(line.text, facts.titles):
            line.rule = "title"
    kept = _without_repeats(document, [line for line in chosen if line.rule is None])
    kept = _trim_top(kept, facts)
    while kept and (rule := _end_rule(kept[-1], facts)):
        kept.pop().rule = rule
    for line in kept:
        if line.hints & (Hint.BYLINE | Hint.DATE) and len(line.text) <= 180:
            line.rule = "byline" if is_byline(line.text, facts.authors) else "date" if is_date(line.text) else None
    return [line for line in kept if line.rule is None]


def _trim_top(kept: list[Line], facts: Facts) -> list[Line]:
    """Lines down to the second paragraph: title, byline, date and labels stand there, in any order."""
    prose = 0
    for number, line in enumerate(kept):
        if prose > 1 or number > 12:
            break
        line.rule = _top_rule(line, facts, first=prose == 0)
        prose += line.rule is None and is_prose(line)
    return [line for line in kept if line.rule is None]


def _top_rule(line: Line, facts: Facts, *, first: bool) -> str | None:
    text = line.text
    if is_title_line(text, facts.titles):
        return "title"
    if is_byline(text, facts.authors) or byline_and_date(text, facts):
        return "byline"
    if is_date(text):
        return "date"
    if rule := matching_rule(line, edge=True):
        return rule.name
    if first and not line.heading and len(text) < 120 and not is_prose(line) and not SENTENCE_END.search(text):
        return "label"
    return None


def _end_rule(line: Line, facts: Facts) -> str | None:
    text = line.text
    if not any(map(str.isalnum, text)):
        return "label"  # "***", "—"
    if line.heading:
        return "heading_without_text"
    if is_byline(text, facts.authors) or _signed(line):
        return "byline"
    if is_date(text):
        return "date"
    if rule := matching_rule(line, edge=True):
        return rule.name
    return None


def _signed(line: Line) -> bool:
    """A name set apart under the text: "Nuala, post office" in italics."""
    text = line.text
    if len(text) > 60 or line.inline not in ("i", "em", "b", "strong", "small") or SENTENCE_END.search(text):
        return False
    name, _, place = text.strip(" —–-").partition(", ")
    return bool(NAME.match(name)) and len(name.split()) <= 4 and len(place.split()) <= 4


def byline_and_date(text: str, facts: Facts) -> bool:
    """ "By Jane Doe | Nov. 17, 2015" and "The Paper - 17/11/2015": each part is one or the other."""
    for mark in (" | ", " • ", " · ", " - ", " – ", " — ", ", Published", " Published", " Updated", ", Updated"):
        if mark in text:
            head, _, tail = text.partition(mark)
            return is_date(mark.strip(" |•·–—-,") + " " + tail) and (
                is_byline(head, facts.authors) or len(head.split()) <= 5
            )
    return False


def _without_repeats(document: Document, lines: list[Line]) -> list[Line]:
    """A pull-out repeats a sentence of the story; a paragraph that stands twice is kept once. A text that repeats
    itself often (recipes, questionnaires) is left alone."""
    keys = [compact(line.text) for line in lines]
    kinds = Counter(kind(document, line) for line in lines)
    usual = {name for name, count in kinds.items() if count > max(2, len(lines) // 8)}
    whole = "\n".join(keys)
    found: list[tuple[Line, str]] = []
    seen: set[str] = set()
    for line, key in zip(lines, keys, strict=True):
        if len(key) > 60 and key in seen:
            found.append((line, "repeated"))
        elif 25 < len(key) < 260 and is_aside(document, line, usual) and whole.count(key) > keys.count(key):
            found.append((line, "pullquote"))
        seen.add(key)
    if len(found) > 3:
        return lines
    for line, rule in found:
        line.rule = rule
    return [line for line in lines if line.rule is None]


def is_aside(document: Document, line: Line, usual: set[tuple[str, ...]]) -> bool:
    """A line set apart from the running text: in a block of another kind than the story's paragraphs."""
    if line.heading:
        return False
    return kind(document, line) not in usual or bool(line.hints & (Hint.PULLQUOTE | Hint.ASIDE))


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


def removed(
    document: Document, kept: list[Line], chosen: list[Line], facts: Facts, extra: list[tuple[Line, str, str]]
) -> tuple[Removed, ...]:
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
        taken = line.rule
        if line.index < first and taken not in ("caption", "credit") and is_title_line(line.text, facts.titles):
            taken = "title"
        if (
            taken in ("skip_link", "title", "byline", "date", "reading_time")
            or first < line.index < last + 3
            or line.index in wanted
        ):
            if taken is None and (match := matching_rule(line, edge=False)):
                taken = match.name
            rows.append(Removed(taken or rule_by_name(line.hints), document.path(line.node), cut(line.text, 1000)))
    return tuple(rows)
