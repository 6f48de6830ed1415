"""What to do when a test's real counterpart is missing: skip with one loud line, or fail under REQUIRE_ALL=1."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str, how: str) -> NoReturn:
    """`what` is not here; `how` says how to get it, e.g. `apt-get install chromium`."""
    line = f"{what} is missing: {how}"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1: {line}", pytrace=False)
    pytest.skip(line)
