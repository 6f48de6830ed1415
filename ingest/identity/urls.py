"""The two faces of a URL: `normalize` is what is fetched (nothing a server could notice is changed), `url_key` is what
a story is known by (whatever does not change the story is dropped)."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from url_normalize import url_normalize

from ingest.errors import IngestError
from ingest.identity.domains import digest, is_address, registered_domain, shard_of, source_id
from ingest.identity.tracking import is_tracking

__all__ = ["entry_id", "feed_id", "host_of", "normalize", "registered_domain", "shard_of", "source_id", "url_key"]

MAX_LENGTH = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABELS = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)")  # "ends in a number" (WHATWG URL, 4.3): meant as an address
_EDGE = "".join(map(chr, range(0x21)))
_PATH_SAFE = "%/:@!$&'()*+,;=~[]"
_QUERY_SAFE = _PATH_SAFE + "?"
_SECTION_PREFIX = re.compile(r"(?:www\d?|m|mobile|amp)\.")
_AMP_SUFFIX = re.compile(r"(?<=[^/])(?:/+amp(?:\.html?)?|\.amp(?:\.html?)?)/*$", re.IGNORECASE)
_RECENT = 4096  # results kept: one page's few URLs are looked at a dozen times, and IDNA is slow
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)


@lru_cache(_RECENT)
def normalize(url: str) -> str:
    """The URL as it is fetched: absolute http(s), no fragment, IDNA host, dots resolved, no default port, ASCII only.

    Path and query stay as they are but for characters that no URL may hold. Raises IngestError `bad_url` for anything
    else, for a user or a password in it too: those must not travel into records and logs.
    """
    parts = _split(url)
    path = quote(_without_dots(parts.path), safe=_PATH_SAFE, errors="replace")
    query = quote(parts.query, safe=_QUERY_SAFE, errors="replace")
    result = urlunsplit((parts.scheme, _authority(parts), path, query, ""))
    if len(result) > MAX_LENGTH:
        raise _bad(url, f"longer than {MAX_LENGTH} characters")
    return result


def host_of(url: str) -> str:
    """The host of an absolute URL, lower case, an IPv6 address without brackets; raises IngestError `bad_url`."""
    return urlsplit(normalize(url)).hostname or ""


@lru_cache(_RECENT)
def url_key(url: str) -> str:
    """The story behind the URL, `host[:port]/path?query`: one key for all the ways in which a story is linked.

    Dropped: scheme, www./m./mobile./amp., /amp and its parameters, tracking parameters, session ids, the order of the
    query, a trailing slash. `url_key("https://" + key) == key`. Raises IngestError `bad_url`.
    """
    key = _key(url)
    while (again := _key("https://" + key)) != key:  # what was dropped may have uncovered more of the kind
        key = again
    return key


def _key(url: str) -> str:
    parts = urlsplit(url_normalize(normalize(url)) or "")
    host = _bare_host(parts.hostname or "")
    netloc = f"[{host}]" if ":" in host else host
    if parts.port not in (None, *_DEFAULT_PORTS.values()):
        netloc += f":{parts.port}"
    path = _bare_path(parts.path)
    query = "&".join(sorted(pair for pair in parts.query.split("&") if pair and not is_tracking(pair)))
    return netloc + path + (f"?{query}" if query else "")


def entry_id(url: str) -> str:
    """The id of the story at `url`: 32 hex digits, the same for every way of linking it (see url_key)."""
    return digest(registered_domain(host_of(url)), url_key(url))


def feed_id(url: str) -> str:
    """The id of a feed: 32 hex digits; http and https are one feed, everything else in the URL counts."""
    return digest("feed", normalize(url).partition("://")[2])


def _split(url: str) -> SplitResult:
    cleaned = url.strip(_EDGE + "\u00a0").replace("\t", "").replace("\n", "").replace("\r", "")
    try:
        parts = urlsplit(cleaned)
        _ = parts.port
    except ValueError as error:
        raise _bad(url, str(error)) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise _bad(url, "not an absolute http or https URL")
    if "@" in parts.netloc:
        raise _bad(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), "a user or password stands in it")
    return parts


def _authority(parts: SplitResult) -> str:
    host = _host(parts)
    netloc = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == _DEFAULT_PORTS[parts.scheme]:
        return netloc
    if parts.port == 0:
        raise _bad(parts.geturl(), "port 0")
    return f"{netloc}:{parts.port}"


def _host(parts: SplitResult) -> str:
    """Lower case, IDNA (UTS 46), checked; addresses in their one canonical form."""
    host = parts.hostname or ""
    try:
        if ":" in host:
            return str(IPv6Address(host.replace("%", "zone")))  # fe80::1%eth0 means something to one machine only
        ascii_host = _ascii(host)
        if _NUMBER.fullmatch(ascii_host):
            return str(IPv4Address(ascii_host))
    except ValueError as error:  # UnicodeError and AddressValueError are ValueErrors
        raise _bad(parts.geturl(), "no such host can be") from error
    if ".." in host or not _LABELS.fullmatch(ascii_host):
        raise _bad(parts.geturl(), "no such host can be")
    return ascii_host


@lru_cache(_RECENT)
def _ascii(host: str) -> str:
    return urlsplit(url_normalize(f"http://{host}/") or "").hostname or ""


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4, for an absolute path; empty segments stay, they may mean something to the server."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _bare_host(host: str) -> str:
    """Without www., m., mobile., amp. as far as a registered domain is left (`m.com` stays)."""
    if is_address(host):
        return host
    domain = registered_domain(host)
    while (prefix := _SECTION_PREFIX.match(host)) and host != domain:
        host = host[prefix.end() :]
        domain = registered_domain(host)
    return host


def _bare_path(path: str) -> str:
    path, before = _SESSION.sub("", path).rstrip("/"), ""
    while path != before:
        path, before = _AMP_SUFFIX.sub("", path).rstrip("/"), path
    return path


def _bad(url: str, why: str) -> IngestError:
    return IngestError("bad_url", f"{url[:200]!r}: {why}")
