"""What stands around a story on the pages of an imaginary news site, and the choices that can be made."""

# ruff: noqa: E501 (markup as it is written)
from __future__ import annotations

import html
from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """What a page tells. `skip`: its skip link; `caption` and `credit`: of its one photo."""

    skip: str
    title: str
    caption: str
    credit: str
    paragraphs: tuple[str, ...]
    site: str = "The Harbour Courier"


NAV = ("Home", "News", "World", "Business", "Sports", "Opinion", "Weather", "Obituaries")
RELATED = (
    "Airlines cancel flights as storm nears the coast",
    "Ten things to know before the vote in the capital",
    "Mayor promises new bridge by the end of next year",
    "Watch: Crowds gather in the old harbour district",
)
COMMENTS = (
    "I have lived in that part of the city for thirty years and I have never seen anything like it. The council should have acted"
    " a long time ago, and everybody who lives here knows exactly why they did not.",
    "Well said. My brother-in-law works for the port authority, and he told me the very same thing last week. Nobody listens to the"
    " people who do the work, and then they act surprised when it all falls apart.",
    "This is what you get when you elect people who never held a job in their lives! Next time think before you vote, that is all I"
    " have to say about the matter, and I will not be coming back to read the replies.",
    "Can anybody explain to me why the paper did not mention the report from 2012? It was all in there, page after page of it, and it"
    " has been sitting on somebody's desk ever since.",
)
SUMMARIES = (
    "The harbour board voted on Thursday to widen the eastern quay, a project that has been discussed for more than a decade.",
    "Two schools will stay closed until the end of the month after engineers found cracks in the roof of the gymnasium.",
    "A retired teacher has turned his garage into a museum of radios, and visitors come from as far away as Norway.",
)
BOILERPLATE = (
    "The Harbour Courier is a member of the Regional Press Council and follows its code of practice. If you have a complaint about"
    " editorial content, please contact the readers' editor, who will look into it within ten working days.",
    "© 2015 Harbour Courier Media Group. All rights reserved. This material may not be published, broadcast, rewritten or"
    " redistributed without permission.",
)
COOKIE = "We use cookies and similar technologies to improve your experience, to analyse traffic and to show you personalised ads. By clicking accept you agree to our use of cookies."
BIO = "Maria Lindqvist is a senior correspondent who has covered the region for twelve years. Follow her on Twitter @mlindqvist."
BYLINES = (
    "By MARIA LINDQVIST and JOHN ROE",
    "By Maria Lindqvist, The Harbour Courier",
    "Maria Lindqvist | The Harbour Courier",
    "By The Associated Press",
    "The Associated Press",
)
DATES = (
    "Published Tuesday, November 17, 2015 6:22AM EST",
    "Nov. 17, 2015 at 10:05 a.m.",
    "Updated 17 November 2015, 14:05 GMT",
    "17/11/2015",
    "Posted 3 hours ago",
    "Published: 2015-11-17 10:05",
)

WRAPPERS = (
    "article",
    "main",
    "soup",
    "table",
    "section",
    "nested",
    "wordpress",
    "drupal",
    "fonts",
    "amp",
    "body",
    "content-classes",
    "columns",
    "form",
    "center",
    "poisoned",
    "poisoned-2",
    "hashed",
    "teasers-before",
    "list",
    "quote",
    "ids",
    "unclosed-nav",
    "grid",
    "two-h1",
)
PARAGRAPHS = (
    "p",
    "p",
    "div",
    "br2",
    "br1",
    "unclosed",
    "span",
    "text-nodes",
    "td",
    "inline",
    "blocks",
    "p-class",
    "p-font",
    "li-less-section",
    "custom",
    "pre-line",
    "empty-p",
    "wrapped",
    "dropcap",
    "p-br",
    "data-attrs",
    "double-div",
    "links-p",
    "script-between",
    "h4-mid",
)
CAPTIONS = ("glued", "span", "div", "cite", "small", "first-p", "div-caption", "alt-too", "td", "wp-caption-text", "bare-p", "own-line", "dl", "brackets", "dash", "photo-label", "em", "nested-div", "figcaption-p", "none-figure-span", "after-first", "br", "twice", "alt-only", "credit-first", "aside", "picture", "noscript", "hcaption", "gallery", "span-credit-label", "p-i", "caption-then-img")  # fmt: skip
META = ("none", "og", "json-ld", "json-ld-body", "wrong-og", "graph", "suffix", "twitter", "no-title")
HEADLINES = ("h1", "h2", "div", "absent", "h1-header", "p-big")
FURNITURE = ("skip-body", "skip-nav", "skip-p", "skip-div", "skip-inside", "nav", "nav-ul", "breadcrumb", "byline", "byline-p", "date", "date-p", "byline-inside", "share", "share-inside", "related-mid", "related-mid-p", "related-end", "related-end-bare", "newsletter-mid", "newsletter-end", "ads", "ads-bare", "comments", "comments-bare", "footer", "footer-bare", "cookie", "most-read", "most-read-bare", "bio", "bio-bare", "tags", "tools", "paywall", "app", "pullquote", "continues", "copyright-inside", "reading-time", "login", "search", "ticker", "video", "iframe", "print-line", "follow", "contact", "long-comments", "flat-comments", "teaser-links", "ad-text-node", "site-h1", "long-sidebar-first", "print-footer", "contributors", "topics-inside", "more-coverage", "modal", "live-strip", "recirc-cards", "audio-player", "gift", "correction-form", "subscribe-mid", "weather", "author-card-top", "hidden-menu")  # fmt: skip
ENCODINGS = (
    "utf-8",
    "utf-8",
    "latin-1",
    "no-charset",
    "entities",
    "uppercase",
    "xhtml",
    "minified",
    "indented",
    "smart",
    "nbsp",
    "zero-width",
    "bom",
    "crlf",
    "comments",
    "sloppy",
)


def esc(text: str) -> str:
    return html.escape(text, quote=False)
