"""The pictures of the story, lead first, with their captions and credits. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from ingest.extraction.captions import Caption
from ingest.extraction.credits import split_caption
from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Picture
from ingest.extraction.text import field as short
from stream.types import Image

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-url", "src")
_TINY = re.compile(
    r"(?:^|[/_.-])(?:pixel|spacer|blank|tracking|1x1|logo|icon|sprite|avatar|placeholder|loader|loading|emoji|badge|button)(?:[/_.-]|$)",
    re.I,
)
_SIZE = re.compile(r"\d+")
MAX_IMAGES = 60


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
    lead_url = None if lead_url and _TINY.search(lead_url) else lead_url
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
    for name in ("width", "height") if get("layout") != "responsive" else ():  # AMP's are but a ratio then
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
