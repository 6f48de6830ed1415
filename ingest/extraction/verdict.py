"""Is it an article at all, and what should a reader know about how it was won? Pure."""

from __future__ import annotations

import re

from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line
from ingest.extraction.opinion import is_prose
from ingest.extraction.structured import Structured, types_of
from ingest.extraction.text import MAX_LINE, words
from ingest.types import Rejected
from stream.types import Access

_GONE = re.compile(
    r"\b(?:404|410)\b|page\s+(?:you\s+\w+\s+)?(?:not|can(?:no|')t\s+be)\s+found|not\s+found"
    r"|page\s+(?:does\s+not|doesn't)\s+exist|no\s+longer\s+(?:available|exists)"
    r"|seite\s+(?:wurde\s+)?nicht\s+gefunden|existiert\s+nicht"
    r"|page\s+(?:introuvable|non\s+trouv[ée]e)|p[áa]gina\s+no\s+(?:encontrada|existe)"
    r"|p[áa]gina\s+n[ãa]o\s+encontrada|pagina\s+non\s+trovata|pagina\s+niet\s+gevonden|access\s+denied"
    r"|forbidden|are\s+you\s+a\s+robot|just\s+a\s+moment|attention\s+required|error\s+\d{3}",
    re.I,
)
_CONSENT = re.compile(
    r"cookie|consent|datenschutz|personal\s+data|your\s+privacy|zustimmung|einwillig"
    r"|partners?\b.{0,60}\bdata|confidentialit|privacidad",
    re.I,
)
GALLERY_TEXT = 60  # words; a gallery with fewer has no story beside it
GALLERY = 4  # pictures
SHORT = 150  # words; longer texts are never taken for an error page or a consent wall


def no_article(
    document: Document, kept: list[Line], body: str, title: str | None, *, video: int, captions: int
) -> Rejected | None:
    """`not_article` for error pages, consent walls, lists of links, lone videos and galleries; None for what may be an
    article. `video`: with fewer words the page is its video, `captions`: words in the captions of pictures."""
    size = words(body)
    if size < video:
        return Rejected("not_article", "a video with a line of text")
    if size < GALLERY_TEXT and captions > size and len(document.pictures) >= GALLERY:
        return Rejected("not_article", "a gallery: captions and no story")
    if size < SHORT:
        if title and _GONE.search(title) and size < 80:
            return Rejected("not_article", f"an error page: {title[:80]}")
        text = body or " ".join(line.text for line in document.lines)[:3000]
        if len(_CONSENT.findall(text)) >= 3 and not any(
            is_prose(line) and not _CONSENT.search(line.text) for line in kept
        ):
            return Rejected("not_article", "a consent wall")
    linked = sum(line.links for line in kept) > 0.6 * max(1, len(body))
    if kept and document.anchors > 25 and (linked or (size < SHORT and not any(map(is_prose, kept)))):
        return Rejected("not_article", "a list of links")
    if not kept and document.anchors > 25:
        return Rejected("not_article", "a list of links")
    return None


def flags_of(page: Structured, document: Document, access: Access, body: str) -> list[str]:
    """`live_blog`, `teaser`, `truncated`; the words stand in docs/extraction.md."""
    flags = ["truncated"] if len(body) > MAX_LINE or any(len(line.text) > MAX_LINE for line in document.lines) else []
    live = any("LiveBlog" in kind for item in [page.article, *page.objects] for kind in types_of(item))
    if live or any(node.own & Hint.LIVE and node.prose > 0.5 * document.nodes[0].prose > 0 for node in document.nodes):
        flags.append("live_blog")
    if access == "paywalled" and words(body) < 250:
        flags.append("teaser")
    return flags
