"""Fixtures of all tests live in tests/support, one file per real counterpart."""

pytest_plugins: list[str] = [
    "tests.support.need",
    "tests.support.kafka",
    "tests.support.postgres",
    "tests.support.browser",
]
