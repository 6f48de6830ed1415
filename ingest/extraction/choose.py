"""Two opinions, one body: which candidate lines are the story. Pure.

The rule: the core (trafilatura) says where the story is, the second opinion (opinion.py) says what in it is furniture;
its own lines join only when they are of the same kind as the core's (same block, same name). The second opinion stands
alone when the core has less than a third of its prose, or speaks of another, smaller text.
"""

from __future__ import annotations

from collections import Counter

from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line, Node
from ingest.extraction.opinion import FURNITURE, is_prose, story_root
from ingest.extraction.text import SENTENCE_END, compact

_ASIDES = Hint.SHARE | Hint.AD | Hint.COOKIE | Hint.FOOTER | Hint.HIDDEN
AGREE = 0.5  # share of common prose below which the opinions differ
APART = 0.1  # ... and below which they speak of different texts
OPENING = 120  # characters of a first paragraph that only the second opinion saw
OUTWEIGH = 0.3  # the core stands against the second opinion while it has this share of its prose


def vote(document: Document, core: str) -> list[Line]:
    """The candidate lines that stand in the core's text; marks them (`line.core`)."""
    rows = core.split("\n")
    bare = {"".join(row.split()) for row in rows}
    whole = "\n".join(bare)
    letters: str | None = None  # of the whole; rarely needed, and dear
    chosen = []
    for line in document.lines:
        key = "".join(line.text.split())
        line.core = key in bare or (len(key) >= 20 and key in whole)
        if not line.core and len(key) >= 40 and line.links < len(key):
            letters = compact(core) if letters is None else letters
            line.core = compact(key) in letters
        if line.core:
            chosen.append(line)
    return chosen


def agreement(one: list[Line], other: list[Line]) -> float:
    """Characters in both over characters in either, of prose lines; 1.0 when both are empty."""
    a, b = (
        {line.index: len(line.text) for line in one if is_prose(line)},
        {line.index: len(line.text) for line in other if is_prose(line)},
    )
    either = sum((a | b).values())
    return sum(size for index, size in a.items() if index in b) / either if either else 1.0


def choose(document: Document, core: list[Line], own: list[Line]) -> list[Line]:
    """The story's lines in order."""
    free = [line for line in core if line.rule is None]
    agreed = agreement(free, own)
    if not free or _outvoted(agreed, _prose(free), _prose(own)):
        return _without_gaps(document, _with_subheads(document, own))
    if not own or agreed < APART:
        return [line for line in free if not (line.hints & Hint.NAV and line.link_share > 0.5)]
    kinds = Counter(kind(document, line) for line in free if line.score > 0)
    near = document.nodes[story_root(document, [line for line in free if line.score > 0])]
    root = _room(document, story_root(document, free, share=0.95), own, kinds) if agreed < AGREE else document.nodes[0]
    first, last = own[0].index, own[-1].index
    picked = {
        line.index
        for line in own
        if line.core or (kinds[kind(document, line)] > 1 and root.first <= line.index < root.last)
    }
    for line in free:
        inside = first <= line.index <= last
        common = kinds[kind(document, line)] > 1 and near.first <= line.index < near.last
        if _fits(line, inside=inside, common=common):
            picked.add(line.index)
    chosen = _with_opening(document, [document.lines[index] for index in sorted(picked)], own)
    return _without_gaps(document, _with_first_head(document, chosen))


def _room(document: Document, root: int, own: list[Line], kinds: Counter[tuple[str, ...]]) -> Node:
    """The block in which lines of the core's kinds may join: the core's own, or the one around it when all that the
    second opinion sees there is of those kinds (a story in several columns or pages)."""
    around = document.nodes[max(0, document.nodes[root].parent)]
    inside = [line for line in own if around.first <= line.index < around.last]
    return around if inside and all(kinds[kind(document, line)] > 1 for line in inside) else document.nodes[root]


def _with_opening(document: Document, chosen: list[Line], own: list[Line]) -> list[Line]:
    """The first paragraph is often set apart (a bare text, a block of its own, in the story's head): long prose before
    the chosen lines joins when nothing but captions and labels stands between, in the block around the story."""
    if not chosen:
        return chosen
    first, seen = chosen[0].index, {line.index for line in own}
    scope = _around(document, chosen[0].node, 2)
    opening: list[Line] = []
    for line in reversed(document.lines[max(scope.first, first - 6) : first]):
        known = line.index in seen or line.score > OPENING
        if line.rule is None and known and len(line.text) > OPENING and is_prose(line):
            opening.insert(0, line)
        elif line.heading or (line.rule is None and is_prose(line)):
            break
    return opening + chosen


def _with_first_head(document: Document, chosen: list[Line]) -> list[Line]:
    """A heading right above the text joins when the text has others of its kind (the entries of a live blog)."""
    if not chosen or chosen[0].index == 0:
        return chosen
    head = document.lines[chosen[0].index - 1]
    alike = (
        head.heading > 1
        and head.rule is None
        and any(line.heading == head.heading and kind(document, line) == kind(document, head) for line in chosen)
    )
    return [head, *chosen] if alike else chosen


def _without_gaps(document: Document, chosen: list[Line]) -> list[Line]:
    """What stands between two paragraphs of one kind and is of their kind, too: a short bold line is their heading, a
    long sentence that is wholly linked is a quotation of theirs."""
    kept: list[Line] = []
    for line in chosen:
        gap = document.lines[kept[-1].index + 1 : line.index] if kept else []
        for other in gap:
            bold = _bold_head(other) and other.node == kept[-1].node == line.node and other.index == line.index - 1
            if bold or (len(gap) == 1 and _linked_paragraph(document, other, kept[-1], line)):
                kept.append(other)
        kept.append(line)
    return kept


def _linked_paragraph(document: Document, line: Line, before: Line, after: Line) -> bool:
    same = kind(document, before) == kind(document, line) == kind(document, after)
    return same and line.rule is None and len(line.text) > OPENING and bool(SENTENCE_END.search(line.text))


def _bold_head(line: Line) -> bool:
    text = line.text
    bold = line.bold >= 0.9 * len(text) and not line.links
    return bold and line.rule is None and 3 < len(text) < 80 and text[-1].isalnum()


def _around(document: Document, node: int, levels: int) -> Node:
    for _ in range(levels):
        node = max(0, document.nodes[node].parent)
    return document.nodes[node]


def _outvoted(agreed: float, core: int, own: int) -> bool:
    """The second opinion stands: the core found next to nothing of it, or something else that is smaller."""
    return agreed < AGREE and (core < OUTWEIGH * own or (agreed < APART and core < own))


def kind(document: Document, line: Line) -> tuple[str, ...]:
    """What paragraphs of one story have in common: tag and name of their block and of the one around it."""
    block = document.nodes[line.node]
    parent = document.nodes[max(0, block.parent)]
    around = document.nodes[max(0, parent.parent)] if block.tag in ("p", "li", "div") else parent
    return (block.tag, block.label, parent.tag, parent.label, around.tag)


def _fits(line: Line, *, inside: bool, common: bool) -> bool:
    """Whether a line that only the core chose is story. The shares of true lines of each sort were measured on real
    pages (docs/extraction.md)."""
    if line.score > 0:
        return True
    furniture = bool(line.hints & FURNITURE)
    if line.link_share > 0.95 and not SENTENCE_END.search(line.text):
        return False  # a line that is a link is a link to another story
    if is_prose(line):
        return not line.hints & (
            Hint.SIDEBAR
            | Hint.ASIDE
            | Hint.CAPTION
            | Hint.RELATED
            | Hint.COMMENTS
            | Hint.BIO
            | Hint.NEWSLETTER
            | _ASIDES
        )
    if furniture:
        return False
    if line.heading or line.link_share > 0.5:
        return inside
    return inside or common


def _prose(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines if is_prose(line))


def _with_subheads(document: Document, own: list[Line]) -> list[Line]:
    if not own:
        return []
    picked = {line.index for line in own}
    first, last = own[0].index, own[-1].index
    for line in document.lines[first:last]:
        follows = document.lines[line.index + 1].index in picked
        if (
            line.heading > 1
            and line.rule is None
            and follows
            and not line.hints & (Hint.RELATED | Hint.NEWSLETTER | Hint.AD | Hint.ASIDE | Hint.SIDEBAR)
        ):
            picked.add(line.index)
    return [line for line in document.lines[first : last + 1] if line.index in picked]
