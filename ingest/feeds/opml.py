"""Lists of feeds as OPML, the format in which feed readers exchange them (opml.org/spec2.opml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.errors import IngestError
from ingest.feeds.fields import MAX_TITLE, absolute_url, visible
from ingest.feeds.prefilter import decode, legal
from ingest.identity.urls import feed_id, normalize

_ROOT = re.compile(r"<opml(?=[\s>/])", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z]\w{0,31}|#\d{1,8}|#[xX][0-9a-fA-F]{1,6});)")
_LOCAL = re.compile("[}:]")
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)


@dataclass(frozen=True)
class OpmlFeed:
    """`folder` is the path of the outlines around the feed, joined by "/"."""

    url: str
    title: str | None = None
    folder: str | None = None
    home_url: str | None = None


@dataclass(frozen=True)
class OpmlDocument:
    """`problems`: one sentence for each outline that gives no feed, and for where the file itself is broken."""

    feeds: tuple[OpmlFeed, ...]
    problems: tuple[str, ...]


def read_opml(data: bytes) -> OpmlDocument:
    """The feeds of an OPML file, each once, in its order. What is broken is named in `problems`, the rest goes on.

    Raises IngestError `not_opml` when there is no opml element.
    """
    text = decode(data)
    start = _ROOT.search(text)
    if start is None:
        raise IngestError("not_opml", "not OPML: there is no <opml> element in it")
    # What stands before the root goes, entity declarations with it; the parser loads nothing from anywhere.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(_BARE_AMPERSAND.sub("&amp;", legal(text[start.start() :])).encode(), parser)
    if root is None:
        raise IngestError("not_opml", "not OPML: nothing of it can be read")
    feeds: dict[str, OpmlFeed] = {}
    problems = [f"the file is broken at line {error.line}: {error.message}" for error in list(parser.error_log)[:1]]
    for outline in _outlines(root):
        try:
            if (feed := _feed(outline)) is not None:
                feeds.setdefault(feed_id(feed.url), feed)
        except IngestError as error:
            problems.append(f"line {outline.sourceline}, {_title(outline) or 'an outline without a title'}: {error}")
    return OpmlDocument(tuple(feeds.values()), tuple(map(_line, problems)))


def write_opml(feeds: Iterable[OpmlFeed], title: str = "Feeds") -> bytes:
    """OPML 2.0, folders as nested outlines; read_opml gives the same feeds."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _line(title)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed in feeds:
        path = tuple(filter(None, map(_line, (feed.folder or "").split("/"))))
        for depth in range(1, len(path) + 1):
            if path[:depth] not in folders:
                folders[path[:depth]] = etree.SubElement(folders[path[: depth - 1]], "outline", text=path[depth - 1])
        name = _line(feed.title or "")
        outline = etree.SubElement(folders[path], "outline", type="rss", text=name or feed.url, xmlUrl=feed.url)
        if name:
            outline.set("title", name)
        if feed.home_url:
            outline.set("htmlUrl", feed.home_url)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _outlines(root: etree._Element) -> Iterator[etree._Element]:
    """By local name; not with QName, which refuses the names that a broken file can give."""
    return (element for element in root.iter(etree.Element) if _LOCAL.split(element.tag)[-1].lower() == "outline")


def _feed(outline: etree._Element) -> OpmlFeed | None:
    """None for a folder. Raises IngestError for what should be a feed and has no usable URL."""
    url = _attribute(outline, "xmlurl") or (_attribute(outline, "url") if _is_feed(outline) else "")
    if not url:
        if _is_feed(outline):
            raise IngestError("bad_url", "it has no xmlUrl")
        return None
    url = _FEED_SCHEME.sub("", url.strip())
    if url.lower().startswith("feed://"):
        url = "http://" + url[len("feed://") :]
    return OpmlFeed(
        url=normalize(url),
        title=_title(outline),
        folder="/".join(filter(None, map(_title, reversed(list(outline.iterancestors()))))) or None,
        home_url=absolute_url("", _attribute(outline, "htmlurl")),
    )


def _is_feed(outline: etree._Element) -> bool:
    return _attribute(outline, "type").strip().lower() in ("rss", "atom", "rss1", "feed") and not len(outline)


def _title(outline: etree._Element) -> str | None:
    title = _line(_attribute(outline, "title")) or _line(_attribute(outline, "text"))
    return None if title == _attribute(outline, "xmlurl") else title or None


def _attribute(outline: etree._Element, name: str) -> str:
    """By its name in any case: xmlUrl, xmlurl and XMLURL are all in use."""
    return next((str(value) for key, value in outline.attrib.items() if str(key).lower() == name), "")


def _line(text: str) -> str:
    return " ".join(visible(text).split())[:MAX_TITLE]
