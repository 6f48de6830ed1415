"""Which news agency's text an article is, with the evidence: byline, dateline, credit line, copyright, sign-off.

What the running text says of an agency never counts ("told The Associated Press", "according to Reuters"), nor does a
photo's credit. Each place that names an agency is a witness of its own; together they are surer than each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from processors.agencies import Where
from processors.credit_lines import Evidence, byline, closing, leading_byline, opening
from processors.credits import BY_CODE, BY_DOMAIN, PHOTO
from stream.types import Article, Enrichment, Removed

NAME = "agency"
VERSION = "1"
HEAD_LINES = 3  # a dateline may follow a repeated standfirst or a "LATEST" line, never stands later
TAIL_LINES = 4
MAX_EVIDENCE = 6
OWN_SITE = 0.85  # agencies' sites also carry guest texts
# Which lines that were taken out of the page may speak of its text: by their rule, and not from a place of pictures.
CLOSING_RULES = {"copyright", "author_bio", "footer", "not_story", "credit_line", "agency"}
PICTURES = ("figure", "figcaption", "caption", "photo", "image", "gallery", "video", "picture", "related", "teaser")


def enrich(article: Article) -> Enrichment:
    """{"code", "name", "confidence", "evidence": [{"where", "text"}], "others": [{"code", "name", "confidence"}]}.

    `code` and `name` are null, `confidence` 0.0 and `evidence` empty where no agency is credited. A confidence below
    0.5: the agency contributed to somebody else's text. `others` are credited too, the strongest first.
    """
    found = list(dict.fromkeys(_evidence(article)))
    ranked = sorted(_confidences(found).items(), key=lambda item: -item[1])  # stable: what stands first wins a tie
    code, confidence = ranked[0] if ranked else (None, 0.0)
    values: dict[str, Any] = {
        **_said(code, confidence),
        "evidence": [{"where": e.where, "text": e.text[:200]} for e in found if e.code == code][:MAX_EVIDENCE],
        "others": [_said(*other) for other in ranked[1:]],
    }
    return Enrichment(processor=NAME, version=VERSION, values=values)


def _said(code: str | None, confidence: float) -> dict[str, Any]:
    return {"code": code, "name": BY_CODE[code].name if code else None, "confidence": round(confidence, 3)}


def _confidences(found: Iterable[Evidence]) -> dict[str, float]:
    """Belief per agency: one minus the chance that all of its places err; each place counts once."""
    places: dict[str, dict[Where, float]] = {}
    for e in found:
        of_agency = places.setdefault(e.code, {})
        of_agency[e.where] = max(e.confidence, of_agency.get(e.where, 0.0))
    return {code: _together(of_agency) for code, of_agency in places.items()}


def _together(of_agency: dict[Where, float]) -> float:
    doubt = 1.0
    for confidence in of_agency.values():
        doubt *= 1.0 - confidence
    return min(0.99, 1.0 - doubt)


def _evidence(article: Article) -> Iterator[Evidence]:
    lines = [line.strip() for line in article.body_text.splitlines() if line.strip()]
    for author in article.authors:
        if not PHOTO.search(author.role or ""):
            yield from byline(author.name)
    for line in [*([article.dateline.text] if article.dateline else []), *lines[:HEAD_LINES]]:
        yield from opening(line)
    for line in lines[:1]:
        yield from leading_byline(line)
    for line in lines[1:][-TAIL_LINES:] or lines:
        yield from closing(line)
    yield from _taken_out(article.removed)
    yield from _addresses(article)


def _taken_out(removed: tuple[Removed, ...]) -> Iterator[Evidence]:
    for line in removed:
        if any(word in line.where.lower() for word in PICTURES):
            continue
        if line.rule == "byline":
            yield from byline(line.text)
        elif line.rule == "dateline":
            yield from opening(line.text)
        elif line.rule in CLOSING_RULES:
            yield from closing(line.text)


def _addresses(article: Article) -> Iterator[Evidence]:
    own = article.source.domain
    if code := BY_DOMAIN.get(own):
        yield Evidence(code, "source", own, OWN_SITE)
    host = _host(article.canonical_url or "")
    for domain, code in BY_DOMAIN.items():
        if domain != own and f".{host}".endswith(f".{domain}"):
            yield Evidence(code, "canonical", article.canonical_url or "", OWN_SITE)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # "//[": a broken IPv6 address
        return ""
