"""What a page says of itself in JSON-LD and meta tags. Reads the tree before it is stripped; pure otherwise."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

MAX_JSON = 2_000_000
_ARTICLE_TYPES = re.compile(r"article|posting|report|review|liveblog|analysisnews|opinion|background|story", re.I)
_COMMENTS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_RAW_CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(slots=True)
class Structured:
    """`article`: the JSON-LD object of the story ({} when none); `objects`: all others; `meta`: name or property (lower
    case) to its values in order; `links`: rel to href; `times`: values of `<time datetime>` before the story's end."""

    article: dict[str, Any] = field(default_factory=dict)
    objects: list[dict[str, Any]] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    times: list[tuple[str, str]] = field(default_factory=list)
    title: str | None = None
    headings: list[str] = field(default_factory=list)
    lang: str | None = None
    base: str | None = None

    def first(self, *names: str) -> str | None:
        """The first value that is not blank among these meta names."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value.strip():
                    return value
        return None


def read(tree: Any) -> Structured:
    """Everything a page declares in its markup. `tree` is the whole page with its scripts."""
    found = Structured()
    found.lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    blocks: list[str] = []
    for element in tree.iter("meta", "link", "script", "title", "base", "h1", "time"):
        tag = element.tag
        if tag == "meta":
            name = (
                element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            )
            content = element.get("content")
            if name and content:
                found.meta.setdefault(name.strip().lower(), []).append(content)
        elif tag == "link":
            for rel in (element.get("rel") or "").lower().split():
                if (href := element.get("href")) and rel not in found.links:
                    found.links[rel] = href
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and (text := "".join(element.itertext())):
                blocks.append(text)
        elif tag == "title":
            if found.title is None and (text := "".join(element.itertext()).strip()):
                found.title = text
        elif tag == "base":
            found.base = found.base or element.get("href")
        elif tag == "h1":
            if len(found.headings) < 6 and (text := " ".join("".join(element.itertext()).split())):
                found.headings.append(text)
        elif len(found.times) < 40 and (stamp := element.get("datetime")):
            words = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('pubdate') or ''}"
            found.times.append((stamp, words.lower()))
    for text in blocks[:40]:
        if len(text) <= MAX_JSON:
            found.objects.extend(_flatten(load_json(text)))
    found.article = _article_of(found.objects)
    return found


def load_json(text: str) -> Any:
    """JSON as pages write it: HTML comments and CDATA marks around it, trailing commas, raw line breaks in strings.
    None when it cannot be read."""
    text = text.strip().strip("\ufeff").rstrip(";")
    for _ in range(2):
        text = _COMMENTS.sub("", text)
    for repair in (
        lambda t: t,
        lambda t: _TRAILING_COMMA.sub(r"\1", t),
        lambda t: _TRAILING_COMMA.sub(r"\1", _RAW_CONTROL.sub(" ", t)),
    ):
        try:
            return json.loads(repair(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any, depth: int = 0) -> list[dict[str, Any]]:
    """All objects of a JSON-LD block, also those in lists, @graph, mainEntity."""
    if isinstance(value, list):
        return [found for item in value[:200] for found in _flatten(item, depth)] if depth < 6 else []
    if not isinstance(value, dict) or depth > 6:
        return []
    found = [value]
    for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"):
        if isinstance(value.get(key), dict | list):
            found.extend(_flatten(value[key], depth + 1))
    return found


def types_of(value: dict[str, Any]) -> list[str]:
    kind = value.get("@type")
    return [str(item) for item in kind] if isinstance(kind, list) else [str(kind)] if kind else []


def is_video(page: Structured) -> bool:
    """The page calls itself a video: og:type, or a VideoObject and no article in its JSON-LD."""
    return (page.first("og:type") or "").lower().startswith("video") or (
        not page.article and any("VideoObject" in types_of(item) for item in page.objects)
    )


def _article_of(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that describes the story: of an article type, with the most of the fields we read."""
    wanted = ("headline", "datePublished", "author", "articleBody", "image", "dateModified", "mainEntityOfPage")
    articles = [item for item in objects if any(_ARTICLE_TYPES.search(kind) for kind in types_of(item))]
    if not articles:
        articles = [item for item in objects if "headline" in item and "datePublished" in item]
    return max(articles, key=lambda item: sum(1 for name in wanted if item.get(name)), default={})
