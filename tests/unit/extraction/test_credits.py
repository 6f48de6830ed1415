"""Captions and credits, in the forms that news sites and agencies write them."""

from __future__ import annotations

import pytest

from ingest.extraction.credits import clean_credit, is_caption, is_credit, is_house, split_caption

CAPTION = "This photo released on Sunday shows a fishing boat on the quay of a small harbour."


@pytest.mark.parametrize(
    ("tail", "credit"),
    [
        ("Uncredited/The Associated Press", "Uncredited/The Associated Press"),
        (" Uncredited/The Associated Press", "Uncredited/The Associated Press"),
        (" (Uncredited/The Associated Press)", "Uncredited/The Associated Press"),
        (" — Uncredited/The Associated Press", "Uncredited/The Associated Press"),
        (" | STR/Getty Images", "STR/Getty Images"),
        (" Photo: Jane Doe", "Jane Doe"),
        (" Foto: Max Muster/dpa", "Max Muster/dpa"),
        (" (Quelle: AFP)", "AFP"),
        (" (AP Photo/Jane Doe)", "AP Photo/Jane Doe"),
        (" (Photo by Jane Doe/Getty Images)", "Jane Doe/Getty Images"),
        (" © Jane Doe", "Jane Doe"),
        (" AP", "AP"),
        ("Jane Doe", "Jane Doe"),
        (" John Roe/City Paper", "John Roe/City Paper"),
    ],
)
def test_caption_and_credit_are_told_apart(tail: str, credit: str) -> None:
    assert split_caption(CAPTION + tail, in_caption=True) == (CAPTION, credit)


@pytest.mark.parametrize(
    "text",
    [
        "Five others gave help, intelligence officials told The Associated Press.",
        "Storm said the damage made it clear that more had to be done (AP).",
        "He worked for Reuters and AFP before he joined the paper.",
        "The ratio of men/women in the crew was even.",
        "They were caught in the picture by Jane Doe.",
    ],
)
def test_prose_is_no_caption(text: str) -> None:
    assert not is_caption(text)
    assert not is_credit(text)


@pytest.mark.parametrize(
    "text", ["Foto: X/dpa", "STR/Getty Images", "(AP Photo/Jane Doe)", "© Jane Doe", "Photo by Jane Doe"]
)
def test_a_credit_alone(text: str) -> None:
    assert is_credit(text)


def test_an_agency_alone_is_a_credit_only_beside_a_picture() -> None:
    assert is_house("Getty Images")
    assert not is_credit("The Associated Press")


def test_a_credit_of_nothing_is_none() -> None:
    assert clean_credit("Photo: ") is None
