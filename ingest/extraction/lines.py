"""One walk over the tree: candidate lines in document order, the blocks they stand in, the images between them.

A line is what a reader sees as one paragraph: text between two block boundaries or line breaks. Lines carry the DOM
features that rules, the second opinion (and any later learned selector) work on; nothing after this reads the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Node:
    """A block element. `first`..`last`: the range of lines inside it. `own`: hints of the element itself; `hints`: also
    those of its ancestors, as far as they are true (see opinion.spread_hints). `prose`, `core`:
    characters of prose inside, and of prose that the core chose."""

    parent: int
    tag: str
    label: str
    own: int
    depth: int
    first: int
    last: int = 0
    prose: int = 0
    core: int = 0
    hints: int = 0


@dataclass(slots=True)
class Piece:
    """A run of text of a line with one set of inline features; `chain`: numbers of the inline elements
    around it, outermost first, to tell siblings apart."""

    text: str
    tag: str
    hints: int
    chain: tuple[int, ...] = ()


@dataclass(slots=True)
class Line:
    """A candidate line. `links`: characters inside links, `bold`: in b or strong; `node`: index of its block."""

    index: int
    text: str
    node: int
    tag: str
    links: int = 0
    bold: int = 0
    pieces: tuple[Piece, ...] = ()
    hints: int = 0
    score: float = 0.0
    core: bool = False  # trafilatura chose it
    rule: str | None = None  # the rule that took it out
    inline: str = ""  # the one inline element that holds the whole line: "small", "i" ...

    @property
    def link_share(self) -> float:
        return self.links / max(1, len(self.text))

    @property
    def heading(self) -> int:
        """1..6 for h1..h6, else 0."""
        return int(self.tag[1]) if len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit() else 0


@dataclass(slots=True)
class Picture:
    """An img as found: raw attributes, `line`: how many lines stand before it, `node`: its block, `figure`: the
    figure-like block around it or -1."""

    attributes: dict[str, str]
    line: int
    node: int
    figure: int
    link: str | None = None


@dataclass(slots=True)
class Document:
    """What the walk saw. `nodes[0]` is the root."""

    lines: list[Line] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    elements: list[Any] = field(default_factory=list)  # the blocks' elements, until the core has read the tree
    depth: int = 0
    anchors: int = 0

    def inside(self, node: int, ancestor: int) -> bool:
        """True when block `node` is `ancestor` or stands in it."""
        depth = self.nodes[ancestor].depth
        while self.nodes[node].depth > depth:
            node = self.nodes[node].parent
        return node == ancestor

    def path(self, node: int) -> str:
        """Where a block stands, for people: the last four elements, `article/div.story/figure/figcaption`."""
        steps: list[str] = []
        while node >= 0 and len(steps) < 4:
            block = self.nodes[node]
            name = (block.label.split() or [""])[0]
            steps.append(f"{block.tag}.{name[:40]}" if name else block.tag)
            node = block.parent
        return "/".join(reversed(steps))
