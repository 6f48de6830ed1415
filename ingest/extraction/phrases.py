"""Phrases of the trade as patterns: dates, bylines, agencies, captions, datelines, corrections. Data only."""

from __future__ import annotations

import re

_MONTHS = (
    r"jan(?:uary|uar|vier|eiro|uari)?|feb(?:ruary|ruar|rero|bruari)?|f[ée]v(?:rier|ereiro)?|mar(?:ch|s|zo"
    r"|[cç]o)?|m[äa]rz|maart|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?"
    r"|ma[yijg](?:o|gio)?|maio|mei|mai|june?|juni?|juin|jun[ih]o|giugno|july?|juli?|juillet|jul[ih]o"
    r"|luglio|aug(?:ust|ustus)?|ao[uû]t|ago(?:sto)?"
    r"|sep(?:t|tember|tembre|tiembre)?|set(?:embro|tembre)?|oct(?:ober|obre|ubre)?|okt(?:ober)?"
    r"|out(?:ubro)?|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?"
    r"|dec(?:ember)?|dez(?:ember|embro)?|d[ée]c(?:embre)?|dic(?:iembre|embre)?"
)
_DAYS = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
    r"|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves"
    r"|viernes|s[áa]bado|domingo"
)
_TIME = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?"
_ZONE = r"\(?\b(?:[A-Z]{2,5}|gmt|utc)\b(?:[+-]\d{1,2}(?::?\d{2})?)?\)?|uhr|hs|hrs|eastern|local time"
_DATE = (
    rf"(?:{_DAYS})?[,.]?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s*(?:de\s+|of\s+)?(?:{_MONTHS})\.?,?\s*(?:de\s+"
    rf"|del\s+)?(?:\d{{4}})?"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s*\d{{4}})?|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日)"
)
_DATE_WORD = (
    r"(?:first\s+)?(?:published|updated|posted|created|last\s+(?:modified|updated?)|modified|issued|date"
    r"|on|at|as\s+of|original(?:ly)?|aktualisiert|ver[öo]ffentlicht"
    r"|stand|zuletzt|erstellt|am|um|publi[ée]e?|mis\s+[àa]\s+jour|modifi[ée]e?|le|[àa]|publicad[oa]"
    r"|actualizad[oa]|atualizad[oa]|el|las?|em|às|pubblicato|aggiornato|il|alle"
    r"|gepubliceerd|bijgewerkt|op|om|publicerad|uppdaterad|publisert|oppdatert|opdateret|kl|opublikowano"
    r"|aktualizacja|dodano|aktualizov[áa]no)"
)

DATE_LINE = re.compile(
    rf"^[\s\W]*(?:(?:{_DATE_WORD})\b[\s:.,|]*)*(?:(?:{_TIME})[\s,|·–-]*(?:{_ZONE})?[\s,|·–-]*(?:{_DATE_WORD}\b)?[\s,|·:–-]*)?(?:{_DATE})"
    rf"(?:[\s,|·•@/–-]|\bat\b|\bum\b|\b[àa]\b|\ba las\b|\bkl\b|(?:{_DATE_WORD})\b|(?:{_TIME})|(?:{_ZONE})"
    rf"|(?:{_DATE})|:)*[\s\W]*$",
    re.I,
)
AGO_LINE = re.compile(
    r"^[\s\W]*(?:(?:updated|published|posted|vor|hace|il y a|h[áa])\s+)?(?:an?|\d+)\s*(?:min(?:ute)?s?"
    r"|mins?|h(?:ou)?rs?|h|days?|d|weeks?|months?|years?"
    r"|minuten?|stunden?|tagen?|minutos?|horas?|d[íi]as?|heures?|jours?|timer?|dage?r?)\.?(?:\s+(?:ago"
    r"|geleden|siden|sedan))?(?:\s*\|.*)?[\s\W]*$",
    re.I,
)
AGENCIES = (
    r"(?:The\s+)?Associated\s+Press|AP(?:\s+Photo)?|AFP(?:\s*/\s*Getty(?:\s+Images)?)?"
    r"|Agence\s+France-Presse|Thomson\s+Reuters|Reuters|dpa|DPA|(?:The\s+)?Canadian\s+Press|CP"
    r"|Press\s+Association|PA(?:\s+(?:Media|Wire|Images))?|EFE|ANSA|Kyodo(?:\s+News)?|Xinhua|TASS|UPI"
    r"|Bloomberg(?:\s+News)?|APA|Keystone(?:-SDA)?|SDA|ATS|Belga|ANP|TT|NTB|Ritzau|PAP|ČTK"
    r"|MTI|Lusa|AAP|ANI|PTI|IANS|Yonhap|epd|KNA|SID"
)
BYLINE = re.compile(
    r"^[\s\W]*(?:(?:story|text|written|report(?:ed|ing)?|words|review|analysis|by|von|vom?n?|par|por|di"
    r"|door|av|af|przez|autore?|author|auteur|autor(?:in|en)?|texto|testo"
    r"|editor)s?\s*:?\s*(?:by|von|par|por)?\s*:?\s+)(?P<names>\S.{2,160})$",
    re.I,
)
NAME = re.compile(
    r"^(?:[A-ZÀ-ÞŁŚŽČŠĐ][\w.'’-]*|d[eiao]s?|del|la|le|van|von|der|den|ter|bin|al|el|y|ud-?\w*|of"
    r"|the)(?:\s+(?:[A-ZÀ-ÞŁŚŽČŠĐ][\w.'’-]*|d[eiao]s?|del|la|le|van|von|der|den|ter|bin|al|el|ibn|St\.))*$"
)
AGENCY_LINE = re.compile(
    rf"^[\s\W]*(?:(?:by|von|par|por|source|quelle)\s*:?\s+)?(?:the\s+)?(?:{AGENCIES})(?:\s+(?:staff"
    rf"|writers?|correspondent|news|international))*[\s\W]*$"
)
DESK_LINE = re.compile(
    r"^(?:by|von|par|por)\s+(?:our|unser\w*|notre|nuestr[oa])\s+(?:\w+\s+){0,3}"
    r"(?:staff|correspondents?|reporters?|redaktion|mitarbeiter\w*|r[ée]daction|correspondante?|corresponsal|redacci[óo]n)\W*$",
    re.I,
)


# A gallery of words by which a caption gives itself away where no element says so.
CAPTION_TEXT = re.compile(
    r"^[\s\W]*(?:(?:this|these|the|a|an)\s+(?:\w+\s+){0,3}(?:photo|photograph|image|picture|pictures"
    r"|frame\s*grab|screen\s*(?:grab|shot)|video\s+(?:grab|image)|satellite\s+image|handout"
    r"|file\s+(?:photo|image|picture))s?\b.{0,160}\b(?:shows?|showing|depicts?|provided|released|taken"
    r"|made|posted|by|from)\b"
    r"|in\s+this\s+(?:\w+[.,]?\s+){0,6}(?:photo|photograph|image|picture|frame\s*grab|screen\s*(?:grab"
    r"|shot)|still|handout)|file\s*(?:photo)?\s*[-–—:]|\(?file\)?\s*(?:photo|image|picture)|pictured\s*:"
    r"|above\s*:|photo\s*:|image\s*:"
    r"|(?:dieses|das|auf\s+de[mn])\s+(?:\w+\s+){0,2}(?:foto|bild|archivbild|luftbild"
    r"|screenshot)\b.{0,120}\b(?:zeigt|sieht|ist)\b|archiv(?:bild|foto)\b|symbol(?:bild|foto)\b|(?:cette"
    r"|sur\s+cette)\s+(?:photo|image|capture)\b|photo\s+d['’]archives|(?:esta|en\s+esta|una?)\s+(?:foto"
    r"|fotograf[íi]a|imagen)\b.{0,100}\bmuestra\b|foto\s+de\s+archivo|imagen\s+de\s+archivo|(?:questa"
    r"|in\s+questa)\s+(?:foto|immagine)\b)",
    re.I,
)
DATELINE = re.compile(
    rf"^(?P<text>(?P<place>[A-ZÀ-ÞŁŚŽČŠĐ][\w.'’\u00c0-\u024f-]*(?:(?:,\s|\s"
    rf"|/)[\w.'’\u00c0-\u024f-]+){{0,5}})\s*(?:,\s*(?:{_MONTHS})\.?\s*\d{{0,2}})?\s*(?P<agency>[(\[](?:{AGENCIES})[^)\]]{{0,30}}[)\]])?\s*(?:[-–—]{{1,2}}"
    rf"|:)\s+)(?=\S)"
)
NOTE = re.compile(
    r"^[\s\W]*(?:(?:correction|corrections?\s+and\s+clarifications?|clarification|editor['’]?s['’]?\s+note"
    r"|update(?:\s+note)?|corrected|this\s+(?:article|story|post|report|piece)\s+(?:was"
    r"|has\s+been)\s+(?:\w+\s+)?(?:updated|corrected|amended|clarified|edited|changed|modified)"
    r"|an\s+earlier\s+version\s+of\s+this|(?:a\s+)?previous\s+version\s+of\s+this|korrektur"
    r"|richtigstellung|pr[ée]cision|mise\s+au\s+point|mise\s+[àa]\s+jour|aclaraci[óo]n|rettifica|precisazione|corre[çc][ãa]o|訂正|お詫び|anmerkung\s+der\s+redaktion|hinweis\s+der\s+redaktion|in\s+einer\s+(?:früheren"
    r"|ersten)\s+(?:version|fassung)|rectificatif|erratum|correction\s+apport[ée]e"
    r"|une\s+version\s+pr[ée]c[ée]dente|fe\s+de\s+err(?:atas|ores)|correcci[óo]n|nota\s+del\s+editor"
    r"|errata\s+corrige|rectificatie|rettelse|r[äa]ttelse|sprostowanie)\b)(?:.*\W.*)",
    re.I,
)
# The label that opens such a note; the note itself is what follows.
NOTE_LABEL = re.compile(
    r"^[\s\W]*(?:corrections?(?:\s+and\s+clarifications?)?|clarification|editor['’]?s['’]?\s+note|update(?:\s+note)?|corrected"
    r"|korrektur|richtigstellung|(?:anmerkung|hinweis)\s+der\s+redaktion|rectificatif|erratum|pr[ée]cision|mise\s+au\s+point"
    r"|mise\s+[àa]\s+jour|correction\s+apport[ée]e|fe\s+de\s+err(?:atas|ores)|correcci[óo]n|aclaraci[óo]n|nota\s+del\s+editor"
    r"|errata\s+corrige|rettifica|precisazione|corre[çc][ãa]o|rectificatie|rettelse|r[äa]ttelse|sprostowanie|訂正|お詫び)"
    r"(?:\s*[(][^)]{1,40}[)])?\s*[:：]\s*(?=\S)",
    re.I,
)
