"""Pages that are no articles, broken or meant to hurt: a clear reason, no other exception, nothing unclean inside."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.errors import IngestError, PageError
from ingest.extract import extract
from ingest.types import Extracted, Page, Rejected
from tests.unit.extraction.stories import QUAY

BODY = "".join(f"<p>{text}</p>" for text in QUAY.paragraphs)
UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def look(body: bytes, kind: str = "text/html") -> Extracted | Rejected:
    return extract(Page("https://news.example/a/1", body, datetime.now(UTC), kind))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"<html><head><title>A title</title></head><body></body></html>", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "not_html"),
        (b"%PDF-1.7 ...", "not_html"),
        (bytes(range(32)) * 200, "not_html"),
    ],
)
def test_what_cannot_be_read(body: bytes, code: str) -> None:
    with pytest.raises(PageError) as caught:
        look(body)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><frameset cols='1,2'><frame src=a><noframes>No frames.</noframes></frameset></html>", "not_article"),
        (
            b"<title>404 Not Found</title><body><h1>Page not found</h1><p>It is not here, sorry.</p>",
            "not_article",
        ),
        (b"<body>" + b"<li><a href=/x>One of the many stories that we link</a></li>" * 60, "not_article"),
        (b"<body><p>Hello there.</p>", "too_short"),
    ],
)
def test_what_is_no_article(body: bytes, reason: str) -> None:
    found = look(body)
    assert isinstance(found, Rejected)
    assert found.reason == reason


def test_consent_wall() -> None:
    text = "<p>We and our partners use cookies to process personal data. Your consent applies to this site.</p>"
    found = look(b"<title>Before you continue</title><body>" + (text * 2).encode())
    assert isinstance(found, Rejected)
    assert found.reason == "not_article"


def test_deep_nesting_and_long_text_lose_nothing() -> None:
    nested = look(("<div>" * 400 + BODY + "</div>" * 400).encode())
    assert isinstance(nested, Extracted)
    assert nested.body_text.split("\n") == list(QUAY.paragraphs)
    long = look(("<p>" + "x" * 11_000_000 + "</p>" + BODY).encode())
    assert isinstance(long, Extracted)
    assert "truncated" in long.extraction.flags


def test_nothing_unclean_reaches_the_record() -> None:
    evil = "q\u202eu\u2066a\u0007y&#x202e;&#xd800;&#0;\ufffe\u200b"
    found = look(f"<title>A {evil} title</title><body>{BODY.replace('quay', evil)}".encode("utf-8", "surrogatepass"))
    assert isinstance(found, Extracted)
    assert not UNCLEAN.search(found.body_text.replace("\n", "") + found.title)


MARKUP = st.sampled_from(
    ["<p>", "</div>", "<figure>", "<table><td>", "<br>", BODY, "<!--", "<script>", '"', "&#x110000;"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(MARKUP, st.text(max_size=40)), max_size=30))
def test_any_soup_gives_an_article_a_reason_or_a_page_error(parts: list[str]) -> None:
    raw = "".join(parts).encode("utf-8", "surrogatepass")
    for kind in ("text/html", "text/plain"):
        words = outcome(raw, kind)
        assert words in {"article", "empty", "not_html", "not_article", "too_short"}


def outcome(raw: bytes, kind: str) -> str:
    try:
        found = look(raw, kind)
    except PageError as error:
        return error.code
    if isinstance(found, Rejected):
        return found.reason
    return "unclean" if UNCLEAN.search(found.body_text.replace("\n", "")) else "article"


def test_clean_says_why_there_is_no_article() -> None:
    with pytest.raises(IngestError) as caught:
        clean("<body><p>Hello there.</p>")
    assert caught.value.code == "too_short"


def test_clean_gives_a_record_with_an_id_of_the_url_or_of_the_content() -> None:
    one, same = (
        clean(f"<body>{BODY}", "https://www.news.example/a?utm_source=x"),
        clean(f"<body>{BODY}", "http://news.example/a"),
    )
    assert one.id == same.id
    assert one.source.domain == "news.example"
    alone = clean(f"<body>{BODY}".encode())
    assert alone.id == clean(f"<body>{BODY}").id
    assert (alone.source.domain, alone.version, alone.change.kind, alone.pub_status) == ("", 1, "new", "usable")
