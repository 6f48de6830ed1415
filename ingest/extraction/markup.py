"""Bytes to one lxml tree. The only place that parses a page; lxml's errors become PageError here."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from ingest.errors import PageError

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
_TAG = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|p|div|br|article|table|h[1-6]|a|img|meta|title|frameset|span|section)\b",
    re.I,
)
# Decoded from bytes; NUL ends a libxml2 document, other controls make it drop text. Form feed and tab are whitespace.
_CONTROL_BYTES = bytes([*range(9), 11, *range(14, 32), 127])
_DROPPED = {0xFFFE: None, 0xFFFF: None}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

# One class for all elements: lxml.html's own lookup calls Python for each, and nothing here needs its forms.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
_ODD_BYTES = bytes([*range(9), *range(14, 27), *range(28, 32)])
MAX_BYTES = 20 * 1024 * 1024


def decode(body: bytes, declared: str | None = None) -> str:
    """Text of a page: BOM, then UTF-8 if it is valid UTF-8, then the header's charset, then the page's own.

    Valid UTF-8 wins over a declaration because text in another encoding is practically never valid UTF-8, while wrong
    declarations are common. latin-1 means windows-1252 (WHATWG Encoding). Control characters are dropped.
    """
    if not _is_utf16(body) and b"\x1b$" not in body:  # ISO-2022-JP is written with control characters
        body = body.translate(None, _CONTROL_BYTES)
    text = _decode(body, declared)
    return text.translate(_DROPPED) if "\ufffe" in text or "\uffff" in text else text


def _is_utf16(body: bytes) -> bool:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return len(body) >= 4 and body[1] == 0 == body[3] and 0 not in (body[0], body[2])


def _decode(body: bytes, declared: str | None) -> str:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body.decode(codec, "replace")
    if _is_utf16(body):
        return body.decode("utf-16-le", "replace")
    try:
        if b"\x1b$" not in body:
            return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    head = body[:4096]
    found = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    for name in (declared, found[1].decode("ascii", "replace") if found else None):
        if known := _codec(name):
            text = body.decode(known, "replace")
            if known != "utf-8" or _is_damaged_utf8(body, text):
                return text
    return body.decode("cp1252", "replace")


def _is_damaged_utf8(body: bytes, text: str) -> bool:
    """UTF-8 with a few bad bytes, and not another encoding under its name: that has no valid multi-byte sequence."""
    return text.count("\ufffd") * 200 < len(text) and not body.decode("utf-8", "ignore").isascii()


def _codec(name: str | None) -> str | None:
    try:
        found = codecs.lookup((name or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in ("idna", "punycode", "unicode_escape", "utf-7"):
        return None
    return (
        "cp1252"
        if found.name in ("iso8859-1", "ascii")
        else "gb18030"
        if found.name in ("gb2312", "gbk")
        else found.name
    )


def looks_like_html(text: str) -> bool:
    """True when one of the tags of a page stands in the first 64 k characters."""
    return bool(_TAG.search(text, 0, 65536))


_NESTED = re.compile(r"(?:<(?:div|span|section|center|font|b|i|em)\b[^<>]*>\s*){100,}", re.I)


def shallow(text: str) -> str:
    """The page with runs of a hundred and more opening tags cut down: libxml2 drops what is deeper than some 2,000
    elements, and trafilatura finds nothing below some 250."""
    return _NESTED.sub(lambda run: ">".join(run[0].split(">")[:20]) + ">", text)


def parse(text: str) -> HtmlElement:
    """The tree of a page: comments and processing instructions gone, any depth, any length of a text node."""
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise PageError("parser_failed", f"the page cannot be parsed: {error}") from error
    if tree is None or not isinstance(tree.tag, str):
        raise PageError("empty", "the page holds no element")
    return tree


_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x00",
    b"\x7fELF",
    b"OggS",
    b"ID3",
)


def is_binary(body: bytes) -> bool:
    """True for what is plainly no text: a known signature, or many control bytes (UTF-16 aside)."""
    head = body[:4096]
    if _is_utf16(head):
        return False
    if head.startswith(_MAGIC):
        return True
    return len(head) - len(head.translate(None, _ODD_BYTES)) > 0.1 * len(head)
