"""The language a page declares. Pure."""

from __future__ import annotations

import re

from ingest.extraction.structured import Structured
from ingest.types import FeedEntry
from stream.types import Language

_TAG = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.].*)?\s*$")


def tag_of(value: object) -> str | None:
    """A BCP 47 tag in its usual case from what pages write ("en_US", "EN-us", "de_DE.UTF-8")."""
    found = _TAG.match(value) if isinstance(value, str) and len(value) < 40 else None
    if not found or found[1].lower() in ("und", "mul", "zxx"):
        return None
    return "-".join(
        part for part in (found[1].lower(), found[2] and found[2].title(), found[3] and found[3].upper()) if part
    )


def declared(page: Structured, hints: FeedEntry | None) -> Language | None:
    """The language most of these say: html lang, JSON-LD, og:locale, content-language; confidence is their share."""
    said = page.article.get("inLanguage")
    values = [
        page.lang,
        said.get("alternateName") or said.get("name") if isinstance(said, dict) else said,
        page.first("og:locale"),
        page.first("content-language", "dc.language", "language", "inlanguage"),
    ]
    tags = [tag for value in values if (tag := tag_of(value))]
    if not tags:
        return from_hints(hints)
    base = [tag.split("-")[0] for tag in tags]
    winner = max(base, key=lambda one: (base.count(one), -base.index(one)))
    best = next(tag for tag in tags if tag.split("-")[0] == winner)
    return Language(best, round(0.9 * base.count(winner) / len(base) + (0.05 if base.count(winner) > 1 else 0), 2))


def from_hints(hints: FeedEntry | None) -> Language | None:
    """The feed's language, for pages that declare none."""
    tag = tag_of(hints.language) if hints else None
    return Language(tag, 0.6) if tag else None
