from __future__ import annotations

import time
from typing import Any

import pytest

from processors.agencies import AGENCIES
from processors.agency import enrich
from stream.types import Article, Author, Dateline, Image, Removed, Source
from tests.unit.processors.articles import article

STORY = (
    "The bridge will open in spring.\nIt took four years to build.\nWorkers closed the last gap on Monday.\nThe end."
)


def attributed(given: Article) -> dict[str, Any]:
    found = enrich(given)
    assert found.processor == "agency"
    return found.values


def code(given: Article) -> str | None:
    found: str | None = attributed(given)["code"]
    return found


BYLINES = [
    ("The Associated Press", "AP"),
    ("Associated Press", "AP"),
    ("ASSOCIATED PRESS", "AP"),
    ("AP", "AP"),
    ("By JOHN SMITH, Associated Press", "AP"),
    ("John Smith, AP Sports Writer", "AP"),
    ("AP National", "AP"),
    ("JOHN SMITH AP Business Writer", "AP"),
    ("John Smith The Associated Press", "AP"),
    ("JANE DOE and JOHN SMITH, Associated Press", "AP"),
    ("Reuters", "Reuters"),
    ("Reuters Staff", "Reuters"),
    ("Jane Doe | Reuters", "Reuters"),
    ("Thomson Reuters", "Reuters"),
    ("AFP", "AFP"),
    ("AFP, MANILA", "AFP"),
    ("Agence France-Presse", "AFP"),
    ("Agence France-Presse in Paris", "AFP"),
    ("AFP Deutschland", "AFP"),
    ("Von dpa", "dpa"),
    ("dpa", "dpa"),
    ("Deutsche Presse-Agentur", "dpa"),
    ("Deutsche Presse-Agentur (dpa)", "dpa"),
    ("dpa-AFX", "dpa-AFX"),
    ("Paula Steiger | SDA", "SDA"),
    ("Keystone-SDA", "SDA"),
    ("ATS", "SDA"),
    ("APA", "APA"),
    ("red, APA", "APA"),
    ("Agencia EFE", "EFE"),
    ("EFE", "EFE"),
    ("Europa Press", "EuropaPress"),
    ("Redazione ANSA", "ANSA"),
    ("ANSA", "ANSA"),
    ("The Canadian Press", "CP"),
    ("Jane Doe, The Canadian Press", "CP"),
    ("La Presse Canadienne", "CP"),
    ("PA Media", "PA"),
    ("By PA Reporter", "PA"),
    ("Press Association", "PA"),
    ("PTI", "PTI"),
    ("Press Trust of India", "PTI"),
    ("ANI", "ANI"),
    ("IANS", "IANS"),
    ("Xinhua", "Xinhua"),
    ("新华社", "Xinhua"),
    ("共同通信", "Kyodo"),
    ("Kyodo News", "Kyodo"),
    ("時事通信", "Jiji"),
    ("연합뉴스", "Yonhap"),
    ("Yonhap", "Yonhap"),
    ("Australian Associated Press", "AAP"),
    ("AAP Newswire", "AAP"),
    ("NTB", "NTB"),
    ("TT Nyhetsbyrån", "TT"),
    ("Ritzau", "Ritzau"),
    ("/ritzau/", "Ritzau"),
    ("STT", "STT"),
    ("Belga", "Belga"),
    ("Agence Belga", "Belga"),
    ("ANP", "ANP"),
    ("Agência Lusa", "Lusa"),
    ("Lusa", "Lusa"),
    ("Anadolu Agency", "AA"),
    ("Anadolu Ajansı", "AA"),
    ("UPI", "UPI"),
    ("Bloomberg News", "Bloomberg"),
    ("Bernama", "Bernama"),
    ("ANTARA", "Antara"),
    ("ТАСС", "TASS"),
    ("РИА Новости", "RIA"),
    ("Интерфакс", "Interfax"),
    ("Укринформ", "Ukrinform"),
    ("PAP", "PAP"),
    ("ČTK", "CTK"),
    ("Associated Press of Pakistan", "APP"),
    ("Tribune News Service", "TNS"),
]


@pytest.mark.parametrize(("name", "expected"), BYLINES)
def test_bylines(name: str, expected: str) -> None:
    found = attributed(article(STORY, authors=(Author(name),)))

    assert found["code"] == expected
    assert found["confidence"] >= 0.75
    assert found["evidence"] == [{"where": "byline", "text": name}]


@pytest.mark.parametrize(
    "name",
    [
        "AP Moller",
        "A.P. Moller-Maersk",
        "Paul AFPson",
        "Associated Press photographer",
        "AP Photo/Charles Rex Arbogast",
        "STAFF AND AGENCIES",
        "Staff and agencies",
        "Agencies",
        "Maria Lusa",
        "John Reuters",
        "Marie Belga",
        "Paul Smith PA",
        "Apa Sherpa",
        "Efe Aydan",
        "Bild",
        "Getty Images/AFP",
        "dpa-Bildfunk",
        "Mads Claus Rasmussen/Ritzau Scanpix",
        "Canadian Pressing Company",
        "The Press",
        "Bloomberg Opinion Columnist's Brother",
        "",
    ],
)
def test_names_that_only_look_like_an_agency(name: str) -> None:
    assert code(article(STORY, authors=(Author(name),))) is None


def test_a_photographer_of_an_agency_did_not_write() -> None:
    assert code(article(STORY, authors=(Author("Reuters", role="photographer"),))) is None


DATELINES = [
    ("PARIS (AP) — France made an unprecedented demand on Tuesday.", "AP"),
    ("ST. JOSEPH, Mich. (AP) — Michigan health authorities are reporting a 6th fatality.", "AP"),
    ("LA CROSSE, Wis. (AP) -- After a summer of tumult, the path is open.", "AP"),
    ("LONDON, May 3 (Reuters) - Britain said on Friday it would wait.", "Reuters"),
    ("(Reuters) - The company said on Friday it would wait.", "Reuters"),
    ("LONDON/NEW YORK (Reuters) - Oil rose.", "Reuters"),
    ("PARIS, 12 mai (AFP) - Le gouvernement a annoncé lundi un plan.", "AFP"),
    ("PARIS, 12 mai 2024 (AFP) - Le gouvernement a annoncé lundi un plan.", "AFP"),
    ("Paris (AFP) – Le gouvernement a annoncé lundi un plan.", "AFP"),
    ("BERLIN (dpa) - Die Regierung teilte am Dienstag mit, dass gebaut wird.", "dpa"),
    ("Frankfurt/Main (dpa/lhe) - Die Polizei sucht Zeugen.", "dpa"),
    ("FRANKFURT (dpa-AFX) - Der Dax hat am Freitag zugelegt.", "dpa-AFX"),
    ("Wien (APA) – Die Regierung tagte am Mittwoch.", "APA"),
    ("Bern (sda) Der Bundesrat hat entschieden.", "SDA"),
    ("Madrid, 3 may (EFE).- El Gobierno anunció este viernes un plan.", "EFE"),
    ("MADRID, 3 May. (EUROPA PRESS) - El Gobierno anunció un plan.", "EuropaPress"),
    ("(ANSA) - ROMA, 12 MAG - Il governo ha annunciato un piano.", "ANSA"),
    ("Lisboa, 03 mai 2024 (Lusa) – O Governo anunciou hoje um plano.", "Lusa"),
    ("SYDNEY, Nov 3 (Xinhua) -- Australia's central bank held rates.", "Xinhua"),
    ("新华社北京5月3日电（记者张三）国家统计局3日发布数据。", "Xinhua"),
    ("【北京共同】中国外務省の報道官は3日、会見した。", "Kyodo"),
    ("【ワシントン時事】米政府は3日、発表した。", "Jiji"),
    ("TOKYO (Kyodo) -- Japan's government said Friday.", "Kyodo"),
    ("(서울=연합뉴스) 홍길동 기자 = 정부는 3일 발표했다.", "Yonhap"),
    ("SEOUL, May 3 (Yonhap) -- South Korea said Friday.", "Yonhap"),
    ("New Delhi, May 3 (PTI) The Supreme Court on Friday asked the Centre.", "PTI"),
    ("New Delhi [India], May 3 (ANI): The minister said.", "ANI"),
    ("Mumbai, May 3 (IANS) The actor said.", "IANS"),
    ("MOSCOW, May 3. /TASS/. Russia said on Friday.", "TASS"),
    ("МОСКВА, 3 мая - РИА Новости. Россия сообщила.", "RIA"),
    ("Москва. 3 мая. INTERFAX.RU - Россия сообщила.", "Interfax"),
    ("MOSCOW. May 3 (Interfax) - Russia said on Friday.", "Interfax"),
    ("ANKARA (AA) - Cumhurbaşkanı açıklama yaptı.", "AA"),
    ("Jakarta (ANTARA) - Pemerintah mengumumkan rencana.", "Antara"),
    ("KUALA LUMPUR, May 3 (Bernama) -- The prime minister said.", "Bernama"),
    ("Taipei, May 3 (CNA) Taiwan said Friday.", "CNA"),
    ("（中央社記者王小明台北3日電）總統府今天表示。", "CNA"),
    ("OTTAWA — The Canadian Press — The government said.", "CP"),
    ("LONDON — AP — The government said.", "AP"),
    ("Oslo (NTB): Regjeringen opplyste.", "NTB"),
    ("BRUSSEL (BELGA) - De regering zei dinsdag.", "Belga"),
    ("RIYADH (SPA) -- The ministry said.", "SPA"),
    ("BRASÍLIA (Reuters) - O governo anunciou.", "Reuters"),
    ("Wien/Berlin (APA/dpa) – Die Regierungen tagten.", "APA"),
]


@pytest.mark.parametrize(("line", "expected"), DATELINES)
def test_datelines(line: str, expected: str) -> None:
    assert code(article(f"{line}\n{STORY}")) == expected


def test_the_dateline_that_extraction_took_apart_counts_once() -> None:
    found = attributed(article(f"PARIS (AP) — France said.\n{STORY}", dateline=Dateline("PARIS (AP) —", "PARIS")))

    assert (found["code"], found["confidence"]) == ("AP", 0.95)
    assert {"where": "dateline", "text": "PARIS (AP) —"} in found["evidence"]


@pytest.mark.parametrize(
    "line",
    [
        "The company (AP Moller) — a giant — said it would wait.",
        "A spokesman told the agency (AP) - and others - that it was over.",
        "PITTSBURGH (KDKA) — Police said on Friday.",
        "WASHINGTON — The president told The Associated Press on Friday that he would run.",
        "He is a member (AFP) of the board and said so.",
        "BERLIN (Archivfoto: dpa) - Das Tor.",
        "VATICAN CITY (CNA) — The pope said on Friday.",
        "The (PA) system failed at the start of the show.",
        "By Friday, Reuters and AP had confirmed the deaths.",
        "Reuters is to cut jobs.",
        "AP Moller, Bloomberg and others fell.",
    ],
)
def test_openings_that_are_no_agency_dateline(line: str) -> None:
    assert code(article(f"{line}\n{STORY}")) is None


def test_a_dateline_deep_in_the_text_is_a_quotation() -> None:
    assert code(article(f"{STORY}\nPARIS (AP) — said the telegram that he kept.\n{STORY}\n{STORY}")) is None


ENDINGS = [
    ("— AFP", "AFP"),
    ("AFP", "AFP"),
    ("-AFP-", "AFP"),
    ("(dpa/lmv)", "dpa"),
    ("dpa/AFP", "dpa"),
    ("Die Brücke öffnet im Frühjahr. (dpa)", "dpa"),
    ("Die Brücke öffnet im Frühjahr. (dpa/lno)", "dpa"),
    ("Die Brücke öffnet im Frühjahr (APA, 3.5.2024)", "APA"),
    ("Die Brücke öffnet im Frühjahr. (Birgit Baumann, APA, 3.5.2024)", "APA"),
    ("© dpa-infocom, dpa:240503-99-904412/3", "dpa"),
    ("Der Bundesrat hat entschieden. (sda/reuters)", "SDA"),
    ("© 2024 The Canadian Press", "CP"),
    ("This report by The Canadian Press was first published May 3, 2024.", "CP"),
    ("Cette dépêche de La Presse Canadienne a été initialement publiée le 3 mai 2024.", "CP"),
    ("Source: Reuters", "Reuters"),
    ("Quelle: dpa", "dpa"),
    ("Fonte: ANSA", "ANSA"),
    ("Fuente: EFE", "EFE"),
    ("Bron: ANP", "ANP"),
    ("Kilde: Ritzau", "Ritzau"),
    ("Copyright 2024 The Associated Press. All rights reserved.", "AP"),
    (
        "Copyright 2024 The Associated Press. All rights reserved. This material may not be published, broadcast, "
        "rewritten or redistributed without permission.",
        "AP",
    ),
    ("© 2019 Associated Press. All Rights Reserved. This material may not be published.", "AP"),
    ("Copyright AFP. All rights reserved.", "AFP"),
    ("RIPRODUZIONE RISERVATA © Copyright ANSA", "ANSA"),
    ("EFE abc/def", "EFE"),
    ("Lusa/Fim", "Lusa"),
    ("/ritzau/", "Ritzau"),
    ("Broen åbner til foråret. /ritzau/", "Ritzau"),
    ("(©NTB)", "NTB"),
    ("TT", "TT"),
    ("Le pont ouvrira au printemps. — AFP", "AFP"),
    ("The bridge will open in spring. - Bernama", "Bernama"),
    ("The bridge will open in spring. (Reuters)", "Reuters"),
    ("The bridge will open in spring. (PTI)", "PTI"),
    ("橋は春に開通する。（共同）", "Kyodo"),
    ("(Reporting by Jane Doe in London; Editing by John Smith)", "Reuters"),
    ("Reporting by Jane Doe; Additional reporting by A B; Editing by John Smith", "Reuters"),
    ("Our Standards: The Thomson Reuters Trust Principles.", "Reuters"),
    ("To contact the reporter on this story: Jane Doe in New York at jdoe@bloomberg.net", "Bloomberg"),
    ("©2024 Bloomberg L.P.", "Bloomberg"),
    ("The-CNN-Wire", "CNNWire"),
    ("(Kyodo)", "Kyodo"),
    ("(Anadolu)", "AA"),
]


@pytest.mark.parametrize(("line", "expected"), ENDINGS)
def test_endings(line: str, expected: str) -> None:
    found = attributed(article(f"{STORY}\n{line}"))

    assert found["code"] == expected
    assert found["confidence"] >= 0.6


@pytest.mark.parametrize("line", [line for line, _ in ENDINGS])
def test_the_same_line_taken_out_of_the_body_still_counts(line: str) -> None:
    assert code(article(STORY, removed=(Removed("copyright", "end", line),))) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Iraqi officials told The Associated Press.",
        "The official spoke to the AP.",
        "He said so, according to Reuters.",
        "“We will see,” he told AFP.",
        "Das sagte er der dpa.",
        "sa han ifølge Reuters.",
        "The first to report it was the Associated Press (AP).",
        "Das meldete die Deutsche Presse-Agentur (dpa).",
        "L'annonce a été faite à l'Agence France-Presse (AFP)",
        "The show ended when the PA system failed.",
        "Shares of AP Moller rose.",
        "He joined the board of Bloomberg.",
        "Bloomberg contributed to the campaign.",
        "Reuters contributed $5 million.",
        "The match was played in Pennsylvania (D-PA)",
        "© 2024 TT Games",
        "© 2024 AA Roadside Ltd",
        "Copyright 2024 The Daily Planet. All rights reserved.",
        "AP Photo/Jane Doe",
        "Foto: dpa",
        "© Getty Images/AFP",
        "Image: Reuters",
        "Jane Doe is a reporter who once worked for Reuters in London and Paris.",
        "Staff and agencies",
    ],
)
def test_last_lines_that_credit_nobody(line: str) -> None:
    assert code(article(f"{STORY}\n{line}")) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The Associated Press contributed to this report.", "AP"),
        ("Associated Press writers Jane Doe in Rome and John Smith in Paris contributed to this report.", "AP"),
        ("With files from The Canadian Press", "CP"),
        ("— With files from Jane Doe of The Canadian Press", "CP"),
        ("(With inputs from PTI)", "PTI"),
        ("Mit Material von dpa", "dpa"),
        ("Mit Informationen der dpa", "dpa"),
        ("(mit dpa)", "dpa"),
        ("Con información de EFE", "EFE"),
        ("Com informações da Reuters", "Reuters"),
        ("Avec AFP", "AFP"),
        ("(avec AFP)", "AFP"),
    ],
)
def test_a_contribution_is_weak_evidence(line: str, expected: str) -> None:
    found = attributed(article(f"{STORY}\n{line}"))

    assert (found["code"], found["evidence"][0]["where"]) == (expected, "contributed")
    assert 0 < found["confidence"] < 0.5


@pytest.mark.parametrize("name", ["Le Monde avec AFP", "FRANCE 24 with AFP", "Redaktion mit dpa"])
def test_a_byline_with_an_agency_is_weak_evidence(name: str) -> None:
    assert 0 < attributed(article(STORY, authors=(Author(name),)))["confidence"] < 0.5


def test_photo_credits_and_captions_never_count() -> None:
    given = article(
        STORY,
        images=(Image(caption="A jet (AP)", credit="Uncredited/The Associated Press"), Image(credit="AFP")),
        removed=(
            Removed("caption", "figure", "A jet. Uncredited/The Associated Press"),
            Removed("photo-credit", "figure", "AFP"),
            Removed("image_credit", "body", "© 2024 The Associated Press. All rights reserved."),
            Removed("credit", "div > p", "AP"),
            Removed("copyright", "figure > small", "© 2024 The Associated Press. All rights reserved."),
            Removed("related", "aside", "(Reuters)"),
            Removed("tags", "ul > li", "Tags: Reuters"),
            Removed("byline", "main > div.related > p", "Reuters"),
        ),
    )

    assert attributed(given) == {"code": None, "name": None, "confidence": 0.0, "evidence": [], "others": []}


def test_several_agencies_the_strongest_leads_and_the_others_stand_beside_it() -> None:
    found = attributed(article(f"BERLIN (dpa) - Die Regierung tagte.\n{STORY}\n(dpa/AFP)"))

    assert (found["code"], found["name"]) == ("dpa", "Deutsche Presse-Agentur")
    assert [other["code"] for other in found["others"]] == ["AFP"]
    assert found["confidence"] > found["others"][0]["confidence"]


def test_places_that_agree_are_surer_than_one() -> None:
    one = attributed(article(f"PARIS (AP) — France said.\n{STORY}"))
    three = attributed(article(f"PARIS (AP) — France said.\n{STORY}\n— AP", authors=(Author("AP"),)))

    assert three["confidence"] > one["confidence"]
    assert {e["where"] for e in three["evidence"]} == {"byline", "dateline", "credit"}


def test_a_page_of_the_agency_itself_and_a_canonical_link_to_it() -> None:
    own = attributed(article(STORY, source=Source("s", "apnews.com")))
    copied = attributed(article(STORY, canonical_url="https://www.reuters.com/world/x"))

    assert (own["code"], own["evidence"][0]["where"]) == ("AP", "source")
    assert (copied["code"], copied["evidence"][0]["where"]) == ("Reuters", "canonical")
    assert code(article(STORY, canonical_url="https://notreuters.com/world/x")) is None
    assert code(article(STORY, canonical_url="//[broken")) is None


def test_a_byline_that_was_taken_out_or_leads_the_body() -> None:
    taken = article(STORY, removed=(Removed("byline", "head", "By JOHN SMITH, Associated Press"),))

    assert code(taken) == "AP"
    assert code(article(f"By The Associated Press\n{STORY}")) == "AP"


def test_the_title_is_running_text() -> None:
    assert code(article(STORY, title="Reuters (Reuters) - cuts jobs", subtitle="AP")) is None


def test_an_empty_article_and_an_enormous_one() -> None:
    assert code(article()) is None
    huge = "PARIS (AP " * 50_000 + "\n" + "(" * 100_000 + "\n" + "by AP and " * 50_000 + "\n" + "a, " * 100_000
    began = time.process_time()
    enrich(article(huge, authors=(Author("AP " * 10_000), Author("("), Author("/" * 5000))))
    assert time.process_time() - began < 20  # not a speed: a pattern that backtracks would run for hours


def test_codes_names_and_domains_are_unambiguous() -> None:
    codes = [agency.code for agency in AGENCIES]
    words = [(w, a.code) for a in AGENCIES for w in {w.casefold() for w in (a.name, *a.names, *a.marks)}]
    domains = [domain for a in AGENCIES for domain in a.domains]

    assert len(codes) == len(set(codes))
    assert len({w for w, _ in words}) == len(words)
    assert len(domains) == len(set(domains))
