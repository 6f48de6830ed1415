"""aiohttp's and the system's errors as FetchError, and what an HTTP status means for trying again."""

from __future__ import annotations

import errno
import ssl

import aiohttp
from aiohttp.http_exceptions import ContentEncodingError

from ingest.errors import FetchError

_RETRIABLE = frozenset((202, 408, 425, 429))


class ForbiddenAddress(OSError):
    """The address is not public and not opened by the settings. An OSError: the client then tries the next address."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "the address is not public")  # one text: the client keeps the class then


def http_error(status: int, url: str, retry_after: float | None) -> FetchError:
    """`http_NNN`; retriable for 5xx and for those 4xx that speak of now (408, 425, 429; 202 is "not yet")."""
    return FetchError(
        f"http_{status}",
        f"{url}: HTTP {status}",
        retriable=status >= 500 or status in _RETRIABLE,
        retry_after=retry_after,
        status=status,
    )


def wrapped(error: Exception, url: str, seconds: float) -> FetchError:
    """The FetchError that says what `error` means; raise it `from error`."""
    code, retriable = _meaning(error)
    text = f"no complete answer within {seconds:g} s" if code == "timeout" else str(error) or type(error).__name__
    return FetchError(code, f"{url}: {text[:300]}", retriable=retriable)


def _meaning(error: BaseException) -> tuple[str, bool]:
    match error:
        case TimeoutError():
            return "timeout", True
        case aiohttp.ClientConnectorDNSError():
            return "dns", True
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError() | ssl.SSLError():
            return "tls", True  # certificates are renewed
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, ForbiddenAddress):
            return "forbidden_address", False
        case aiohttp.ClientPayloadError() if isinstance(error.__cause__, ContentEncodingError):
            return "bad_encoding", True
        case aiohttp.InvalidURL() | UnicodeError():
            return "bad_url", False
        case aiohttp.ClientPayloadError() | aiohttp.ClientResponseError():
            return "protocol", True
        case aiohttp.ClientConnectionError() | OSError():
            return "connect", True
        case _:
            return "protocol", True
