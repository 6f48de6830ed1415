"""The sample press: which answer belongs to which address at which moment."""

from __future__ import annotations

import threading
from collections import Counter
from html import escape
from urllib.parse import quote

from examples.newsroom import feeds, render, timeline
from examples.newsroom.content import Catalogue, plain
from examples.newsroom.delivery import Answer
from examples.newsroom.feeds import FeedLink, Issue
from examples.newsroom.model import Edition, Picture, Publisher, Story, Truth
from examples.newsroom.picture import picture
from examples.newsroom.timeline import Moment


class Press:
    """Knows the stories and counts how often a page with faults was asked for; the time is handed in with each call."""

    title = "The sample press"

    def __init__(self, catalogue: Catalogue, port: int) -> None:
        self._catalogue = catalogue
        self._port = port
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def base(self, key: str) -> str:
        return f"http://{key}.localhost:{self._port}"

    def feeds(self) -> list[FeedLink]:
        return [
            FeedLink(own.name, self.base(key) + own.feed_path, self.base(key) + "/")
            for key, own in self._catalogue.publishers.items()
        ]

    def answer(self, host: str, path: str, moment: Moment) -> Answer | None:
        """The answer of `host` (label before .localhost) to a GET of `path` (no query); None for an unknown host."""
        own = self._catalogue.publishers.get(host)
        if own is None:
            return None
        if path.startswith("/images/"):
            return Answer(200, picture(path), "image/png")
        if path == "/robots.txt":
            return Answer(200, b"User-agent: *\nDisallow: /search\n", "text/plain")
        if path == own.feed_path:
            return self._feed(own, moment)
        return self._page(own, path, moment)

    def _feed(self, own: Publisher, moment: Moment) -> Answer:
        stories = self._catalogue.of(own.key)
        changed = timeline.last_change(stories, moment.seconds)
        shown = timeline.on_sale(stories, moment.seconds)
        text = feeds.write(Issue(own, self.base(own.key), moment, changed, shown))
        kind = feeds.CONTENT_TYPES[own.feed]
        body = text.encode(own.charset, "xmlcharrefreplace")
        charset = "" if own.feed == "json" else f"; charset={own.charset}"
        return Answer(200, body, kind + charset, moment.wall(changed), validators=True)

    def _page(self, own: Publisher, path: str, moment: Moment) -> Answer:
        base = self.base(own.key)
        stories = self._catalogue.of(own.key)
        fronts = {"/", *(f"/{name.lower()}" for name in own.sections)}
        if path in fronts:
            shown = timeline.on_sale(stories, moment.seconds)
            return self._html(own, render.front_page(own, base, moment, shown))
        for story in stories:
            edition = timeline.standing(story, moment.seconds)
            if edition and render.address(own, story, "") == quote(path):
                return self._story(own, story, edition, moment)
        return self._html(own, render.notice(own, base, moment, "Not found", "There is no such page."), 404)

    def _story(self, own: Publisher, story: Story, edition: Edition, moment: Moment) -> Answer:
        base = self.base(own.key)
        if timeline.is_gone(story, moment.seconds):
            text = "This story has been withdrawn by the publisher."
            return self._html(own, render.notice(own, base, moment, "Withdrawn", text), 410)
        fault = self._fault(story)
        if fault == "503":
            text = "Too many readers at once. Please try again."
            page = render.notice(own, base, moment, "One moment, please", text)
            return self._html(own, page, 503, {"Retry-After": "1"})
        # What was out at the start: a page does not change because another story appears.
        others = [pair for pair in timeline.on_sale(self._catalogue.of(own.key), 0) if pair[0] != story]
        page = render.story_page(own, story, edition, base, moment, others)
        modified = moment.wall(edition.at)
        content_type = "text/html" + (f"; charset={own.charset}" if own.declares_charset else "")
        body = page.encode(own.charset, "xmlcharrefreplace")
        return Answer(200, body, content_type, modified, own.page_validators, cut=fault == "cut")

    def _fault(self, story: Story) -> str:
        with self._lock:
            self._asked[story.id] += 1
            place = self._asked[story.id] - 1
        return story.faults[place] if place < len(story.faults) else ""

    def _html(self, own: Publisher, page: str, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
        content_type = "text/html" + (f"; charset={own.charset}" if own.declares_charset else "")
        return Answer(status, page.encode(own.charset, "xmlcharrefreplace"), content_type, headers=headers or {})

    def schedule(self, moment: Moment) -> str:
        """What happens while it runs, as HTML for the index page."""
        rows = ""
        for event in timeline.events(self._catalogue.stories):
            own = self._catalogue.publishers[event.story.publisher]
            link = render.address(own, event.story, self.base(own.key))
            edition = timeline.standing(event.story, event.at)
            title = escape(edition.title if edition else event.story.slug)
            done = "✓" if event.at <= moment.seconds else ""
            rows += f"<tr><td>{event.at:.0f} s</td><td>{event.change}</td><td>{escape(own.name)}</td>"
            rows += f'<td><a href="{link}">{title}</a></td><td>{done}</td></tr>\n'
        return f"<h2>What happens while it runs</h2><table>{rows}</table>" if rows else ""

    def truth(self, moment: Moment) -> dict[str, Truth]:
        """What was written, by story id (publisher/slug), of all stories that have appeared by `moment`."""
        found = {}
        for story in self._catalogue.stories:
            if edition := timeline.standing(story, moment.seconds):
                own = self._catalogue.publishers[story.publisher]
                found[story.id] = truth_of(own, story, edition, self.base(own.key), moment)
        return found


def truth_of(own: Publisher, story: Story, edition: Edition, base: str, moment: Moment) -> Truth:
    """The truth of one page as it stands."""
    blocks = edition.blocks[: story.paywall] if story.paywall else edition.blocks
    text = [block for block in blocks if block.figure is None and story.kind in ("article", "liveblog")]
    figures = [edition.lead, *(block.figure for block in blocks)]
    return Truth(
        id=story.id,
        publisher=own.key,
        url=render.address(own, story, base),
        kind=story.kind,
        version=edition.number,
        change=edition.change,
        gone=timeline.is_gone(story, moment.seconds),
        title=edition.title,
        subtitle=edition.subtitle,
        byline=edition.byline,
        authors=edition.authors,
        paragraphs=tuple(plain(block.text) for block in text),
        headings=tuple(plain(block.text) for block in text if block.kind in ("heading", "post")),
        pictures=tuple(Picture(plain(figure.caption), figure.credit) for figure in figures if figure),
        published_at=timeline.local(own, moment.wall(story.published)),
        modified_at=timeline.local(own, moment.wall(edition.at)),
        language=own.lang,
        paywalled=story.paywall is not None,
        note=edition.note,
        agency=story.agency,
        agency_in=story.agency_in,
        chrome=own.chrome,
    )
