from __future__ import annotations

import pytest

from processors.language import enrich
from stream.types import Language
from tests.unit.processors.articles import article

TEXTS = {
    "en": "The government said on Tuesday that the new bridge over the river would be opened in the spring.",
    "de": "Die Regierung teilte am Dienstag mit, dass die neue Brücke im Frühjahr eröffnet werden soll.",
    "fr": "Le gouvernement a annoncé mardi que le nouveau pont sur le fleuve serait ouvert au printemps.",
    "es": "El gobierno anunció el martes que el nuevo puente sobre el río se abrirá en primavera.",
    "it": "Il governo ha annunciato martedì che il nuovo ponte sul fiume sarà aperto in primavera.",
    "pt": "O governo anunciou na terça-feira que a nova ponte sobre o rio será aberta na primavera.",
    "nl": "De regering heeft dinsdag gezegd dat de nieuwe brug over de rivier in het voorjaar opengaat.",
    "pl": "Rząd poinformował we wtorek, że nowy most na rzece zostanie otwarty wiosną tego roku.",
    "ru": "Правительство сообщило во вторник, что новый мост через реку откроется весной.",
    "tr": "Hükümet salı günü yaptığı açıklamada nehir üzerindeki yeni köprünün baharda açılacağını duyurdu.",
    "ja": "政府は火曜日、川に架かる新しい橋を春に開通させると発表した。",
    "zh": "政府星期二宣布，新的跨河大桥将于春季开通，届时交通状况将得到改善。",
    "ko": "정부는 화요일 강 위의 새 다리가 봄에 개통될 것이라고 밝혔다.",
    "ar": "أعلنت الحكومة يوم الثلاثاء أن الجسر الجديد على النهر سيفتتح في الربيع.",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_a_sentence_tells_its_language(tag: str) -> None:
    found = enrich(article(TEXTS[tag]))

    assert found is not None
    assert (found.processor, found.values["tag"], found.values["declared"], found.values["agrees"]) == (
        "language",
        tag,
        None,
        None,
    )
    assert 0.7 <= found.values["confidence"] <= 1.0


def test_a_declaration_decides_where_the_text_is_too_short() -> None:
    alone = enrich(article(title="En svensk tiger i skogen"))
    declared = enrich(article(title="En svensk tiger i skogen", language=Language("sv-SE", 0.9)))

    assert alone is None or alone.values["confidence"] < 0.5
    assert declared is not None
    assert (declared.values["tag"], declared.values["declared"], declared.values["agrees"]) == ("sv", "sv-SE", True)
    assert declared.values["confidence"] > 0.8


def test_a_wrong_declaration_loses_against_a_paragraph() -> None:
    found = enrich(article(TEXTS["de"], language=Language("en", 0.95)))

    assert found is not None
    assert (found.values["tag"], found.values["agrees"]) == ("de", False)


def test_bokmal_is_the_norwegian_of_the_model() -> None:
    text = "Regjeringen opplyste tirsdag at den nye broen over elven åpner til våren, og at det ikke blir bompenger."
    found = enrich(article(text, language=Language("nb-NO", 0.9)))

    assert found is not None
    assert (found.values["tag"], found.values["agrees"]) == ("no", True)


@pytest.mark.parametrize("title", ["", "   ", "12 : 34", "— … !", "https://news.example/path"])
def test_nothing_to_read_and_nothing_declared_is_none(title: str) -> None:
    assert enrich(article(title=title)) is None


def test_nothing_to_read_leaves_the_declaration_at_half_its_confidence() -> None:
    found = enrich(article(title="2 : 1", language=Language("fr", 0.9)))

    assert found is not None
    assert (found.values["tag"], found.values["confidence"]) == ("fr", 0.45)


@pytest.mark.parametrize("tag", ["", "x-default", "und", "zxx", "1234", "english language"])
def test_a_declaration_that_is_no_language_counts_for_nothing(tag: str) -> None:
    found = enrich(article(TEXTS["en"], language=Language(tag, 1.0)))

    assert found is not None
    assert (found.values["tag"], found.values["agrees"]) == ("en", None)


def test_a_language_outside_the_model_keeps_its_doubt() -> None:
    found = enrich(article(TEXTS["en"], language=Language("kl", 0.9)))

    assert found is not None
    assert found.values["confidence"] < 0.6


def test_lone_surrogates_and_endless_text_are_read() -> None:
    assert enrich(article("\ud800 " + TEXTS["en"] * 2000)) is not None
