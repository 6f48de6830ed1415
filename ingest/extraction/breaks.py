"""Where a run of inline text breaks into lines: at `<br>`, between spans that are paragraphs, at blank lines. Pure."""

from __future__ import annotations

import re

from ingest.extraction.hints import Hint
from ingest.extraction.lines import Piece
from ingest.extraction.rules import is_skip_link
from ingest.extraction.text import tidy

_ENDS = re.compile(r"""[.!?…:;。！？؟।»”"'’)\]]\s*$""")
_STARTS_LOW = re.compile(r"\s*[a-zß-öø-ÿа-я0-9,;)]")


def common(pieces: list[Piece]) -> int:
    """Hints that every visible piece of the line has."""
    common: int | None = None
    for piece in pieces:
        if piece.text.strip():
            common = piece.hints if common is None else common & piece.hints
    return common or 0


def split(pieces: list[Piece], tag: str) -> list[list[Piece]]:
    """Lines of a run of pieces: cut at line breaks, and between spans that are really paragraphs."""
    lines: list[list[Piece]] = [[]]
    breaks = 0
    for piece in pieces:
        if piece.tag == "br":
            breaks += 1
            continue
        if breaks and piece.text.strip():
            before = "".join(p.text for p in lines[-1])
            if breaks > 1 or not before.strip() or _ENDS.search(before) or not _STARTS_LOW.match(piece.text):
                lines.append([])
            else:
                lines[-1].append(Piece(" ", "", 0))
            breaks = 0
        lines[-1].append(piece)
    result: list[list[Piece]] = []
    for line in lines:
        result.extend(_span_paragraphs(line))
    return [line for line in result if line]


def _span_paragraphs(line: list[Piece]) -> list[list[Piece]]:
    """Two or more sibling inline elements that hold whole sentences and all of the text are paragraphs of their own; so
    is one that is named a caption."""
    if len(line) < 2:
        return [line]
    if any(piece.hints & Hint.CAPTION for piece in line) and not common(line) & Hint.CAPTION:
        return _around_caption(line)
    groups = _siblings(line)
    if len(groups) > 1 and groups[0][0] and is_skip_link("".join(piece.text for piece in groups[0][1])):
        rest = [piece for _, pieces in groups[1:] for piece in pieces]
        return [groups[0][1], *_span_paragraphs(rest)]
    if len(groups) < 2 or any(number == 0 for number, _ in groups):
        return [line]
    texts = ["".join(piece.text for piece in pieces).strip() for _, pieces in groups]
    whole = sum(1 for text in texts if len(text) > 40 and _ENDS.search(text))
    if whole < 2 or whole < 0.6 * len(texts):
        return [line]
    return [pieces for _, pieces in groups]


def _siblings(line: list[Piece]) -> list[tuple[int, list[Piece]]]:
    """The line by its inline elements, at the first level where there is more than one; 0 is text outside of them."""
    chains = [piece.chain for piece in line if piece.text.strip()]
    level = 0
    while (
        chains
        and len(chains[0]) > level
        and all(chain[level : level + 1] == chains[0][level : level + 1] for chain in chains)
    ):
        level += 1
    groups: list[tuple[int, list[Piece]]] = []
    for piece in line:
        number = piece.chain[level] if len(piece.chain) > level else 0
        if not piece.text.strip() and groups:
            groups[-1][1].append(piece)
        elif not groups or groups[-1][0] != number:
            groups.append((number, [piece]))
        else:
            groups[-1][1].append(piece)
    return [group for group in groups if any(piece.text.strip() for piece in group[1])]


def _around_caption(line: list[Piece]) -> list[list[Piece]]:
    """What is named a caption or credit is set apart from its neighbours."""
    lines: list[list[Piece]] = []
    before = False
    for piece in line:
        photo = bool(piece.hints & (Hint.CAPTION | Hint.CREDIT)) if piece.text.strip() else before
        if not lines or photo != before:
            lines.append([])
        lines[-1].append(piece)
        before = photo
    return lines


_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\r?\n")


_WRAPPED_WORD = re.compile(r"(?<=[^\W\d_]-)[ \t]*\r?\n[ \t]*(?=[a-zß-ÿ])")


def unwrap(text: str) -> str:
    """Hard-wrapped lines as one: a word that was broken at its hyphen ("cease-", "fire") is whole again."""
    return _WRAPPED_WORD.sub("", text)


def paragraphs(raw: str, text: str, tag: str) -> list[str]:
    """Text whose paragraphs are set apart by blank lines alone (pre, or style sheets that keep them)."""
    if len(text) < 400 or "\n" not in raw:
        return [text]
    parts = [line for part in _BLANK_LINE.split(raw) if (line := tidy(unwrap(part)))]
    if len(parts) == 1 and tag == "pre":
        parts = [line for part in raw.split("\n") if (line := tidy(part))]
    sentences = sum(1 for part in parts if _ENDS.search(part))
    return parts if tag == "pre" or (len(parts) > 2 and sentences > 0.7 * len(parts)) else [text]
