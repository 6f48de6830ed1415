"""What is fetched: the same resource, in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.identity.urls import MAX_LENGTH, host_of, normalize


@pytest.mark.parametrize(
    ("given_url", "fetched"),
    [
        ("http://EXAMPLE.com", "http://example.com/"),
        ("HTTPS://Example.com:443/A#part", "https://example.com/A"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        (" \n http://example.com/a\tb ", "http://example.com/ab"),
        ("http://example.com/a/./b/../c", "http://example.com/a/c"),
        ("http://example.com/a/..", "http://example.com/"),
        ("http://example.com/web/http://other.org/x", "http://example.com/web/http://other.org/x"),
        ("http://example.com/a b?q=a b", "http://example.com/a%20b?q=a%20b"),
        ("http://example.com/?a=1&&b=%2f+x&sig=a=b==", "http://example.com/?a=1&&b=%2f+x&sig=a=b=="),
        ("http://münchen.de/straße?ü", "http://xn--mnchen-3ya.de/stra%C3%9Fe?%C3%BC"),
        ("http://ex。com./", "http://ex.com/"),
        ("http://faß.de/", "http://xn--fa-hia.de/"),
        ("http://[0:0::1]:81/", "http://[::1]:81/"),
        ("http://127.0.0.1:5000/feed", "http://127.0.0.1:5000/feed"),
        ("http://some_name.example.com/", "http://some_name.example.com/"),
        ("http://example.com/a\\b", "http://example.com/a%5Cb"),
        ("http://example.com/\ud800", "http://example.com/?".replace("?", "%3F")),
    ],
)
def test_normalize(given_url: str, fetched: str) -> None:
    assert normalize(given_url) == fetched


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "/a",
        "//example.com/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://",
        "http:///a",
        "http://user:secret@example.com/",
        "http://@example.com/",
        "http://example.com\\@evil.com/",
        "http://example.com\\evil.com/",
        "http://a b.com/",
        "http://example.com:99999/",
        "http://example.com:0/",
        "http://example.com:x/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://[::g]/",
        "http://256.1.1.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://127.1/",
        "http://a..com/",
        "http://" + "a" * 64 + ".com/",
        "http://" + ".".join(["abcd"] * 60) + "/",
        "http://example.com/" + "a" * MAX_LENGTH,
        "http://exa\x00mple.com/",
        "http://xn--\u2603\u0338.com:80:90/",
    ],
)
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(IngestError) as caught:
        normalize(url)
    assert caught.value.code == "bad_url"
    assert not caught.value.retriable


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(IngestError) as caught:
        normalize("http://user:secret@example.com/")
    assert "secret" not in str(caught.value)


def test_host_of() -> None:
    assert host_of("http://[::1]:80/") == "::1"
    assert host_of("http://News.Example.COM./x") == "news.example.com"


@given(st.text(max_size=200).map(lambda tail: "http://example.com/" + tail))
def test_idempotent_and_ascii(url: str) -> None:
    once = normalize(url)
    assert normalize(once) == once
    assert once.isascii()
    assert once.isprintable()
    assert " " not in once


@given(st.text(max_size=60), st.text(max_size=30))
def test_a_host_is_refused_or_stays(host: str, path: str) -> None:
    try:
        once = normalize(f"https://{host}/{path}")
    except IngestError:
        return
    assert normalize(once) == once
    assert once.isascii()
