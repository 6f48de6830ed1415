"""Access and reuse: paywall marks, robots directives, opt-outs from machine use. Pure."""

from __future__ import annotations

import re

from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document
from ingest.extraction.structured import Structured
from ingest.extraction.text import field
from stream.types import Access, Rights

_WALL = re.compile(
    r"subscribe\s(?:now\s)?to\s(?:continue|keep|read)|to\scontinue\sreading|already\sa\ssubscriber"
    r"|(?:article|content|story)\sis\s(?:for|only\savailable\sto|reserved\sfor"
    r"|exclusive\sto)\s\w*\s?(?:subscribers|members)"
    r"|weiterlesen\smit|nur\sf[üu]r\sabonnent|mit\s(?:dem\s)?\w*(?:abo|plus)\b.{0,30}weiterlesen"
    r"|r[ée]serv[ée]\s(?:aux|à\snos)\sabonn|il\svous\sreste\s\d|(?:exclusivo|solo)\spara\s(?:suscriptores"
    r"|assinantes)|contenuto\sriservato\sagli\sabbonati|alleen\svoor\sabonnees",
    re.I,
)
_WALL_WORDS = ("subscri", "reading", "members", "weiterlesen", "abonn", "abbon", "reste", "suscript", "assinant")
_METER = re.compile(
    r"\b\d+\s(?:of\s\d+\s)?(?:free\s)?(?:articles?|stories)\s(?:left|remaining|this\smonth)"
    r"|free\sarticles?\s(?:left|remaining)",
    re.I,
)
_NO_AI = re.compile(r"^(?:noai|noimageai|notrain|no-?ml|tdm-?reservation)", re.I)
_FREE = re.compile(r"^(?:false|no|0|locked|premium|paid|subscriber\w*|plus)$", re.I)
_TIERS = {"free": "free", "metered": "metered", "locked": "paywalled", "premium": "paywalled", "paid": "paywalled"}


def access(page: Structured, document: Document | None) -> Access:
    """schema.org isAccessibleForFree first (CreativeWork), then content-tier meta, then what a paywall writes."""
    tier = (page.first("article:content_tier", "content_tier", "cxenseparse:content_tier") or "").strip().lower()
    said = page.article.get("isAccessibleForFree")
    if tier in ("metered",):
        return "metered"
    if said is not None:
        return "paywalled" if said is False or _FREE.match(str(said).strip()) else "free"
    if tier in _TIERS:
        return "paywalled" if _TIERS[tier] == "paywalled" else "free"
    if document is None:
        return "unknown"
    short = "\n".join(line.text for line in document.lines if len(line.text) < 260)
    if _METER.search(short):
        return "metered"
    walled = any(line.rule == "paywall" and line.hints & Hint.PAYWALL for line in document.lines)
    lowered = short.lower()
    told = any(word in lowered for word in _WALL_WORDS) and _WALL.search(short)
    return "paywalled" if walled or told else "unknown"


def rights(page: Structured, header: str | None) -> Rights:
    """Robots directives of page and X-Robots-Tag header as found; opt-outs: noai, noimageai, TDM reservation."""
    found: list[str] = []
    for text in (*page.meta.get("robots", ()), *page.meta.get("googlebot-news", ()), header or ""):
        for part in text.split(","):
            word = field(part.strip().lower(), 120)
            if word and word not in found:
                found.append(word)
    reserved = (page.first("tdm-reservation") or "").strip() == "1"
    if reserved:
        found.append("tdm-reservation=1")
    noai = reserved or any(_NO_AI.match(word.rpartition(":")[2].strip()) and not word.endswith("=0") for word in found)
    licence = page.article.get("license") or page.links.get("license") or page.first("license", "dc.rights.license")
    return Rights(tuple(found[:30]), noai, field(licence.get("url") if isinstance(licence, dict) else licence, 500))
