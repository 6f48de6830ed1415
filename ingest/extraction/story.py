"""Finds the story among the candidate lines: both opinions, the choice between them, the edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ingest.extraction import body, choose, core, furniture, markup, opinion, plain
from ingest.extraction.captions import Caption, find_captions
from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line
from ingest.extraction.prune import prune
from ingest.extraction.structured import Structured
from ingest.extraction.text import words
from ingest.extraction.titles import is_title_line
from ingest.extraction.walk import walk

MIN_WORDS = 12
_NO_TITLE = Hint.NAV | Hint.COOKIE | Hint.RELATED | Hint.CAPTION | Hint.CREDIT | Hint.FOOTER


@dataclass(slots=True)
class Story:
    """The body as found: the kept lines, all lines some opinion had chosen, captions, flags of how it was won."""

    document: Document
    kept: list[Line]
    chosen: list[Line]
    captions: list[Caption]
    flags: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """Indices of the first and the last kept line."""
        return (self.kept[0].index, self.kept[-1].index) if self.kept else (0, -1)

    @property
    def short(self) -> bool:
        """Too short to be an article."""
        return sum(words(line.text) for line in self.kept) < MIN_WORDS


def on_page(document: Document, tree: Any, url: str, facts: body.Facts) -> Story:
    """The story on an HTML page. `tree` is spent afterwards."""
    voted: list[Line] = []
    if document.depth < core.MAX_DEPTH and len(document.lines) < core.MAX_LINES:
        prune(document)
        core.strip_noise(tree)
        voted = choose.vote(document, core.body_of(tree, url, fast=True))
    opinion.spread_hints(document)
    captions = find_captions(document)
    furniture.mark(document)
    chosen = choose.choose(document, voted, opinion.story(document))
    kept = body.trim(document, chosen, facts)
    return Story(document, kept, chosen + voted, captions, () if voted else ("core_silent",))


def above(found: Story, titles: frozenset[str], most: int = 12) -> list[Line]:
    """The lines between the title (when there is one) and the second line of the story, at most `most` before it."""
    first = found.span[0]
    lines = found.document.lines[max(0, first - most) : first + 3]
    heads = [
        number
        for number, line in enumerate(lines)
        if line.rule == "title" or line.heading == 1 or is_title_line(line.text, titles)
    ]
    start = heads[-1] if heads else -1
    return lines[start + 1 :]


def standfirst(found: Story, titles: frozenset[str]) -> str | None:
    """The line under the title that the page names a standfirst, or that stands between title and byline."""
    lines = above(found, titles)
    for number, line in enumerate(lines):
        block = found.document.nodes[line.node]
        if line.rule not in (None, "label") or line.heading == 1 or line.link_share > 0.5:
            continue
        if (
            not 2 < words(line.text) < 70
            or line.index > found.span[0]
            or furniture.is_byline(line.text)
            or furniture.is_date(line.text)
        ):
            continue
        if block.own & Hint.STANDFIRST and block.last - block.first <= 2:
            return line.text
        follows = lines[number + 1].text if number + 1 < len(lines) else ""
        under = line.index > 0 and is_title_line(found.document.lines[line.index - 1].text, titles)
        if under and not line.hints & _NO_TITLE and _opens(follows):
            return line.text
    return None


def _opens(line: str) -> bool:
    """A byline or a date."""
    return furniture.is_byline(line) or furniture.is_date(line) or any(map(furniture.is_date, line.split(" | ")))


def headline(found: Story) -> str | None:
    """The title as it stands over the story, for pages that name it nowhere else; marks its line."""
    first = found.span[0]
    best: tuple[int, int] = (0, 0)
    chosen: Line | None = None
    for line in found.document.lines[max(0, first - 15) : first]:
        size = words(line.text)
        if line.rule not in (None, "label") or not 3 <= size <= 30 or line.link_share > 0.5 or line.hints & _NO_TITLE:
            continue
        if furniture.is_byline(line.text) or furniture.is_date(line.text):
            continue
        weight = (bool(line.heading or line.hints & Hint.TITLE) + bool(line.bold), size)
        if weight > best:
            best, chosen = weight, line
    if chosen is not None:
        chosen.rule = "title"
    return chosen.text if chosen is not None else None


def declared(said: Structured, facts: body.Facts) -> Story | None:
    """The articleBody of the JSON-LD, for pages that are built in the browser and hold no text of their own."""
    text = said.article.get("articleBody")
    if not isinstance(text, str) or len(text) < 200:
        return None
    document = walk(markup.parse(text)) if markup.looks_like_html(text) else plain.read(text)
    opinion.spread_hints(document)
    captions = find_captions(document)
    furniture.mark(document, every=True)
    chosen = plain.story(document)
    kept = body.trim(document, chosen, facts)
    return Story(document, kept, chosen, captions, ("from_json_ld",))
