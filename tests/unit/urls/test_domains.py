from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.identity.urls import registered_domain, shard_of, source_id


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("BBC.co.uk.", "bbc.co.uk"),
        ("co.uk", "co.uk"),
        ("com", "com"),
        ("a.github.io", "a.github.io"),
        ("x.y.github.io", "y.github.io"),
        ("www.xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("localhost", "localhost"),
        ("courier.localhost", "courier.localhost"),
        ("www.courier.localhost", "www.courier.localhost"),
        ("news.unknown-tld-xyz", "news.unknown-tld-xyz"),
        ("", ""),
    ],
)
def test_registered_domain(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_ids_and_shards_are_the_same_in_every_release() -> None:
    assert source_id("example.com") == "0e9a7e936cf806092f03e81cf366c6ee"
    assert [shard_of(name) for name in ("example.com", "bbc.co.uk", "courier.localhost")] == [6, 4, 2]


@given(st.text(max_size=40))
def test_shard(domain: str) -> None:
    assert 0 <= shard_of(domain) < 16


def test_shards_are_even() -> None:
    counts = [0] * 16
    for number in range(16_000):
        counts[shard_of(f"site{number}.com")] += 1
    assert min(counts) > 800
    assert max(counts) < 1200


@given(st.text(max_size=40))
def test_domain_of_a_domain(host: str) -> None:
    domain = registered_domain(host)
    assert registered_domain(domain) == domain
