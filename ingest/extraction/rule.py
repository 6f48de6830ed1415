"""What a line rule is; the rules themselves stand in rules.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Need = Literal["", "links", "whole", "edge"]
Section = Literal["", "box", "rest"]


@dataclass(frozen=True)
class LineRule:
    """One rule; its parts are explained in rules.py."""

    name: str
    pattern: re.Pattern[str]
    longest: int
    need: Need = ""
    section: Section = ""


def line_rule(name: str, pattern: str, longest: int, need: Need = "", section: Section = "") -> LineRule:
    """A rule whose pattern is anchored at the line's start, ignores case, and with "whole" covers the line."""
    tail = r")[\s\W]*$" if need == "whole" else ")"
    return LineRule(name, re.compile(r"^[\s\W]*(?:" + pattern + tail, re.I), longest, need, section)
