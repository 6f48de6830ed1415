"""What to do when a test's real counterpart is missing: skip with one loud line, or fail under REQUIRE_ALL=1."""

from __future__ import annotations

import os
from collections import Counter
from typing import NoReturn

import pytest


def missing(what: str, how: str) -> NoReturn:
    """`what` is not here; `how` says how to get it, e.g. `apt-get install chromium`."""
    line = f"{what} is missing: {how}"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1: {line}", pytrace=False)
    pytest.skip(line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line for each reason why tests did not run."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if reasons:
        terminalreporter.section("not run", yellow=True, bold=True)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} test{'s'[: count > 1]} not run: {reason}", yellow=True, bold=True)
