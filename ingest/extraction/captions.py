"""Captions and credits on the page: which lines belong to a picture. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.extraction.credits import (
    clean_credit,
    is_agency,
    is_caption,
    is_credit,
    is_house,
    split_caption,
    without_labels,
)
from ingest.extraction.furniture import is_byline, is_date, matching_rule
from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line
from ingest.extraction.phrases import NAME
from ingest.extraction.text import field as short

_NOTICE = re.compile(r"^\W*(?:©|\(c\)|copyright)\W*(?:19|20)\d\d\b", re.I)  # of the page, not of a picture


@dataclass(slots=True)
class Caption:
    """A caption with its credit and where it stood; `line` is the index of its first line."""

    line: int
    caption: str | None
    credit: str | None
    figure: int = -1
    lines: list[tuple[Line, str, str]] = field(default_factory=list)  # line, rule, text as it stood


def find_captions(document: Document) -> list[Caption]:
    """Mark caption and credit lines (`line.rule`) and gather them, one Caption for each picture's text."""
    found: list[Caption] = []
    beside = {picture.line + step for picture in document.pictures for step in (-1, 0, 1)}
    for line in document.lines:
        kind = _kind(document, line, beside=line.index in beside)
        if kind is None:
            continue
        line.rule = kind
        figure = _figure_of(document, line)
        last = found[-1] if found else None
        near = (
            last is not None
            and line.index - last.lines[-1][0].index <= (2 if figure >= 0 and figure == last.figure else 1)
            and (figure == last.figure or not (last.caption and last.credit))
        )
        if kind == "agency":
            continue
        shown = _visible(line)
        if kind == "credit" and not (len(shown) > 40 and all(split_caption(shown, in_caption=True))):
            credit = clean_credit(shown)
            if near and last is not None and last.credit is None:
                last.credit = credit
            else:
                last = Caption(line.index, None, credit, figure)
                found.append(last)
            last.lines.append((line, "credit", line.text))
            continue
        caption, credit = _split_line(line)
        if near and last is not None and last.caption is None:
            last.caption, last.credit = caption or None, last.credit or credit
        else:
            last = Caption(line.index, caption or None, credit, figure)
            found.append(last)
        if caption:
            last.lines.append((line, "caption", caption))
        if credit or not caption:
            last.lines.append((line, "credit", credit or line.text))
    return found


def _visible(line: Line) -> str:
    """The line without what only screen readers are told ("Image copyright")."""
    seen = "".join(piece.text for piece in line.pieces if not piece.hints & Hint.HIDDEN)
    return short(seen) or line.text


def _kind(document: Document, line: Line, *, beside: bool) -> str | None:
    """ "caption", "credit" or None."""
    text, size = line.text, len(line.text)
    if (
        size > 1500
        or line.hints & (Hint.NAV | Hint.COMMENTS | Hint.FOOTER | Hint.COOKIE)
        or line.rule not in (None, "copyright", "related")
    ):
        return None
    figure = _figure_of(document, line)
    shown = figure >= 0 or bool(line.hints & Hint.CAPTION)
    near = beside or _after_caption(document, line)
    placed = shown or near or bool(line.hints & Hint.CREDIT)
    if is_credit(text) and not placed and (_NOTICE.match(text) or document.pictures):
        return None if _NOTICE.match(text) or line.hints & Hint.BYLINE else "agency" if is_agency(text) else "credit"
    if is_credit(text) or (is_house(text) and (shown or line.hints & Hint.CREDIT or _after_caption(document, line))):
        return "credit"
    if line.hints & Hint.CREDIT and size < 160 and not line.hints & Hint.BYLINE and (shown or beside):
        return "credit"
    if shown and document.nodes[line.node].tag[:2] not in ("h1", "h2", "h3", "h4", "h5", "h6") and not _label(line):
        if figure >= 0 and _after_caption(document, line) and size < 60 and NAME.match(text.strip(" .()")):
            return "credit"
        if line.hints & Hint.CAPTION and not _story_like(document, line, figure):
            return "caption"
        if figure >= 0 and size < 700 and (document.nodes[figure].tag == "figure" or _framed(document, figure)):
            return "caption"
    if beside and _small_print(document, line):
        return "caption"
    return "caption" if is_caption(text) else None


def _framed(document: Document, figure: int) -> bool:
    """A block that is named a picture, holds one, and few words besides."""
    block = document.nodes[figure]
    return (
        block.last - block.first <= 3
        and block.prose < 600
        and document.nodes[0].prose > 3 * block.prose
        and any(document.inside(picture.node, figure) for picture in document.pictures)
    )


def _small_print(document: Document, line: Line) -> bool:
    """Small print, or a lone text, that stands right under a picture in the same paragraph or cell."""
    size, block = len(line.text), document.nodes[line.node]
    if not 12 < size < 500 or line.heading or block.last - block.first > 2 or line.links > 0.5 * size:
        return False
    if not any(picture.node == line.node and picture.line == line.index for picture in document.pictures):
        return False
    small = line.inline in ("small", "i", "em", "cite")
    return not _label(line) and (small or split_caption(line.text, in_caption=True)[1] is not None)


def _label(line: Line) -> bool:
    """Bylines, dates, buttons and counters stand in figures and header images, too."""
    text = line.text
    return len(text) < 6 or (
        len(text) < 200 and (is_date(text) or is_byline(text) or matching_rule(line, edge=False) is not None)
    )


def _after_caption(document: Document, line: Line) -> bool:
    return line.index > 0 and document.lines[line.index - 1].rule == "caption"


def _story_like(document: Document, line: Line, figure: int) -> bool:
    """A whole story may stand inside something named "caption"."""
    parent = document.nodes[max(0, document.nodes[line.node].parent)]
    return line.core and figure < 0 and parent.prose > 1500


def _figure_of(document: Document, line: Line) -> int:
    """The figure-like block around a line that holds little else, or -1."""
    node, found = line.node, -1
    while node > 0:
        block = document.nodes[node]
        if block.last - block.first > 8 or block.prose > 1200 or (block.tag == "blockquote" and found < 0):
            break  # much text is no caption, and a quotation may be set as a figure
        if block.own & Hint.FIGURE and not block.own & Hint.BODY and block.tag != "body":
            found = node
            if block.tag == "figure":
                break
        node = block.parent
    return found


def _split_line(line: Line) -> tuple[str, str | None]:
    """Caption and credit of one caption line: an inline element named credit first, then the words."""
    if line.pieces:
        marked = [piece.text for piece in line.pieces if piece.hints & Hint.CREDIT]
        if marked and len(marked) < len(line.pieces):
            credit = short("".join(marked))
            caption = short(
                " ".join(
                    "".join(
                        p.text for p in line.pieces if not p.hints & Hint.CREDIT and not p.hints & Hint.HIDDEN
                    ).split()
                )
            )
            if credit and caption and len(credit) < 200:
                caption = without_labels(caption)
                rest, more = split_caption(caption, in_caption=True)
                return (
                    (rest, clean_credit(credit))
                    if more and more in credit
                    else (caption.rstrip(" |–—-/(["), clean_credit(credit))
                )
        tail = [piece for piece in line.pieces if piece.text.strip()]
        if len(tail) > 1 and tail[-1].tag in ("cite", "small"):
            credit = clean_credit(tail[-1].text.strip())
            caption = short("".join(piece.text for piece in line.pieces[: line.pieces.index(tail[-1])]))
            if credit and caption and len(credit) < 160:
                return caption.rstrip(" |–—-/(["), credit
    return split_caption(_visible(line), in_caption=True)
