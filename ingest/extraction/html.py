"""A page to Extracted: one tree, one walk; every room works on what the walk saw."""

from __future__ import annotations

from msgspec.structs import replace

from ingest.errors import PageError
from ingest.extraction import body, furniture, markup, people, pictures, rights, story, structured, times, titles
from ingest.extraction.core import MAX_DEPTH
from ingest.extraction.credits import is_agency
from ingest.extraction.finish import TOOL, VERSION, dateline_of, moment_of, note_of
from ingest.extraction.hints import Hint
from ingest.extraction.language import declared
from ingest.extraction.lines import Line
from ingest.extraction.sections import (
    base_url,
    canonical,
    keywords,
    lead_caption,
    lead_image,
    sections,
    site_of,
    standfirst,
)
from ingest.extraction.story import Story, above
from ingest.extraction.strip import strip
from ingest.extraction.structured import Structured
from ingest.extraction.text import compact
from ingest.extraction.verdict import flags_of, no_article
from ingest.extraction.walk import walk
from ingest.types import Extracted, FeedEntry, Page, Rejected
from stream.types import Author, Extraction, Image, Removed


def extract(text: str, page: Page, hints: FeedEntry | None) -> Extracted | Rejected:
    """The article on an HTML page."""
    tree = markup.parse(text)
    said = structured.read(tree)
    moment = times.published(said)
    day = None if moment else times.guessed(tree, page.url)
    frames = tree.find(".//frameset") is not None
    video = 60 if structured.is_video(said) else 30 if tree.find(".//video") is not None else 0
    links = strip(tree)
    document = walk(tree)
    if document.depth > MAX_DEPTH and (flat := markup.shallow(text)) != text:
        tree = markup.parse(flat)
        strip(tree)
        document = walk(tree)
    site = site_of(said, page.url)
    title = titles.best(said, site) or (hints.title if hints else None)
    facts = _facts(said, title, site, hints)
    found = story.on_page(document, tree, page.url, facts)
    if found.short:
        found = story.declared(said, facts) or found
    if frames and found.short:
        return Rejected("not_article", "a frameset: the text stands in other documents")
    if not found.document.lines:
        raise PageError("empty", f"{page.url}: the page has no text")
    body_text, blocks = body.assemble(found.kept, found.document)
    if reason := no_article(
        found.document,
        found.kept,
        body_text,
        title,
        video=video,
        captions=sum(len((caption.caption or "").split()) for caption in found.captions),
    ):
        return reason
    if found.short:
        return Rejected("too_short", f"{len(body_text)} characters of text")
    moment = moment or times.in_lines([line.text for line in above(found, facts.titles)]) or moment_of(hints) or day
    authors = _authors(said, found, facts, site, hints)
    title = title or story.headline(found) or titles.any_title(said)
    access = rights.access(said, document)
    flags = (*found.flags, *flags_of(said, document, access, body_text), *(() if title else ("no_title",)))
    return Extracted(
        title=title or "",
        body_text=body_text,
        extraction=Extraction(TOOL, VERSION, flags),
        subtitle=standfirst(said, [line.text for line in document.lines if len(line.text) < 1000])
        or story.standfirst(found, facts.titles),
        blocks=blocks,
        images=_images(said, found, page.url),
        removed=(*furniture.skip_links(links), *_removed(found, facts)),
        authors=authors,
        dateline=dateline_of(found.kept[0].text),
        published_at=moment.at if moment else None,
        published_precision=moment.precision if moment else None,
        published_from=moment.origin if moment else None,
        modified_at=times.modified(said, moment),
        language=declared(said, hints),
        sections=sections(said),
        keywords=keywords(said),
        access=access,
        rights=rights.rights(said, page.robots_header),
        canonical_url=canonical(said, page.url),
        site_name=site,
        note=note_of(document),
    )


_NOBODY = body.Facts(frozenset())


def _facts(said: Structured, title: str | None, site: str | None, hints: FeedEntry | None) -> body.Facts:
    names = [text for _, text in titles.candidates(said, site)] + [title or "", (hints.title or "") if hints else ""]
    keys = frozenset(key for name in names if len(key := compact(name)) > 5)
    known = people.authors(said, [], site) or (hints.authors if hints else ())
    return body.Facts(keys, authors=frozenset(author.name.casefold() for author in known))


def _images(said: Structured, found: Story, url: str) -> tuple[Image, ...]:
    lead = lead_image(said, url)
    images = pictures.story_images(found.document, found.captions, found.span, base_url(said, url), lead)
    if images and not images[0].caption and lead and images[0].url == lead:
        caption, credit = lead_caption(said)
        images = (replace(images[0], caption=caption, credit=images[0].credit or credit), *images[1:])
    return images


def _removed(found: Story, facts: body.Facts) -> tuple[Removed, ...]:
    extra = [entry for caption in found.captions for entry in caption.lines]
    return body.removed(found.document, found.kept, found.chosen, facts, extra)


def _authors(
    said: Structured, found: Story, facts: body.Facts, site: str | None, hints: FeedEntry | None
) -> tuple[Author, ...]:
    """What the page declares, else its byline, else the feed's."""
    return people.authors(said, _bylines(found, facts), site) or (hints.authors if hints else ())


def _bylines(found: Story, facts: body.Facts) -> list[str]:
    """What the lines between the title and the second line of the story say of who wrote it; marks these lines."""
    said: list[str] = []
    for line in above(found, facts.titles):
        text = _byline_in(line)
        if text and line.rule in (None, "byline", "label", "date"):
            line.rule = line.rule if line.index >= found.span[0] else "byline"
            said += [text] if not is_agency(text) else []
    return said


def _byline_in(line: Line) -> str | None:
    """A line that is a byline, or the part of one that is."""
    text = line.text
    if furniture.is_byline(text) or people.with_role(text) or body.byline_and_date(text, _NOBODY):
        return text
    parts = [piece.text for piece in line.pieces if piece.hints & Hint.BYLINE and not piece.hints & Hint.CREDIT]
    if parts and len(text) < 200:
        return "".join(parts)
    if line.hints & Hint.BYLINE and len(text) < 120:
        return text
    if len(text) < 120 and " by " in text and furniture.is_date(text.partition(" by ")[0]):
        return text.partition(" by ")[2]
    return people.eastern(text)
