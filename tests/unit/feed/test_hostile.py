"""Feeds that are broken, not feeds, or made to harm. Each is a FeedError or a document, and soon."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import FeedError
from ingest.feeds.parse import parse_feed
from ingest.feeds.prefilter import MAX_ENTRIES, decode, prefilter
from tests.unit.feed.make import answer, item, parsed, refused, rss
from tests.unit.feed.test_kinds import ATOM, RSS

UMLAUTS = rss(item(title="Köln: „Übung“"))


@pytest.mark.parametrize("body", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\0\0"])
def test_empty(body: bytes) -> None:
    assert refused(body) == "empty"


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><head><title>Not found</title></head><body><p>x</p></body></html>",
        "just words",
        "<html><body><a href='/feed'>feed</a></body></html>",
        "<sitemapindex><sitemap/></sitemapindex>",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "{}",
        "[1, 2]",
        '{"version": "2.0", "items": []}',
        '{"version": "https://jsonfeed.org/version/1.1", "items": 7}',
        '{"version": "https://jsonfeed.org/version/1.1", "items": [',
        "[" * 100_000,
        '{"a":' * 100_000,
        "\x89PNG\r\n\x1a\n\0\0",
        "%PDF-1.7",
        "<!--" * 50_000,
        "\n" * 200_000 + "<rss version='2.0'/>",
    ],
)
def test_what_is_no_feed(body: str) -> None:
    assert refused(body.encode("latin-1")) == "not_a_feed"


def test_a_path_or_an_address_is_not_opened(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(rss(item()))
    assert refused(str(feed)) == "not_a_feed"
    assert refused("http://127.0.0.1:9/feed") == "not_a_feed"


@pytest.mark.parametrize(
    "body",
    [
        rss(item()).replace("</channel></rss>", ""),
        rss(item()).replace("</item>", ""),
        rss(item(title="AT&T and <unclosed> things & more")),
        rss(item("<nope:x>1</nope:x>")),
        "<br />\n<b>Warning</b>: mysql in /x.php on line 3<br />\n" + rss(item()),
        "\n\n  " + rss(item()),
        rss(item()) + "<!-- Cached --><script>trailing</script>",
        rss(item("<description>\x00\x08\x1f</description>")),
        rss(item("<description>&#0; &#x1F; &#x110000; &#99999999999999999999; &#xD800;</description>")),
        rss(item("<description>&nbsp;&eacute;&unknown;&lt;</description>")),
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(body: str) -> None:
    document = parsed(body)
    assert document.kind == "rss20"
    assert [entry.url for entry in document.entries] == ["https://www.example.com/1"]


def test_html_entities_and_mad_references() -> None:
    text = "caf&eacute;&nbsp;&mdash; &AMP; &lt;b&gt; &#233; &#x110000;|&#0;|&#12345678901234567890;|"
    assert parsed(rss(item(title=text))).entries[0].title == "café — & é |||"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (UMLAUTS.encode("utf-8"), "text/xml"),
        (UMLAUTS.encode("utf-8"), "text/xml; charset=iso-8859-1"),
        (UMLAUTS.encode("utf-8-sig"), None),
        (UMLAUTS.encode("cp1252"), "text/xml; charset=ISO-8859-1"),
        (UMLAUTS.encode("cp1252"), "text/xml"),
        (UMLAUTS.encode("cp1252"), "text/xml; charset=nonsense"),
        (UMLAUTS.encode("cp1252"), "text/xml; charset=punycode"),
        (UMLAUTS.encode("cp1252"), "text/xml; charset=base64"),
        (UMLAUTS.encode("cp1252"), "text/xml; charset=utf-16"),
        (UMLAUTS.replace("?>", " encoding='windows-1252'?>").encode("cp1252"), "text/xml"),
        (UMLAUTS.encode("utf-16"), "text/xml"),
        (UMLAUTS.encode("utf-16-le"), "text/xml"),
        (UMLAUTS.encode("utf-16-be"), "application/rss+xml; charset=utf-8"),
        (UMLAUTS.encode("utf-32"), "text/xml"),
        (UMLAUTS.replace("?>", " encoding='UTF-16'?>").encode("utf-8"), "text/xml"),
    ],
)
def test_encodings(body: bytes, content_type: str | None) -> None:
    assert parsed(body, content_type).entries[0].title == "Köln: „Übung“"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("iso-2022-jp", "日本語の見出し"),
        ("shift_jis", "日本語の見出し"),
        ("gb2312", "中文标题"),
        ("windows-1251", "Новости"),
        ("euc-kr", "한국어 제목"),
        ("iso-8859-15", "Œuvre à 5 €"),
        ("big5", "中文標題"),
    ],
)
def test_declared_encodings(encoding: str, title: str) -> None:
    body = rss(item(title=title)).replace("?>", f" encoding='{encoding}'?>").encode(encoding)
    assert parsed(body, "application/rss+xml").entries[0].title == title
    assert decode(rss(item(title=title)).encode(encoding), f"text/xml; charset={encoding}").count(title) == 1


BILLION = "<!DOCTYPE rss [" + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))


@pytest.mark.parametrize(
    "head",
    [
        BILLION + "]>",
        '<!DOCTYPE rss [<!ENTITY big "' + "x" * 50_000 + '">]>',
        '<!DOCTYPE rss [\n<!ENTITY l9 "' + "x" * 500 + '">\n]>',
        '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!-- > --><!-- <x> -->",
        "<?x " + "y" * 20_000 + "?>",
    ],
)
def test_entity_bombs_stay_small(head: str) -> None:
    body = '<?xml version="1.0"?>' + head + rss(item(title="T &l9;&l9;&big;&xxe;")).partition("?>")[2]
    document = parsed(body)
    assert (document.entries[0].title or "").startswith("T")
    assert len(document.entries[0].title or "") < 40


def test_a_chain_of_entities_that_crashes_the_parser() -> None:
    chain = "".join(f'<!ENTITY e{i} "&e{i + 1};">\n' for i in range(30_000))
    assert refused(f'<?xml version="1.0"?><!DOCTYPE rss [{chain}]>' + "<rss version='2.0'/>") == "not_a_feed"
    assert prefilter(f"<!DOCTYPE rss [{chain[:50_000]}]>".encode() + b"<rss version='2.0'/>").startswith(b"<rss")


def test_too_many_entries() -> None:
    assert len(parsed(rss(*(item(link=f"http://x.example/{i}") for i in range(MAX_ENTRIES)))).entries) == MAX_ENTRIES
    assert refused(rss(*["<link/>"] * (MAX_ENTRIES + 1))) == "too_many_entries"
    items = ",".join(["{}"] * (MAX_ENTRIES + 1))
    assert refused('{"version": "https://jsonfeed.org/version/1", "items": [' + items + "]}") == "too_many_entries"


@pytest.mark.parametrize(
    "body",
    [
        "<rss version='2.0' " + " ".join(f"a{i}='1'" for i in range(20_000)) + "><channel/></rss>",
        rss("<category>x</category>" * 20_000),
        rss("<a:link xmlns:a='http://www.w3.org/2005/Atom' href='/'/>" * 20_000),
        rss("<x " + " ".join(f'a{i}=">"' for i in range(20_000)) + "/>"),
    ],
    ids=["root attributes", "categories", "links", "attributes"],
)
def test_what_the_parser_is_quadratic_in(body: str) -> None:
    assert refused(body) == "parser_failed"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "body",
    [
        rss(item(f"<author>{'a' * 300_000}</author>")),
        rss(item(f"<author><![CDATA[{'a' * 300_000}]]></author>")),
        rss(item(f"<description>&lt;p style='{'url(' * 50_000}'&gt;</description>")),
        rss(item(f"<description>{'&lt;script&gt;' * 50_000}</description>")),
        rss(item(f"<description>{'&lt;!--' * 50_000}</description>")),
        rss(item(f"<description>{'&lt;' * 200_000}</description>")),
        rss(item(f"<description><![CDATA[{'<p ' * 200_000}]]></description>")),
        rss(item("<!--" + "-" * 1_000_000 + " -->")),
        rss(item("<a>" * 20_000 + "</a>" * 20_000)),
        rss(item(f"<pubDate>{'1' * 200_000}</pubDate>")),
        rss(item(title="&amp;" * 100_000)),
        rss(item(title="& " * 50_000)),
        "<?xml " + "encoding='" * 5_000 + "?>" + rss(item()),
    ],
)
def test_what_has_hung_parsers(body: str) -> None:
    assert parsed(body).entries[0].url == "https://www.example.com/1"


def mutants(seed: int) -> bytes:
    chosen = random.Random(seed)
    body = bytearray(
        chosen.choice([RSS, ATOM, UMLAUTS]).encode(chosen.choice(["utf-8", "utf-16", "latin-1"]), "replace")
    )
    for _ in range(chosen.randint(1, 12)):
        place = chosen.randrange(len(body))
        match chosen.randrange(4):
            case 0:
                body[place] = chosen.randrange(256)
            case 1:
                del body[place : place + chosen.randint(1, 80)]
            case 2:
                body[place:place] = body[place : place + chosen.randint(1, 80)] * chosen.randint(1, 5)
            case _:
                body[place:place] = chosen.choice(
                    [b"&#x110000;", b"<![CDATA[", b"<", b"&", b"<!--", b"\0", b"\xff\xfe"]
                )
    return bytes(body)


def check(body: bytes) -> None:
    try:
        document = parse_feed(answer(body))
    except FeedError as error:
        assert error.code in ("empty", "not_a_feed", "too_many_entries", "parser_failed")  # noqa: PT017
        return
    for entry in document.entries:
        assert entry.url.startswith(("http://", "https://"))
        repr(entry).encode()
        assert entry.published_at is None or 1990 <= entry.published_at.year <= 2026


@pytest.mark.parametrize("seed", range(300))
def test_mutants(seed: int) -> None:
    check(mutants(seed))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<rss>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"{"]))
def test_any_bytes(tail: bytes, head: bytes) -> None:
    check(head + tail)
