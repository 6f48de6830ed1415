"""How an answer goes over the wire: validators, 304, gzip. Pure; the server only writes what comes out."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from examples.newsroom.timeline import http_date


@dataclass(frozen=True)
class Answer:
    """What a site says to a GET. `cut`: the connection breaks in the middle of the body."""

    status: int
    body: bytes
    content_type: str
    modified: datetime | None = None
    validators: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True)
class Delivery:
    """Status, headers and body as sent; `length` is what Content-Length promises."""

    status: int
    headers: dict[str, str]
    body: bytes


def deliver(answer: Answer, asked: Mapping[str, str]) -> Delivery:
    """`asked`: the request's headers, keys in lower case. A 304 follows RFC 9110, 13.2.2 (the ETag comes first)."""
    headers = {"Content-Type": answer.content_type, **answer.headers}
    packed = "gzip" in asked.get("accept-encoding", "") and answer.status == 200 and len(answer.body) > 500
    headers["Vary"] = "Accept-Encoding"
    etag = hashlib.sha256(answer.body).hexdigest()[:20]
    if answer.validators and answer.status == 200:
        headers["ETag"] = f'"{etag}-gz"' if packed else f'"{etag}"'  # another representation, another strong validator
        if answer.modified:
            headers["Last-Modified"] = http_date(answer.modified)
        headers["Cache-Control"] = "max-age=0, must-revalidate"
        if _unchanged(etag, answer.modified, asked):
            del headers["Content-Type"]
            return Delivery(304, headers, b"")
    body = gzip.compress(answer.body, 5, mtime=0) if packed else answer.body
    if packed:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return Delivery(answer.status, headers, body[: len(body) // 2] if answer.cut else body)


def _unchanged(etag: str, modified: datetime | None, asked: Mapping[str, str]) -> bool:
    if "if-none-match" in asked:
        known = {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
        return bool(known & {"*", f'"{etag}"', f'"{etag}-gz"'})
    if "if-modified-since" not in asked or modified is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(asked["if-modified-since"])
    except (TypeError, ValueError):
        return False
