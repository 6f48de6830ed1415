"""Characters: what may reach a record and what may not. Pure functions on strings."""

from __future__ import annotations

import re

# C0/C1 controls (tab and newlines become spaces first), bidi embeddings, overrides and isolates, zero-width space, word
# joiner, soft hyphen, BOM, interlinear marks, noncharacters, lone surrogates.
_DROP = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0001-\U000e007f]"
)
# Zero-width (non-)joiners carry meaning in Indic and Arabic scripts and in emoji, never beside Latin letters or spaces.
_JOINER = re.compile(
    "(?<![\u0600-\u1aff\u2190-\u2bff\ufb50-\ufeff\U0001f000-\U0001faff\ufe0f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u024f\u2000-\u206f]|$)"
)
_NOT_WORD = re.compile(r"[\W_]+")
SENTENCE_END = re.compile(r"""[.!?…।。！？؟۔»”"'’)]\s*$""")
_WIDE = re.compile("[\u2e80-\ud7af\u0e00-\u0e7f]")

MAX_LINE = 100_000  # one paragraph
MAX_FIELD = 2_000  # caption, title, subtitle ...


def tidy(text: str) -> str:
    """One line: whitespace runs (no-break spaces too) are one space, nothing invisible or uncontrolled is left."""
    if not text.isprintable():  # nor are line breaks, nor any of what goes
        text = _DROP.sub("", text)
        if "\u200c" in text or "\u200d" in text:
            text = _JOINER.sub("", text)
    return " ".join(text.split())


def field(text: object, limit: int = MAX_FIELD) -> str | None:
    """A short field: tidy, cut at a word within `limit` characters, None when nothing is left or it is no string."""
    if not isinstance(text, str):
        return None
    line = tidy(text[: 4 * limit])
    return cut(line, limit) or None


def cut(line: str, limit: int) -> str:
    """`line` if it is short enough, else cut at the last space before `limit`, with an ellipsis."""
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    at = head.rfind(" ", limit - 100)
    return (head[:at] if at > 0 else head) + "…"


def compact(text: str) -> str:
    """The letters and digits alone, case folded: equal for two spellings of one line."""
    return _NOT_WORD.sub("", text).casefold()


def words(text: str) -> int:
    """Number of words; scripts without spaces count a word for every two characters."""
    spaced = text.count(" ") + 1 if text else 0
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    return spaced + wide // 2
