"""Plain text to Extracted."""

from __future__ import annotations

from ingest.errors import PageError
from ingest.extraction import body, furniture, opinion, pictures, plain
from ingest.extraction.captions import find_captions
from ingest.extraction.finish import TOOL, VERSION, dateline_of, moment_of
from ingest.extraction.language import from_hints
from ingest.extraction.rights import rights
from ingest.extraction.story import Story
from ingest.extraction.structured import Structured
from ingest.extraction.text import compact, field
from ingest.types import Extracted, FeedEntry, Page, Rejected
from stream.types import Extraction


def extract(text: str, page: Page, hints: FeedEntry | None) -> Extracted | Rejected:
    """The article in a plain text: the line rules alone decide."""
    document = plain.read(text)
    if not document.lines:
        raise PageError("empty", f"{page.url}: no line of text")
    opinion.spread_hints(document)
    captions = find_captions(document)
    furniture.mark(document, every=True)
    chosen = plain.story(document)
    known = field(hints.title) if hints else None
    title = plain.title_of(document, chosen, known)
    facts = body.Facts(frozenset({compact(title)} - {""}) if title else frozenset())
    kept = body.trim(document, chosen, facts)
    body_text, blocks = body.assemble(kept, document)
    found = Story(document, kept, chosen, captions)
    if found.short:
        return Rejected("too_short", f"{len(body_text)} characters of text")
    extra = [entry for caption in captions for entry in caption.lines]
    moment = moment_of(hints)
    flags = ("plain_text",) if title else ("plain_text", "no_title")
    return Extracted(
        title=title or "",
        body_text=body_text,
        extraction=Extraction(TOOL, VERSION, flags),
        blocks=blocks,
        images=pictures.story_images(document, captions, found.span, page.url, hints.image_url if hints else None),
        removed=body.removed(document, kept, chosen, facts, extra),
        authors=hints.authors if hints else (),
        dateline=dateline_of(kept[0].text),
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else None,
        published_from=moment.origin if moment else None,
        language=from_hints(hints),
        rights=rights(Structured(), page.robots_header),
    )
