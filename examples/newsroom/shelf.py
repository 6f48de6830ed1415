"""A folder of saved pages, served as publishers with feeds.

Layout: `pages.jsonl` (one JSON object a line with at least id, host and file) beside the files it names, plain or
gzipped; or, without pages.jsonl, any *.html and *.html.gz (the sub-folder is the host). What cannot be used is named
and skipped.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape as xml_escape

from examples.newsroom.delivery import Answer
from examples.newsroom.feeds import FeedLink
from examples.newsroom.model import Truth
from examples.newsroom.timeline import Moment, http_date

MAX_BYTES = 50_000_000
_HEAD = 3_000_000
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Saved:
    """A page of the folder. `title` and `published` are what the page itself says."""

    id: str
    file: Path
    title: str
    published: datetime | None


class Shelf:
    """The pages by host label. Titles are read at the start, pages when they are asked for."""

    title = "Saved pages"

    def __init__(self, folder: Path, port: int, on_bad: Callable[[str], None] | None = None) -> None:
        if not folder.is_dir():
            raise FileNotFoundError(f"{folder} is no folder of saved pages")
        self._port = port
        self._tell = on_bad or (lambda line: None)
        self._names: dict[str, str] = {}
        self._pages: dict[str, dict[str, Saved]] = {}
        for host, saved in self._read(folder):
            pages = self._pages.setdefault(self._label(host), {})
            if saved.id in pages:
                self._tell(f"{saved.file}: another page of {host} has the id {saved.id!r}; skipped")
            else:
                pages[saved.id] = saved
        if not self._pages:
            self._tell(f"{folder}: holds no page that can be served")

    def _label(self, host: str) -> str:
        """The host as one DNS label; different hosts never share one."""
        plain = re.sub(r"[^a-z0-9-]+", "-", host.lower()).strip("-")[:50] or "pages"
        label, number = plain, 2
        while self._names.setdefault(label, host) != host:
            label, number = f"{plain}-{number}", number + 1
        return label

    def _read(self, folder: Path) -> Iterator[tuple[str, Saved]]:
        index = folder / "pages.jsonl"
        rows = self._listed(index) if index.is_file() else self._found(folder)
        for where, host, name, file in rows:
            try:
                yield host, read_saved(name, file)
            except (OSError, EOFError, zlib.error) as error:
                self._tell(f"{where}: {file}: {error}; skipped")

    def _listed(self, index: Path) -> Iterator[tuple[str, str, str, Path]]:
        root = index.parent.resolve()
        for number, line in enumerate(index.read_bytes().splitlines(), 1):
            where = f"{index}:{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                host, name, file = (row[key] for key in ("host", "id", "file"))
                if not all(isinstance(value, str) and value for value in (host, name, file)):
                    raise ValueError("host, id and file must be texts")
            except (ValueError, KeyError, TypeError) as error:
                self._tell(f"{where}: {type(error).__name__}: {error}; skipped")
                continue
            path = (root / file).resolve()
            if path.is_relative_to(root):
                yield where, host, name, path
            else:
                self._tell(f"{where}: {file} lies outside of the folder; skipped")

    def _found(self, folder: Path) -> Iterator[tuple[str, str, str, Path]]:
        for path in sorted(p for p in folder.rglob("*") if p.name.endswith((".html", ".html.gz"))):
            below = path.relative_to(folder)
            host = below.parts[0] if len(below.parts) > 1 else "pages"
            inner = below.parts[1:] if len(below.parts) > 1 else below.parts
            yield str(path), host, "/".join(inner).removesuffix(".gz").removesuffix(".html"), path

    def base(self, label: str) -> str:
        return f"http://{label}.localhost:{self._port}"

    def feeds(self) -> list[FeedLink]:
        return [
            FeedLink(self._names[label], self.base(label) + "/feed.xml", self.base(label) + "/")
            for label in self._pages
        ]

    def answer(self, host: str, path: str, moment: Moment) -> Answer | None:
        """As `Press.answer`; pages come byte for byte as they were saved, without a charset parameter."""
        pages = self._pages.get(host)
        if pages is None:
            return None
        if path == "/feed.xml":
            return Answer(200, self._feed(host, pages), "application/rss+xml; charset=utf-8", moment.started, True)
        if path == "/":
            return Answer(200, self._front(host, pages), "text/html; charset=utf-8")
        if path == "/robots.txt":
            return Answer(200, b"User-agent: *\nDisallow:\n", "text/plain")
        saved = pages.get(path.removeprefix("/"))
        if saved is None:
            return Answer(404, b"Not found\n", "text/plain; charset=utf-8")
        try:
            return Answer(200, read_bytes(saved.file), "text/html", validators=True)
        except (OSError, EOFError, zlib.error) as error:
            self._tell(f"{saved.file}: {error}")
            return Answer(500, f"{saved.id} cannot be read\n".encode(), "text/plain; charset=utf-8")

    def _feed(self, label: str, pages: dict[str, Saved]) -> bytes:
        items = ""
        for saved in pages.values():
            date = f"<pubDate>{http_date(saved.published)}</pubDate>" if saved.published else ""
            items += (
                f"<item><title>{_xml(saved.title)}</title><link>{self.base(label)}/{quote(saved.id)}</link>"
                f'<guid isPermaLink="false">{_xml(saved.id)}</guid>{date}</item>\n'
            )
        name = _xml(self._names[label])
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{name}</title>'
            f"<link>{self.base(label)}/</link><description>Saved pages of {name}</description>\n"
            f"{items}</channel></rss>\n"
        ).encode()

    def _front(self, label: str, pages: dict[str, Saved]) -> bytes:
        rows = "".join(f'<li><a href="/{quote(s.id)}">{escape(s.title)}</a></li>\n' for s in pages.values())
        name = escape(self._names[label])
        page = f'<!doctype html><meta charset="utf-8"><title>{name}</title><h1>{name}</h1><ul>{rows}</ul>'
        return page.encode("utf-8", "replace")

    def schedule(self, moment: Moment) -> str:
        """Nothing happens to saved pages."""
        return ""

    def truth(self, moment: Moment) -> dict[str, Truth]:
        """The truth about saved pages, if any, is in their pages.jsonl."""
        return {}


def read_bytes(file: Path) -> bytes:
    """The page as it was saved, unpacked; raises OSError, EOFError or zlib.error."""
    with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as stream:
        body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise OSError(f"larger than {MAX_BYTES} bytes")
    return body


def read_saved(name: str, file: Path) -> Saved:
    """What the page at `file` says about itself."""
    text = _decoded(read_bytes(file)[:_HEAD])
    meta = _metas(text)
    title = _TITLE.search(text)
    found = meta.get("og:title") or (unescape(title[1]) if title else "")
    said = _PUBLISHED.search(text)
    stamp = meta.get("article:published_time") or (said[1] if said else "")
    return Saved(name, file, " ".join(found.split()) or name, _moment(stamp))


def _decoded(body: bytes) -> str:
    named = _CHARSET.search(body[:5000])
    for charset in (named[1].decode("ascii", "replace") if named else "utf-8", "utf-8"):
        try:
            return body.decode(charset, "strict" if not named else "replace")
        except (LookupError, ValueError):
            continue
    return body.decode("windows-1252", "replace")


def _metas(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in _META.findall(text):
        values = {key.lower(): first or second for key, first, second in _ATTRIBUTE.findall(tag)}
        key = values.get("property") or values.get("name")
        if key in ("og:title", "article:published_time") and values.get("content"):
            found.setdefault(key, unescape(values["content"]))
    return found


def _moment(stamp: str) -> datetime | None:
    """A time with a zone, in UTC; anything else is not told in the feed."""
    try:
        moment = datetime.fromisoformat(stamp.strip())
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _xml(text: str) -> str:
    return xml_escape(_NOT_XML.sub("", text))
