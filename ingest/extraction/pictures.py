"""Captions and credits: which lines belong to a picture, and the pictures of the story with them. Pure but for the URL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from ingest.extraction.credits import clean_credit, is_caption, is_credit, is_house, split_caption
from ingest.extraction.furniture import is_byline, is_date, matching_rule
from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line, Picture
from ingest.extraction.phrases import NAME
from ingest.extraction.text import field as short
from stream.types import Image

_CREDIT_TAGS = frozenset({"cite", "small", "i", "em", "span", "b", "strong", "font"})
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-url", "src")
_TINY = re.compile(
    r"(?:^|[/_.-])(?:pixel|spacer|blank|tracking|1x1|logo|icon|sprite|avatar|placeholder|loader|loading|emoji|badge|button)(?:[/_.-]|$)",
    re.I,
)
_SIZE = re.compile(r"\d+")
MAX_IMAGES = 60


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
    for line in document.lines:
        kind = _kind(document, line)
        if kind is None:
            continue
        line.rule = kind
        figure = _figure_of(document, line)
        last = found[-1] if found else None
        near = (
            last is not None
            and line.index - last.lines[-1][0].index <= 1
            and (figure == last.figure or not (last.caption and last.credit))
        )
        if kind == "credit" and not (
            len(line.text) > 40
            and split_caption(line.text, in_caption=True)[1]
            and split_caption(line.text, in_caption=True)[0]
        ):
            credit = clean_credit(line.text)
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


def _kind(document: Document, line: Line) -> str | None:
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
    if is_credit(text) or (is_house(text) and (shown or line.hints & Hint.CREDIT or _after_caption(document, line))):
        return "credit"
    if (
        line.hints & Hint.CREDIT
        and size < 160
        and not line.hints & Hint.BYLINE
        and (shown or _beside_picture(document, line))
    ):
        return "credit"
    if shown and not line.heading and not _label(line):
        if figure >= 0 and _after_caption(document, line) and size < 60 and NAME.match(text.strip(" .()")):
            return "credit"
        if line.hints & Hint.CAPTION and not _story_like(document, line, figure):
            return "caption"
        if figure >= 0 and size < 700 and document.nodes[figure].tag == "figure":
            return "caption"
    return "caption" if is_caption(text) else None


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


def _beside_picture(document: Document, line: Line) -> bool:
    return any(abs(picture.line - line.index) <= 1 for picture in document.pictures)


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
    return split_caption(line.text, in_caption=True)


def story_images(
    document: Document, captions: list[Caption], span: tuple[int, int], base: str | None, lead_url: str | None
) -> tuple[Image, ...]:
    """The pictures of the story, lead first: those between the lines of `span` (a little earlier for the lead), and
    captions that stand without a picture."""
    first, last = span
    window = [
        picture
        for picture in document.pictures
        if first - 14 <= picture.line <= last + 1 and _usable(document, picture)
    ]
    used: set[int] = set()
    made: list[tuple[int, Image]] = []
    for caption in captions:
        if not first - 14 <= caption.line <= last + 6:
            continue
        picture = _picture_for(window, caption, used)
        if picture is not None:
            used.add(id(picture))
        made.append((caption.line, _image(picture, caption, base)))
    for picture in window:
        if id(picture) not in used and (first - 6 <= picture.line):
            made.append((picture.line, _image(picture, _spoken(picture), base)))
    made.sort(key=lambda item: item[0])
    return _with_lead([image for _, image in made], lead_url, made[0][0] <= first + 3 if made else False)


def _spoken(picture: Picture) -> Caption | None:
    """A caption that stands in the alt or title attribute alone; only one that names its credit is taken for one."""
    for name in ("data-caption", "alt", "title"):
        text = short(picture.attributes.get(name))
        if text and len(text) > 40:
            caption, credit = split_caption(text, in_caption=False)
            if (credit and caption) or name == "data-caption":
                return Caption(picture.line, caption, credit)
    return None


def _with_lead(images: list[Image], lead_url: str | None, early: bool) -> tuple[Image, ...]:
    images = _unique(images)
    if lead_url:
        key = file_key(lead_url)
        same = next((image for image in images if image.url and file_key(image.url) == key), None)
        if same is not None:
            images = [same, *[image for image in images if image is not same]]
        elif images and early and images[0].url is None:
            images[0] = Image(lead_url, images[0].caption, images[0].credit, images[0].alt)
        elif not (images and early and images[0].caption):
            images = [Image(lead_url), *images]
    return tuple(
        Image(image.url, image.caption, image.credit, image.alt, "lead" if index == 0 else "inline")
        for index, image in enumerate(images[:MAX_IMAGES])
    )


def _unique(images: list[Image]) -> list[Image]:
    kept: dict[str, Image] = {}
    for number, image in enumerate(images):
        key = file_key(image.url) if image.url else f"#{number}"
        before = kept.get(key)
        if before is None or (image.caption and not before.caption):
            kept[key] = image
    return list(kept.values())


def file_key(url: str) -> str:
    """What two renditions of one picture have in common: the file's name without size marks."""
    path = urlsplit(url).path.rsplit("/", 1)[-1].lower()
    return re.sub(r"[-_]?\d{2,4}x\d{2,4}|\.(?:jpe?g|png|webp|avif|gif)", "", path) or url


def _usable(document: Document, picture: Picture) -> bool:
    get = picture.attributes.get
    if document.nodes[picture.node].hints & (
        Hint.NAV | Hint.FOOTER | Hint.COMMENTS | Hint.RELATED | Hint.AD | Hint.BIO | Hint.SHARE
    ):
        return False
    for name in ("width", "height"):
        if (size := _SIZE.match(get(name) or "")) and int(size[0][:6]) < 60:
            return False
    source = _source(picture)
    return bool(source) and not _TINY.search(source or "")


def _source(picture: Picture) -> str | None:
    for name in _LAZY:
        value = picture.attributes.get(name, "").strip()
        if value and not value.startswith(("data:", "javascript:", "about:")):
            return value
    srcset = picture.attributes.get("data-srcset") or picture.attributes.get("srcset") or ""
    return srcset.split(",")[-1].split()[0] if srcset.strip() and srcset.split(",")[-1].split() else None


def _picture_for(window: list[Picture], caption: Caption, used: set[int]) -> Picture | None:
    free = [picture for picture in window if id(picture) not in used]
    if caption.figure >= 0:
        for picture in free:
            if picture.figure == caption.figure:
                return picture
    near = [picture for picture in free if -2 <= picture.line - caption.line <= 1]
    return max(near, key=lambda picture: picture.line, default=None) if near else None


def _image(picture: Picture | None, caption: Caption | None, base: str | None) -> Image:
    url = alt = None
    if picture is not None:
        url, alt = absolute(_source(picture), base), short(picture.attributes.get("alt"))
    words, credit = (short(caption.caption), short(caption.credit, 300)) if caption else (None, None)
    return Image(url, words, credit, alt)


def absolute(url: str | None, base: str | None) -> str | None:
    """An absolute http(s) URL, or None; without a base a relative one is dropped."""
    if not url:
        return None
    try:
        full = urljoin(base or "", url.strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    clean = short(full.replace(" ", "%20"), 4000)
    return clean if parts.scheme in ("http", "https") and parts.netloc else None
