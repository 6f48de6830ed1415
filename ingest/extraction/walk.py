"""The walk itself: lxml tree to Document, iterative, so that no depth of nesting can hurt it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from ingest.extraction.breaks import common, paragraphs, split
from ingest.extraction.hints import Hint, hints_of
from ingest.extraction.lines import Document, Line, Node, Picture, Piece
from ingest.extraction.text import SENTENCE_END, tidy

_BLOCKS = """
    address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav noframes noscript
    ol option p pre search section summary table tbody td tfoot th thead tr ul title amp-sidebar amp-carousel"""
_SKIPPED = """
    script style template svg math select textarea input iframe object embed audio video canvas map head title datalist
    progress meter meta link amp-iframe amp-ad amp-analytics amp-embed"""
BLOCKS, SKIPPED = frozenset(_BLOCKS.split()), frozenset(_SKIPPED.split())
TAG_HINTS = {
    "nav": Hint.NAV,
    "footer": Hint.FOOTER,
    "header": Hint.HEADER,
    "aside": Hint.ASIDE,
    "form": Hint.FORM,
    "button": Hint.BUTTON,
    "noscript": Hint.NOSCRIPT,
    "article": Hint.ARTICLE,
    "figure": Hint.FIGURE,
    "figcaption": Hint.CAPTION,
    "caption": Hint.CAPTION,
    "dialog": Hint.COOKIE,
    "time": Hint.DATE,
    "amp-sidebar": Hint.NAV,
}
_WORD_ATTRIBUTES = frozenset({"class", "id", "role", "itemprop", "data-testid", "data-component"})
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
LONGEST_HEAD = 160  # characters; a sentence that is longer is a paragraph
MAX_CHAIN = 12  # inline elements in one another that are told apart
_IMAGES = ("img", "amp-img")


def walk(root: Any) -> Document:
    """All candidate lines, blocks and pictures of the page. The tree must be free of comments; it is not changed."""
    walker = _Walker()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in SKIPPED:
                events.skip_subtree()
                continue
            walker.start(tag, element)
        else:
            if tag not in SKIPPED:
                walker.end(tag)
            if element.tail and element is not root:
                walker.text(element.tail)
    walker.flush()
    return walker.finish()


@lru_cache(maxsize=4096)
def is_block(tag: Any) -> bool:
    """Block elements, custom elements, and whatever has no name."""
    return tag in BLOCKS or not isinstance(tag, str) or (tag not in _IMAGES and "-" in tag)


class _Walker:
    """State of the walk: the open block, the open inline elements and the pieces of the line being built."""

    def __init__(self) -> None:
        self.document = Document(nodes=[Node(-1, "", "", 0, 0, 0)], elements=[None])
        self.block = 0
        self.inline: list[tuple[str, int, tuple[int, ...], str | None]] = []  # tag, hints so far, chain, href
        self.marks: list[int] = []  # length of `inline` at each open block
        self.pieces: list[Piece] = []
        self.links = self.bold = self.group = 0

    def start(self, tag: Any, element: Any) -> None:
        if is_block(tag):
            self.open_block(str(tag), element)
        elif tag == "br":
            self.line_break()
        elif tag in _IMAGES:
            self.picture(element)
        else:
            self.open_inline(tag, element)
        if element.text:
            self.text(element.text)

    def end(self, tag: Any) -> None:
        if is_block(tag):
            self.flush()
            node = self.document.nodes[self.block]
            node.last = len(self.document.lines)
            self.block = max(0, node.parent)
            del self.inline[self.marks.pop() :]
        elif tag != "br" and tag not in _IMAGES and self.inline:
            self.inline.pop()

    def open_block(self, tag: str, element: Any) -> None:
        self.flush()
        own = own_hints(element) | TAG_HINTS.get(tag, 0)
        if self.inline:  # a block inside an inline element (a link around a card, a font tag around everything)
            own |= self.inline[-1][1] & ~Hint.BODY
        parent = self.document.nodes[self.block]
        label = element.get("class") or element.get("id") or ""
        self.document.nodes.append(Node(self.block, tag, label, own, parent.depth + 1, len(self.document.lines)))
        self.document.elements.append(element)
        self.block = len(self.document.nodes) - 1
        self.document.depth = max(self.document.depth, parent.depth + 1)
        self.marks.append(len(self.inline))

    def open_inline(self, tag: str, element: Any) -> None:
        inside = len(self.inline) > (self.marks[-1] if self.marks else 0)
        before = self.inline[-1] if self.inline else ("", 0, (), None)
        self.group += 1
        hints = before[1] | own_hints(element) | TAG_HINTS.get(tag, 0)
        href = before[3]
        if tag == "font" and element.get("size") in ("1", "-1", "-2"):
            tag = "small"
        if tag == "a" and (own := element.get("href")) is not None:
            href = own
            self.document.anchors += 1
        chain = (*before[2], self.group) if inside and len(before[2]) < MAX_CHAIN else (self.group,)
        self.inline.append((tag, hints, chain, href))

    def text(self, text: str) -> None:
        if not self.pieces and text.isspace():
            return
        if not self.inline:
            self.pieces.append(Piece(text, "", 0))
            return
        tag, hints, chain, href = self.inline[-1]
        if len(self.inline) == (self.marks[-1] if self.marks else 0):
            tag, chain = "", ()
        self.pieces.append(Piece(text, tag, hints, chain))
        if href is not None:
            self.links += len(text)
        if tag in ("b", "strong"):
            self.bold += len(text)

    def line_break(self) -> None:
        """`<br>` ends a line, unless a sentence plainly runs on over it."""
        if self.document.nodes[self.block].tag[:1] == "h" or self.document.nodes[self.block].tag == "pre":
            self.pieces.append(Piece("\n", "", 0))
            return
        self.pieces.append(Piece("\n", "br", 0))

    def picture(self, element: Any) -> None:
        attributes = {str(name): str(value)[:4000] for name, value in element.attrib.items()}
        figure = self.block
        while (
            figure > 0
            and self.document.nodes[figure].tag != "figure"
            and not self.document.nodes[figure].own & Hint.FIGURE
        ):
            figure = self.document.nodes[figure].parent
        before = sum(1 for piece in self.pieces if piece.text.strip())
        href = self.inline[-1][3] if self.inline else None
        self.document.pictures.append(
            Picture(attributes, len(self.document.lines) + bool(before), self.block, figure if figure > 0 else -1, href)
        )

    def flush(self) -> None:
        """The pieces gathered so far become lines."""
        pieces = self.pieces
        if not pieces:
            return
        links, bold = self.links, self.bold
        self.pieces, self.links, self.bold = [], 0, 0
        whole = len(pieces) == 1
        if whole:
            if text := tidy(pieces[0].text):
                for part in paragraphs(pieces[0].text, text, self.document.nodes[self.block].tag):
                    self.add(part, pieces, min(links, len(part)), bold)
            return
        groups = split(pieces, self.document.nodes[self.block].tag)
        total = sum(len(piece.text) for piece in pieces) or 1
        for group in groups:
            raw = "".join(piece.text for piece in group)
            if text := tidy(raw):
                share = 1.0 if len(groups) == 1 else 0.0
                linked = links if share else sum(len(p.text) for p in group if p.tag == "a")
                heavy = bold if share else sum(len(p.text) for p in group if p.tag in ("b", "strong"))
                parts = paragraphs(raw, text, self.document.nodes[self.block].tag)
                for part in parts:
                    self.add(
                        part, group, min(linked, len(part)) if len(parts) == 1 else linked * len(part) // total, heavy
                    )

    def add(self, text: str, pieces: list[Piece], links: int, bold: int) -> None:
        hints = pieces[0].hints if len(pieces) == 1 else common(pieces)
        kept = tuple(pieces) if len(pieces) > 1 else ()
        lines = self.document.lines
        tags = {piece.tag for piece in pieces if piece.text.strip()}
        tag = self.document.nodes[self.block].tag
        if len(text) > LONGEST_HEAD and tag in _HEADS and SENTENCE_END.search(text):
            tag = "p"  # a first paragraph set as a heading
        line = Line(len(lines), text, self.block, tag, links, bold, kept, hints)
        line.inline = tags.pop() if len(tags) == 1 else ""
        lines.append(line)

    def finish(self) -> Document:
        for node in self.document.nodes:
            node.last = node.last or len(self.document.lines)
        self.document.nodes[0].last = len(self.document.lines)
        return self.document


def own_hints(element: Any) -> int:
    """What an element's attributes say of it: the words it is named with, and whether it is hidden."""
    found = 0
    for name, value in element.items():
        if name in _WORD_ATTRIBUTES:
            found |= hints_of(value)
        elif name == "hidden" or (name == "style" and _NO_DISPLAY.search(value)):
            found |= Hint.HIDDEN
    return found
