"""Validators, 304 and gzip."""

from __future__ import annotations

import gzip

from examples.newsroom.delivery import Answer, deliver
from tests.unit.newsroom.conftest import STARTED

PAGE = Answer(200, b"<p>text</p>" * 100, "text/html", STARTED, validators=True)


def test_either_validator_gives_304() -> None:
    first = deliver(PAGE, {})
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for asked in ({"if-none-match": etag}, {"if-modified-since": modified}, {"if-none-match": f'W/"x", W/{etag}'}):
        again = deliver(PAGE, asked)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Content-Length" not in again.headers


def test_the_etag_comes_first_and_nonsense_is_no_validator() -> None:
    modified = deliver(PAGE, {}).headers["Last-Modified"]
    assert deliver(PAGE, {"if-none-match": '"old"', "if-modified-since": modified}).status == 200
    assert deliver(PAGE, {"if-modified-since": "yesterday"}).status == 200
    assert deliver(PAGE, {"if-modified-since": "Wed, 04 Mar 2026 09:29:59 GMT"}).status == 200


def test_gzip_is_another_representation() -> None:
    plain, packed = deliver(PAGE, {}), deliver(PAGE, {"accept-encoding": "br, gzip"})
    assert gzip.decompress(packed.body) == PAGE.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert deliver(PAGE, {"accept-encoding": "gzip", "if-none-match": packed.headers["ETag"]}).status == 304


def test_a_cut_answer_promises_more_than_it_sends() -> None:
    sent = deliver(Answer(200, b"x" * 400, "text/html", cut=True), {})
    assert (int(sent.headers["Content-Length"]), len(sent.body)) == (400, 200)
    assert "ETag" not in sent.headers
