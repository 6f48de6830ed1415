"""The second opinion: the story by text density, line by line, over the same walk. Pure.

1. Prose is measured for each block; a block's name counts against its lines only while other prose exists outside it.
2. Each line gets a score: long, unlinked sentences score high; links, labels and named furniture score below zero.
3. The run of lines with the greatest sum is the story (Kadane); then it is narrowed to the block that holds it.
"""

from __future__ import annotations

import re

from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line, Node
from ingest.extraction.text import SENTENCE_END

# Named furniture. The second set is trusted even when the block is longer than the story (long comment threads).
FURNITURE = (
    Hint.NAV | Hint.FOOTER | Hint.COMMENTS | Hint.RELATED | Hint.SHARE | Hint.AD | Hint.NEWSLETTER | Hint.PAYWALL
    | Hint.COOKIE | Hint.BIO | Hint.TAGS | Hint.SIDEBAR | Hint.ASIDE | Hint.BUTTON | Hint.SKIP | Hint.HIDDEN
    | Hint.CAPTION | Hint.CREDIT | Hint.PULLQUOTE | Hint.NOSCRIPT
)  # fmt: skip
CERTAIN = Hint.COMMENTS | Hint.FOOTER | Hint.COOKIE
_INNER_STOP = re.compile(r"[.!?…][\s\"”»’)]|[。！？।]")
_FRAME = ("html", "body", "main")
COLUMN = 0.4  # share of what the core chose: so much stands in a column of the story, not in a sidebar
_PLAIN = 40  # characters from which a line may be prose


def is_prose(line: Line) -> bool:
    """A line that reads like a paragraph: long enough, a sentence, mostly unlinked."""
    text = line.text
    if len(text) < _PLAIN or line.links > 0.5 * len(text) or line.heading:
        return False
    return len(text) > 160 or bool(SENTENCE_END.search(text)) or bool(_INNER_STOP.search(text))


def spread_hints(document: Document) -> None:
    """Measure prose, then hand the hints of blocks down to blocks and lines. The core's vote must be in already."""
    nodes, lines = document.nodes, document.lines
    for line in lines:
        if is_prose(line):
            nodes[line.node].prose += len(line.text)
            nodes[line.node].core += len(line.text) if line.core else 0
    for index in range(len(nodes) - 1, 0, -1):
        parent = nodes[nodes[index].parent]
        parent.prose += nodes[index].prose
        parent.core += nodes[index].core
    total = nodes[0].prose - _certain_prose(document)
    for node in nodes[1:]:
        node.hints = nodes[node.parent].hints | (node.own & ~_untrue(node, nodes[0], total))
    for line in lines:
        line.hints |= nodes[line.node].hints


def _certain_prose(document: Document) -> int:
    """Characters of prose in comments, footers and cookie banners."""
    total, end = 0, 0
    for node in document.nodes[1:]:
        if (
            node.own & CERTAIN
            and node.first >= end
            and node.tag not in _FRAME
            and document.nodes[0].prose - node.prose > 600
        ):
            total += node.prose
            end = node.last
    return total


def _untrue(node: Node, page: Node, total: int) -> int:
    """Names that cannot mean what they say here: the block holds the page's prose, or what the core calls the story."""
    outside = page.prose - node.prose
    if not node.prose or not node.own & FURNITURE:
        return 0
    if node.tag in _FRAME or outside < 200:
        return FURNITURE
    untrue = 0
    if node.prose > 0.5 * total:
        untrue |= FURNITURE & ~CERTAIN
    if node.core > COLUMN * page.core:
        untrue |= Hint.SIDEBAR
    if node.core > 0.5 * page.core:
        untrue |= FURNITURE & ~(CERTAIN if outside > 600 and node.own & (Hint.COMMENTS | Hint.COOKIE) else 0)
    return untrue


def score(line: Line) -> float:
    """How much this line looks like story (in characters of prose); furniture is below zero."""
    size = len(line.text)
    furniture = line.hints & FURNITURE
    if furniture:
        return -10.0 - 0.5 * min(size, 240)
    if line.links > 0.5 * size:
        return -10.0 - 0.2 * min(size, 200)
    if line.heading:
        return -4.0
    if is_prose(line):
        return (min(size, 400) - line.links) * (0.5 if line.hints & (Hint.FORM | Hint.STANDFIRST) else 1.0)
    if SENTENCE_END.search(line.text) and size > 15:
        return 0.3 * size
    return -12.0


def best_run(scores: list[float]) -> tuple[int, int]:
    """Start and end of the run with the greatest sum (Kadane); (0, 0) when nothing is above zero."""
    best, start, end = 0.0, 0, 0
    total, begin = 0.0, 0
    for index, value in enumerate(scores):
        if total <= 0:
            total, begin = 0.0, index
        total += value
        if total > best:
            best, start, end = total, begin, index + 1
    return start, end


def story_root(document: Document, chosen: list[Line], share: float = 0.8) -> int:
    """The lowest block that holds at least `share` of the characters of the chosen lines."""
    weights: dict[int, int] = {}
    total = 0
    for line in chosen:
        total += len(line.text)
        node = line.node
        while node > 0:
            weights[node] = weights.get(node, 0) + len(line.text)
            node = document.nodes[node].parent
    best = 0
    for node, weight in weights.items():
        if weight >= share * total and document.nodes[node].depth > document.nodes[best].depth:
            best = node
    return best


def story(document: Document) -> list[Line]:
    """The lines of the story by this opinion, in order. Lines with a rule (see furniture.py) are never among them."""
    lines = document.lines
    if not lines:
        return []
    scores = []
    for line in lines:
        line.score = score(line) if line.rule is None else -30.0
        scores.append(line.score)
    start, end = best_run(scores)
    run = [line for line in lines[start:end] if line.score > 0]
    root = story_root(document, run)
    first, last = document.nodes[root].first, document.nodes[root].last
    return [line for line in run if first <= line.index < last or (line.core and line.index < first and is_prose(line))]
