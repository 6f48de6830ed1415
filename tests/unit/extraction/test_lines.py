"""What counts as one line of a page, whatever the markup."""

from __future__ import annotations

import pytest

from ingest.extraction import markup
from ingest.extraction.text import tidy
from ingest.extraction.walk import walk

ONE = "The board met on Tuesday in the old town hall of the city."
TWO = "It asked its neighbours for help, and they said that they would give it."


def lines(html: str) -> list[str]:
    return [line.text for line in walk(markup.parse(f"<body>{html}")).lines]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{ONE}</p><p>{TWO}</p>",
        f"<p>{ONE}<p>{TWO}",
        f"<div>{ONE}<br>{TWO}</div>",
        f"<div>{ONE}<br><br>\n{TWO}</div>",
        f"<div><span>{ONE}</span> <span>{TWO}</span></div>",
        f"<div><font><span>{ONE}</span><span>{TWO}</span></font></div>",
        f"{ONE}<div></div>{TWO}",
        f"<x-p>{ONE}</x-p><x-p>{TWO}</x-p>",
        f"<p>{ONE}<script>document.write('x')</script></p><!-- c --><p>{TWO}</p>",
        f"<P>{ONE.replace('old', '<B>o</B>ld')}</P><P>{TWO.replace('help', '<a href=/x>help</a>')}</P>",
        f"<p>{ONE.replace(' ', chr(10), 3)}</p><p>{TWO.replace(' ', '&nbsp;', 3)}</p>",
    ],
)
def test_two_paragraphs(html: str) -> None:
    assert lines(html) == [ONE, TWO]


def test_a_sentence_runs_on_over_a_line_break() -> None:
    assert lines(f"<p>{ONE[:20]}<br>{ONE[20:]}</p>") == [tidy(ONE[:20] + " " + ONE[20:])]


def test_a_bold_first_sentence_is_no_paragraph_of_its_own() -> None:
    assert lines(f"<p><b>{ONE}</b> {TWO}</p>") == [f"{ONE} {TWO}"]


def test_features_of_a_line() -> None:
    document = walk(markup.parse(f'<div class="story related-links"><p>See <a href="/x">{ONE}</a></p></div>'))
    line = document.lines[0]
    assert line.link_share > 0.9
    assert document.path(line.node) == "html/body/div.story/p"


@pytest.mark.parametrize(
    ("raw", "declared", "text"),
    [
        ("naïve — café".encode(), "iso-8859-1", "naïve — café"),
        ("naïve “café”".encode("cp1252"), "iso-8859-1", "naïve “café”"),
        ("naïve café".encode("cp1252"), None, "naïve café"),
        ("\ufeffnaïve".encode("utf-16"), None, "naïve"),
        ("привет".encode("cp1251"), "windows-1251", "привет"),
        (b'<meta charset="koi8-r">' + "привет".encode("koi8-r"), None, '<meta charset="koi8-r">привет'),
        (b"a\x00b\x08c", "nonsense", "abc"),
        ("plain words all around one caf\xe9 ".encode("cp1252") * 9, "utf-8", "plain words all around one café " * 9),
        ("café ".encode() * 200 + b"\xff", "utf-8", "café " * 200 + "\ufffd"),
    ],
)
def test_bytes_to_text(raw: bytes, declared: str | None, text: str) -> None:
    assert markup.decode(raw, declared).removeprefix("\ufeff") == text


def test_joiners_stay_where_they_mean_something() -> None:
    assert tidy("n\u200cew \u200d b") == "new b"
    assert tidy("می\u200cخواهم") == "می\u200cخواهم"
