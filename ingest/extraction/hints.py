"""What class, id, role and the like of an element say about it. Data: a name, a bit, the words that mean it.

Words are matched as whole tokens of the lower-cased attributes (camelCase is split), never for one host.
"""

from __future__ import annotations

import re
from functools import lru_cache


class Hint:
    """Bits of what an element is named; plain integers, because a page has thousands of elements."""

    NAV = 1 << 0
    FOOTER = 1 << 1
    COMMENTS = 1 << 2
    RELATED = 1 << 3
    SHARE = 1 << 4
    AD = 1 << 5
    NEWSLETTER = 1 << 6
    PAYWALL = 1 << 7
    COOKIE = 1 << 8
    BIO = 1 << 9
    BYLINE = 1 << 10
    DATE = 1 << 11
    META = 1 << 12
    TAGS = 1 << 13
    CAPTION = 1 << 14
    CREDIT = 1 << 15
    PULLQUOTE = 1 << 16
    SIDEBAR = 1 << 17
    BODY = 1 << 18
    TITLE = 1 << 19
    STANDFIRST = 1 << 20
    NOTE = 1 << 21
    HIDDEN = 1 << 22
    SKIP = 1 << 23
    FIGURE = 1 << 24
    GALLERY = 1 << 25
    PLAYER = 1 << 26
    LIVE = 1 << 27
    # from tags, never from words
    HEADER = 1 << 28
    ASIDE = 1 << 29
    FORM = 1 << 30
    BUTTON = 1 << 31
    NOSCRIPT = 1 << 32
    ARTICLE = 1 << 33


WORDS: dict[int, str] = {
    Hint.NAV: r"nav\w*|main-?nav|site-?nav|menus?|menubar|breadcrumbs?|crumbs?|ariane|pagination|pager|masthead"
    r"|topbar|top-?bar"
    r"|site-?header|page-?header|global-?header|toc|table-of-contents|navigation|krumen",
    Hint.FOOTER: r"footer|foot|site-?footer|colophon|bottom-?bar|legal|imprint|impressum|disclaimer|copyright-?(bar"
    r"|notice|text)",
    Hint.COMMENTS: r"comments?(?!-(?:enabled|open|closed|on|off|count|link|page|allowed))|comment-?(list|section|body"
    r"|area|form|thread)|commentlist|commenting|disqus\w*|kommentare?|forum|respond"
    r"|commentaires?|comentarios?|commenti|reacties|livefyre|coral|replies|discussion|user-?posts?|opinary",
    Hint.RELATED: r"related\w*|recommend\w*|recirc\w*|read-?(more|also|next|on)|see-?also|also-?read|most-?(read"
    r"|popular"
    r"|viewed|shared|recent)"
    r"|mostread|popular|trending|up-?next|outbrain\w*|taboola\w*|zergnet|plista|further-?reading"
    r"|more-?(stories|news|from|on|articles|links)"
    r"|morestories|verwandte?s?|mehr-?zum|mehr-zum-thema|weiterlesen|lesen-?sie|meistgelesen"
    r"|a-?lire(-aussi)?|lire-?aussi|similaires?"
    r"|relacionad[oa]s?|te-puede-interesar|leer-?mas|mas-leidas?|correlati|leggi-anche|lees-ook"
    r"|gerelateerd|les-?ogs[aå]|ogs[aå]-les"
    r"|mest-lest|se-ogs[aå]|teasers?|teaser-?(list|group|box|item)|latest-?(news|stories|posts?)|aktuelle"
    r"|headlines-list|story-?list|linkbox"
    r"|link-?list|inline-?(promo|teaser|link)|promo\w*|onward|in-?case-?you-?missed|explore-?more"
    r"|top-?stories|other-?stories",
    Hint.SHARE: r"share\w*|sharing|social\w*|sharebar|addthis\w*|addtoany|sharedaddy|sns|toolbar|tools?"
    r"|article-?tools?|print|printer"
    r"|teilen|compartir|partage\w*|condividi|follow\w*|bookmark\w*|like-?button|actions?|font-?size"
    r"|text-?size|reactions?",
    Hint.AD: r"ads?|adv|advert\w*|ad-?(slot|unit|container|wrapper|box|label|block|banner|marker|text)|adbox|adslot"
    r"|adunit|adlabel|sponsor\w*"
    r"|dfp\w*|gpt|googlead\w*|adsense|anzeigen?|werbung|publicidad|publicite|pubblicita|advertorial"
    r"|story-?continues|promoted",
    Hint.NEWSLETTER: r"newsletters?\w*|nl|sign-?up\w*|mailing|mail-?list|email-?(signup|subscribe)|subscribe-?(box|form"
    r"|widget"
    r"|cta)|subscription|nl-\w+"
    r"|app-?(promo|banner|download)|cta|call-?to-?action",
    Hint.PAYWALL: r"paywall\w*|wall|pay-?wall"
    r"|regwall|piano\w*|metered|meter-?\w*|subscriber-?only|premium-?(box|teaser)"
    r"|abo-?box|plus-?box"
    r"|subscribe-?(nag|wall|prompt)|subscription-?(required|prompt)|leaky",
    Hint.COOKIE: r"cookies?\w*|consent\w*|gdpr|cmp|onetrust\w*|privacy-?(banner|notice)|cc-(banner|window)|qc-cmp\w*"
    r"|didomi\w*|dialog|modal(-\w+)?|popup|overlay",
    Hint.BIO: r"author-?(bio|box|info|card|about|description|profile|details|footer)|about-?(the-)?author"
    r"|about-?author|bio|biography|autorenbox"
    r"|autoren-?info|author-?end|post-?author-?(bio|box)|contributor-?bio",
    Hint.BYLINE: r"by-?lines?|author(s|-?names?|-?line|-?list)?|autor(en|es)?|auteurs?|auctor|signature|writers?"
    r"|contributors?|reporter|journalist",
    Hint.DATE: r"date\w*|date-?time|timestamps?|time-?stamp|pub-?date|published\w*|updated\w*|posted-?on"
    r"|article-?date|post-?date|datum|fecha|time",
    Hint.META: r"meta|post-?meta|article-?meta|entry-?meta|story-?meta|reading-?time|read-?time|lesezeit|kicker"
    r"|overline|eyebrow|rubrik|dachzeile"
    r"|category|section-?(name|label)|info-?bar|article-?info|storyinfo|source-?line|label|badge|flag",
    Hint.TAGS: r"tags?|tag-?(list|cloud)|taglist|topics?|keywords?|post-?tags|themen|schlagworte?|etiquetas"
    r"|filed-?under|categories",
    Hint.CAPTION: r"captions?|(?<!drop-)cap|fig-?caption|figcaption|cut-?lines?|wp-?caption(-?text|-?dd)?|caption-?text"
    r"|image-?caption"
    r"|img-?caption|photo-?(text|desc\w*|caption)"
    r"|legende?|bildunterschrift|bildtext|pie-?(de-)?foto|piefoto|didascalia|media-?caption|picture-?(text"
    r"|desc\w*)|onderschrift|bildetekst",
    Hint.CREDIT: r"credits?|(image|photo|img|picture|media)-?(credits?|copyright|by|source|author)|photographers?"
    r"|photog|attribution|copyright"
    r"|bild-?(quelle|nachweis)|fotograf\w*|quelle|image-?rights|foto-?credit|photo-?line|copyright-?holder"
    r"|byline-?photo|source",
    Hint.PULLQUOTE: r"pull-?quotes?|pull-?outs?|pulled|callouts?|breakout|zitat-?box|quote-?box|highlight-?box"
    r"|element-pullquote",
    Hint.SIDEBAR: r"side-?bars?|aside|rail|right-?(col\w*|rail|hand)|left-?(col\w*|rail)|secondary|widgets?"
    r"|complementary|marginalia|right|polls?|umfragen?|sondages?|encuestas?|quiz",
    Hint.BODY: r"article-?(body|content|text|copy|main|wrap\w*)|story-?(body|content|text|copy)|post-?(body|content"
    r"|text)|entry-?content|body-?(copy|text|content)"
    r"|articlebody|storytext|content-?body|main-?content|rich-?text|artikel-?(text|inhalt|body)|texto"
    r"|nota-?(texto|cuerpo)|cuerpo|articulo",
    Hint.TITLE: r"headlines?|titles?|entry-?title|article-?title|post-?title|story-?(title|headline)|hed|heading|titre"
    r"|titulo|ueberschrift|überschrift",
    Hint.STANDFIRST: r"standfirst|leads?|ledes?|intro\w*|sub-?titles?|sub-?head(line|ing)?|deks?|decks?|teaser-?text"
    r"|summary|vorspann|chapo|chapeau|sapo"
    r"|excerpt|entradilla|bajada|abstract|article-?description|untertitel|sottotitolo|ingress|preamble"
    r"|sumario|copete|tagline",
    Hint.NOTE: r"corrections?|editor-?s?-?note|clarification|update-?note|richtigstellung|korrektur|erratum"
    r"|rectificatif",
    Hint.HIDDEN: r"visually-?hidden|sr-?only|screen-?reader(-?(text|only))?|is-?hidden|offscreen|off-?screen|d-none"
    r"|assistive-?text|vh|a11y-?hidden",
    Hint.SKIP: r"skip|skip-?(to|link|links|nav|to-?content|main|content)|skiplinks?|jump-?link|sprungmarke",
    Hint.FIGURE: r"figure|image-?(wrap\w*|container|block|box)|photo(-?(wrap\w*|container|block|box))?|wp-?caption"
    r"|media-?(wrap\w*|container|block)|article-?(image|photo|media)"
    r"|lead-?(image|media|photo|art)|hero(-?(image|media))?|main-?image|img-?(wrap\w*|container)|picture"
    r"|bild|foto|imagen?|pic|image|img",
    Hint.GALLERY: r"galler(y|ies)|slide-?show|slider|carousel|swiper|galerie|bilderstrecke|galeria|photo-?gallery"
    r"|lightbox",
    Hint.PLAYER: r"video-?(player|wrap\w*|container)?|player|jwplayer|audio-?player|podcast|brightcove|embed",
    Hint.LIVE: r"live-?blog\w*|liveblog|live-?(ticker|feed|updates?|entries|posts?|stream)|liveticker|newsticker",
}
_CAMEL = re.compile(r"([a-z0-9])([A-Z])")
_ONE = {hint: re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])") for hint, pattern in WORDS.items()}

_RUN = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\(?(?:\?:)?([^\W\d_]+)(\??)")


def _alternatives(pattern: str) -> list[str]:
    """The top-level alternatives of a pattern; those of a group that begins one are taken apart, too."""
    parts, depth = [""], 0
    for char in pattern:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return [inner for part in parts for inner in (part.split(")")[0].split("|") if part.startswith("(") else [part])]


def _first_letters() -> dict[str, tuple[int, ...]]:
    """The first three letters (two of shorter words) of each alternative, and the hints they may begin."""
    found: dict[str, set[int]] = {}
    for hint, pattern in WORDS.items():
        for part in _alternatives(pattern):
            if word := _WORD.match(part):
                for start in (word[1][:3], word[1][:-1][:3] if word[2] else word[1][:3]):
                    found.setdefault(start, set()).add(hint)
    return {start: tuple(sorted(hints)) for start, hints in found.items()}


_STARTS = _first_letters()  # most names of a page begin with none of them and need no search


@lru_cache(maxsize=16384)
def hints_of(words: str) -> int:
    """The hints in an element's class, id, role, itemprop ... (one string, as written)."""
    found = 0
    for word in words[:400].split():
        found |= _hints_of_word(word)
    return found


@lru_cache(maxsize=65536)
def _hints_of_word(word: str) -> int:
    lowered = _CAMEL.sub(r"\1-\2", word).lower().replace("_", "-")
    maybe: set[int] = set()
    for run in _RUN.findall(lowered):
        maybe.update(_STARTS.get(run[:3], ()), _STARTS.get(run[:2], ()))
    found = 0
    for hint in maybe:
        if _ONE[hint].search(lowered):
            found |= hint
    return found
