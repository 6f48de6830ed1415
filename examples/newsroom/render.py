"""Pages from stories: a template file per publisher, made of parts that `string.Template` fills.

A part starts with a line `<!--: NAME -->`. What a publisher's file does not have comes from common.html. Parts called
`after N` are furniture put behind the N-th paragraph of a story, never at its end.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from string import Template
from urllib.parse import quote

from examples.newsroom.content import HERE
from examples.newsroom.model import Block, Edition, Figure, Publisher, Story
from examples.newsroom.timeline import Moment, local, said

_INLINE = re.compile(r"\[([^\]]+)\]\(([^)]+)\)|\*([^*]+)\*")
Shown = list[tuple[Story, Edition]]


@cache
def parts(template: str) -> dict[str, Template]:
    """The parts of templates/<template>.html over those of common.html."""
    found: dict[str, Template] = {}
    for name in ("common", template):
        text = (HERE / "templates" / f"{name}.html").read_text(encoding="utf-8")
        pieces = re.split(r"^<!--: (.+) -->\n", text, flags=re.MULTILINE)
        found |= {key: Template(value) for key, value in zip(pieces[1::2], pieces[2::2], strict=True)}
    return found


def address(publisher: Publisher, story: Story, base: str) -> str:
    """Where the story is: `base` is http://<publisher>.localhost:PORT."""
    return base + quote(publisher.path.format(section=story.section, slug=story.slug, number=number_of(story)))


def number_of(story: Story) -> int:
    """A stable number as content systems give to their pages."""
    return 100_000 + sum(ord(char) * (place + 7) for place, char in enumerate(story.id)) % 900_000


def story_page(publisher: Publisher, story: Story, edition: Edition, base: str, moment: Moment, others: Shown) -> str:
    """The whole page of a story. `others` are linked from its furniture."""
    part = parts(publisher.template)
    values = _story_values(publisher, story, edition, base, moment) | _related(publisher, base, others)
    blocks = edition.blocks[: story.paywall] if story.paywall else edition.blocks
    values["lead"] = _figure(part["figure"], edition.lead) if edition.lead else ""
    values["body"] = _body(part, blocks, values) + (part["paywall"].substitute(values) if story.paywall else "")
    values["correction"] = part["correction"].substitute(values) if edition.note else ""
    values["agency"] = part["agency"].substitute(values) if story.agency_line else ""
    kind = story.kind if story.kind in part else "article"
    main = part[kind].substitute(values)
    head = part["meta"].substitute(values)
    return _shell(publisher, base, moment, page_title=values["title"], head=head, main=main)


def front_page(publisher: Publisher, base: str, moment: Moment, shown: Shown) -> str:
    """The publisher's front page: a teaser for each story that is out."""
    part = parts(publisher.template)
    teasers = ""
    for story, edition in shown:
        teasers += part["teaser"].substitute(_story_values(publisher, story, edition, base, moment))
    main = part["front"].substitute(teasers=teasers, site=escape(publisher.name))
    head = part["feed link"].substitute(feed=base + publisher.feed_path, kind=publisher.feed)
    return _shell(publisher, base, moment, page_title=escape(publisher.name), head=head, main=main)


def notice(publisher: Publisher, base: str, moment: Moment, title: str, text: str) -> str:
    """A page that says one thing: not found, gone, out of order."""
    main = f"<h1>{escape(title)}</h1><p>{escape(text)}</p>"
    return _shell(publisher, base, moment, page_title=escape(title), head="", main=main)


def full_text(edition: Edition) -> str:
    """The body as plain HTML, as feeds with content:encoded carry it."""
    return "".join(_plain_block(block) for block in edition.blocks)


def html(text: str) -> str:
    """Escaped text with its inline marks as elements."""

    def mark(match: re.Match[str]) -> str:
        label, link, strong = match.groups()
        return f"<em>{strong}</em>" if strong else f'<a href="{link}">{label}</a>'

    return _INLINE.sub(mark, escape(text, quote=False))


def _shell(publisher: Publisher, base: str, moment: Moment, **values: str) -> str:
    nav = "".join(f'<li><a href="{base}/{quote(name.lower())}">{name}</a></li>' for name in publisher.sections)
    start = local(publisher, moment.started)
    return parts(publisher.template)["shell"].substitute(
        values,
        lang=publisher.lang,
        base=base,
        site=escape(publisher.name),
        tagline=escape(publisher.tagline),
        place=publisher.place,
        nav=nav,
        year=start.year,
        today=said(publisher, moment.started),
        charset=publisher.charset,
    )


def _story_values(publisher: Publisher, story: Story, edition: Edition, base: str, moment: Moment) -> dict[str, str]:
    published, modified = moment.wall(story.published), moment.wall(edition.at)
    url = address(publisher, story, base)
    image = f"{base}/images/{edition.lead.name}.png" if edition.lead else f"{base}/images/logo.png"
    values = {
        "url": url,
        "title": edition.title,
        "subtitle": edition.subtitle,
        "summary": edition.summary,
        "byline": edition.byline,
        "author": ", ".join(edition.authors),
        "section": story.section.title(),
        "keywords": ", ".join(story.keywords),
        "note": edition.note,
        "agency_line": story.agency_line,
        "site": publisher.name,
        "place": publisher.place,
    }
    values = {key: escape(value, quote=key in ("summary", "title")) for key, value in values.items()}
    return values | {
        "base": base,
        "image": image,
        "published": said(publisher, published),
        "modified": said(publisher, modified),
        "published_iso": local(publisher, published).isoformat(),
        "modified_iso": local(publisher, modified).isoformat(),
        "updated": parts(publisher.template)["updated"].substitute(modified=said(publisher, modified))
        if edition.number > 1
        else "",
        "jsonld": json_ld(publisher, story, edition, url, image, moment) if publisher.jsonld else "",
        "lang": publisher.lang,
    }


def _related(publisher: Publisher, base: str, others: Shown) -> dict[str, str]:
    values = {"most_read": ""}
    for place in range(4):
        title, link = "", base + "/"
        if place < len(others):
            story, edition = others[place]
            title, link = escape(edition.title), address(publisher, story, base)
            values["most_read"] += f'<li><a href="{link}">{title}</a></li>\n'
        values |= {f"related{place + 1}": title, f"related{place + 1}_url": link}
    return values


def _figure(part: Template, figure: Figure) -> str:
    return part.substitute(
        image=f"/images/{figure.name}.png",
        caption=html(figure.caption),
        alt=escape(figure.caption),
        credit=escape(figure.credit),
    )


def _body(part: dict[str, Template], blocks: tuple[Block, ...], values: dict[str, str]) -> str:
    lines: list[str] = []
    paragraphs = 0
    for place, block in enumerate(blocks, 1):
        if block.figure:
            lines.append(_figure(part.get("inline figure", part["figure"]), block.figure))
            continue
        lines.append(part[block.kind].substitute(values, text=html(block.text), clock=block.clock))
        paragraphs += block.kind == "p"
        furniture = part.get(f"after {paragraphs}")
        if furniture and block.kind == "p" and place < len(blocks):
            lines.append(furniture.substitute(values))
    return "".join(lines)


def _plain_block(block: Block) -> str:
    if block.figure:
        return f'<figure><img src="/images/{block.figure.name}.png" alt=""></figure>'
    tag = {"heading": "h2", "post": "h2", "quote": "blockquote", "item": "li"}.get(block.kind, "p")
    return f"<{tag}>{html(block.text)}</{tag}>\n"


def json_ld(publisher: Publisher, story: Story, edition: Edition, url: str, image: str, moment: Moment) -> str:
    """schema.org NewsArticle, LiveBlogPosting or VideoObject in a script element."""
    kinds = {"liveblog": "LiveBlogPosting", "video": "VideoObject", "gallery": "ImageGallery"}
    published = local(publisher, moment.wall(story.published)).isoformat()
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": kinds.get(story.kind, "NewsArticle"),
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": edition.title,
        "description": edition.summary,
        "image": [image],
        "datePublished": published,
        "dateModified": local(publisher, moment.wall(edition.at)).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in edition.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": publisher.name},
        "articleSection": story.section.title(),
        "keywords": list(story.keywords),
        "inLanguage": publisher.lang,
        "isAccessibleForFree": story.paywall is None,
    }
    if story.paywall is not None:
        part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".premium"}
        data["hasPart"] = part
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'
