"""The answer to a poll as a FeedDocument: RSS, RDF and Atom through feedparser, JSON Feed through a parser of our own.

parse_feed touches no network, file or clock but that of the response. It can still take long on bytes made to that
end, so the stage calls it in a process that may be killed.
"""

from __future__ import annotations

from ingest.errors import FeedError
from ingest.feeds.json_feed import parse_json
from ingest.feeds.xml_feed import parse_xml
from ingest.types import FeedDocument, Response

_SPACE = b" \t\r\n\0"


def parse_feed(response: Response) -> FeedDocument:
    """The feed in `response`. Raises FeedError: empty, not_a_feed, too_many_entries, parser_failed.

    One bad entry does not spoil the others: what has no usable link, or the link of an earlier one, is in `skipped`.
    """
    body = response.body
    start = body[:4096].lstrip(_SPACE).removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)
    if not start and not body.removeprefix(b"\xef\xbb\xbf").strip(_SPACE):
        raise FeedError("empty", f"{response.url}: the body is empty", retriable=True)
    try:
        return parse_json(response) if start.startswith((b"{", b"[")) else parse_xml(response)
    except FeedError as error:
        raise FeedError(error.code, f"{response.url}: {error}", retriable=error.retriable) from error
