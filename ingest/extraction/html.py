"""A page to Extracted: one tree, one walk; every room works on what the walk saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ingest.errors import PageError
from ingest.extraction import body, choose, core, furniture, markup, opinion, people, pictures, rights, structured, times, titles
from ingest.extraction.finish import TOOL, VERSION, dateline_of, moment_of, note_of, too_short
from ingest.extraction.language import declared
from ingest.extraction.lines import Document, Line
from ingest.extraction.sections import canonical, keywords, lead_image, sections, site_name, standfirst
from ingest.extraction.strip import strip
from ingest.extraction.structured import Structured
from ingest.extraction.text import compact
from ingest.extraction.verdict import flags_of, no_article
from ingest.extraction.walk import walk
from ingest.types import Extracted, FeedEntry, Page, Rejected
from stream.types import Author, Extraction, Image


@dataclass(slots=True)
class Story:
    """The body as found: the kept lines, all lines some opinion had chosen, captions, flags of how it was won."""

    kept: list[Line]
    chosen: list[Line]
    captions: list[pictures.Caption]
    flags: list[str]


def extract(text: str, page: Page, hints: FeedEntry | None) -> Extracted | Rejected:
    """The article on an HTML page."""
    tree = markup.parse(text)
    said = structured.read(tree)
    moment = times.published(said, tree, page.url) or moment_of(hints)
    links = strip(tree)
    document = walk(tree)
    if not document.lines:
        if tree.find(".//frameset") is not None:
            return Rejected("not_article", "a frameset: the text stands in other documents")
        raise PageError("empty", f"{page.url}: the page has no text")
    title = titles.best(said, site_name(said)) or (hints.title if hints else None)
    facts = _facts(said, title, hints)
    story = find_story(document, tree, page.url, facts)
    body_text, blocks = body.assemble(story.kept, document)
    if reason := no_article(document, story.kept, body_text, title):
        return reason
    if too_short(body_text):
        return Rejected("too_short", f"{len(body_text)} characters of text")
    access = rights.access(said, document)
    removed = body.removed(document, story.kept, story.chosen, facts, [x for c in story.captions for x in c.lines])
    removed = (*furniture.skip_links(links), *removed)
    flags = story.flags + flags_of(said, document, access, body_text) + ([] if title else ["no_title"])
    return Extracted(
        title=title or "",
        body_text=body_text,
        extraction=Extraction(TOOL, VERSION, tuple(flags)),
        subtitle=standfirst(said, [line.text for line in document.lines if len(line.text) < 1000]),
        blocks=blocks,
        images=_images(said, document, story, page.url),
        removed=removed,
        authors=_authors(said, document, story, hints),
        dateline=dateline_of(story.kept[0].text),
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
        site_name=site_name(said),
        note=note_of(document),
    )


def find_story(document: Document, tree: Any, url: str, facts: body.Facts) -> Story:
    """Both opinions, the choice between them, the edges."""
    voted: list[Line] = []
    if document.depth < core.MAX_DEPTH and len(document.lines) < core.MAX_LINES:
        core.strip_noise(tree)
        voted = choose.vote(document, core.body_of(tree, url, fast=True))
    opinion.spread_hints(document)
    captions = pictures.find_captions(document)
    furniture.mark(document)
    own = opinion.story(document)
    chosen = choose.choose(document, voted, own)
    kept = body.trim(document, chosen, facts)
    return Story(kept, chosen + voted, captions, [] if voted else ["core_silent"])


def _facts(said: Structured, title: str | None, hints: FeedEntry | None) -> body.Facts:
    names = [text for _, text in titles.candidates(said)] + [title or "", hints.title or "" if hints else ""]
    keys = frozenset(key for name in names if len(key := compact(name)) > 5)
    known = people.authors(said, [], site_name(said)) or (hints.authors if hints else ())
    return body.Facts(keys, authors=frozenset(author.name.casefold() for author in known))


def _images(said: Structured, document: Document, story: Story, url: str) -> tuple[Image, ...]:
    span = (story.kept[0].index, story.kept[-1].index)
    return pictures.story_images(document, story.captions, span, said.base or url, lead_image(said, url))


def _authors(said: Structured, document: Document, story: Story, hints: FeedEntry | None) -> tuple[Author, ...]:
    """What the page declares, else its byline, else the feed's."""
    first = story.kept[0].index
    bylines = [line.text for line in document.lines[max(0, first - 12) : first + 3] if furniture.is_byline(line.text)]
    return people.authors(said, bylines, site_name(said)) or (hints.authors if hints else ())
