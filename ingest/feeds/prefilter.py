"""Bytes of an XML feed made safe for the parser, or refused: what is measured to crash it, to stop it or to blow it up.

Pure and linear in time. The text is decoded here (the parser then sees UTF-8 and no odd codec), everything before the
root element goes (the internal DTD with its entity bombs, comments, floods of newlines), characters and references
that XML forbids go, the HTML entities that feeds use without declaring them become characters.
"""

from __future__ import annotations

import codecs
import re
import sys
from bisect import bisect
from html.entities import html5
from itertools import pairwise

from ingest.errors import FeedError

MAX_ENTRIES = 5_000
MAX_PROLOG = 64 * 1024
MAX_TAGS_OF_ENTRY = 1_000
_MAX_ROOT_TAG = 32 * 1024
_NAME = r"(?:[A-Za-z_][\w.-]{0,40}:)?"
_ROOT = re.compile(rf"<{_NAME}(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_ENTRY = re.compile(rf"<{_NAME}(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_TAG = re.compile(rf"<{_NAME}(?:category|subject|keywords|link|author|creator|contributor)(?=[\s>/])", re.IGNORECASE)
_MANY_ATTRIBUTES = re.compile(r"""<[A-Za-z_][\w.:-]*+(?:\s++[\w.:-]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')){1001}""")
_LONG_NAME = re.compile(
    rf"(<{_NAME}(?:author|creator|contributor|publisher|owner|name|email|managingeditor|webmaster)\b[^<>]{{0,500}}>"
    r"(?:<!\[CDATA\[)?[^<\]]{1000})[^<\]]++",
    re.IGNORECASE,
)
_EMPTY_LINK = re.compile(r"<link\s*+/>|<link>\s*+</link>")  # hides from the parser that the guid is the link
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_REFERENCE = re.compile(r"&(?:#([0-9]+|[xX][0-9a-fA-F]+);?|([A-Za-z][A-Za-z0-9]{1,31};))")
_DECLARED = re.compile(rb"""^\s{0,100}<\?xml[^>]{1,200}?encoding\s{0,20}=\s{0,20}["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_SHIFTING = ("iso2022", "hz")  # encodings whose bytes are ASCII whatever they mean
_WIDER = {  # what browsers read instead (WHATWG Encoding, 4.2); None: what cannot be, or can only be an attack
    **{"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"},
    **dict.fromkeys(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined")),
    **dict.fromkeys(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
    ),  # would show in the bytes
}


def prefilter(body: bytes, content_type: str = "") -> bytes:
    """UTF-8 that starts at the root element. Raises FeedError: not_a_feed, too_many_entries, parser_failed."""
    text = decode(body, content_type)
    root = _ROOT.search(_without_comments(text[:MAX_PROLOG]))
    if root is None:
        raise FeedError("not_a_feed", "no RSS, RDF or Atom element at its start")
    text = text[root.start() :]
    if text.find(">", 0, _MAX_ROOT_TAG) < 0:
        raise FeedError("parser_failed", f"the root element's tag is longer than {_MAX_ROOT_TAG} characters")
    _check_counts(text)
    return legal(_EMPTY_LINK.sub("", _LONG_NAME.sub(r"\1", text))).encode()


def legal(text: str) -> str:
    """Without characters and references that XML forbids; HTML's named entities as characters."""
    return _REFERENCE.sub(_reference, _ILLEGAL.sub("", text))


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a feed. What is valid UTF-8 is UTF-8 whatever was declared; then header, declaration, Windows-1252.

    A byte-order mark, or `<` in UTF-16/32 without one, decides before all (XML 1.0, F.1).
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff")
    names = _declared(body, content_type)
    shifting = [name for name in names if name.replace("_", "").startswith(_SHIFTING)]
    for name in (*shifting, "utf-8", *names):
        try:
            return body.decode(name)
        except (UnicodeError, LookupError):  # LookupError: a codec that is no charset, such as base64
            continue
    return body.decode("cp1252", "replace")


def _declared(body: bytes, content_type: str) -> list[str]:
    """Python's names of the charsets that header and XML declaration name, as far as they are charsets."""
    header, declaration = _CHARSET.search(content_type), _DECLARED.match(body[:1024])
    found: list[str] = []
    for name in (header and header[1], declaration and declaration[1].decode("ascii")):
        try:
            codec = codecs.lookup(name or "").name
        except (LookupError, UnicodeError):
            continue
        found += [wider] if (wider := _WIDER.get(codec, codec)) else []
    return found


def _without_comments(text: str) -> str:
    """Comments as blanks, so that everything else keeps its place."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += text[done:start], " " * (end + 3 - start)
        done = end + 3
    return "".join((*parts, text[done:]))


def _check_counts(text: str) -> None:
    if _MANY_ATTRIBUTES.search(text):
        raise FeedError("parser_failed", "an element with more than a thousand attributes")
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if len(starts) > MAX_ENTRIES:
        raise FeedError("too_many_entries", f"{len(starts)} entries, more than {MAX_ENTRIES}")
    tags = [match.start() for match in _TAG.finditer(text)]
    if len(tags) <= MAX_TAGS_OF_ENTRY:
        return
    for start, end in pairwise((0, *starts, len(text))):
        if (count := bisect(tags, end) - bisect(tags, start)) > MAX_TAGS_OF_ENTRY:  # the parser is quadratic in them
            raise FeedError("parser_failed", f"an entry with {count} categories, links or authors")


def _reference(match: re.Match[str]) -> str:
    """A forbidden number becomes nothing, an HTML entity its character; what XML knows, or nobody, stays."""
    number, name = match.groups()
    if name:
        character = html5.get(name, "<")
        return match[0] if character in "<>&\"'" else character
    digits = number.lstrip("xX").lstrip("0") or "0"
    if len(digits) > 8:
        return ""
    code = int(digits, 16 if number[0] in "xX" else 10)
    return match[0] if code <= sys.maxunicode and not _ILLEGAL.match(chr(code)) else ""
