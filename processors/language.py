"""In which language an article is written: from its words, with the page's own declaration as evidence.

The declaration is a prior, the text decides: a page template that says `en` for everything loses against a paragraph,
and wins against a headline of two words, from which the language cannot be told.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from stream.types import Article, Enrichment, Language

NAME = "language"
VERSION = "1"
# 320 characters were as good as 4000 on 131 news pages in 25 languages; the cost grows with the length.
MAX_CHARS = 4000
# A declared language is this many times likelier than any other one before a word was read (times its confidence).
# Not more, since templates declare wrongly: by the words alone 40 characters are right on 95 % of those pages.
PRIOR = 100.0
MIN_CONFIDENCE = 0.2
# The model knows the macrolanguage, pages declare the written standard (or the codes withdrawn from ISO 639).
ALIASES = {"nb": "no", "iw": "he", "in": "id", "fil": "tl", "mo": "ro", "sh": "sr", "cmn": "zh"}
NOT_A_LANGUAGE = {"zxx", "und", "mul", "mis"}
_LETTER = re.compile(r"[^\W\d_]")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")


def enrich(article: Article) -> Enrichment | None:
    """{"tag": BCP 47 primary language, "confidence": 0..1, "declared": tag or null, "agrees": bool or null}.

    None where neither words nor declaration tell the language.
    """
    text = _LINK.sub(" ", f"{article.title}\n{article.body_text[:MAX_CHARS]}")
    declared = _primary(article.language)
    shares = _ranked(text)
    if declared is not None:
        shares = _with_prior(shares, declared, article.language.confidence if article.language else 0.0)
    if not shares:
        return None
    tag, confidence = max(shares.items(), key=lambda item: item[1])
    if tag in NOT_A_LANGUAGE or confidence < MIN_CONFIDENCE:
        return None
    values: dict[str, Any] = {
        "tag": tag,
        "confidence": round(min(confidence, 1.0), 3),
        "declared": article.language.tag if article.language else None,
        "agrees": None if declared is None else declared == tag,
    }
    return Enrichment(processor=NAME, version=VERSION, values=values)


def _primary(language: Language | None) -> str | None:
    """The primary subtag in the model's terms: `en` of `en-CA`, `no` of `nb-NO`; None for what is no language."""
    if language is None:
        return None
    primary = re.split(r"[-_]", language.tag.strip().lower(), maxsplit=1)[0]
    primary = ALIASES.get(primary, primary)
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) and primary not in NOT_A_LANGUAGE else None


def _ranked(text: str) -> dict[str, float]:
    """Each language's share of the belief by the words alone (they add up to 1); empty where there are no letters."""
    return dict(_identifier().rank(text)) if _LETTER.search(text) else {}


def _with_prior(shares: dict[str, float], declared: str, confidence: float) -> dict[str, float]:
    """`shares` after the declaration was weighed in, normalised again.

    A language that the model was not trained on cannot win by words: there the declaration speaks, and only halfway.
    """
    confidence = min(max(confidence, 0.0), 1.0)
    if not shares or declared not in shares:
        halved = {tag: share * (1 - confidence / 2) for tag, share in shares.items()}
        return {**halved, declared: confidence / 2}
    weighed = {**shares, declared: shares[declared] * (1 + PRIOR * confidence)}
    total = sum(weighed.values())
    return {tag: share / total for tag, share in weighed.items()}


@cache
def _identifier() -> Any:
    """The model of py3langid, loaded once per process when the first article comes (0.8 CPU s)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
