"""What the newsroom is made of. All frozen; seconds count from its start, negative ones lie before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

BlockKind = Literal["p", "heading", "quote", "item", "figure", "post"]
StoryKind = Literal["article", "liveblog", "video", "gallery"]
FeedKind = Literal["rss", "atom", "rdf", "json"]


@dataclass(frozen=True)
class Figure:
    """A picture with its caption; `credit` is how the agency or photographer is named, without caption or label."""

    name: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Block:
    """One block of a story. `text` may hold `*emphasis*`, `[links](url)`; a post is the head of a live blog entry."""

    kind: BlockKind
    text: str
    figure: Figure | None = None
    clock: str = ""


@dataclass(frozen=True)
class Edition:
    """A story as it stands from second `at` on. `note` is the correction or update notice printed with it."""

    number: int
    at: float
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    summary: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    lead: Figure | None = None
    note: str = ""
    change: str = "new"


@dataclass(frozen=True)
class Story:
    """All editions of one story. `faults` are met by its first requests, one each; `gone_at` is its takedown."""

    publisher: str
    slug: str
    kind: StoryKind
    editions: tuple[Edition, ...]
    section: str = "news"
    keywords: tuple[str, ...] = ()
    gone_at: float | None = None
    paywall: int | None = None
    faults: tuple[str, ...] = ()
    tracking: str = ""
    agency: str = ""
    agency_in: str = ""
    agency_line: str = ""

    @property
    def id(self) -> str:
        return f"{self.publisher}/{self.slug}"

    @property
    def published(self) -> float:
        return self.editions[0].at


@dataclass(frozen=True)
class Publisher:
    """One fictional publisher; `key` is its host label, `path` the pattern of its story addresses."""

    key: str
    name: str
    lang: str
    place: str
    country: str
    template: str
    tagline: str
    path: str
    feed: FeedKind
    feed_path: str
    guid: Literal["permalink", "tag", "number", "none"]
    utc_offset: str
    date: str
    sections: tuple[str, ...]
    chrome: tuple[str, ...]
    charset: str = "utf-8"
    declares_charset: bool = True
    feed_dates: bool = True
    full_text: bool = False
    page_validators: bool = True
    jsonld: bool = False


@dataclass(frozen=True)
class Picture:
    """Caption and credit of one image as they were written, apart from each other."""

    caption: str
    credit: str


@dataclass(frozen=True)
class Truth:
    """What a reader of the page should get: compare it with what came out.

    `paragraphs` are all lines of the body in order, subheads (`headings`), quotes and list items included; of a
    paywalled page only those that are served. `chrome` must not appear in the body. `gone` pages answer 410. Only the
    kinds `article` and `liveblog` are articles. `agency` is the text's wire agency, `agency_in` where it is named.
    """

    id: str
    publisher: str
    url: str
    kind: StoryKind
    version: int
    change: str
    gone: bool
    title: str
    subtitle: str
    byline: str
    authors: tuple[str, ...]
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    pictures: tuple[Picture, ...]
    published_at: datetime
    modified_at: datetime
    language: str
    paywalled: bool
    note: str
    agency: str
    agency_in: str
    chrome: tuple[str, ...]

    @property
    def is_article(self) -> bool:
        return self.kind in ("article", "liveblog") and not self.gone

    @property
    def caption(self) -> str:
        """Of the lead picture; empty when there is none."""
        return self.pictures[0].caption if self.pictures else ""

    @property
    def credit(self) -> str:
        return self.pictures[0].credit if self.pictures else ""
