"""Pages written by hand in the manner of many systems, each around the same story: name to HTML."""

# ruff: noqa: E501 (markup as it is written)
from __future__ import annotations

from tests.unit.extraction.furnishings import COMMENTS, RELATED, SUMMARIES, Story, esc

IMG = '<img src="/media/jet-01.jpg" width="800" height="450" alt="">'
LONG = "The paper has reported from the harbour since 1871. Its reporters write about everything that matters to the people there, from the schools to the courts, and its archive holds every page that was ever printed."


def page(body: str, head: str = "", title: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{esc(title)}</title>{head}</head><body>{body}</body></html>'


def cases(story: Story) -> dict[str, str]:
    """About sixty pages that hold `story` and nothing else of worth."""
    skip = f'<a class="skip" href="#main">{esc(story.skip)}</a>'
    h1, cap, cred = f"<h1>{esc(story.title)}</h1>", esc(story.caption), esc(story.credit)
    texts = [esc(text) for text in story.paragraphs]
    ps = "".join(f"<p>{text}</p>" for text in texts)
    glued = f"<figure>{IMG}<figcaption>{cap}{cred}</figcaption></figure>"

    def std(body: str, head: str = "") -> str:
        return page(skip + body, head, story.title)

    def each(before: str, after: str) -> str:
        return "".join(f"{before}{text}{after}" for text in texts)

    def mixed(block: str, every: int = 1) -> str:
        return "".join(f"<p>{text}</p>" + (block if number % every == 0 else "") for number, text in enumerate(texts))

    def shown(photo: str) -> str:
        return std(f"<article>{h1}{photo}{ps}</article>")

    related = "".join(f'<li><a href="/{number}">{esc(text)}</a></li>' for number, text in enumerate(RELATED))
    return {
        "amp": page(f'{skip}<amp-sidebar><ul>{related}</ul></amp-sidebar><main><article>{h1}<figure><amp-img src="/media/jet-01.jpg" width="8" height="5" layout="responsive"></amp-img><figcaption>{cap}{cred}</figcaption></figure>{ps}<amp-ad type="x"></amp-ad></article></main>', "<style amp-boilerplate>body{}</style>", story.title),
        "wordpress blocks": std(f'<main class="wp-block-group"><h1 class="wp-block-post-title">{esc(story.title)}</h1><div class="entry-content wp-block-post-content"><figure class="wp-block-image size-large">{IMG}<figcaption class="wp-element-caption">{cap} ({cred})</figcaption></figure>{ps}</div></main>'),
        "arc": std(f'<div id="fusion-app"><div class="b-article-body__container"><h1 class="b-headline">{esc(story.title)}</h1><div class="c-stack b-lead-art"><figure class="c-media-item">{IMG}<figcaption class="c-media-item__fig-caption"><span class="c-media-item__caption">{cap}</span> <span class="c-media-item__credit">({cred})</span></figcaption></figure></div><article class="b-article-body">{each("<p class=c-paragraph>", "</p>")}</article></div></div>'),
        "section each": std(f'<main>{h1}{glued}{each("<section><p>", "</p></section>")}</main>'),
        "br in p": std(f"<article>{h1}{glued}<p>{'<br>'.join(texts)}</p></article>"),
        "br br in p": std(f"<article>{h1}{glued}<p>{'<br><br>'.join(texts)}</p></article>"),
        "br slash": std(f"<div>{h1}{glued}<div>{'<br/> <br/>'.join(texts)}</div></div>"),
        "li": std(f"<article>{h1}{glued}<ul>{each('<li>', '</li>')}</ul></article>"),
        "ol": std(f"<article>{h1}{glued}<ol>{each('<li><p>', '</p></li>')}</ol></article>"),
        "td rows": std(f"{h1}{glued}<table>{each('<tr><td>', '</td></tr>')}</table>"),
        "dd": std(f"<article>{h1}{glued}<dl>{each('<dd>', '</dd>')}</dl></article>"),
        "pre": page(f"{skip}{h1}{glued}<pre>" + "\n\n".join(texts) + "</pre>", "", story.title),
        "custom": std(f"<x-story>{h1}{glued}{each('<x-par>', '</x-par>')}</x-story>"),
        "blockquote each": std(f"<article>{h1}{glued}{each('<blockquote>', '</blockquote>')}</article>"),
        "font each": std(f"<center>{h1}{glued}{each('<p><font size=2 face=Arial>', '</font></p>')}</center>"),
        "caption dd": shown(f"<dl><dt>{IMG}</dt><dd>{cap}{cred}</dd></dl>"),
        "caption h6": shown(f"<div>{IMG}<h6>{cap}{cred}</h6></div>"),
        "caption em": shown(f"<p>{IMG}</p><p><em>{cap} {cred}</em></p>"),
        "caption centred": shown(f"<p align=center>{IMG}</p><p align=center><font size=1>{cap} ({cred})</font></p>"),
        "credit dash": shown(f"<figure>{IMG}<figcaption>{cap} — {cred}</figcaption></figure>"),
        "credit bar": shown(f"<figure>{IMG}<figcaption>{cap} | {cred}</figcaption></figure>"),
        "credit slash": shown(f"<figure>{IMG}<figcaption>{cap} / {cred}</figcaption></figure>"),
        "credit square": shown(f"<figure>{IMG}<figcaption>{cap} [{cred}]</figcaption></figure>"),
        "credit photo": shown(f"<figure>{IMG}<figcaption>{cap} (Photo: {cred})</figcaption></figure>"),
        "credit by": shown(f"<figure>{IMG}<figcaption>{cap} Photo by {cred}</figcaption></figure>"),
        "credit sign": shown(f"<figure>{IMG}<figcaption>{cap} © {cred}</figcaption></figure>"),
        "credit own p": shown(f"<figure>{IMG}<figcaption><p>{cap}</p><p>{cred}</p></figcaption></figure>"),
        "credit on top": shown(f'<div class="photo">{IMG}<div class="credit">{cred}</div><div class="caption">{cap}</div></div>'),
        "lightbox": shown(f'<div class="photo"><a class="lightbox" href="/media/jet-01.jpg">{IMG}<span>Open image in new window</span></a><p class="caption">{cap}{cred}</p></div>'),
        "lazy": shown(f'<figure><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/media/jet-01.jpg"><noscript>{IMG}</noscript><figcaption>{cap}{cred}</figcaption></figure>'),
        "noscript": shown(f"<figure><noscript>{IMG}</noscript><figcaption>{cap}{cred}</figcaption></figure>"),
        "srcset": shown(f'<figure><picture><source srcset="/media/jet-01.webp 1x"><img srcset="/media/jet-01.jpg 800w, /media/jet-02.jpg 1600w"></picture><figcaption>{cap}{cred}</figcaption></figure>'),
        "two h1": page(f"{skip}<header><h1>{esc(story.site)}</h1></header><main>{h1}{glued}{ps}</main>", "", f"{story.title} | {story.site}"),
        "bold title": page(f"<div>{skip}<br><b>{esc(story.title)}</b><br><br>{IMG}<br><small>{cap}{cred}</small><br><br>{'<br><br>'.join(texts)}</div>", "", story.title),
        "title prefix": page(f"{skip}{h1}{glued}{ps}", "", f"{story.site}: {story.title}"),
        "capital byline": std(f"<article>{h1}<p>ELAINE GANLEY and LORI HINNANT, The Associated Press</p>{glued}{ps}</article>"),
        "byline and time": std(f"<article>{h1}<p>By Maria Lindqvist | Published: November 17, 2015 6:22 a.m. EST</p>{glued}{ps}</article>"),
        "published": std(f"<article>{h1}<p>Published: Tuesday, November 17, 2015</p><p>Updated: Nov. 17, 2015 10:05 a.m.</p>{glued}{ps}</article>"),
        "ads between all": std(f'<article>{h1}{glued}{mixed("<p>Advertisement</p>")}</article>'),
        "continues": std(f'<article>{h1}{glued}{mixed("<div>Story continues below advertisement</div>", 3)}</article>'),
        "related with summaries": std(f'<article>{h1}{glued}{mixed(f"<div class=related-box><h3><a href=/r>{esc(RELATED[0])}</a></h3><p>{esc(SUMMARIES[0])}</p></div>", 9)}</article>'),
        "comments": std(f'<article>{h1}{glued}{ps}</article><div id="comments"><h2>Comments (4)</h2>{"".join(f"<div class=comment><b>reader</b><p>{esc(text)}</p></div>" for text in COMMENTS * 4)}</div>'),
        "bare comments": std(f'<div class="c">{h1}{glued}{ps}<h3>4 Comments</h3>{"".join(f"<p>{esc(text)}</p>" for text in COMMENTS)}</div>'),
        "long footer": std(f"<article>{h1}{glued}{ps}</article><footer>{f'<p>{LONG}</p>' * 12}</footer>"),
        "footer of divs": std(f'<div class="story">{h1}{glued}{ps}</div><div id="bottom-bar">{f"<div><b>About</b><p>{LONG}</p></div>" * 5}</div>'),
        "cookie first": page(f'<div id="cmp"><p>We use cookies to give you the best experience. By continuing to use this site you agree to our use of cookies.</p><button>Accept all</button></div>{skip}<article>{h1}{glued}{ps}</article>', "", story.title),
        "sidebar first": std(f'<div class="left-col"><h3>Opinion</h3>{"".join(f"<p>{esc(text)}</p>" for text in SUMMARIES)}</div><div class="main-col">{h1}{glued}{ps}</div>'),
        "most read": std(f"<article>{h1}{glued}{ps}</article><div><h3>Most read</h3><ol>{related}</ol></div>"),
        "author bio": std(f'<article>{h1}{glued}{ps}<div class="author-box"><h4>Maria Lindqvist</h4><p>Maria Lindqvist is a senior correspondent who has covered the region for twelve years.</p></div></article>'),
        "newsletter": std(f'<article>{h1}{glued}{mixed("<div class=box><h4>The Morning Tide</h4><p>Sign up for our newsletter. The five stories that matter, in your inbox at six.</p></div>", 9)}</article>'),
        "video player": std(f'<article>{h1}<div class="player"><div>Video Player is loading.</div><div>Current Time 0:00</div><button>Play Video</button></div>{glued}{ps}</article>'),
        "gallery texts": shown(f'<div class="gallery"><button>Close</button><span>1 of 5</span><figure>{IMG}<figcaption>{cap}{cred}</figcaption></figure></div>'),
        "print": page(f'<p class="print-header">{esc(story.site)} - printed on 18 November 2015</p>{skip}<article>{h1}{glued}{ps}</article><p>Page 1 of 1</p>', "", story.title),
        "page numbers": std(f'<article>{h1}{glued}{ps}<div class="pager"><a href="?p=1">1</a> <a href="?p=2">2</a> <a href="?p=2">Next page</a></div></article>'),
        "xhtml": f'<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{esc(story.title)}</title></head><body><div>{skip}</div><div>{h1}{glued}{ps}</div></body></html>',
        "comments and cdata": std(f"<article>{h1}{glued}<!-- ad --><![CDATA[x]]>{mixed('<!-- slot --><script>1</script>')}</article>"),
        "hidden story": std(f'<article>{h1}{glued}{ps}</article><div style="display:none"><article>{h1}{ps}</article></div>'),
        "hidden caption": shown(f'<figure>{IMG}<figcaption>{cap}{cred}</figcaption><div hidden>{cap}</div></figure>'),
        "two captions": shown(f'<figure>{IMG}<figcaption class="mobile">{cap}{cred}</figcaption><figcaption class="desktop">{cap}{cred}</figcaption></figure>'),
        "lead h2": std(f"<article>{h1}{glued}<h2>{texts[0]}</h2>{''.join(f'<p>{text}</p>' for text in texts[1:])}</article>"),
        "lead strong": std(f"<article>{h1}{glued}<strong>{texts[0]}</strong>{''.join(f'<p>{text}</p>' for text in texts[1:])}</article>"),
        "lead h3": std(f"<article>{h1}{glued}<h3 class=lede>{texts[0]}</h3>{''.join(f'<p>{text}</p>' for text in texts[1:])}</article>"),
        "skip and caption in one line": page(f'<div>{skip} <a href="/media/jet-01.jpg">{cap}{cred}</a></div>{IMG}{h1}{ps}', "", story.title),
        "deep": page("<div>" * 5000 + f"{skip}{h1}{glued}{ps}" + "</div>" * 5000, "", story.title),
        "three columns": std(f"<div>{h1}{glued}" + "".join(f"<div>{''.join(f'<p>{text}</p>' for text in texts[part::1][: 8 if part < 16 else 99])}</div>" for part in (0, 8, 16)) + "</div>"),
        "details": std(f"<article>{h1}{glued}{''.join(f'<p>{text}</p>' for text in texts[:5])}<details open><summary>Read more</summary>{''.join(f'<p>{text}</p>' for text in texts[5:])}</details></article>"),
        "bare first paragraph": std(f"<div>{h1}{glued}{texts[0]}{''.join(f'<p>{text}</p>' for text in texts[1:])}</div>"),
    }  # fmt: skip
