"""The sample press without its server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from examples.newsroom.content import catalogue
from examples.newsroom.press import Press
from examples.newsroom.timeline import Moment

STARTED = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def at(seconds: float) -> Moment:
    return Moment(STARTED, seconds)


@pytest.fixture
def press() -> Press:
    return Press(catalogue(), 8000)
