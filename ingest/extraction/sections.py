"""Site name, sections, keywords, standfirst, canonical address: the small fields a page declares. Pure."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import urlsplit

from ingest.extraction.credits import clean_credit, split_caption
from ingest.extraction.pictures import absolute
from ingest.extraction.structured import Structured, types_of
from ingest.extraction.text import compact, field
from ingest.extraction.titles import title_parts

MAX_ITEMS = 40


def site_name(page: Structured) -> str | None:
    """og:site_name, else the publisher of the JSON-LD."""
    publisher = page.article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    named = publisher.get("name") if isinstance(publisher, dict) else None
    return field(page.first("og:site_name", "application-name"), 200) or field(named, 200)


def site_of(page: Structured, url: str) -> str | None:
    """The site's name as declared, else the part of the `<title>` that the host's name repeats ("The Valley Ledger:
    ..." on valley-ledger.example)."""
    if declared := site_name(page):
        return declared
    host = (urlsplit(url).hostname or "") if "://" in url else ""
    labels = [key for label in host.split(".")[:-1] if len(key := _plain(label)) > 4]
    heads = {compact(text) for text in page.headings[:4]}
    whole = compact(page.title or "")
    for part in sorted(title_parts(field(page.title) or ""), key=len):
        if compact(part) in heads and any(key != compact(part) and len(key) > 12 and key in whole for key in heads):
            return part  # the logo is a heading, too
        key = _plain(part)
        like = [label for label in labels if label in key or key in label]
        if like and len(part) < 60 and 4 < len(key) < 2 * max(map(len, like)) + 6:
            return part
    return None


def _plain(text: str) -> str:
    """Letters and digits without accents, as host names are written."""
    return compact("".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)))


def sections(page: Structured) -> tuple[str, ...]:
    """Section names, broadest first as the page gives them: JSON-LD articleSection, article:section, breadcrumbs."""
    found = _strings(page.article.get("articleSection")) + page.meta.get("article:section", [])
    if not found:
        found = [name for item in page.objects if "ListItem" in types_of(item) for name in _strings(item.get("name"))][
            :-1
        ]
    return _unique(found)


def keywords(page: Structured) -> tuple[str, ...]:
    """Keywords of JSON-LD, article:tag and the keywords meta tags, each once."""
    found: list[str] = []
    for text in _strings(page.article.get("keywords")):
        found += text.split(",")
    found += page.meta.get("article:tag", [])
    for name in ("news_keywords", "keywords"):
        for text in page.meta.get(name, [])[:3]:
            found += text.split(",")
    return _unique(part.removeprefix("tag:") for part in found)


def standfirst(page: Structured, lines: list[str]) -> str | None:
    """The description in meta or JSON-LD, when it stands on the page as an element of its own."""
    for value in (page.article.get("description"), page.first("og:description"), page.first("description")):
        text = field(value)
        key = compact(text or "")
        if text and len(key) > 20 and any(compact(line) == key for line in lines if abs(len(line) - len(text)) < 12):
            return text
    return None


def canonical(page: Structured, url: str | None) -> str | None:
    """Canonical link, else og:url, absolute."""
    return absolute(page.links.get("canonical"), url) or absolute(page.first("og:url"), url)


def lead_image(page: Structured, url: str | None) -> str | None:
    """The picture the page shows when it is shared: og:image, else the JSON-LD's."""
    value: Any = page.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    if not value:
        value = page.article.get("image") or page.article.get("thumbnailUrl")
        value = value[0] if isinstance(value, list) and value else value
        value = (value.get("url") or value.get("contentUrl")) if isinstance(value, dict) else value
    return absolute(value, url) if isinstance(value, str) else None


def lead_caption(page: Structured) -> tuple[str | None, str | None]:
    """Caption and credit of the JSON-LD's first ImageObject."""
    value: Any = page.article.get("image")
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, dict):
        return None, None
    credit = field(value.get("creditText")) or field(value.get("copyrightNotice"))
    text = field(value.get("caption"))
    if not text:
        return None, None
    caption, found = split_caption(text, in_caption=True)
    return caption or None, found or (clean_credit(credit) if credit else None)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _unique(values: Any) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for value in values:
        text = field(value, 120)
        if text:
            kept.setdefault(text.casefold(), text)
        if len(kept) >= MAX_ITEMS:
            break
    return tuple(kept.values())


def base_url(page: Structured, url: str) -> str:
    """What relative addresses on the page are relative to."""
    return absolute(page.base, url) or url
