"""Photo captions and their credits: telling the one from the other. Pure functions on a line of text.

Sources of the forms: the style of AP, Reuters, AFP, dpa, Getty and what stands on the pages of their customers.
"""

from __future__ import annotations

import re

from ingest.extraction.phrases import CAPTION_TEXT

_HOUSES = (
    r"(?:the\s+)?associated\s+press|ap(?:\s+photos?)?|a\.p\.|afp|agence\s+france[- ]presse|getty"
    r"(?:\s*images)?|gettyimages|reuters|thomson\s+reuters|dpa(?:[- ]\w+)?|picture[- ]alliance|imago"
    r"(?:\s*images)?|epa(?:-efe)?|efe|ansa"
    r"|keystone(?:-sda)?|shutterstock(?:\.com)?|istock(?:photo)?|alamy(?:\s+stock\s+photo)?|adobe\s*stock"
    r"|stock\.adobe\.com|unsplash|pexels|pixabay|depositphotos|dreamstime|bloomberg|zuma(?:\s*press)?|sipa"
    r"(?:\s+\w+)?|nurphoto|anadolu(?:\s+\w+)?|xinhua"
    r"|(?:the\s+)?canadian\s+press|cp|press\s+association|pa(?:\s+(?:wire|images|media|archive))?|kyodo"
    r"(?:\s+news)?|tass|upi|apa(?:/\w+)?|lusa|ritzau(?:\s+scanpix)?|ntb|scanpix|tt|anp|belga|pap|čtk|mti"
    r"|lehtikuva|aap|ani|pti|ians|yonhap|tns|wikimedia(?:\s+commons)?|wikipedia|flickr"
    r"|europa\s*press|notimex|cuartoscuro|cover\s*images|rex(?:\s+features)?|newscom|action\s+images"
    r"|usa\s+today(?:\s+sports)?|contributed(?:\s+photo)?|handout|hand-?out|screenshot|instagram|twitter"
    r"|facebook|youtube|nasa|epd(?:[- ]bild)?|kna|ddp|dapd|action\s*press|hearst\s+newspapers|supplied"
    r"|postmedia(?:\s+news)?|gallo\s+images|연합뉴스|뉴시스|뉴스1|共同(?:通信)?|時事(?:通信)?"
)
_NAME = r"[^\W\d_][\w.'’&-]*(?:\s+[\w.'’&-]+){0,6}"
_PREFIX = (
    r"(?:photo(?:graph)?s?|image|picture|video|file\s+photo|handout|graphic|illustration|foto(?:graf(?:ia"
    r"|ía|ie|o|in)?)?s?|bild(?:er|quelle|nachweis|rechte)?|imagen?|imagem|immagine|photo\s+credit"
    r"|image\s+credit|image\s+source|picture\s+credit"
    r"|photo\s+illustration|credits?|source|quelle|cr[ée]dits?(?:\s+photo)?|cr[ée]dito|fuente|fonte|bron"
    r"|kilde|k[äa]lla|[źz]r[óo]d[łl]o|fot\.?|zdroj|copyright|courtesy|getty|cortes[íi]a|beeld|collage"
    r"|montage|grafik|isithombe|사진|写真|archivfoto|symbolbild|symbolfoto|archivbild)"
)
_BY = r"(?:\s*(?:\.{3}|…|credit|by|von|par|por|di|courtesy(?:\s+of)?|via|from|illustration\s+by|:|©|\(c\))\s*)"

_SLASHED = (
    rf"(?:{_NAME}\s*/\s*(?:{_HOUSES})(?:\s*/\s*{_NAME})?(?:\s+via\s+{_NAME})?|(?:{_HOUSES})\s*/\s*{_NAME}"
    rf"(?:\s*/\s*{_NAME})?)"
)
_END = r"[\s.]*$"

_LABELLED = re.compile(
    rf"(?:^|(?<=[\s.!?…\"”»’)|\]–—-]))(?P<whole>(?:{_PREFIX})\s*(?:[:|]|©|\bby\b|\bcourtesy\b)\s*"
    rf"(?P<credit>[^:]{{2,120}}?)){_END}",
    re.I,
)
_SIGN = re.compile(r"(?P<whole>(?:©|\(c\)\s|copyright\s*:?)\s*(?P<credit>.{2,120}?))[\s.]*$", re.I)
_BRACKET = re.compile(
    rf"(?P<whole>[(\[（［]\s*(?P<credit>(?:(?:{_PREFIX})\b[^()\[\]]{{1,120}})|(?:[^()\[\]]{{0,80}}[/,|–-]\s*)?"
    rf"(?:{_HOUSES})(?:\b[^()\[\]]{{0,80}})?|[^()\[\]]{{2,60}}/[^()\[\]]{{2,60}}"
    rf"|©[^()\[\]]{{2,90}}|[^()\[\]（）]{{0,30}}(?:\bphotos?\s+by\b|撮影|提供)[^()\[\]（）]{{0,60}}|写真[：:][^（）]{{1,40}})\s*[)\]）］])[\s.]*$",
    re.I,
)
_GLUED = re.compile(rf"(?<=[.!?…\"”»’)\]])(?P<whole>(?P<credit>{_SLASHED}|(?:{_HOUSES}))){_END}", re.I)
_AFTER_STOP = re.compile(rf"(?<=[.!?…\"”»’)\]])\s+(?P<whole>(?P<credit>{_SLASHED})){_END}", re.I)
_AFTER_DASH = re.compile(rf"(?:\s*[-–—|•·]\s*|\s+/\s+)(?P<whole>(?P<credit>{_SLASHED}|(?:{_HOUSES}))){_END}", re.I)
_LOOSE_SLASH = re.compile(
    r"(?:(?<=[.!?…\"”»’)\]])\s*|\s+[-–—|•·]\s*)"
    r"(?P<whole>(?P<credit>[A-ZÀ-Þ][^.!?/]{1,50}/\s*[A-ZÀ-Þ][^.!?/]{1,50}(?:/[^.!?/]{2,40})?))[\s.]*$"
)
_LOOSE_HOUSE = re.compile(
    rf"(?<=[.!?…\"”»’)\]])\s+(?P<whole>(?P<credit>(?:{_NAME}\s*[,–-]\s*)?(?:{_HOUSES}))){_END}", re.I
)
_GLUED_NAME = re.compile(
    r"(?<=[a-zß-ÿ][.!?\"”])(?P<whole>(?P<credit>[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]+){1,4}"
    r"(?:\s*[/,|]\s*[A-ZÀ-Þ][\w .'’-]{1,50})?))$"
)

_NAME_IN_BRACKETS = re.compile(
    r"(?<=[\w.!?…”»])\s*(?P<whole>\((?P<credit>[A-ZÀ-Þ][\w.'’-]+(?:\s+[A-ZÀ-Þ][\w.'’-]+){1,3})\))\s*$"
)
_NAME_AFTER_DASH = re.compile(
    r"\s+[–—|]\s+(?P<whole>(?P<credit>[A-ZÀ-Þ][\w.'’/-]*(?:\s+(?:[A-ZÀ-Þ][\w.'’/-]*|for|of|the|via|by|and|de|von)){1,6}))\s*$"
)
_EASTERN = re.compile(r"[。\s\u3000＝=]\s*(?P<whole>(?P<credit>[\u3040-\u30ff\u3400-\u9fff]{2,10}(?:撮影|提供)))\s*$")
_STRONG = (_BRACKET, _GLUED, _AFTER_STOP)
_IN_CAPTION = (
    _BRACKET,
    _LABELLED,
    _SIGN,
    _GLUED,
    _AFTER_STOP,
    _AFTER_DASH,
    _LOOSE_SLASH,
    _LOOSE_HOUSE,
    _GLUED_NAME,
    _NAME_IN_BRACKETS,
    _NAME_AFTER_DASH,
    _EASTERN,
)

_WHOLE = re.compile(
    rf"^[\s(\[–—|-]*(?:(?:{_PREFIX})\s*(?:[:|]|©|\bby\b|\bcourtesy\b)\s*[^:.!?]{{2,100}}|(?:©"
    rf"|\(c\))\s*[^.!?]{{2,90}}|{_SLASHED})[\s)\].]*$",
    re.I,
)
_HOUSE_ALONE = re.compile(rf"^[\s(\[–—|-]*(?:(?:pool\s+)?via\s+|pool\s*/\s*)?(?:{_HOUSES})[\s)\].]*$", re.I)
_SPOKEN = re.compile(
    r"^\s*(?:(?:image|photo|picture|media)\s+(?:caption|source)\s*,?\s*:?\s+|(?:caption|bildunterschrift"
    r"|bildbeschreibung|l[ée]gende|expand|enlarge)\s*:\s*|open\s+(?:this\s+)?(?:photo|image)\s+in\s+gallery\s*:\s*)(?=\S)",
    re.I,
)
_BUTTON = re.compile(r"\s*(?:(?:hide|toggle|show)\s+caption|enlarge\s+this\s+image|buy\s+(?:this\s+)?photo)\s*$", re.I)
PHOTO_WORD = re.compile(r"photo|foto|bild|image|getty|©", re.I)
_AGENCIES = re.compile(rf"^[\s(\[–—|-]*(?:{_HOUSES})(?:\s*[/,+]\s*[\w-]{{2,12}}){{0,3}}[\s)\].]*$", re.I)
_MARK = frozenset("/©:|([")  # no credit without one of these, unless it is short or glued on
_GLUED_WORD = re.compile(r"[.!?…\"”»’)\]][^\W\d_]")
_LEAD_IN = re.compile(
    rf"^[\s(\[|–—-]*(?!handout\s+(?:via|from)\b)(?:(?:{_PREFIX}){_BY}+|{_PREFIX}\s*[:：]\s*|©\s*|\(c\)\s*|copyright\s*:?\s*"
    rf"|courtesy\s+of\s+|by\s+|von\s+)+",
    re.I,
)


def without_labels(text: str) -> str:
    """A caption or credit without what readers of the screen, or of its buttons, are told ("Image caption", "hide
    caption")."""
    return _BUTTON.sub("", _SPOKEN.sub("", text, count=1), count=1)


def clean_credit(text: str) -> str | None:
    """The credit without "Photo:", "©", brackets and closing dots; None when nothing is left."""
    credit = _LEAD_IN.sub("", without_labels(text).strip("（）［］"), count=1).strip(" \t|–—-•·,;:©")
    credit = credit.lstrip("([").strip()
    if credit.count(")") > credit.count("("):
        credit = credit.rstrip(")").strip()
    if credit.count("]") > credit.count("["):
        credit = credit.rstrip("]").strip()
    credit = (
        re.sub(r"\s*[/,|-]?\s*(?:copyright|©)\s*\d{4}.*$|\s*all rights reserved\.?$", "", credit, flags=re.I) or credit
    )
    if credit.endswith(".") and not re.search(r"\b(?:\w|inc|jr|sr|co|ltd|corp)\.$", credit, re.I):
        credit = credit[:-1].strip()
    return credit or None


def split_caption(text: str, *, in_caption: bool) -> tuple[str, str | None]:
    """Caption and credit of a line; the credit is None when none is found.

    `in_caption`: the DOM says the line is a caption, so weaker forms count ("... base. John Doe/City Paper").
    """
    if in_caption:
        text = without_labels(text)
    tail = text[-260:]
    for pattern in _IN_CAPTION if in_caption else _STRONG:
        if found := pattern.search(tail):
            credit = clean_credit(found["credit"])
            caption = text[: len(text) - len(tail) + found.start("whole")].rstrip(" \t|–—-•·/")
            if credit and (caption or in_caption):
                return caption, credit
    return text, None


def is_credit(text: str) -> bool:
    """True when the whole line is a photo credit ("Foto: X/dpa", "STR/Getty Images", "(AP Photo/Y)")."""
    return len(text) <= 140 and (len(text) < 40 or not _MARK.isdisjoint(text)) and bool(_WHOLE.match(text))


def is_agency(text: str) -> bool:
    """True for a line of agencies alone ("dpa/lno"): it tells whose text this is, when no picture is near."""
    return len(text) <= 60 and not PHOTO_WORD.search(text) and bool(_AGENCIES.match(text))


def is_house(text: str) -> bool:
    """True for an agency's name alone, which is a credit beside a picture and a byline elsewhere."""
    return len(text) <= 60 and bool(_HOUSE_ALONE.match(text))


def is_caption(text: str) -> bool:
    """True when words alone show a caption: it says so ("This photo ... shows"), or it ends with a credit."""
    if len(text) > 900:
        return False
    if CAPTION_TEXT.match(text):
        return True
    if _MARK.isdisjoint(text[-260:]) and not _GLUED_WORD.search(text[-60:]):
        return False
    caption, credit = split_caption(text, in_caption=False)
    return credit is not None and 20 < len(caption) < 700 and _certain(text, credit)


def _certain(text: str, credit: str) -> bool:
    """A bracket at the end of real prose may name an agency; a slash or a photo word makes it a credit."""
    tail = text[-(len(credit) + 30) :]
    return (
        "/" in credit
        or bool(re.search(r"photo|foto|bild|getty|image|quelle|©", tail, re.I))
        or bool(_GLUED.search(text[-260:]))
    )
