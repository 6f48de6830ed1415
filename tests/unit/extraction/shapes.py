"""Pages of imaginary news sites: one story in every shape that a page can have, composed from independent choices.

`compose(story, random)` returns bytes, the URL's charset header (or None) and the choices, so that a failure can be
read. Nothing here knows how extraction works.
"""

# ruff: noqa: E501 (markup as it is written)
from __future__ import annotations

from random import Random

from tests.unit.extraction.furnishings import (
    BIO,
    BOILERPLATE,
    BYLINES,
    CAPTIONS,
    COMMENTS,
    COOKIE,
    DATES,
    ENCODINGS,
    FURNITURE,
    HEADLINES,
    META,
    NAV,
    PARAGRAPHS,
    RELATED,
    SUMMARIES,
    WRAPPERS,
    Story,
    esc,
)
from tests.unit.extraction.layouts import encode, head, photo, wrap


class Composer:
    """One page: makes each choice once and remembers it in `choices`."""

    def __init__(self, story: Story, random: Random) -> None:
        self.story, self.random = story, random
        self.wrapper = random.choice(WRAPPERS)
        self.paragraph = random.choice(PARAGRAPHS)
        self.caption = random.choice(CAPTIONS)
        self.meta = random.choice(META)
        self.headline = random.choice(HEADLINES)
        self.encoding = random.choice(ENCODINGS)
        self.furniture = set(random.sample(FURNITURE, random.choice((0, 3, 8, 14, 20))))
        if not any(name.startswith("skip") for name in self.furniture):
            self.furniture.add(random.choice(("skip-body", "skip-nav", "skip-p", "skip-div", "skip-inside")))
        if self.meta == "no-title":
            self.headline = "absent"

    @property
    def choices(self) -> str:
        return " ".join(
            (
                self.wrapper,
                self.paragraph,
                self.caption,
                self.meta,
                self.headline,
                self.encoding,
                *sorted(self.furniture),
            )
        )

    def has(self, *names: str) -> bool:
        return any(name in self.furniture for name in names)

    # ------------------------------------------------------------ the story

    def inline(self, text: str, number: int) -> str:
        words = esc(text).split(" ")
        if self.paragraph != "inline" or len(words) < 8:
            return esc(text)
        at = 2 + number % 4
        tag = ("a href='/topic/x'", "em", "strong", "b", "i", "span class='hl'")[number % 6]
        words[at] = f"<{tag}>{words[at]}"
        words[at + 1] += f"</{tag.split()[0]}>"
        return " ".join(words)

    def middle(self, number: int) -> list[str]:
        """Boxes that stand before paragraph `number`."""
        boxes = []
        if number == 4 and self.has("related-mid"):
            items = "".join(f'<li><a href="/{i}">{esc(text)}</a></li>' for i, text in enumerate(RELATED[:3]))
            boxes.append(
                f'<div class="{self.random.choice(("related", "inline-related", "read-more-box", "story-links"))}"><h3>Related stories</h3><ul>{items}</ul></div>'
            )
        if number == 6 and self.has("related-mid-p"):
            boxes.append(f'<p><b>READ MORE:</b> <a href="/x">{esc(RELATED[1])}</a></p>')
        if number == 8 and self.has("newsletter-mid"):
            boxes.append(
                '<div class="newsletter-box"><h4>Get the morning briefing</h4><p>Sign up for our newsletter and get the day\'s top stories delivered to your inbox every morning.</p><input type="email"><button>Sign up</button></div>'
            )
        if number in (3, 9) and self.has("ads"):
            boxes.append('<div class="ad-slot"><span>Advertisement</span><div id="gpt-1"></div></div>')
        if number == 7 and self.has("ads-bare"):
            boxes.append("<p>ADVERTISEMENT</p>")
        if number == 5 and self.has("continues"):
            boxes.append("<p>Story continues below advertisement</p>")
        if number == 11 and self.has("pullquote"):
            sentence = (
                self.story.paragraphs[3].split('"')[1]
                if '"' in self.story.paragraphs[3]
                else self.story.paragraphs[3][:80]
            )
            boxes.append(f'<aside class="pullquote"><p>{esc(sentence)}</p></aside>')
        if number == 10 and self.has("video"):
            boxes.append('<div class="video-player"><p>Play Video</p><span>0:00 / 2:14</span></div>')
        if number == 12 and self.has("share-inside"):
            boxes.append(
                '<ul class="share-tools"><li><a href="#">Facebook</a></li><li><a href="#">Twitter</a></li><li><a href="#">Email</a></li></ul>'
            )
        if number == 9 and self.has("ad-text-node"):
            boxes.append("<div>Advertisement</div>")
        if number == 5 and self.has("subscribe-mid"):
            boxes.append(
                '<div class="c-piano"><p>Support independent journalism. Subscribe today for unlimited access.</p></div>'
            )
        if number == 14 and self.has("teaser-links"):
            boxes.append(f'<div><a href="/1"><img src="/t.jpg" width="120"><span>{esc(RELATED[0])}</span></a></div>')
        if number == 16 and self.has("more-coverage"):
            boxes.append(f'<p>More coverage: <a href="/1">{esc(RELATED[1])}</a></p>')
        if number == 2 and self.has("audio-player"):
            boxes.append('<div class="audio"><span>Listen to this article</span> <span>5 min</span></div>')
        if number == 13 and self.has("iframe"):
            boxes.append('<iframe src="https://ads.example/x">Your browser does not support iframes.</iframe>')
        return boxes

    def body(self) -> str:
        parts: list[str] = []
        style, boxes = self.paragraph, [self.middle(number) for number in range(len(self.story.paragraphs))]
        texts = [self.inline(text, number) for number, text in enumerate(self.story.paragraphs)]
        if style in ("br1", "br2", "text-nodes", "span"):
            return self.loose(style, texts, boxes)
        opening, closing = {
            "div": ("<div>", "</div>"), "unclosed": ("<p>", ""), "td": ("<tr><td><p>", "</p></td></tr>"), "p-class": ('<p class="par">', "</p>"),
            "p-font": ('<p><font face="Arial" size="2">', "</font></p>"), "li-less-section": ("<section><p>", "</p></section>"), "custom": ("<news-paragraph>", "</news-paragraph>"),
            "pre-line": ("<div class='t'><p>", "</p></div>"),
        }.get(style, ("<p>", "</p>"))  # fmt: skip
        for number, text in enumerate(texts):
            row = "".join(boxes[number])
            if style == "td" and row:
                row = f"<tr><td>{row}</td></tr>"
            parts.append(row + opening + text + closing)
            if number == 0 and self.caption == "after-first":
                parts.append(
                    f"<tr><td>{photo(self.story, self.caption, amp=self.wrapper == 'amp')}</td></tr>"
                    if style == "td"
                    else photo(self.story, self.caption, amp=self.wrapper == "amp")
                )
        if style == "td":
            return "<table>" + "\n".join(parts) + "</table>"
        if style == "blocks":
            groups = [parts[i : i + 5] for i in range(0, len(parts), 5)]
            between = '<div class="ad"><p>Advertisement</p></div>' if self.has("ads") else '<div class="spacer"></div>'
            return between.join(f'<div class="text-block">{"".join(group)}</div>' for group in groups)
        return self.spacing(style, parts)

    def spacing(self, style: str, parts: list[str]) -> str:
        """Styles that only change what stands around or inside the paragraphs."""
        if style == "empty-p":
            return "<p>&nbsp;</p>".join(parts)
        if style == "wrapped":
            return "\n".join(part.replace(" of ", "\n of ").replace(" and ", "\n      and ") for part in parts)
        if style == "dropcap":
            first = esc(self.story.paragraphs[0])
            return "\n".join(parts).replace(f"<p>{first}", f'<p><span class="dropcap">{first[0]}</span>{first[1:]}', 1)
        if style == "p-br":
            return "\n".join(part.replace("</p>", "<br></p>") for part in parts)
        if style == "data-attrs":
            return "\n".join(
                part.replace("<p>", f'<p data-index="{i}" id="p{i}" class="css-{i}ab{i} e1x{i}">', 1)
                for i, part in enumerate(parts)
            )
        if style == "double-div":
            return "\n".join(part.replace("<p>", "<div><div>").replace("</p>", "</div></div>") for part in parts)
        if style == "links-p":
            parts[6] = f'<p><a href="/other">{esc(RELATED[2])}</a></p>' + parts[6]
            parts[9] = f'<p><strong><a href="/other">{esc(RELATED[0])}</a></strong></p>' + parts[9]
        if style == "script-between":
            return "<script>document.write('<p>x</p>');</script>".join(parts)
        return "\n".join(parts)

    def loose(self, style: str, texts: list[str], boxes: list[list[str]]) -> str:
        out: list[str] = []
        for number, text in enumerate(texts):
            out += boxes[number]
            if style == "span":
                out.append(f"<span>{text}</span>")
            elif style == "text-nodes":
                out.append(text + f'<div class="sp{number % 2}"></div>')
            else:
                out.append(text + ("<br>" if style == "br1" else "<br><br>"))
            if number == 0 and self.caption == "after-first":
                out.append(photo(self.story, self.caption, amp=self.wrapper == "amp"))
        return ("<div class='copy'>" if self.wrapper != "body" else "<div>") + "\n".join(out) + "</div>"

    # ------------------------------------------------------------ around the story

    def head_line(self) -> str:
        title = esc(self.story.title)
        return {
            "h1": f"<h1>{title}</h1>", "h2": f'<h2 class="title">{title}</h2>', "div": f'<div class="headline">{title}</div>', "absent": "",
            "h1-header": f'<header><h1 class="entry-title">{title}</h1></header>', "p-big": f"<p><font size='5'><b>{title}</b></font></p>",
        }[self.headline]  # fmt: skip

    def above(self) -> str:
        out = []
        if self.has("skip-inside"):
            out.append(f'<p><a href="#x">{esc(self.story.skip)}</a></p>')
        out.append(self.head_line())
        if self.has("author-card-top"):
            out.append(
                '<div class="author-card"><img src="/ml.jpg" width="48" height="48" alt="Maria Lindqvist"><a href="/ml">Maria Lindqvist</a><span>Senior correspondent</span></div>'
            )
        if self.has("byline"):
            out.append(f'<div class="byline">{esc(self.random.choice(BYLINES))}</div>')
        if self.has("byline-p", "byline-inside"):
            out.append(f"<p>{esc(self.random.choice(BYLINES))}</p>")
        if self.has("date"):
            out.append(f'<span class="date">{esc(self.random.choice(DATES))}</span>')
        if self.has("date-p"):
            out.append(f"<p>{esc(self.random.choice(DATES))}</p>")
        if self.has("reading-time"):
            out.append("<div>4 min read</div>")
        if self.has("share"):
            out.append(
                '<div class="share-bar"><a href="#">Share</a> <a href="#">Tweet</a> <a href="#">Email</a> <a href="#">Print</a></div>'
            )
        if self.has("tools"):
            out.append("<div><a href='#'>Print</a> | <a href='#'>E-mail</a> | <a href='#'>Text size</a></div>")
        if self.has("print-line"):
            out.append("<p>Share this article</p>")
        if self.caption != "after-first":
            out.append(photo(self.story, self.caption, amp=self.wrapper == "amp"))
        return "\n".join(out)

    def below(self) -> str:
        out = []
        if self.has("copyright-inside"):
            out.append(
                "<p>© 2015 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.</p>"
            )
        if self.has("contributors"):
            out.append("<p>Associated Press writers John Roe and Maria Lindqvist contributed to this report.</p>")
        if self.has("topics-inside"):
            out.append('<ul class="topics"><li><a href="/t">Europe</a></li><li><a href="/u">Security</a></li></ul>')
        if self.has("correction-form"):
            out.append("<p>Have a news tip? Contact the newsroom at tips@harbour.example</p>")
        if self.has("gift"):
            out.append("<div><button>Gift this article</button></div>")
        if self.has("tags"):
            out.append(
                '<div class="tags">Tags: <a href="/t/1">Europe</a>, <a href="/t/2">Security</a>, <a href="/t/3">Politics</a></div>'
            )
        if self.has("bio"):
            out.append(f'<div class="author-bio"><img src="/a.jpg" width="40" height="40"><p>{BIO}</p></div>')
        if self.has("bio-bare"):
            out.append(f"<p><i>{BIO}</i></p>")
        if self.has("follow"):
            out.append("<p>Follow us on Twitter @harbourcourier and like us on Facebook.</p>")
        if self.has("contact"):
            out.append("<p>Report an error or send us a tip</p>")
        if self.has("paywall"):
            out.append(
                '<div class="paywall"><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in</p></div>'
            )
        if self.has("app"):
            out.append("<p>Download our app for breaking news alerts on your phone.</p>")
        if self.has("newsletter-end"):
            out.append(
                "<div><h3>Newsletter</h3><p>Sign up for our daily newsletter to get the latest headlines in your inbox.</p></div>"
            )
        if self.has("related-end"):
            items = "".join(
                f'<div class="card"><a href="/{i}"><h3>{esc(text)}</h3></a></div>' for i, text in enumerate(RELATED)
            )
            out.append(f'<section class="related-articles"><h2>More from The Harbour Courier</h2>{items}</section>')
        if self.has("related-end-bare"):
            out.append(
                "<h3>Most popular</h3><ul>"
                + "".join(f'<li><a href="/{i}">{esc(text)}</a></li>' for i, text in enumerate(RELATED))
                + "</ul>"
            )
        return "\n".join(out)

    def comments(self) -> str:
        if self.has("long-comments"):
            rows = "".join(
                f'<div class="comment-item"><div class="comment-author">reader{i}</div><div class="comment-text"><p>{COMMENTS[i % 4]}</p><p>{COMMENTS[(i + 1) % 4]}</p></div></div>'
                for i in range(14)
            )
            return f'<div class="comments-wrapper"><h2>Comments</h2>{rows}<form><textarea></textarea><button>Post comment</button></form></div>'
        if self.has("flat-comments"):
            rows = "".join(f"<p><b>reader{i}</b></p><p>{text}</p>" for i, text in enumerate(COMMENTS))
            return f"<div><h3>Join the conversation</h3>{rows}</div>"
        if self.has("comments"):
            rows = "".join(
                f'<li class="comment"><b>reader{i}</b> <span class="time">{i + 2} hours ago</span><p>{text}</p><a href="#">Reply</a></li>'
                for i, text in enumerate(COMMENTS)
            )
            return f'<section id="comments"><h3>{len(COMMENTS)} Comments</h3><ol>{rows}</ol></section>'
        if self.has("comments-bare"):
            rows = "".join(f"<div><b>reader{i}</b> wrote:<div>{text}</div></div>" for i, text in enumerate(COMMENTS))
            return f"<div><div><h3>Comments ({len(COMMENTS)})</h3></div><div>{rows}</div></div>"
        return ""

    def before(self) -> str:
        skip, out = esc(self.story.skip), []
        if self.has("site-h1"):
            out.append(f'<div class="logo"><h1><a href="/">{esc(self.story.site)}</a></h1></div>')
        if self.has("hidden-menu"):
            out.append(
                '<div style="display:none"><a href="/a">Menu</a><p>Choose your edition and your language in the settings of your account.</p></div>'
            )
        if self.has("live-strip"):
            out.append(f'<div class="strip"><span>LIVE</span> <a href="/l">{esc(RELATED[3])}</a></div>')
        if self.has("long-sidebar-first"):
            rows = "".join(
                f'<div><a href="/{i}">{esc(RELATED[i])}</a><p>{text}</p></div>' for i, text in enumerate(SUMMARIES)
            )
            out.append(f'<div class="left-rail"><h3>Top stories</h3>{rows}</div>')
        if self.has("skip-body"):
            out.append(f'<a href="#content">{skip}</a>')
        if self.has("skip-nav"):
            out.append(f'<nav><a class="skip-link" href="#content">{skip}</a></nav>')
        if self.has("skip-p"):
            out.append(f"<p>{skip}</p>")
        if self.has("skip-div"):
            out.append(f'<div id="skip"><a href="#main">{skip}</a></div>')
        if self.has("cookie"):
            out.append(f'<div class="cookie-banner"><p>{COOKIE}</p><button>Accept</button></div>')
        if self.has("ticker"):
            out.append(f'<div class="ticker"><b>Breaking</b> <a href="/b">{esc(RELATED[0])}</a></div>')
        if self.has("login"):
            out.append('<div><a href="/login">Log in</a> <a href="/join">Subscribe</a></div>')
        if self.has("search"):
            out.append('<form action="/s"><input name="q"><button>Search</button></form>')
        if self.has("nav"):
            out.append("<nav>" + " ".join(f'<a href="/{name}">{name}</a>' for name in NAV) + "</nav>")
        if self.has("nav-ul"):
            out.append("<div><ul>" + "".join(f'<li><a href="/{name}">{name}</a></li>' for name in NAV) + "</ul></div>")
        if self.has("breadcrumb"):
            out.append(
                '<div class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/world">World</a> &gt; Europe</div>'
            )
        return "\n".join(out)

    def after(self) -> str:
        out = [self.comments()]
        if self.has("modal"):
            out.append(
                '<div class="modal" role="dialog" aria-hidden="true"><p>Enjoying our content? Create a free account to save stories, follow topics and get alerts that matter to you.</p></div>'
            )
        if self.has("recirc-cards"):
            cards = "".join(
                f'<article class="card"><h3><a href="/{i}">{esc(RELATED[i])}</a></h3><p>{text}</p></article>'
                for i, text in enumerate(SUMMARIES)
            )
            out.append(f'<section class="recirc"><h2>Latest news</h2>{cards}</section>')
        if self.has("weather"):
            out.append("<div><h4>Weather</h4><p>Tonight: clear, 4°C</p><p>Tomorrow: rain, 7°C</p></div>")
        if self.has("print-footer"):
            out.append(
                '<div class="print-only"><p>Printed from The Harbour Courier. Find more at https://news.example</p></div>'
            )
        if self.has("most-read"):
            rows = "".join(
                f'<li><h4><a href="/{i}">{esc(RELATED[i])}</a></h4><p>{text}</p></li>'
                for i, text in enumerate(SUMMARIES)
            )
            out.append(f'<aside class="sidebar"><h3>Most read</h3><ol>{rows}</ol></aside>')
        if self.has("most-read-bare"):
            rows = "".join(
                f'<div><a href="/{i}">{esc(RELATED[i])}</a><div>{text}</div></div>' for i, text in enumerate(SUMMARIES)
            )
            out.append(f"<div><h3>Most Read</h3>{rows}</div>")
        if self.has("footer"):
            out.append(
                "<footer>"
                + "".join(f"<p>{text}</p>" for text in BOILERPLATE)
                + '<a href="/privacy">Privacy policy</a></footer>'
            )
        if self.has("footer-bare"):
            out.append('<div id="footer">' + "".join(f"<p>{text}</p>" for text in BOILERPLATE) + "</div>")
        return "\n".join(out)

    def page(self) -> tuple[bytes, str | None]:
        inner = self.above() + "\n" + self.body() + "\n" + self.below()
        body = f"{self.before()}\n{wrap(self.wrapper, inner, self.story.site)}\n{self.after()}"
        lang = "amp lang=en" if self.wrapper == "amp" else 'lang="en"'
        return encode(self.encoding, lang, head(self.story, self.meta), body)


def compose(story: Story, seed: int) -> tuple[bytes, str | None, str]:
    """Page number `seed` of this story: bytes, charset of the header, the choices made."""
    composer = Composer(story, Random(seed))
    body, charset = composer.page()
    return body, charset, composer.choices
