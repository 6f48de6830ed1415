"""The news agencies and how they sign, as data. `processors/agency.py` reads it; a new agency is a new line.

`names` are believed wherever a credit can stand, in any case. `marks` are short and ambiguous (PA, CP, TT): they are
believed, as written here, only where nothing but a credit can stand. `domains` are the agency's own sites (registered
domains). `signs` are what one agency alone writes: place, regular expression over one line, confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Where = Literal["byline", "dateline", "credit", "copyright", "sign-off", "contributed", "source", "canonical"]


class Sign(NamedTuple):
    """`pattern` finds this agency alone; `confidence` in 0..1 is that the text is the agency's."""

    where: Where
    pattern: str
    confidence: float


@dataclass(frozen=True)
class Agency:
    """`code` is stable; `name` is how the agency writes itself. `dateline_only`: its marks count nowhere else."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    dateline_only: bool = False


AGENCIES: tuple[Agency, ...] = (
    # ---------------------------------------------------------------- worldwide
    Agency(
        "AP",
        "The Associated Press",
        ("Associated Press", "AP News", "AP Newsroom"),
        ("AP", "ap"),
        ("apnews.com", "ap.org"),
        (
            Sign(
                "sign-off",
                r"^Follow (?:AP|The AP)['’]s? .*(?:coverage|on Twitter|on X)\b|^AP \w+(?: \w+)?: https?://",
                0.7,
            ),
            Sign("sign-off", r"\bThe Associated Press (?:receives|is an independent|is solely responsible)\b", 0.8),
            Sign("sign-off", r"^Follow .{1,80} (?:on (?:Twitter|X) )?at:? .{0,40}twitter\.com/AP\w*", 0.7),
        ),
    ),
    Agency(
        "Reuters",
        "Reuters",
        ("Thomson Reuters", "Reuters News", "Agence Reuters", "路透社", "ロイター"),
        ("Reuters", "REUTERS", "reuters", "Рейтер"),
        ("reuters.com",),
        (
            Sign(
                "sign-off", r"^\W{0,2}(?:Additional )?(?:Reporting|Writing|Compiled) by .{2,200}?\b[Ee]diting by\b", 0.8
            ),
            Sign("sign-off", r"\bOur Standards: ?The Thomson Reuters Trust Principles\b", 0.95),
            Sign("dateline", r"^路透(?:社)?[^\s]{1,12}\d+月\d+日", 0.95),
        ),
    ),
    Agency(
        "AFP",
        "Agence France-Presse",
        ("Agence France-Presse", "Agence France Presse", "AFP News", "AFP Relaxnews", "AFPBB News", "法新社"),
        ("AFP", "afp"),
        ("afp.com", "afpbb.com"),
        (Sign("dateline", r"^（?法新社[^\s]{1,12}\d+日?電?电?", 0.95), Sign("dateline", r"^【.{2,30}\bAFP】", 0.95)),
    ),
    Agency("UPI", "United Press International", ("United Press International",), ("UPI",), ("upi.com",)),
    Agency(
        "Bloomberg",
        "Bloomberg News",
        ("Bloomberg News", "Bloomberg L.P.", "Bloomberg LP"),
        ("Bloomberg", "BLOOMBERG"),
        ("bloomberg.com",),
        (
            Sign("copyright", r"©\s?(?:\d{4}\s)?Bloomberg\b|\b[Vv]isit (?:us at )?bloomberg\.com", 0.85),
            Sign("sign-off", r"^To contact the (?:reporters?|authors?|editors?) .{0,80}: .{0,80}@bloomberg\.net", 0.9),
        ),
    ),
    Agency("DowJones", "Dow Jones Newswires", ("Dow Jones Newswires", "Dow Jones News"), (), ()),
    Agency(
        "CNNWire",
        "CNN Wire",
        ("CNN Wire", "CNN Newsource", "The CNN Wire"),
        (),
        (),
        (Sign("copyright", r"\bThe-CNN-Wire\b", 0.9),),
    ),
    Agency("TNS", "Tribune News Service", ("Tribune News Service", "Tribune Content Agency"), ("TNS",)),
    # ---------------------------------------------------------------- Canada, Britain, Ireland
    Agency(
        "CP",
        "The Canadian Press",
        ("Canadian Press", "La Presse Canadienne", "La Presse canadienne", "Presse Canadienne"),
        ("CP",),
        ("thecanadianpress.com", "lapressecanadienne.ca"),
        (
            Sign("sign-off", r"\b(?:report|story|article) by The Canadian Press was first published\b", 0.95),
            Sign("sign-off", r"\bdépêche de La Presse Canadienne a été (?:initialement )?(?:publiée|diffusée)\b", 0.95),
            Sign("sign-off", r"\bLa Presse Canadienne, \d{4}\b", 0.8),
        ),
    ),
    Agency(
        "PA",
        "PA Media",
        ("Press Association", "PA Media", "PA News Agency", "PA News", "PA Reporter", "PA Newsroom", "PA Sport"),
        ("PA",),
        ("pamediagroup.com", "pressassociation.com"),
    ),
    # ---------------------------------------------------------------- German
    Agency(
        "dpa",
        "Deutsche Presse-Agentur",
        ("Deutsche Presse-Agentur", "Deutsche Presse Agentur", "dpa-infocom", "dpa international"),
        ("dpa", "DPA", "Dpa"),
        ("dpa.com", "dpa-international.com"),
        (
            Sign("copyright", r"©\s*(?:Copyright )?dpa(?:-infocom|-com)?\b", 0.95),
            Sign("copyright", r"\bdpa:\d{6}-\d+-\d+/\d+", 0.97),
        ),
    ),
    Agency(
        "dpa-AFX",
        "dpa-AFX Wirtschaftsnachrichten",
        ("dpa-AFX", "dpa-afx Broker", "dpa-AFX Broker"),
        ("DPA-AFX", "dpa-afx"),
        ("dpa-afx.de",),
    ),
    Agency(
        "APA",
        "Austria Presse Agentur",
        ("Austria Presse Agentur", "Austria Presseagentur"),
        ("APA", "apa"),
        ("apa.at",),
    ),
    Agency(
        "SDA",
        "Keystone-ATS",
        (
            "Keystone-SDA",
            "Keystone-ATS",
            "Schweizerische Depeschenagentur",
            "Agence télégraphique suisse",
            "Agenzia telegrafica svizzera",
        ),
        ("SDA", "sda", "ATS", "ats", "sda-ats"),
        ("keystone-sda.ch", "sda.ch", "ats.ch"),
    ),
    Agency("AWP", "AWP Finanznachrichten", ("AWP Finanznachrichten",), ("AWP", "awp"), ("awp.ch",)),
    Agency("SID", "Sport-Informations-Dienst", ("Sport-Informations-Dienst",), ("SID", "sid"), ("sid.de",)),
    Agency("KNA", "Katholische Nachrichten-Agentur", ("Katholische Nachrichten-Agentur",), ("KNA", "kna"), ("kna.de",)),
    Agency("epd", "Evangelischer Pressedienst", ("Evangelischer Pressedienst",), ("epd", "EPD"), ("epd.de",)),
    # ---------------------------------------------------------------- Spanish, Portuguese
    Agency(
        "EFE",
        "Agencia EFE",
        ("Agencia EFE", "EFE Noticias", "EFE Verde", "EFEverde", "EFE News"),
        ("EFE", "Efe", "efe"),
        ("efe.com", "agenciaefe.es"),
        (
            Sign("dateline", r"^(?:\w[\w .,]{1,40}\s)?\(?EFE\)?\s?\.?[-–—]+\s?", 0.95),
            Sign("sign-off", r"^EFE(?:\s+[a-z]{1,4}){0,2}(?:[/-][a-z]{1,4})+(?:\s?\([^()]{1,30}\))?$", 0.95),
        ),
    ),
    Agency("EuropaPress", "Europa Press", ("Europa Press", "Agencia Europa Press"), (), ("europapress.es",)),
    Agency("PrensaLatina", "Prensa Latina", ("Prensa Latina",), (), ("prensa-latina.cu",)),
    Agency("Telam", "Télam", ("Télam", "Agencia Télam"), (), ("telam.com.ar",)),
    Agency("Notimex", "Notimex", ("Notimex",), (), ("notimex.gob.mx",)),
    Agency(
        "Lusa",
        "Agência Lusa",
        ("Agência Lusa", "Lusa - Agência de Notícias", "Agência de Notícias Lusa"),
        ("Lusa", "LUSA"),
        ("lusa.pt",),
        (Sign("sign-off", r"^Lusa/[Ff]im\.?$", 0.97),),
    ),
    Agency("AgenciaBrasil", "Agência Brasil", ("Agência Brasil",), (), ("ebc.com.br",)),
    Agency("EstadaoConteudo", "Estadão Conteúdo", ("Estadão Conteúdo",), (), ()),
    Agency("Folhapress", "Folhapress", ("Folhapress",), (), ("folhapress.com.br",)),
    # ---------------------------------------------------------------- Italian
    Agency(
        "ANSA",
        "ANSA",
        ("Agenzia ANSA", "Agenzia Nazionale Stampa Associata", "ANSA.it", "Redazione ANSA"),
        ("ANSA", "Ansa"),
        ("ansa.it",),
        (
            Sign(
                "copyright",
                r"\b[Rr]iproduzione riservata ©? ?[Cc]opyright ANSA\b|\bRIPRODUZIONE RISERVATA .{0,20}ANSA\b",
                0.95,
            ),
        ),
    ),
    Agency("Adnkronos", "Adnkronos", ("Adnkronos", "AdnKronos"), (), ("adnkronos.com",)),
    Agency("AGI", "Agenzia Giornalistica Italia", ("Agenzia Giornalistica Italia",), ("AGI",), ("agi.it",)),
    Agency("Askanews", "askanews", ("askanews", "Askanews"), (), ("askanews.it",)),
    Agency("LaPresse", "LaPresse", ("LaPresse",), (), ("lapresse.it",)),
    # ---------------------------------------------------------------- Low Countries, North
    Agency("Belga", "Belga", ("Agence Belga", "Belga News Agency", "Belga News"), ("Belga", "BELGA"), ("belga.be",)),
    Agency(
        "ANP",
        "Algemeen Nederlands Persbureau",
        ("Algemeen Nederlands Persbureau", "ANP Producties"),
        ("ANP",),
        ("anp.nl",),
    ),
    Agency("NTB", "NTB", ("Norsk Telegrambyrå", "NTB Nyheter"), ("NTB", "©NTB", "ntb"), ("ntb.no",)),
    Agency("TT", "TT Nyhetsbyrån", ("TT Nyhetsbyrån", "Tidningarnas Telegrambyrå", "TT-Reuters"), ("TT",), ("tt.se",)),
    Agency(
        "Ritzau",
        "Ritzau",
        ("Ritzaus Bureau", "Ritzau Finans"),
        ("Ritzau", "ritzau", "RITZAU", "/ritzau/"),
        ("ritzau.dk", "ritzau.com"),
        (Sign("credit", r"/ritzau/\.?$", 0.95),),
    ),
    Agency("STT", "STT", ("Suomen Tietotoimisto", "Finska Notisbyrån"), ("STT", "FNB"), ("stt.fi",)),
    # ---------------------------------------------------------------- centre and east of Europe
    Agency("PAP", "Polska Agencja Prasowa", ("Polska Agencja Prasowa",), ("PAP",), ("pap.pl",)),
    Agency(
        "CTK", "Česká tisková kancelář", ("Česká tisková kancelář", "Czech News Agency"), ("ČTK", "CTK"), ("ctk.cz",)
    ),
    Agency("TASR", "TASR", ("Tlačová agentúra Slovenskej republiky",), ("TASR",), ("tasr.sk",)),
    Agency("SITA", "SITA", ("SITA Slovenská tlačová agentúra",), ("SITA",), ("sita.sk",)),
    Agency("MTI", "MTI", ("Magyar Távirati Iroda",), ("MTI",), ("mti.hu",)),
    Agency("HINA", "Hina", ("Hrvatska izvještajna novinska agencija",), ("Hina", "HINA"), ("hina.hr",)),
    Agency("STA", "Slovenska tiskovna agencija", ("Slovenska tiskovna agencija",), ("STA",), ("sta.si",)),
    Agency("Tanjug", "Tanjug", ("Tanjug",), (), ("tanjug.rs",)),
    Agency("Agerpres", "Agerpres", ("Agerpres",), ("AGERPRES",), ("agerpres.ro",)),
    Agency("BTA", "BTA", ("Българска телеграфна агенция", "Bulgarian News Agency"), ("BTA", "БТА"), ("bta.bg",)),
    Agency("BNS", "Baltic News Service", ("Baltic News Service",), ("BNS",), ("bns.ee", "bns.lt")),
    Agency("LETA", "LETA", ("LETA-BNS",), ("LETA",), ("leta.lv",)),
    Agency("ELTA", "ELTA", (), ("ELTA",), ("elta.lt",)),
    Agency(
        "Ukrinform",
        "Ukrinform",
        ("Ukrinform", "Укрінформ", "Укринформ"),
        (),
        ("ukrinform.net", "ukrinform.ua"),
    ),
    Agency(
        "TASS",
        "TASS",
        ("ITAR-TASS", "ИТАР-ТАСС"),
        ("TASS", "ТАСС"),
        ("tass.com", "tass.ru"),
        (Sign("dateline", r"^.{2,60}/(?:TASS|ТАСС)/", 0.97),),
    ),
    Agency(
        "Interfax",
        "Interfax",
        ("Interfax", "Интерфакс", "Interfax-Ukraine", "Интерфакс-Украина"),
        ("INTERFAX.RU",),
        ("interfax.ru", "interfax.com", "interfax.com.ua"),
        (Sign("dateline", r"^.{2,60}\.\s(?:INTERFAX(?:\.RU)?|Интерфакс)\s[-–—]", 0.95),),
    ),
    Agency(
        "RIA",
        "RIA Novosti",
        ("RIA Novosti", "РИА Новости"),
        (),
        ("ria.ru",),
        (Sign("dateline", r"^.{2,60}[-–—]\s?(?:РИА Новости|RIA Novosti)\b", 0.95),),
    ),
    # ---------------------------------------------------------------- Turkey, Near East, Africa
    Agency("AA", "Anadolu Agency", ("Anadolu Agency", "Anadolu Ajansı", "Anadolu"), ("AA",), ("aa.com.tr",)),
    Agency("DHA", "Demirören Haber Ajansı", ("Demirören Haber Ajansı",), ("DHA",), ("dha.com.tr",)),
    Agency("IHA", "İhlas Haber Ajansı", ("İhlas Haber Ajansı",), ("İHA", "IHA"), ("iha.com.tr",)),
    Agency("IRNA", "IRNA", ("Islamic Republic News Agency",), ("IRNA",), ("irna.ir",)),
    Agency(
        "MENA", "Middle East News Agency", ("Middle East News Agency",), ("MENA",), ("mena.org.eg",), dateline_only=True
    ),
    Agency("SPA", "Saudi Press Agency", ("Saudi Press Agency",), ("SPA",), ("spa.gov.sa",), dateline_only=True),
    Agency("WAM", "Emirates News Agency", ("Emirates News Agency",), ("WAM",), ("wam.ae",)),
    Agency("KUNA", "Kuwait News Agency", ("Kuwait News Agency",), ("KUNA",), ("kuna.net.kw",)),
    Agency("QNA", "Qatar News Agency", ("Qatar News Agency",), ("QNA",), ("qna.org.qa",)),
    Agency("MAP", "Maghreb Arabe Presse", ("Maghreb Arabe Presse",), ("MAP",), ("mapnews.ma",), dateline_only=True),
    Agency("NAN", "News Agency of Nigeria", ("News Agency of Nigeria",), ("NAN",), ("nannews.ng",)),
    Agency("GNA", "Ghana News Agency", ("Ghana News Agency",), ("GNA",), ("gna.org.gh",)),
    # ---------------------------------------------------------------- South Asia
    Agency("PTI", "Press Trust of India", ("Press Trust of India",), ("PTI",), ("ptinews.com",)),
    Agency("ANI", "Asian News International", ("Asian News International", "ANI News"), ("ANI",), ("aninews.in",)),
    Agency(
        "IANS",
        "Indo-Asian News Service",
        ("Indo-Asian News Service", "Indo Asian News Service"),
        ("IANS",),
        ("ians.in",),
    ),
    Agency("UNI", "United News of India", ("United News of India",), ("UNI",), ("uniindia.com",)),
    Agency("APP", "Associated Press of Pakistan", ("Associated Press of Pakistan",), ("APP",), ("app.com.pk",)),
    Agency("BSS", "Bangladesh Sangbad Sangstha", ("Bangladesh Sangbad Sangstha",), ("BSS",), ("bssnews.net",)),
    # ---------------------------------------------------------------- East Asia, Pacific
    Agency(
        "Xinhua",
        "Xinhua News Agency",
        ("Xinhua News Agency", "Xinhua News", "Agence Xinhua", "新华社", "新華社", "新华网"),
        ("Xinhua", "XINHUA"),
        ("xinhuanet.com", "news.cn"),
        (Sign("dateline", r"^(?:\(.{1,20}\))?\s*新[华華]社[^\s，。]{1,16}\d+月\d+日[电電]", 0.97),),
    ),
    Agency(
        "CNS",
        "China News Service",
        ("China News Service", "中新社", "中新网"),
        (),
        ("chinanews.com", "chinanews.com.cn"),
    ),
    Agency(
        "CNA",
        "Central News Agency",
        ("Central News Agency", "中央社", "Focus Taiwan"),
        (),
        ("cna.com.tw", "focustaiwan.tw"),
        (
            # Catholic News Agency signs CNA too, and so does a broadcaster in Singapore: only with place and day.
            Sign("dateline", r"^[A-Z][\w .]{2,30}, \w{3,9}\.? \d{1,2} \(CNA\)", 0.95),
            Sign("dateline", r"^[（(]中央社[^）)]{0,30}[）)]", 0.97),
        ),
    ),
    Agency(
        "Kyodo",
        "Kyodo News",
        ("Kyodo News", "Kyodo News Agency", "共同通信", "共同通信社"),
        ("Kyodo", "KYODO"),
        ("kyodonews.net", "kyodonews.jp"),
        (Sign("dateline", r"^【[^】]{1,20}共同】", 0.97), Sign("credit", r"[（(]共同(?:通信社?)?[）)]$", 0.95)),
    ),
    Agency(
        "Jiji",
        "Jiji Press",
        ("Jiji Press", "Jiji Press English News Service", "時事通信", "時事通信社"),
        ("Jiji", "JIJI", "時事"),
        ("jiji.com",),
        (Sign("dateline", r"^【[^】]{1,20}時事】", 0.97),),
    ),
    Agency(
        "Yonhap",
        "Yonhap News Agency",
        ("Yonhap News Agency", "Yonhap News", "연합뉴스"),
        ("Yonhap", "YONHAP"),
        ("yna.co.kr", "yonhapnews.co.kr"),
        (Sign("dateline", r"^\([^()]{1,20}=연합뉴스\)", 0.97),),
    ),
    Agency(
        "Newsis",
        "Newsis",
        ("Newsis", "뉴시스"),
        (),
        ("newsis.com",),
        (Sign("dateline", r"^\[[^\]]{1,20}=뉴시스\]", 0.97),),
    ),
    Agency(
        "KCNA",
        "Korean Central News Agency",
        ("Korean Central News Agency",),
        ("KCNA",),
        ("kcna.kp",),
        dateline_only=True,
    ),
    Agency(
        "VNA", "Vietnam News Agency", ("Vietnam News Agency", "Thông tấn xã Việt Nam"), ("VNA", "TTXVN"), ("vnanet.vn",)
    ),
    Agency("Bernama", "Bernama", ("Bernama",), ("BERNAMA",), ("bernama.com",)),
    Agency("Antara", "Antara", ("Kantor Berita Antara", "Antara News"), ("Antara", "ANTARA"), ("antaranews.com",)),
    Agency(
        "AAP", "Australian Associated Press", ("Australian Associated Press", "AAP Newswire"), ("AAP",), ("aap.com.au",)
    ),
)
