"""Pages of imaginary news sites: one story in every shape that a page can have, composed from independent choices.

`compose(story, random)` returns bytes, the URL's charset header (or None) and the choices, so that a failure can be
read. Nothing here knows how extraction works.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from random import Random


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
BYLINES = ("By MARIA LINDQVIST and JOHN ROE", "By Maria Lindqvist, The Harbour Courier", "Maria Lindqvist | The Harbour Courier", "By The Associated Press", "The Associated Press")
DATES = ("Published Tuesday, November 17, 2015 6:22AM EST", "Nov. 17, 2015 at 10:05 a.m.", "Updated 17 November 2015, 14:05 GMT", "17/11/2015", "Posted 3 hours ago", "Published: 2015-11-17 10:05")

WRAPPERS = ("article", "main", "soup", "table", "section", "nested", "wordpress", "drupal", "fonts", "amp", "body", "content-classes", "columns", "form", "center", "poisoned", "poisoned-2", "hashed", "teasers-before", "list", "quote", "ids", "unclosed-nav", "grid", "two-h1")
PARAGRAPHS = ("p", "p", "div", "br2", "br1", "unclosed", "span", "text-nodes", "td", "inline", "blocks", "p-class", "p-font", "li-less-section", "custom", "pre-line", "empty-p", "wrapped", "dropcap", "p-br", "data-attrs", "double-div", "links-p", "script-between", "h4-mid")
CAPTIONS = ("glued", "span", "div", "cite", "small", "first-p", "div-caption", "alt-too", "td", "wp-caption-text", "bare-p", "own-line", "dl", "brackets", "dash", "photo-label", "em", "nested-div", "figcaption-p", "none-figure-span", "after-first", "br", "twice", "alt-only", "credit-first", "aside", "picture", "noscript", "hcaption", "gallery", "span-credit-label", "p-i", "caption-then-img")  # fmt: skip
META = ("none", "og", "json-ld", "json-ld-body", "wrong-og", "graph", "suffix", "twitter", "no-title")
HEADLINES = ("h1", "h2", "div", "absent", "h1-header", "p-big")
FURNITURE = ("skip-body", "skip-nav", "skip-p", "skip-div", "skip-inside", "nav", "nav-ul", "breadcrumb", "byline", "byline-p", "date", "date-p", "byline-inside", "share", "share-inside", "related-mid", "related-mid-p", "related-end", "related-end-bare", "newsletter-mid", "newsletter-end", "ads", "ads-bare", "comments", "comments-bare", "footer", "footer-bare", "cookie", "most-read", "most-read-bare", "bio", "bio-bare", "tags", "tools", "paywall", "app", "pullquote", "continues", "copyright-inside", "reading-time", "login", "search", "ticker", "video", "iframe", "print-line", "follow", "contact", "long-comments", "flat-comments", "teaser-links", "ad-text-node", "site-h1", "long-sidebar-first", "print-footer", "contributors", "topics-inside", "more-coverage", "modal", "live-strip", "recirc-cards", "audio-player", "gift", "correction-form", "subscribe-mid", "weather", "author-card-top", "hidden-menu")  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "latin-1", "no-charset", "entities", "uppercase", "xhtml", "minified", "indented", "smart", "nbsp", "zero-width", "bom", "crlf", "comments", "sloppy")


def esc(text: str) -> str:
    return html.escape(text, quote=False)


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
        return " ".join((self.wrapper, self.paragraph, self.caption, self.meta, self.headline, self.encoding, *sorted(self.furniture)))

    def has(self, *names: str) -> bool:
        return any(name in self.furniture for name in names)

    # ------------------------------------------------------------ the photo

    def photo(self) -> str:
        caption, credit = esc(self.story.caption), esc(self.story.credit)
        img = '<img src="/media/jet-01.jpg" width="800" height="450" alt="A jet on a runway">'
        if self.wrapper == "amp":
            img = '<amp-img src="/media/jet-01.jpg" width="800" height="450" layout="responsive"></amp-img>'
        shapes = {
            "glued": f"<figure>{img}<figcaption>{caption}{credit}</figcaption></figure>",
            "span": f'<figure>{img}<figcaption>{caption}<span class="credit">{credit}</span></figcaption></figure>',
            "div": f'<div class="photo">{img}<div class="text">{caption}</div><div class="photo-credit">{credit}</div></div>',
            "cite": f"<figure>{img}<figcaption>{caption} <cite>{credit}</cite></figcaption></figure>",
            "small": f'<div class="image">{img}<p>{caption} <small>{credit}</small></p></div>',
            "first-p": f"<p>{img}</p><p>{caption}{credit}</p>",
            "div-caption": f'<div class="media">{img}<div class="caption">{caption}{credit}</div></div>',
            "alt-too": f'<figure><img src="/media/jet-01.jpg" alt="{html.escape(self.story.caption)}" title="{html.escape(self.story.caption)}"><figcaption>{caption}{credit}</figcaption></figure>',
            "td": f"<table><tr><td>{img}</td></tr><tr><td>{caption}{credit}</td></tr></table>",
            "wp-caption-text": f'<div id="attachment_1" class="wp-caption alignnone">{img}<p class="wp-caption-text">{caption}{credit}</p></div>',
            "bare-p": f"<p>{caption}{credit}</p>",
            "own-line": f"<div>{img}</div><p>{caption}</p><p>{credit}</p>",
            "dl": f'<dl class="gallery-item"><dt>{img}</dt><dd class="gallery-caption">{caption} {credit}</dd></dl>',
            "brackets": f"<figure>{img}<figcaption>{caption} ({credit})</figcaption></figure>",
            "dash": f"<figure>{img}<figcaption>{caption} — {credit}</figcaption></figure>",
            "photo-label": f"<figure>{img}<figcaption>{caption} Photo: {credit}</figcaption></figure>",
            "em": f"<div>{img}<br><em>{caption}</em> <i>{credit}</i></div>",
            "nested-div": f'<div class="lead-media"><div class="inner"><a href="/media/jet-01.jpg">{img}</a></div><div class="desc"><div>{caption}</div><div>{credit}</div></div></div>',
            "figcaption-p": f"<figure>{img}<figcaption><p>{caption}</p><p>{credit}</p></figcaption></figure>",
            "none-figure-span": f"<span class='img'>{img}</span><span class='legende'>{caption}</span><span class='copyright'>{credit}</span>",
            "after-first": f"<figure>{img}<figcaption>{caption}{credit}</figcaption></figure>",
            "twice": f'<figure class="mobile">{img}<figcaption>{caption}{credit}</figcaption></figure><figure class="desktop">{img}<figcaption>{caption}{credit}</figcaption></figure>',
            "alt-only": f'<figure><img src="/media/jet-01.jpg" alt="{html.escape(self.story.caption + self.story.credit)}"></figure>',
            "credit-first": f'<figure>{img}<span class="photo-credit">{credit}</span><figcaption>{caption}</figcaption></figure>',
            "aside": f'<aside class="lead-photo">{img}<p>{caption}<br>{credit}</p></aside>',
            "picture": f'<figure><picture><source srcset="/media/jet-01.webp">{img}</picture><figcaption><span>{caption}</span> <span>{credit}</span></figcaption></figure>',
            "noscript": f'<figure><img data-src="/media/jet-01.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><noscript>{img}</noscript><figcaption>{caption} {credit}</figcaption></figure>',
            "hcaption": f'<div>{img}<h6>{caption}{credit}</h6></div>',
            "gallery": f'<div class="slideshow"><div class="slide">{img}<div class="slide-caption">{caption}<span class="slide-credit">{credit}</span></div></div></div>',
            "span-credit-label": f'<figure>{img}<figcaption><span class="caption-text">{caption}</span><span class="credit"><span>Credit: </span>{credit}</span></figcaption></figure>',
            "p-i": f"<p align=center>{img}<br><i><font size=1>{caption} ({credit})</font></i></p>",
            "caption-then-img": f"<figure><figcaption>{caption}{credit}</figcaption>{img}</figure>",
            "br": f"<p>{img}<br>{caption}<br>{credit}</p>",
        }
        return shapes[self.caption]

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
            boxes.append(f'<div class="{self.random.choice(("related", "inline-related", "read-more-box", "story-links"))}"><h3>Related stories</h3><ul>{items}</ul></div>')
        if number == 6 and self.has("related-mid-p"):
            boxes.append(f'<p><b>READ MORE:</b> <a href="/x">{esc(RELATED[1])}</a></p>')
        if number == 8 and self.has("newsletter-mid"):
            boxes.append('<div class="newsletter-box"><h4>Get the morning briefing</h4><p>Sign up for our newsletter and get the day\'s top stories delivered to your inbox every morning.</p><input type="email"><button>Sign up</button></div>')
        if number in (3, 9) and self.has("ads"):
            boxes.append('<div class="ad-slot"><span>Advertisement</span><div id="gpt-1"></div></div>')
        if number == 7 and self.has("ads-bare"):
            boxes.append("<p>ADVERTISEMENT</p>")
        if number == 5 and self.has("continues"):
            boxes.append("<p>Story continues below advertisement</p>")
        if number == 11 and self.has("pullquote"):
            sentence = self.story.paragraphs[3].split('"')[1] if '"' in self.story.paragraphs[3] else self.story.paragraphs[3][:80]
            boxes.append(f'<aside class="pullquote"><p>{esc(sentence)}</p></aside>')
        if number == 10 and self.has("video"):
            boxes.append('<div class="video-player"><p>Play Video</p><span>0:00 / 2:14</span></div>')
        if number == 12 and self.has("share-inside"):
            boxes.append('<ul class="share-tools"><li><a href="#">Facebook</a></li><li><a href="#">Twitter</a></li><li><a href="#">Email</a></li></ul>')
        if number == 9 and self.has("ad-text-node"):
            boxes.append("<div>Advertisement</div>")
        if number == 5 and self.has("subscribe-mid"):
            boxes.append('<div class="c-piano"><p>Support independent journalism. Subscribe today for unlimited access.</p></div>')
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
                parts.append(f"<tr><td>{self.photo()}</td></tr>" if style == "td" else self.photo())
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
            return "\n".join(part.replace("<p>", f'<p data-index="{i}" id="p{i}" class="css-{i}ab{i} e1x{i}">', 1) for i, part in enumerate(parts))
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
                out.append(self.photo())
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
            out.append('<div class="author-card"><img src="/ml.jpg" width="48" height="48" alt="Maria Lindqvist"><a href="/ml">Maria Lindqvist</a><span>Senior correspondent</span></div>')
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
            out.append('<div class="share-bar"><a href="#">Share</a> <a href="#">Tweet</a> <a href="#">Email</a> <a href="#">Print</a></div>')
        if self.has("tools"):
            out.append("<div><a href='#'>Print</a> | <a href='#'>E-mail</a> | <a href='#'>Text size</a></div>")
        if self.has("print-line"):
            out.append("<p>Share this article</p>")
        if self.caption != "after-first":
            out.append(self.photo())
        return "\n".join(out)

    def below(self) -> str:
        out = []
        if self.has("copyright-inside"):
            out.append("<p>© 2015 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.</p>")
        if self.has("contributors"):
            out.append("<p>Associated Press writers John Roe and Maria Lindqvist contributed to this report.</p>")
        if self.has("topics-inside"):
            out.append('<ul class="topics"><li><a href="/t">Europe</a></li><li><a href="/u">Security</a></li></ul>')
        if self.has("correction-form"):
            out.append("<p>Have a news tip? Contact the newsroom at tips@harbour.example</p>")
        if self.has("gift"):
            out.append("<div><button>Gift this article</button></div>")
        if self.has("tags"):
            out.append('<div class="tags">Tags: <a href="/t/1">Europe</a>, <a href="/t/2">Security</a>, <a href="/t/3">Politics</a></div>')
        if self.has("bio"):
            out.append(f'<div class="author-bio"><img src="/a.jpg" width="40" height="40"><p>{BIO}</p></div>')
        if self.has("bio-bare"):
            out.append(f"<p><i>{BIO}</i></p>")
        if self.has("follow"):
            out.append("<p>Follow us on Twitter @harbourcourier and like us on Facebook.</p>")
        if self.has("contact"):
            out.append("<p>Report an error or send us a tip</p>")
        if self.has("paywall"):
            out.append('<div class="paywall"><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in</p></div>')
        if self.has("app"):
            out.append("<p>Download our app for breaking news alerts on your phone.</p>")
        if self.has("newsletter-end"):
            out.append("<div><h3>Newsletter</h3><p>Sign up for our daily newsletter to get the latest headlines in your inbox.</p></div>")
        if self.has("related-end"):
            items = "".join(f'<div class="card"><a href="/{i}"><h3>{esc(text)}</h3></a></div>' for i, text in enumerate(RELATED))
            out.append(f'<section class="related-articles"><h2>More from The Harbour Courier</h2>{items}</section>')
        if self.has("related-end-bare"):
            out.append("<h3>Most popular</h3><ul>" + "".join(f'<li><a href="/{i}">{esc(text)}</a></li>' for i, text in enumerate(RELATED)) + "</ul>")
        return "\n".join(out)

    def comments(self) -> str:
        if self.has("long-comments"):
            rows = "".join(f'<div class="comment-item"><div class="comment-author">reader{i}</div><div class="comment-text"><p>{COMMENTS[i % 4]}</p><p>{COMMENTS[(i + 1) % 4]}</p></div></div>' for i in range(14))
            return f'<div class="comments-wrapper"><h2>Comments</h2>{rows}<form><textarea></textarea><button>Post comment</button></form></div>'
        if self.has("flat-comments"):
            rows = "".join(f"<p><b>reader{i}</b></p><p>{text}</p>" for i, text in enumerate(COMMENTS))
            return f"<div><h3>Join the conversation</h3>{rows}</div>"
        if self.has("comments"):
            rows = "".join(f'<li class="comment"><b>reader{i}</b> <span class="time">{i + 2} hours ago</span><p>{text}</p><a href="#">Reply</a></li>' for i, text in enumerate(COMMENTS))
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
            out.append('<div style="display:none"><a href="/a">Menu</a><p>Choose your edition and your language in the settings of your account.</p></div>')
        if self.has("live-strip"):
            out.append(f'<div class="strip"><span>LIVE</span> <a href="/l">{esc(RELATED[3])}</a></div>')
        if self.has("long-sidebar-first"):
            rows = "".join(f'<div><a href="/{i}">{esc(RELATED[i])}</a><p>{text}</p></div>' for i, text in enumerate(SUMMARIES))
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
            out.append('<div class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/world">World</a> &gt; Europe</div>')
        return "\n".join(out)

    def after(self) -> str:
        out = [self.comments()]
        if self.has("modal"):
            out.append('<div class="modal" role="dialog" aria-hidden="true"><p>Enjoying our content? Create a free account to save stories, follow topics and get alerts that matter to you.</p></div>')
        if self.has("recirc-cards"):
            cards = "".join(f'<article class="card"><h3><a href="/{i}">{esc(RELATED[i])}</a></h3><p>{text}</p></article>' for i, text in enumerate(SUMMARIES))
            out.append(f'<section class="recirc"><h2>Latest news</h2>{cards}</section>')
        if self.has("weather"):
            out.append("<div><h4>Weather</h4><p>Tonight: clear, 4°C</p><p>Tomorrow: rain, 7°C</p></div>")
        if self.has("print-footer"):
            out.append('<div class="print-only"><p>Printed from The Harbour Courier. Find more at https://news.example</p></div>')
        if self.has("most-read"):
            rows = "".join(f'<li><h4><a href="/{i}">{esc(RELATED[i])}</a></h4><p>{text}</p></li>' for i, text in enumerate(SUMMARIES))
            out.append(f'<aside class="sidebar"><h3>Most read</h3><ol>{rows}</ol></aside>')
        if self.has("most-read-bare"):
            rows = "".join(f'<div><a href="/{i}">{esc(RELATED[i])}</a><div>{text}</div></div>' for i, text in enumerate(SUMMARIES))
            out.append(f"<div><h3>Most Read</h3>{rows}</div>")
        if self.has("footer"):
            out.append("<footer>" + "".join(f"<p>{text}</p>" for text in BOILERPLATE) + '<a href="/privacy">Privacy policy</a></footer>')
        if self.has("footer-bare"):
            out.append('<div id="footer">' + "".join(f"<p>{text}</p>" for text in BOILERPLATE) + "</div>")
        return "\n".join(out)

    def wrap(self, story: str) -> str:
        side = f'<ul>{"".join(f"<li><a href=/{n}>{n}</a></li>" for n in NAV)}</ul>'
        return {
            "article": f"<article>{story}</article>",
            "main": f'<main id="content">{story}</main>',
            "soup": f'<div id="a1"><div id="b2">{story}</div></div>',
            "table": f'<table width="760"><tr><td width="150">{side}</td><td>{story}</td></tr></table>',
            "section": f"<section>{story}</section>",
            "nested": f"<div><div><div><div><div><div>{story}</div></div></div></div></div></div>",
            "wordpress": f'<div id="page" class="site"><div id="primary"><article id="post-12" class="post-12 post type-post"><div class="entry-content">{story}</div></article></div></div>',
            "drupal": f'<div class="region region-content"><div class="node node-article"><div class="content"><div class="field field-name-body"><div class="field-items"><div class="field-item even">{story}</div></div></div></div></div></div>',
            "fonts": f'<center><table><tr><td><font face="Verdana" size="2">{story}</font></td></tr></table></center>',
            "amp": f'<article class="amp-wp-article"><div class="amp-wp-article-content">{story}</div></article>',
            "body": story,
            "content-classes": f'<div class="story-body"><div class="story-text">{story}</div></div>',
            "columns": f'<div class="row"><div class="col-3">{side}</div><div class="col-9">{story}</div></div>',
            "form": f'<form id="aspnetForm"><div id="ctl00_main">{story}</div></form>',
            "poisoned": f'<div class="has-sidebar newsletter-page"><div class="sidebar-grid"><div class="sidebar-grid__content social-wrapper">{story}</div></div></div>',
            "poisoned-2": f'<div id="comments-enabled" class="ad-free related-layout"><div class="nav-content promo">{story}</div></div>',
            "hashed": f'<div class="css-1x2y3z"><div class="sc-bdVaJa kQxYzA"><section class="css-9q8w7e">{story}</section></div></div>',
            "teasers-before": '<div class="row">' + "".join(f'<article><h3><a href="/{i}">{esc(RELATED[i])}</a></h3><p>{text}</p></article>' for i, text in enumerate(SUMMARIES)) + f"</div><div class='main'>{story}</div>",
            "list": f"<ul><li>{story}</li></ul>",
            "quote": f"<div><blockquote>{story}</blockquote></div>",
            "ids": f'<div id="wrap"><div id="text">{story}</div></div>',
            "unclosed-nav": f'<div><ul class="menu"><li><a href="/">Home</a><li><a href="/w">World</a></ul></div><div>{story}</div>',
            "grid": f'<div class="grid"><div class="grid__item one-third">{side}</div><div class="grid__item two-thirds">{story}</div><div class="grid__item">{side}</div></div>',
            "two-h1": f'<header class="page"><h1 class="site-name">{esc(self.story.site)}</h1></header><div class="page-body">{story}</div>',
            "center": f"<center><div align=left>{story}</div></center>",
        }[self.wrapper]  # fmt: skip

    def head(self) -> str:
        title, site = esc(self.story.title), esc(self.story.site)
        plain = '<meta name="viewport" content="width=device-width">'
        shown = {"none": f"<title>{title}</title>", "suffix": f"<title>{title} | {site}</title>", "no-title": "", "wrong-og": f"<title>{title} - {site}</title>"}
        head = shown.get(self.meta, f"<title>{title} - {site}</title>") + plain
        data: dict[str, object] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": self.story.title, "datePublished": "2015-11-17T06:22:00-05:00", "author": {"@type": "Person", "name": "Maria Lindqvist"}}
        if self.meta == "og":
            head += f'<meta property="og:title" content="{html.escape(self.story.title)}"><meta property="og:image" content="https://news.example/media/jet-01.jpg"><meta property="og:site_name" content="{site}">'
        if self.meta == "wrong-og":
            head += f'<meta property="og:title" content="{site}: news from the coast"><meta property="og:image" content="https://news.example/logo-share.png">'
        if self.meta == "twitter":
            head += f'<meta name="twitter:title" content="{html.escape(self.story.title)}"><meta name="author" content="Maria Lindqvist">'
        if self.meta == "json-ld-body":
            data["articleBody"] = " ".join(self.story.paragraphs)
        if self.meta in ("json-ld", "json-ld-body"):
            head += f'<script type="application/ld+json">{json.dumps(data)}</script>'
        if self.meta == "graph":
            head += '<script type="application/ld+json">' + json.dumps({"@graph": [{"@type": "WebSite", "name": self.story.site}, data]}) + "</script>"
        return head

    def page(self) -> tuple[bytes, str | None]:
        inner = self.above() + "\n" + self.body() + "\n" + self.below()
        body = f"{self.before()}\n{self.wrap(inner)}\n{self.after()}"
        lang = "amp lang=en" if self.wrapper == "amp" else 'lang="en"'
        return encode(self.encoding, lang, self.head(), body, self.random)


def encode(kind: str, lang: str, head: str, body: str, random: Random) -> tuple[bytes, str | None]:
    """The page in one of the encodings and habits of writing; its bytes and the charset of the header."""
    charset = '<meta charset="utf-8">'
    page = f"<!DOCTYPE html><html {lang}><head>{charset}{head}</head><body>\n{body}\n</body></html>"
    if kind == "latin-1":
        text = page.replace(charset, '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">')
        return text.encode("cp1252", "xmlcharrefreplace"), None
    if kind == "no-charset":
        return page.replace(charset, "").encode(), None
    if kind == "entities":
        return page.replace("—", "&mdash;").replace("'", "&#39;" if "='" not in page else "'").encode("ascii", "xmlcharrefreplace"), "us-ascii"
    if kind == "uppercase":
        for tag in ("p", "div", "table", "tr", "td", "br", "figure", "figcaption", "span", "body", "a"):
            page = page.replace(f"<{tag}>", f"<{tag.upper()}>").replace(f"</{tag}>", f"</{tag.upper()}>")
        return page.encode(), "utf-8"
    if kind == "xhtml":
        text = page.replace("<!DOCTYPE html><html", '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"')
        return text.replace("<br>", "<br />").encode(), None
    if kind == "minified":
        return page.replace("\n", "").encode(), "utf-8"
    if kind == "indented":
        return page.replace("\n", "\n\n            ").replace(">", ">\n\t\t", 0).encode(), "utf-8"
    if kind == "smart":
        return page.encode(), "UTF-8"
    if kind == "nbsp":
        return page.replace(" the ", "&nbsp;the ").encode(), "utf-8"
    if kind == "zero-width":
        return page.replace("ing ", "ing\u200b ").replace("<p>", "<p>\ufeff").replace(" of ", " of\u00ad ").encode(), "utf-8"
    if kind == "bom":
        return b"\xef\xbb\xbf" + page.encode(), None
    if kind == "crlf":
        return page.replace("\n", "\r\n").encode(), "utf-8"
    if kind == "comments":
        return page.replace("<p>", "<!-- p --><p>").replace("<div", "<!-- begin --><div").encode(), "utf-8"
    if kind == "sloppy":
        return page.replace("</body></html>", "").replace("<!DOCTYPE html>", "").replace("</font>", "").encode(), "utf-8"
    return page.encode(), "utf-8"


def compose(story: Story, seed: int) -> tuple[bytes, str | None, str]:
    """Page number `seed` of this story: bytes, charset of the header, the choices made."""
    composer = Composer(story, Random(seed))
    body, charset = composer.page()
    return body, charset, composer.choices
