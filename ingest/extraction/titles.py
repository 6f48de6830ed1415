"""The title: of what the page offers, the wording that most of its places agree on. Pure."""

from __future__ import annotations

import re

from ingest.extraction.structured import Structured
from ingest.extraction.text import compact, field

_SUFFIX = re.compile(r"\s+[|–—·•»:-]{1,2}\s+|\s*[|｜]\s*|\s+::\s+")
_PREFIX = re.compile(r":\s+|\s+[|–—·•»:-]{1,2}\s+|\s*[|｜]\s*")
_LABELS = re.compile(
    r"^(?:opinion|analysis|exclusive|video|watch|live|breaking|kommentar|meinung|interview)\s*[:|]\s*", re.I
)


def candidates(page: Structured, site: str | None = None) -> list[tuple[str, str]]:
    """(where, text) in order of trust; the page's `<title>` also without each of its tails."""
    found: list[tuple[str, str | None]] = [("json-ld", field(page.article.get("headline")))]
    found += [("h1", field(text)) for text in page.headings[:3]]
    found.append(("og", field(page.first("og:title"))))
    found.append(("twitter", field(page.first("twitter:title"))))
    found.append(("meta", field(page.first("headline", "dc.title", "sailthru.title", "parsely-title", "title"))))
    if whole := field(page.title):
        found += [("title", part) for part in trimmed(whole)]
    return [(where, without_site(text, site)) for where, text in found if text]


def without_site(title: str, site: str | None) -> str:
    """The title without the site's own name at its end or start."""
    head, *rest = _SUFFIX.split(title)
    if site and rest and compact(rest[-1]) in (compact(site), compact(site.removeprefix("The "))) and len(head) > 12:
        return title[: title.rindex(rest[-1])].rstrip(" |｜–—·•»:-")
    if site and (mark := _PREFIX.search(title)) and len(title) - mark.end() > 12:
        name = compact(title[: mark.start()])
        if name and name in (compact(site), compact(site.removeprefix("The "))):
            return title[mark.end() :]
    return title


def title_parts(title: str) -> list[str]:
    """What may be a site's name in a `<title>`: its first and last part."""
    if not title:
        return []
    first, last = _PREFIX.split(title, maxsplit=1), _SUFFIX.split(title)
    return [part for part in (first[0] if len(first) > 1 else "", last[-1] if len(last) > 1 else "") if part]


def trimmed(title: str) -> list[str]:
    """The title without a site's name at its end or start (longest first), then as it is."""
    marks = list(_SUFFIX.finditer(title))
    parts = [title[: mark.start()] for mark in reversed(marks)] + [title[mark.end() :] for mark in marks[-1:]]
    return [*[part for part in parts if len(part) > 12 and " " in part.strip()][:4], title]


def best(page: Structured, site: str | None) -> str | None:
    """The title of the story: the candidate that most other places repeat; h1 and JSON-LD break ties."""
    found = candidates(page, site)
    keys = [(where, text, compact(_LABELS.sub("", text))) for where, text in found]
    name = compact(site or "")
    best_text, best_votes = None, -1.0
    for where, text, key in keys:
        if (
            not key
            or key == name
            or (where == "title" and text == found[-1][1] and len(found) > 1 and _SUFFIX.search(text))
        ):
            continue
        places = {other for other, _, theirs in keys if theirs and (key == theirs or (len(key) > 15 and key in theirs))}
        if where == "h1" and len(places) < 2 and len(text.split()) < 4:
            continue  # a logo
        votes = len(places) + {"json-ld": 0.5, "h1": 0.6, "og": 0.3, "twitter": 0.1, "meta": 0.1, "title": 0.0}[where]
        votes -= 1.0 if len(text.split()) < 3 else 0.0
        if votes > best_votes + 1e-9:
            best_text, best_votes = text, votes
    return best_text


def any_title(page: Structured) -> str | None:
    """Whatever the page calls itself, for pages without a better title."""
    found = candidates(page)
    return found[-1][1] if found else None


def is_title_line(text: str, keys: frozenset[str]) -> bool:
    """True when a line is one of the page's titles, or all but a few characters of one, or one with a few more."""
    key = compact(text)
    if key in keys:
        return bool(key)
    return len(key) > 20 and any(
        (key in title and len(key) > 0.7 * len(title)) or (title in key and len(title) > max(20, 0.6 * len(key)))
        for title in keys
    )
