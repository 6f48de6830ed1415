"""The four feed formats, from what is out at a moment. Deterministic: the same stories give the same bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from examples.newsroom.model import Edition, FeedKind, Publisher, Story
from examples.newsroom.render import address, full_text, number_of
from examples.newsroom.timeline import Moment, http_date

CONTENT_TYPES: dict[FeedKind, str] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True)
class FeedLink:
    """A feed for the list: its title, its address and the front page it belongs to."""

    title: str
    url: str
    home: str


@dataclass(frozen=True)
class Issue:
    """What a feed is written from. `changed` is the second of its last change."""

    publisher: Publisher
    base: str
    moment: Moment
    changed: float
    shown: list[tuple[Story, Edition]]

    def link(self, story: Story) -> str:
        url = address(self.publisher, story, self.base)
        return f"{url}?{story.tracking}" if story.tracking else url

    def guid(self, story: Story) -> str:
        number = number_of(story)
        if self.publisher.guid == "tag":
            return f"tag:{self.publisher.key}.example,2024:{number}"
        return str(number) if self.publisher.guid == "number" else address(self.publisher, story, self.base)

    def stamp(self, at: float) -> str:
        return self.moment.wall(at).isoformat().replace("+00:00", "Z")


def write(issue: Issue) -> str:
    """The feed document in its publisher's format."""
    return {"rss": rss, "atom": atom, "rdf": rdf, "json": json_feed}[issue.publisher.feed](issue)


def rss(issue: Issue) -> str:
    """RSS 2.0; edits show in dc:date, full text in content:encoded."""
    own = issue.publisher
    items = "".join(_rss_item(issue, story, edition) for story, edition in issue.shown)
    built = _tag("lastBuildDate", http_date(issue.moment.wall(issue.changed))) if own.feed_dates else ""
    return (
        f'<?xml version="1.0" encoding="{own.charset.upper()}"?>\n<rss version="2.0"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        + _tag("title", own.name)
        + _tag("link", issue.base + "/")
        + _tag("description", own.tagline)
        + _tag("language", own.lang)
        + built
        + f'<atom:link rel="self" type="application/rss+xml" href={quoteattr(issue.base + own.feed_path)}/>\n'
        + items
        + "</channel></rss>\n"
    )


def _rss_item(issue: Issue, story: Story, edition: Edition) -> str:
    own = issue.publisher
    lines = [_tag("title", edition.title), _tag("link", issue.link(story)), _tag("description", edition.summary)]
    if own.guid != "none":
        lines.append(_tag("guid", issue.guid(story), isPermaLink=str(own.guid == "permalink").lower()))
    if own.feed_dates:
        lines.append(_tag("pubDate", http_date(issue.moment.wall(story.published))))
        lines.append(_tag("dc:date", issue.stamp(edition.at)))
    lines += [_tag("dc:creator", name) for name in edition.authors]
    lines.append(_tag("category", story.section.title()))
    if own.full_text and story.kind == "article":
        text = full_text(edition).replace("]]>", "]]]]><![CDATA[>")
        lines.append(f"<content:encoded><![CDATA[{text}]]></content:encoded>\n")
    return f"<item>\n{''.join(lines)}</item>\n"


def atom(issue: Issue) -> str:
    """Atom 1.0 (RFC 4287): `updated` moves with every edit."""
    own = issue.publisher
    entries = ""
    for story, edition in issue.shown:
        people = "".join(f"<author>{_tag('name', name)}</author>" for name in edition.authors)
        entries += (
            "<entry>\n"
            + _tag("title", edition.title)
            + f'<link rel="alternate" type="text/html" href={quoteattr(issue.link(story))}/>\n'
            + _tag("id", issue.guid(story))
            + _tag("published", issue.stamp(story.published))
            + _tag("updated", issue.stamp(edition.at))
            + people
            + _tag("summary", edition.summary, type="text")
            + f"<category term={quoteattr(story.section)}/>\n</entry>\n"
        )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{own.lang}">\n'
        + _tag("title", own.name)
        + _tag("subtitle", own.tagline)
        + f'<link rel="alternate" href="{issue.base}/"/>\n<link rel="self" href="{issue.base}{own.feed_path}"/>\n'
        + _tag("id", f"{issue.base}{own.feed_path}")
        + _tag("updated", issue.stamp(issue.changed))
        + f"<author>{_tag('name', own.name)}</author>\n{entries}</feed>\n"
    )


def rdf(issue: Issue) -> str:
    """RSS 1.0: dates and authors through Dublin Core."""
    own = issue.publisher
    order = "".join(f"<rdf:li rdf:resource={quoteattr(issue.guid(story))}/>" for story, _ in issue.shown)
    items = "".join(
        f"<item rdf:about={quoteattr(issue.guid(story))}>\n"
        + _tag("title", edition.title)
        + _tag("link", issue.link(story))
        + _tag("description", edition.summary)
        + "".join(_tag("dc:creator", name) for name in edition.authors)
        + _tag("dc:subject", story.section)
        + _tag("dc:date", issue.stamp(edition.at))
        + "</item>\n"
        for story, edition in issue.shown
    )
    return (
        f'<?xml version="1.0" encoding="{own.charset}"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{issue.base}{own.feed_path}">\n'
        + _tag("title", own.name)
        + _tag("link", issue.base + "/")
        + _tag("description", own.tagline)
        + _tag("dc:language", own.lang)
        + f"<items><rdf:Seq>{order}</rdf:Seq></items>\n</channel>\n{items}</rdf:RDF>\n"
    )


def json_feed(issue: Issue) -> str:
    """JSON Feed 1.1."""
    own = issue.publisher
    items = [
        {
            "id": issue.guid(story),
            "url": issue.link(story),
            "title": edition.title,
            "summary": edition.summary,
            "content_text": edition.summary,
            "date_published": issue.stamp(story.published),
            "date_modified": issue.stamp(edition.at),
            "authors": [{"name": name} for name in edition.authors],
            "tags": list(story.keywords),
            "language": own.lang,
        }
        for story, edition in issue.shown
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": own.name,
        "description": own.tagline,
        "home_page_url": issue.base + "/",
        "feed_url": issue.base + own.feed_path,
        "language": own.lang,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def opml(title: str, feeds: list[FeedLink]) -> str:
    """OPML 2.0 with one outline per feed."""
    outlines = "".join(
        f'  <outline type="rss" text={quoteattr(feed.title)} title={quoteattr(feed.title)}'
        f" xmlUrl={quoteattr(feed.url)} htmlUrl={quoteattr(feed.home)}/>\n"
        for feed in feeds
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"<head>{_tag('title', title).strip()}</head>\n<body>\n{outlines}</body>\n</opml>\n"
    )


def _tag(name: str, text: str, **attributes: str) -> str:
    extra = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{extra}>{escape(text)}</{name}>\n"
