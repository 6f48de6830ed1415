"""What can go wrong between a feed and an article. An error becomes a value only where it is recorded (the store).

`code` is the word that `copydesk status` counts by; it is stable and listed in docs/operations.md.
"""

from __future__ import annotations

from stream.errors import CopydeskError


class IngestError(CopydeskError):
    """`code`: a stable word such as `timeout`, `http_404`; `status`: the HTTP status when there was one."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        retriable: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, retriable=retriable, retry_after=retry_after)
        self.code = code
        self.status = status


class FetchError(IngestError):
    """No usable answer came. Codes: bad_url, forbidden_address, dns, connect, tls, timeout, too_large, bad_encoding,
    redirect_loop, protocol, http_NNN."""


class FeedError(IngestError):
    """The answer is not a feed that can be read. Codes: not_a_feed, empty, too_many_entries, parser_failed."""


class PageError(IngestError):
    """The answer is not a page that can be read. Codes: not_html, empty, parser_failed."""


def unforeseen(error: Exception) -> IngestError:
    """A fault of our own, met while one item was worked on: recorded with that item, retriable, under `internal`."""
    wrapped = IngestError("internal", f"{type(error).__name__}: {error}"[:1000], retriable=True)
    wrapped.__cause__ = error
    return wrapped
