"""Photos, layouts, head and encodings of pages of imaginary news sites."""

# ruff: noqa: E501 (markup as it is written)
from __future__ import annotations

import html
import json

from tests.unit.extraction.furnishings import NAV, RELATED, SUMMARIES, Story, esc


def photo(story: Story, kind: str, *, amp: bool) -> str:
    """The story's photo with its caption and credit in one of the ways sites write them."""
    caption, credit = esc(story.caption), esc(story.credit)
    img = '<img src="/media/jet-01.jpg" width="800" height="450" alt="A jet on a runway">'
    if amp:
        img = '<amp-img src="/media/jet-01.jpg" width="800" height="450" layout="responsive"></amp-img>'
    shapes = {
        "glued": f"<figure>{img}<figcaption>{caption}{credit}</figcaption></figure>",
        "span": f'<figure>{img}<figcaption>{caption}<span class="credit">{credit}</span></figcaption></figure>',
        "div": f'<div class="photo">{img}<div class="text">{caption}</div><div class="photo-credit">{credit}</div></div>',
        "cite": f"<figure>{img}<figcaption>{caption} <cite>{credit}</cite></figcaption></figure>",
        "small": f'<div class="image">{img}<p>{caption} <small>{credit}</small></p></div>',
        "first-p": f"<p>{img}</p><p>{caption}{credit}</p>",
        "div-caption": f'<div class="media">{img}<div class="caption">{caption}{credit}</div></div>',
        "alt-too": f'<figure><img src="/media/jet-01.jpg" alt="{html.escape(story.caption)}" title="{html.escape(story.caption)}"><figcaption>{caption}{credit}</figcaption></figure>',
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
        "alt-only": f'<figure><img src="/media/jet-01.jpg" alt="{html.escape(story.caption + story.credit)}"></figure>',
        "credit-first": f'<figure>{img}<span class="photo-credit">{credit}</span><figcaption>{caption}</figcaption></figure>',
        "aside": f'<aside class="lead-photo">{img}<p>{caption}<br>{credit}</p></aside>',
        "picture": f'<figure><picture><source srcset="/media/jet-01.webp">{img}</picture><figcaption><span>{caption}</span> <span>{credit}</span></figcaption></figure>',
        "noscript": f'<figure><img data-src="/media/jet-01.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><noscript>{img}</noscript><figcaption>{caption} {credit}</figcaption></figure>',
        "hcaption": f"<div>{img}<h6>{caption}{credit}</h6></div>",
        "gallery": f'<div class="slideshow"><div class="slide">{img}<div class="slide-caption">{caption}<span class="slide-credit">{credit}</span></div></div></div>',
        "span-credit-label": f'<figure>{img}<figcaption><span class="caption-text">{caption}</span><span class="credit"><span>Credit: </span>{credit}</span></figcaption></figure>',
        "p-i": f"<p align=center>{img}<br><i><font size=1>{caption} ({credit})</font></i></p>",
        "caption-then-img": f"<figure><figcaption>{caption}{credit}</figcaption>{img}</figure>",
        "br": f"<p>{img}<br>{caption}<br>{credit}</p>",
    }
    return shapes[kind]


def wrap(kind: str, story: str, site: str) -> str:
    """The story inside the layout of a site."""
    side = f"<ul>{''.join(f'<li><a href=/{n}>{n}</a></li>' for n in NAV)}</ul>"
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
        "two-h1": f'<header class="page"><h1 class="site-name">{esc(site)}</h1></header><div class="page-body">{story}</div>',
        "center": f"<center><div align=left>{story}</div></center>",
    }[kind]  # fmt: skip


def head(story: Story, meta: str) -> str:
    """What the page says of itself."""
    title, site = esc(story.title), esc(story.site)
    plain = '<meta name="viewport" content="width=device-width">'
    shown = {
        "none": f"<title>{title}</title>",
        "suffix": f"<title>{title} | {site}</title>",
        "no-title": "",
        "wrong-og": f"<title>{title} - {site}</title>",
    }
    out = shown.get(meta, f"<title>{title} - {site}</title>") + plain
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": "2015-11-17T06:22:00-05:00",
        "author": {"@type": "Person", "name": "Maria Lindqvist"},
    }
    if meta == "og":
        out += f'<meta property="og:title" content="{html.escape(story.title)}"><meta property="og:image" content="https://news.example/media/jet-01.jpg"><meta property="og:site_name" content="{site}">'
    if meta == "wrong-og":
        out += f'<meta property="og:title" content="{site}: news from the coast"><meta property="og:image" content="https://news.example/logo-share.png">'
    if meta == "twitter":
        out += f'<meta name="twitter:title" content="{html.escape(story.title)}"><meta name="author" content="Maria Lindqvist">'
    if meta == "json-ld-body":
        data["articleBody"] = " ".join(story.paragraphs)
    if meta in ("json-ld", "json-ld-body"):
        out += f'<script type="application/ld+json">{json.dumps(data)}</script>'
    if meta == "graph":
        out += (
            '<script type="application/ld+json">'
            + json.dumps({"@graph": [{"@type": "WebSite", "name": story.site}, data]})
            + "</script>"
        )
    return out


def encode(kind: str, lang: str, head: str, body: str) -> tuple[bytes, str | None]:
    """The page in one of the encodings and habits of writing; its bytes and the charset of the header."""
    charset = '<meta charset="utf-8">'
    page = f"<!DOCTYPE html><html {lang}><head>{charset}{head}</head><body>\n{body}\n</body></html>"
    if kind == "latin-1":
        text = page.replace(charset, '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">')
        return text.encode("cp1252", "xmlcharrefreplace"), None
    if kind == "no-charset":
        return page.replace(charset, "").encode(), None
    if kind == "entities":
        return page.replace("—", "&mdash;").replace("'", "&#39;" if "='" not in page else "'").encode(
            "ascii", "xmlcharrefreplace"
        ), "us-ascii"
    if kind == "uppercase":
        for tag in ("p", "div", "table", "tr", "td", "br", "figure", "figcaption", "span", "body", "a"):
            page = page.replace(f"<{tag}>", f"<{tag.upper()}>").replace(f"</{tag}>", f"</{tag.upper()}>")
        return page.encode(), "utf-8"
    if kind == "xhtml":
        text = page.replace(
            "<!DOCTYPE html><html",
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"',
        )
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
        return page.replace("ing ", "ing\u200b ").replace("<p>", "<p>\ufeff").replace(
            " of ", " of\u00ad "
        ).encode(), "utf-8"
    if kind == "bom":
        return b"\xef\xbb\xbf" + page.encode(), None
    if kind == "crlf":
        return page.replace("\n", "\r\n").encode(), "utf-8"
    if kind == "comments":
        return page.replace("<p>", "<!-- p --><p>").replace("<div", "<!-- begin --><div").encode(), "utf-8"
    if kind == "sloppy":
        return page.replace("</body></html>", "").replace("<!DOCTYPE html>", "").replace(
            "</font>", ""
        ).encode(), "utf-8"
    return page.encode(), "utf-8"
