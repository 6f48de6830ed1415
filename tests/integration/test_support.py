"""The test counterparts themselves: a PostgreSQL that keeps databases apart, a browser that runs scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text

from stream.database import connect


@pytest.mark.postgres
def test_new_databases_are_empty_and_apart(new_database: Callable[[], str]) -> None:
    first, second = connect(new_database()), connect(new_database())
    with first.begin() as connection:
        connection.execute(text("create table here (id int)"))
    with second.begin() as connection:
        names = connection.execute(text("select tablename from pg_tables where schemaname = 'public'")).all()
        assert connection.execute(text("show server_encoding")).scalar() == "UTF8"
    assert names == []
    first.dispose()
    second.dispose()


@pytest.mark.browser
def test_the_browser_runs_scripts(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>before</title><script>document.title = [6, 7].reduce((a, b) => a * b)</script>")
    assert page.title() == "42"
    page.close()
