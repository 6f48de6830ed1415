"""Authors: JSON-LD, meta tags and the byline, merged and cleaned to names of people and desks. Pure."""

from __future__ import annotations

import re
from typing import Any

from ingest.extraction.phrases import NAME
from ingest.extraction.structured import Structured
from ingest.extraction.text import compact, field
from stream.types import Author

_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "authors",
    "cxenseparse:author",
    "article.author",
    "lp.article:author",
    "citation_author",
    "dcsext.author",
    "rnews:author",
    "creator",
    "author_name",
    "cre-author",
)
_LEAD = re.compile(
    r"^(?:(?:story|text|written|words|report(?:ed|ing)?|autor(?:in|en)?|autore|auteur|author"
    r"|redaktion)s?\s*:\s*|(?:(?:text|story|written|reported)\s+)?(?:by|von|vom|par|por|di|door|av|af"
    r"|przez|від|от|bởi)\s*:?\s+)+",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:;|\||•|·|/|\n|\s&\s|\s[–—]\s|\s+(?:and|und|et|y|och|og|oraz)\s+|,\s*(?:and\s+)?(?=[A-ZÀ-Þ]))\s*"
)
_TAIL = re.compile(
    r"\s*(?:[(\[].*|,?\s+(?:staff\s+(?:writer|reporter)s?|special\s+to\s+.*|for\s+the\s+.*|(?:senior|chief"
    r"|political|science|health|business|foreign|world|sports?|deputy|associate)\s+(?:\w+\s+)?(?:editor"
    r"|reporter|correspondent|writer).*|reporter|correspondent|editor|columnist|contributor"
    r"|associated\s+press|the\s+associated\s+press|reuters|afp|dpa|cnn|bbc\s+news|@\w+.*|\S+@\S+.*"
    r"|updated.*|published.*|(?:avec|mit|with|con|e)\s+(?:l['’])?(?:afp|dpa|reuters|ap|efe|ansa|agenc\w+).*|avec|\d{1,2}[./:]\d.*))$",
    re.I,
)
_BAD = re.compile(
    r"^(?:https?:|www\.|\d)|@|\.(?:com|org|net|de|co\.uk)\b|^(?:admin|administrator|null|none|undefined"
    r"|n/?a|author|staff|editor|newsroom|redaktion|redaccion|redacción|webmaster|guest|anonymous|unknown"
    r"|(?:our|unser\w*|notre)\s.*|redakteur(?:in)?|reporter(?:in)?|korrespondent(?:in)?|autor(?:in)?|journaliste?|volont[äa]r(?:in)?"
    r"|the|home|news|facebook|twitter|follow|share)$|[{}<>=#%]|\b(?:min read|subscribe"
    r"|published|updated|posted|publi[ée]e?|aktualisiert"
    r"|copyright|all rights)\b",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|bureau|contributors?|journalists?|redakteur\w*"
    r"|reporterin|korrespondent\w*|r[ée]dact\w+|envoy[ée]e?|redactora?|corresponsal|inviat[oa])\b",
    re.I,
)
_EASTERN = re.compile(
    r"(?:記者|取材|執筆|文|文責|本报记者|記者)\s*[・･：:／/]\s*([\u3040-\u30ff\u3400-\u9fff]{2,8})(?![\u3040-\u9fff])"
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d{2}")
MAX_AUTHORS = 20


def authors(page: Structured, bylines: list[str], site: str | None) -> tuple[Author, ...]:
    """Names in the order of their best source; JSON-LD first, then meta, then bylines. The site itself is no author."""
    declared = _names(page.article.get("author") or page.article.get("creator"))
    metas = [value for key in _META for value in page.meta.get(key, ())[:12]]
    found = clean(declared, site) or clean(metas, site) or clean(bylines, site)
    roles = _roles(bylines)
    return tuple(Author(name, roles.get(name.casefold())) for name in found)


def eastern(text: str) -> str | None:
    """The name in a Japanese or Chinese byline ("記者・杉本遼", "文：王小明")."""
    found = _EASTERN.search(text) if len(text) < 120 else None
    return found[1] if found else None


def with_role(text: str) -> bool:
    """ "Jane Doe and John Roe, Staff Writers": names, and what these people are."""
    names, comma, role = text.partition(", ")
    return (
        bool(comma)
        and len(text) < 100
        and bool(_ROLE.search(role))
        and len(role.split()) < 6
        and all(NAME.match(name) and " " in name for name in re.split(r" and | und | et | y ", names))
    )


def _roles(bylines: list[str]) -> dict[str, str]:
    """What stands behind a lone name in its byline ("By Jane Doe, Ledger staff"): name, case folded, to role."""
    roles: dict[str, str] = {}
    for text in bylines:
        name, comma, role = _LEAD.sub("", text.strip()).partition(", ")
        if comma and _ROLE.search(role) and len(role) < 80 and (known := _name(name)):
            roles.setdefault(known.casefold(), role.strip(" .|"))
    return roles


def clean(raw: list[str], site: str | None) -> list[str]:
    """Cut, split and freed of what is no name; no name twice."""
    kept: dict[str, str] = {}
    for text in raw[:40]:
        line = field(text, 300)
        if not line or line.startswith(("http:", "https:", "/", "www.")):
            continue
        for part in _SPLIT.split(_LEAD.sub("", line)):
            name = _name(part)
            if name and kept and _ROLE.search(part):
                continue  # what somebody is, behind a name
            if name and not _DATED.search(name) and not _is_site(name, site):
                kept.setdefault(name.casefold().replace(".", ""), name)
    return list(kept.values())[:MAX_AUTHORS]


def _name(text: str) -> str | None:
    head, comma, rest = text.partition(", ")
    text = head if comma and _ROLE.search(rest) else text
    name = _TAIL.sub("", _LEAD.sub("", text.strip(" ,.;:|-–—"))).strip(" ,;:|-–—")
    if not 2 < len(name) <= 80 or _BAD.search(name) or len(name.split()) > 7:
        return None
    if name.isupper() and " " in name:
        name = " ".join(word.capitalize() if word.isalpha() and len(word) > 2 else word for word in name.split())
    return name


def _is_site(name: str, site: str | None) -> bool:
    """The site's own name, or a part or an extension of it, is no author."""
    one, other = compact(name), compact(site or "")
    return bool(other) and (one in other or other in one)


def _names(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and depth < 3:
        return [name for item in value[:40] for name in _names(item, depth + 1)]
    if isinstance(value, dict) and depth < 3:
        if "Organization" in str(value.get("@type")):
            return [] if depth == 0 and not value.get("name") else _names(value.get("name"), depth + 1)
        return _names(value.get("name"), depth + 1) or _names(value.get("author"), depth + 1)
    return []
