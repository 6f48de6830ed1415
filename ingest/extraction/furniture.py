"""Applies the line rules: marks lines that are furniture wherever they stand. Pure; the words stand in rules.py."""

from __future__ import annotations

from ingest.extraction.hints import Hint
from ingest.extraction.lines import Document, Line, Node
from ingest.extraction.opinion import is_prose
from ingest.extraction.phrases import AGENCY_LINE, AGO_LINE, BYLINE, DATE_LINE, DESK_LINE, NAME
from ingest.extraction.rule import LineRule
from ingest.extraction.rules import RULES, is_skip_link
from ingest.extraction.text import SENTENCE_END
from stream.types import Removed

_LONGEST = max(rule.longest for rule in RULES)
BOX = 240  # characters of a small box
_HEADINGS = tuple(
    rule for rule in RULES if rule.section or rule.name == "skip_link" or (rule.name == "ad" and rule.longest < 80)
)  # for lines that nobody would choose
_NAMED: tuple[tuple[int, str], ...] = (
    (Hint.SKIP, "skip_link"),
    (Hint.CREDIT, "credit"),
    (Hint.CAPTION, "caption"),
    (Hint.COMMENTS, "comments"),
    (Hint.NEWSLETTER, "newsletter"),
    (Hint.PAYWALL, "paywall"),
    (Hint.COOKIE, "cookie"),
    (Hint.AD, "ad"),
    (Hint.RELATED, "related"),
    (Hint.SHARE, "share"),
    (Hint.BIO, "author_bio"),
    (Hint.TAGS, "tags"),
    (Hint.PULLQUOTE, "pullquote"),
    (Hint.BYLINE, "byline"),
    (Hint.DATE, "date"),
    (Hint.NAV, "navigation"),
    (Hint.FOOTER, "footer"),
    (Hint.SIDEBAR | Hint.ASIDE, "sidebar"),
    (Hint.HIDDEN, "hidden"),
    (Hint.META, "label"),
)


def rule_by_name(hints: int) -> str:
    """The rule a line falls under by the name of its block alone."""
    return next((rule for hint, rule in _NAMED if hints & hint), "not_story")


def matching_rule(line: Line, *, edge: bool, rules: tuple[LineRule, ...] = RULES) -> LineRule | None:
    """The first rule that takes this line; `edge`: the line stands before or after the story."""
    text = line.text
    if len(text) > _LONGEST:
        return None
    for rule in rules:
        if len(text) > rule.longest or (rule.need == "edge" and not edge):
            continue
        if rule.need == "links" and line.link_share < 0.5:
            continue
        if rule.pattern.match(text):
            return rule
    return None


def mark(document: Document, *, every: bool = False) -> None:
    """Set `line.rule` on the lines that a rule takes regardless of where the story is. `every`: also on short lines
    that nobody has chosen yet (plain text has no core)."""
    _mark_cards(document)
    for line in document.lines:
        if line.rule is not None:
            continue
        candidate = every or line.core or len(line.text) > 39 or SENTENCE_END.search(line.text)
        if rule := matching_rule(line, edge=False, rules=RULES if candidate else _HEADINGS):
            line.rule = rule.name
            if rule.section and not (line.hints & Hint.NAV):
                _mark_section(document, line, rule)
    _mark_boxes(document)


def _mark_boxes(document: Document) -> None:
    """Small boxes that one of their lines gives away: what stands under "Paid advertisement", the name of a newsletter
    above the words that offer it."""
    for line in document.lines:
        if line.rule not in ("ad", "newsletter", "paywall", "app"):
            continue
        node = line.node
        while node > 0 and document.nodes[node].last - document.nodes[node].first <= 1:
            node = document.nodes[node].parent
        box = document.nodes[node]
        inside = document.lines[box.first : box.last]
        if line.rule == "ad" and line.index != box.first:
            continue
        small = node > 0 and len(inside) <= 5 and sum(len(other.text) for other in inside) < BOX and not line.heading
        alone = all(other.rule in (None, line.rule) for other in inside)
        if small and alone and box.prose < 0.2 * document.nodes[0].prose:
            _take(inside, line.rule)


def _mark_cards(document: Document) -> None:
    """Teaser cards: two or more sibling blocks of one name, each a linked heading with a sentence or two under it, on a
    page that has its story elsewhere."""
    groups: dict[tuple[int, str, str], list[Node]] = {}
    for node in document.nodes[1:]:
        size = node.last - node.first
        if 1 < size <= 6 and 0 < node.prose < 500 and document.lines[node.first : node.last]:
            lines = document.lines[node.first : node.last]
            if lines[0].link_share > 0.9 and len(lines[0].text) > 12 and sum(map(is_prose, lines)) <= 2:
                groups.setdefault((node.parent, node.tag, node.label), []).append(node)
    cards = [node for group in groups.values() if len(group) > 1 for node in group]
    if cards and document.nodes[0].prose - sum(node.prose for node in cards) > 1000:
        for node in cards:
            _take(document.lines[node.first : node.last], "related")


def _mark_section(document: Document, heading: Line, rule: LineRule) -> None:
    """What a heading such as "Comments" or "Related stories" stands over is furniture, too."""
    nodes, lines = document.nodes, document.lines
    scope = heading.node
    while scope > 0 and nodes[scope].last - nodes[scope].first <= 1:
        scope = nodes[scope].parent
    before = sum(len(line.text) for line in lines[: nodes[scope].first] if is_prose(line) and line.rule is None)
    inside = sum(
        len(line.text) for line in lines[nodes[scope].first : heading.index] if is_prose(line) and line.rule is None
    )
    rest = lines[heading.index + 1 : nodes[scope].last]
    if rule.section == "box" and sum(len(line.text) for line in rest if line.core and is_prose(line)) > before + inside:
        return  # a button over the rest of the story
    if (inside < 80 and (before >= 600 or nodes[scope].prose <= 0.4 * nodes[0].prose)) or (
        rule.section == "rest" and inside >= 400
    ):
        _take(rest, rule.name)
    else:
        for line in rest:
            if line.link_share < 0.5 and (is_prose(line) or line.heading or SENTENCE_END.search(line.text)):
                break
            _take([line], rule.name)


def _take(lines: list[Line], rule: str) -> None:
    for line in lines:
        line.rule = line.rule or rule


def skip_links(links: list[str]) -> tuple[Removed, ...]:
    """The skip links among the first links of navigation blocks that were never walked."""
    return tuple(Removed("skip_link", "nav", text) for text in links if is_skip_link(text))


def is_byline(text: str, authors: frozenset[str] = frozenset()) -> bool:
    """ "By Jane Doe and John Roe, The Paper", "The Associated Press", or an author's name alone."""
    if len(text) > 180:
        return False
    if AGENCY_LINE.match(text) or (len(text) < 80 and DESK_LINE.match(text)):
        return True
    if text.strip(" ,.|").casefold() in authors:
        return True
    found = BYLINE.match(text)
    if not found or text.rstrip().endswith(("?", "!", ":")):
        return False
    names = [part.strip(" ,.|•·") for part in _split_names(found["names"])]
    return bool(names) and (bool(NAME.match(names[0])) or names[0].isupper())


def _split_names(text: str) -> list[str]:
    for mark in (
        " and ",
        " avec ",
        " with ",
        " mit ",
        " con ",
        " und ",
        " et ",
        " y ",
        " e ",
        " en ",
        " och ",
        " og ",
        " | ",
        ", ",
        " & ",
        " — ",
        " - ",
        " • ",
    ):
        text = text.replace(mark, "\n")
    return [part for part in text.split("\n") if part.strip()]


def is_date(text: str) -> bool:
    """A line that is nothing but a date or time, with words like "Updated"."""
    return len(text) <= 140 and (bool(DATE_LINE.match(text)) or bool(AGO_LINE.match(text)))
