"""The line rules: what a line of furniture looks like, in many languages. Data only; `furniture.py` applies it.

A rule fits a line when its pattern matches and its condition holds. `longest`: no longer line is ever taken (a guard of
real prose). `need` is what the DOM must say besides the words: "" nothing, "links" at least half of the line is linked,
"whole" the pattern must cover the line but for punctuation, "edge" only before the first or after the last paragraph,
"top" only before the first. `section`: what follows the line goes too ("box": links and short lines up to the next
paragraph; "rest": everything to the end of the block).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Need = Literal["", "links", "whole", "edge", "top"]


@dataclass(frozen=True)
class LineRule:
    name: str
    pattern: re.Pattern[str]
    longest: int
    need: Need = ""
    section: Literal["", "box", "rest"] = ""


def _rule(name: str, pattern: str, longest: int, need: Need = "", section: Literal["", "box", "rest"] = "") -> LineRule:
    tail = r")[\s\W]*$" if need == "whole" else ")"
    return LineRule(name, re.compile(r"^[\s\W]*(?:" + pattern + tail, re.I), longest, need, section)


_MONTHS = (
    r"jan(?:uary|uar|vier|eiro|uari)?|feb(?:ruary|ruar|rero|bruari)?|f[ée]v(?:rier|ereiro)?|mar(?:ch|s|zo|[cç]o)?|m[äa]rz|maart|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?"
    r"|ma[yijg](?:o|gio)?|maio|mei|mai|june?|juni?|juin|jun[ih]o|giugno|july?|juli?|juillet|jul[ih]o|luglio|aug(?:ust|ustus)?|ao[uû]t|ago(?:sto)?"
    r"|sep(?:t|tember|tembre|tiembre)?|set(?:embro|tembre)?|oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?"
    r"|dec(?:ember)?|dez(?:ember|embro)?|d[ée]c(?:embre)?|dic(?:iembre|embre)?"
)
_DAYS = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
    r"|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo"
)
_TIME = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?"
_ZONE = r"\(?\b(?:[A-Z]{2,5}|gmt|utc)\b(?:[+-]\d{1,2}(?::?\d{2})?)?\)?|uhr|hs|hrs|eastern|local time"
_DATE = (
    rf"(?:{_DAYS})?[,.]?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s*(?:de\s+|of\s+)?(?:{_MONTHS})\.?,?\s*(?:de\s+|del\s+)?(?:\d{{4}})?"
    rf"|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s*\d{{4}})?|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日)"
)
_DATE_WORD = (
    r"(?:first\s+)?(?:published|updated|posted|created|last\s+(?:modified|updated?)|modified|issued|date|on|at|as\s+of|original(?:ly)?|aktualisiert|ver[öo]ffentlicht"
    r"|stand|zuletzt|erstellt|am|um|publi[ée]e?|mis\s+[àa]\s+jour|modifi[ée]e?|le|[àa]|publicad[oa]|actualizad[oa]|atualizad[oa]|el|las?|em|às|pubblicato|aggiornato|il|alle"
    r"|gepubliceerd|bijgewerkt|op|om|publicerad|uppdaterad|publisert|oppdatert|opdateret|kl|opublikowano|aktualizacja|dodano|aktualizov[áa]no)"
)

DATE_LINE = re.compile(
    rf"^[\s\W]*(?:(?:{_DATE_WORD})\b[\s:.,|]*)*(?:(?:{_TIME})[\s,|·–-]*(?:{_ZONE})?[\s,|·–-]*(?:{_DATE_WORD}\b)?[\s,|·:–-]*)?(?:{_DATE})"
    rf"(?:[\s,|·•@/–-]|\bat\b|\bum\b|\b[àa]\b|\ba las\b|\bkl\b|(?:{_DATE_WORD})\b|(?:{_TIME})|(?:{_ZONE})|(?:{_DATE})|:)*[\s\W]*$",
    re.I,
)
AGO_LINE = re.compile(
    r"^[\s\W]*(?:(?:updated|published|posted|vor|hace|il y a|h[áa])\s+)?(?:an?|\d+)\s*(?:min(?:ute)?s?|mins?|h(?:ou)?rs?|h|days?|d|weeks?|months?|years?"
    r"|minuten?|stunden?|tagen?|minutos?|horas?|d[íi]as?|heures?|jours?|timer?|dage?r?)\.?(?:\s+(?:ago|geleden|siden|sedan))?(?:\s*\|.*)?[\s\W]*$",
    re.I,
)
AGENCIES = (
    r"(?:The\s+)?Associated\s+Press|AP(?:\s+Photo)?|AFP(?:\s*/\s*Getty(?:\s+Images)?)?|Agence\s+France-Presse|Thomson\s+Reuters|Reuters|dpa|DPA|(?:The\s+)?Canadian\s+Press|CP"
    r"|Press\s+Association|PA(?:\s+(?:Media|Wire|Images))?|EFE|ANSA|Kyodo(?:\s+News)?|Xinhua|TASS|UPI|Bloomberg(?:\s+News)?|APA|Keystone(?:-SDA)?|SDA|ATS|Belga|ANP|TT|NTB|Ritzau|PAP|ČTK"
    r"|MTI|Lusa|AAP|ANI|PTI|IANS|Yonhap|epd|KNA|SID"
)
BYLINE = re.compile(
    r"^[\s\W]*(?:(?:story|text|written|report(?:ed|ing)?|words|review|analysis|by|von|vom?n?|par|por|di|door|av|af|przez|autore?|author|auteur|autor(?:in|en)?|texto|testo"
    r"|editor)s?\s*:?\s*(?:by|von|par|por)?\s*:?\s+)(?P<names>\S.{2,160})$",
    re.I,
)
NAME = re.compile(r"^(?:[A-ZÀ-ÞŁŚŽČŠĐ][\w.'’-]*|d[eiao]s?|del|la|le|van|von|der|den|ter|bin|al|el|y|ud-?\w*|of|the)(?:\s+(?:[A-ZÀ-ÞŁŚŽČŠĐ][\w.'’-]*|d[eiao]s?|del|la|le|van|von|der|den|ter|bin|al|el|ibn|St\.))*$")
AGENCY_LINE = re.compile(rf"^[\s\W]*(?:(?:by|von|par|por|source|quelle)\s*:?\s+)?(?:the\s+)?(?:{AGENCIES})(?:\s+(?:staff|writers?|correspondent|news|international))*[\s\W]*$")

RULES: tuple[LineRule, ...] = (
    _rule("skip_link", r"(?:skip|jump|go|return|back)\s+(?:directly\s+)?to\s+(?:the\s+)?(?:main\s+|page\s+|primary\s+|site\s+)?(?:content|navigation|nav|menu|search|footer|article|story|body|top|text|links?|section|comments)\b.{0,30}"
          r"|skip\s+(?:navigation|content|nav|ads?|links?|links to.*|past.*|advert\w*)|(?:direkt\s+)?zu[mr]?\s+(?:haupt)?(?:inhalt|navigation|suche|fußzeile|men[üu])(?:\s+(?:springen|wechseln))?|(?:inhalt|navigation)\s+(?:überspringen|anspringen)"
          r"|(?:aller|passer|acc[ée]der|sauter)\s+(?:directement\s+)?(?:au|[àa]\s+la|le|vers\s+le)\s+(?:contenu|menu|navigation|recherche)(?:\s+principal\w*)?|(?:saltar|ir|pular|pasar|avanzar)\s+(?:directamente\s+)?(?:al?|ao|para\s+o)\s+(?:el\s+)?(?:contenido|conte[úu]do|men[úu])(?:\s+principal)?"
          r"|(?:vai|salta|passa)\s+al\s+(?:contenuto|men[ùu])(?:\s+principale)?|(?:ga\s+)?(?:direct\s+)?naar\s+(?:de\s+)?(?:hoofd)?(?:inhoud|content|navigatie)|(?:g[åa]|hopp|hoppa|spring|gå)\s+(?:direkt\s+|direkte\s+)?til+\s*(?:hoved)?(?:indhold\w*|innhold\w*|inneh[åa]ll\w*)"
          r"|przejd[źz]\s+do\s+(?:tre[śs]ci|menu).{0,20}|p[řr]ej[íi]t\s+na\s+obsah|본문\s*바로가기|本文へ(?:スキップ|移動)?|メインコンテンツ(?:へ|に)?.{0,10}|跳(?:到|至)(?:主要)?内容", 80, "whole"),
    _rule("ad", r"(?:advert(?:ise?ments?|orial)?|ad|ads|sponsored(?:\s+(?:content|links?|post))?|promoted(?:\s+content)?|paid\s+(?:content|post)|anzeigen?|werbung|publicidad|publicit[ée]|pubblicit[àa]|publicidade|advertentie|annons|annonse?|annonce|reklama?|inzerce|광고|広告|廣告|广告)(?:\s*[\(\[:·-].{0,40})?", 70, "whole"),
    _rule("ad", r"(?:this\s+)?(?:story|article|content|page|post|text|video)\s+continues\s+(?:below|after)\b.{0,60}|(?:continue|keep)\s+reading(?:\s+(?:below|after|the\s+(?:main\s+)?(?:story|article)|this\s+story).{0,40})?|(?:scroll|swipe)\s+(?:down\s+)?(?:to|for)\s+(?:continue|more).{0,40}|advertisement\s*[-–—|:,].{0,50}"
          r"|(?:artikel|text|beitrag|meldung)\s+(?:geht|wird)\s+(?:nach|unter|hier).{0,60}|nach\s+der\s+(?:anzeige|werbung)\s+weiterlesen.{0,30}|la\s+suite\s+(?:apr[èe]s|de\s+l['’]article).{0,50}|l['’]article\s+continue\s+apr[èe]s.{0,40}|(?:el\s+)?art[íi]culo\s+contin[úu]a.{0,50}|contin[úu]a\s+(?:despu[ée]s|depois|ap[óo]s).{0,50}|(?:sigue|contin[úu]e)\s+leyendo.{0,40}|continua\s+(?:a\s+leggere|dopo).{0,40}|(?:artikel\s+)?gaat\s+verder\s+onder.{0,40}|saken\s+fortsetter\s+under.{0,30}|artiklen\s+forts[æa]tter.{0,30}|artikeln\s+forts[äa]tter.{0,30}", 110, "whole"),
    _rule("share", r"(?:share|tweet|retweet|pin(?:\s+it)?|like|e-?mail|print|facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|copy\s+(?:the\s+)?link|link\s+copied!?|save|bookmark|messenger|flipboard|mail|sms|bluesky|threads|tumblr|google\+?|instagram|youtube|teilen|drucken|merken|link\s+kopieren|kopieren|partager|imprimer|compartir|imprimir|guardar|condividi|stampa|delen|dela|del|udost[ęe]pnij|sd[íi]let|공유|シェア)"
          r"(?:(?:\s*[|,/·•&+-]\s*|\s+(?:and|und|et|y|e|on|via|by|with|this|the|in|auf|per|sur|par|en|su|to|article|story|page|post|artikel|artículo|your|friends?|link|\d+)\s*|\s+)(?:share|tweet|pin|e-?mail|print|facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|save|bookmark|messenger|flipboard|mail|sms|bluesky|threads|tumblr|google\+?|article|story|page|post|link|this|on|via|by|copy|teilen|drucken|merken|artikel|artículo|friend|friends|options?|more|now|it|instagram|youtube|comments?|gift|save|\d+)?)*", 120, "whole"),
    _rule("share", r"share\s+(?:this|on|via|with|the|your|options|tools|full).{0,60}|(?:diesen\s+)?(?:artikel|beitrag)\s+(?:teilen|drucken|versenden|merken|vorlesen).{0,40}|partager\s+(?:cet|l['’]|sur).{0,40}|compart[ei]r?\s+(?:est|en|la|el|o).{0,40}|(?:click|tap)\s+(?:here\s+)?to\s+(?:share|print|e-?mail|copy|save).{0,60}|send\s+(?:this|link|to)\s.{0,50}|(?:print|e-?mail|save|listen\s+to|gift|copy)\s+(?:this\s+)?(?:article|story|page|link).{0,30}|(?:text|font)\s+size.{0,30}|(?:increase|decrease|larger|smaller)\s+(?:text|font).{0,30}|a\s*a\s*a|link\s+(?:copied|wurde).{0,40}|add\s+(?:us\s+)?(?:as\s+)?.{0,30}(?:preferred\s+source|on\s+google).{0,40}", 110, "whole"),
    _rule("follow", r"(?:follow|like|find|join|connect\s+with|subscribe\s+to)\s+(?:us|@\w+|the\s+\w+(?:\s+\w+)?|[A-Z]\w+(?:\s+[A-Z]\w+){0,3})(?:\s*@\w+)?\s+(?:on|at|via|auf)\s+(?:facebook|twitter|x|instagram|youtube|telegram|whatsapp|google|linkedin|tiktok|threads|bluesky|our|social).{0,160}|(?:folgen\s+sie|folge|suivez|s[íi]guenos|siga|seguici|volg)\b.{0,20}\b(?:uns|nous|en|us|ons|facebook|twitter|instagram|whatsapp|google|su)\b.{0,120}|follow\s+@\w+.{0,60}|(?:twitter|facebook|instagram|e-?mail|contact)\s*:\s*@?\S{2,60}|follow\s+(?:us|me|along)\b.{0,80}", 220, "whole"),
    _rule("newsletter", r"(?:sign\s*-?\s*up|subscribe|register|get|receive|join)\b[^.]{0,80}\b(?:newsletters?|inbox|e-?mails?|alerts?|briefing|digest|updates\s+(?:from|on|by)|daily\s+headlines|breaking\s+news)\b.{0,160}|(?:(?:our|the|daily|weekly|morning|evening|free)\s+)*newsletters?(?:\s+(?:sign\s*-?up|anmeldung|abonnieren))?|(?:melden\s+sie|abonnieren\s+sie|jetzt\s+(?:anmelden|abonnieren)|hier\s+(?:anmelden|abonnieren))\b.{0,160}|(?:inscrivez|abonnez)-vous\b.{0,160}|(?:recevez|recib[ea]|suscr[íi]b\w+|ap[úu]ntate|assine|inscreva-se|iscriviti|ricevi|meld\s+je\s+aan|schrijf\s+je\s+in|tilmeld|meld\s+deg|anm[äa]l\s+dig|zapisz\s+si[ęe])\b.{0,160}", 320, "whole"),
    _rule("newsletter", r"(?:your|the\s+day['’]s|get\s+the|all\s+the|today['’]s)\b.{0,80}\b(?:delivered|sent|straight|in|to)\b.{0,30}\b(?:your|you)\b.{0,20}\b(?:inbox|e-?mail|phone|mailbox)\b.{0,120}|by\s+(?:signing\s+up|subscribing|submitting|clicking|providing|entering|continuing)\b.{0,300}|(?:enter|your)\s+(?:your\s+)?e-?mail(?:\s+address)?.{0,60}|you\s+(?:can|may)\s+unsubscribe\b.{0,120}|please\s+(?:check|enter)\s+your\s+(?:e-?mail|inbox).{0,120}|thanks?(?:\s+you)?\s+for\s+(?:signing\s+up|subscribing|registering).{0,120}|(?:invalid|there\s+was\s+(?:a\s+problem|an\s+error)).{0,120}", 420, "whole"),
    _rule("app", r"(?:download|get|try|install|open|read\s+(?:this|more)\s+in|use)\s+(?:the|our)\s+(?:free\s+|new\s+|mobile\s+|news\s+|[A-Z]\w+\s+){0,4}app\b.{0,160}|(?:available|download\s+(?:it|now))\s+(?:on|from|for|in)\s+(?:the\s+)?(?:app\s+store|google\s+play|ios|android|iphone).{0,100}|(?:app\s+store|google\s+play)|(?:laden\s+sie|hol\s+dir).{0,60}\bapp\b.{0,100}", 260, "whole"),
    _rule("cookie", r"(?:we|this\s+(?:web)?site|our\s+(?:web)?site|our\s+partners|.{2,40}\band\s+(?:its|our)\s+partners)\b.{0,80}\b(?:uses?|store|set|process)\b.{0,60}\b(?:cookies?|personal\s+data|your\s+data)\b.*|(?:cookies?|cookie\s+(?:settings|policy|preferences|notice|banner|consent)|privacy\s+(?:policy|settings|notice|preferences)|accept\s+(?:all|cookies|and\s+continue).{0,30}|reject\s+all|manage\s+(?:cookies|preferences|choices|consent).{0,30}|your\s+privacy(?:\s+choices|\s+matters)?|consent\s+preferences|alle\s+akzeptieren|tout\s+(?:accepter|refuser)|aceptar(?:\s+todo)?)"
          r"|(?:wir|diese\s+(?:web)?seite)\b.{0,60}\b(?:verwende[nt]|nutz(?:en|t)|setz(?:en|t))\b.{0,40}\bcookies\b.*|(?:nous|ce\s+site)\b.{0,60}\butilis\w+\b.{0,40}\bcookies\b.*|(?:utilizamos|usamos|este\s+sitio\s+(?:web\s+)?utiliza|questo\s+sito\s+utilizza|utilizziamo|deze\s+website\s+gebruikt)\b.{0,60}\bcookies?\b.*|(?:by|if\s+you)\s+(?:continu|us|brows)\w+\s.{0,80}\bcookies?\b.*|to\s+(?:view|see|watch|show)\s+this\s+(?:content|video|embed).{0,60}(?:cookies|consent|javascript).*", 700, "whole"),
    _rule("paywall", r"(?:subscribe|register|sign\s+in|log\s+in|become\s+a\s+(?:member|subscriber)|join|unlock)\b.{0,60}\b(?:to\s+(?:continue|keep|read|access|unlock|view)|for\s+(?:full|unlimited)|unlimited|full\s+access|the\s+full\s+(?:story|article)|today|now|from\s+only)\b.{0,160}|already\s+(?:a\s+|have\s+an?\s+)?(?:subscriber|member|subscribed|registered|account)\b.{0,80}|(?:this|the)\s+(?:article|content|story)\s+is\s+(?:for|available\s+(?:only\s+)?(?:to|for)|exclusive|reserved|only)\b.{0,120}(?:subscribers?|members?|abonn\w+)\b.{0,100}"
          r"|(?:you|you['’]ve)\s+(?:have\s+)?(?:reached|used|read)\b.{0,60}\b(?:free\s+)?(?:articles?|stories|limit)\b.{0,120}|(?:to\s+(?:read|continue\s+reading|access|see))\b.{0,60}\b(?:subscribe|full\s+(?:story|article)|log\s*in|sign\s*in|register)\b.{0,120}|(?:sign|log)\s*-?\s*(?:in|up|out)(?:\s+(?:or|/|here|now).{0,40})?|subscribe(?:\s+(?:now|today|here))?|(?:create\s+(?:an?\s+)?(?:free\s+)?account|my\s+account|register(?:\s+(?:now|here))?)"
          r"|(?:weiterlesen\s+mit|jetzt\s+(?:weiterlesen|testen|kostenlos)|sie\s+(?:haben|sind)\s+(?:bereits|schon)\b.{0,40}(?:abo|abonn|konto)|lesen\s+sie\s+diesen\s+artikel\s+mit|dieser\s+(?:artikel|inhalt)\s+ist\s+(?:nur\s+)?f[üu]r\s+abonn)\w*.{0,120}|(?:il\s+vous\s+reste|cet\s+article\s+est\s+r[ée]serv[ée]|d[ée]j[àa]\s+abonn[ée]|la\s+suite\s+est\s+r[ée]serv[ée]e|pour\s+lire\s+la\s+suite)\b.{0,160}|(?:contenido|art[íi]culo)\s+(?:exclusivo\s+para|solo\s+para)\b.{0,100}|(?:ya\s+eres|para\s+seguir\s+leyendo|suscr[íi]bete\s+para)\b.{0,120}|support\s+(?:our|independent|local|quality)\s+journalism.{0,200}", 360, "whole"),
    _rule("comments", r"(?:(?:view|show|read|see|load|hide|post|leave|write|add|join)\s+)?(?:(?:all|the|more|a|your|our|\d[\d,.]*)\s+)*(?:reader\s+|user\s+)?(?:comments?|replies|responses|kommentare?|commentaires?|comentarios?|coment[áa]rios?|commenti|reacties|kommentarer|koment[áa][řr]e|komentarze|conversation|discussion|diskussion|forum|댓글|コメント)(?:\s*[\(\[:]?\s*\d[\d,.]*\s*[\)\]]?)?(?:\s+(?:section|below|are\s+closed|closed|on\s+this\s+(?:story|article)))?"
          r"|(?:leave|post|write|add)\s+an?\s+(?:comment|reply|response).{0,60}|(?:join|start)\s+the\s+(?:conversation|discussion|debate).{0,80}|what\s+do\s+you\s+think\?.{0,80}|have\s+your\s+say.{0,80}|(?:kommentar|beitrag)\s+(?:schreiben|verfassen|abgeben).{0,40}|(?:laissez|ajouter|[ée]crire|d[ée]poser)\s+un\s+commentaire.{0,40}|(?:deja|escribe|escribir|a[ñn]adir|comenta)\b.{0,10}(?:un\s+)?(?:comentario|noticia).{0,40}|commenting\s+(?:is|on|has).{0,80}|comments\s+(?:are|have|for|on|\().{0,120}", 160, "whole", "rest"),
    _rule("related", r"(?:related|recommended|suggested|similar|further|more|other|also)\s*(?:(?:news|top|latest)\s+)?(?:stories|story|articles?|reading|read|content|links?|posts?|coverage|topics?|news|videos?|headlines|on\s+this(?:\s+(?:story|topic))?|for\s+you|from\s+(?:the\s+)?\w+(?:\s+\w+){0,3}|in\s+\w+(?:\s+\w+)?)?|(?:most|popular|trending|top|latest|editors?['’]?s?)\s+(?:read|viewed|popular|shared|watched|commented|recent|now|stories|news|headlines|picks?|videos?|posts?|articles|choice|in\s+\w+)(?:\s+(?:now|today|this\s+week|in\s+\w+|stories|articles|news))?"
          r"|(?:read|see|watch|you\s+(?:may|might|could)|you['’]ll)\s+(?:more|also|next|this\s+next|also\s+(?:like|be\s+interested\s+in|enjoy)|like|on)(?:\s+.{0,30})?|recommended(?:\s+(?:for\s+you|stories|reading|by\s+.{0,30}))?|don['’]t\s+miss|must\s+reads?|what\s+to\s+read\s+next|up\s+next|in\s+case\s+you\s+missed\s+it|also\s+on\s+.{0,40}|elsewhere\s+on\s+.{0,40}|around\s+the\s+web|from\s+(?:the\s+web|around\s+the\s+web|our\s+partners)|(?:more\s+)?in\s+this\s+(?:section|series|story)|more(?:\s+(?:on|from|about|in|to)\s+.{1,50})?"
          r"|(?:mehr\s+zum\s+thema|das\s+k[öo]nnte\s+sie.{0,40}|lesen\s+sie\s+(?:auch|mehr|jetzt|weiter).{0,30}|auch\s+interessant|mehr\s+(?:aus|zu|von|[üu]ber)\s.{1,40}|weitere\s+(?:artikel|themen|nachrichten|meldungen|beitr[äa]ge).{0,30}|meistgelesen\w*|meist\s+gelesen|empfohlene.{0,30}|passend\s+zum\s+thema|aktuelle\s+(?:nachrichten|meldungen)|zum\s+thema|verwandte\s+(?:themen|artikel))"
          r"|(?:[àa]\s+lire\s+(?:aussi|[ée]galement).{0,30}|lire\s+aussi|voir\s+aussi|sur\s+le\s+m[êe]me\s+(?:sujet|th[èe]me)|les\s+plus\s+lus|articles\s+(?:li[ée]s|associ[ée]s|similaires|recommand[ée]s)|plus\s+d['’]articles)|(?:lee\s+(?:tambi[ée]n|m[áa]s)|leer\s+m[áa]s|te\s+puede\s+interesar|le\s+puede\s+interesar|tambi[ée]n\s+(?:lea|te\s+puede.{0,30})|noticias\s+relacionadas|art[íi]culos\s+relacionados|lo\s+m[áa]s\s+(?:le[íi]do|visto)|m[áa]s\s+(?:informaci[óo]n|noticias|le[íi]das|sobre\s.{1,30})|ver\s+m[áa]s)"
          r"|(?:leia\s+(?:tamb[ée]m|mais)|veja\s+(?:tamb[ée]m|mais)|mais\s+lidas|not[íi]cias\s+relacionadas|saiba\s+mais)|(?:leggi\s+anche|potrebbe\s+interessarti.{0,20}|articoli\s+correlati|i\s+pi[ùu]\s+letti)|(?:lees\s+(?:ook|meer)|meest\s+gelezen|gerelateerd\w*(?:\s+artikelen)?|meer\s+(?:over|nieuws).{0,30})|(?:les\s+(?:ogs[åa]|mer)|mest\s+lest|l[æa]s\s+(?:ogs[åa]|mere)|mest\s+l[æa]ste|l[äa]s\s+(?:ocks[åa]|mer|[äa]ven)|mest\s+l[äa]st)|(?:czytaj\s+(?:te[żz]|wi[ęe]cej|tak[żz]e)|zobacz\s+(?:te[żz]|tak[żz]e)|przeczytaj\s+(?:te[żz]|tak[żz]e)|[čc]t[ěe]te\s+tak[ée].{0,20}|souvisej[íi]c[íi]\w*(?:\s+\w+)?)|관련\s*(?:기사|뉴스)|関連(?:記事|ニュース)|相关(?:新闻|阅读)|相關新聞", 90, "whole", "box"),
    _rule("related", r"(?:related|read\s+(?:more|also|next)|see\s+also|also\s+(?:read|see|on)|more|more\s+(?:on|from|about)\b.{0,40}|watch|watch\s+(?:now|also|more|video)|listen|don['’]t\s+miss|recommended|editor['’]?s?\s+(?:pick|choice)|in\s+(?:pictures|photos|video)|photos?|gallery|video|live|opinion|analysis|explainer|background|in\s+depth|from\s+the\s+archives?|lesen\s+sie\s+(?:auch|mehr|hier|dazu).{0,20}|lesetipp|mehr\s+(?:dazu|zum\s+thema)|(?:auch\s+)?interessant|zum\s+thema|[àa]\s+lire(?:\s+(?:aussi|[ée]galement))?|lire\s+aussi|voir\s+aussi|lee\s+(?:tambi[ée]n|m[áa]s)|leer\s+m[áa]s|(?:le|te)\s+puede\s+interesar|vea\s+(?:tambi[ée]n|m[áa]s)|leia\s+(?:tamb[ée]m|mais)|veja\s+(?:tamb[ée]m|mais)|leggi\s+anche|lees\s+(?:ook|meer)|les\s+ogs[åa]|l[æa]s\s+ogs[åa]|l[äa]s\s+(?:ocks[åa]|mer)|czytaj\s+(?:te[żz]|tak[żz]e)|zobacz\s+(?:te[żz]|tak[żz]e)|[čc]t[ěe]te\s+tak[ée])\s*[:：|>»–—]\s*\S.*", 240),
    _rule("related", r"[^\W\d][\w\s'’-]{1,29}[:|»]\s*(?:\S+\s+){3,}\S*[^\s.!?…\"”»]", 200, "links"),
    _rule("related", r"(?:related|read\s+(?:more|also|next|the\s+full)|see\s+also|also\s+read|more\s+(?:on|from|about)|watch|listen|click\s+here|learn\s+more|find\s+out\s+more|full\s+(?:story|coverage)|here['’]s|lesen\s+sie|mehr|hier|[àa]\s+lire|lire|voir|lee|leer|leia|leggi|lees|les|l[æa]s|l[äa]s|czytaj|zobacz|[čc]t[ěe]te|▶|►|»|>|→|■|•|\+\+)\b.*", 240, "links"),
    _rule("copyright", r"(?:©|\(c\)\s|copyright\b|&copy;|all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+r[ée]serv[ée]s|todos\s+los\s+derechos\s+reservados|todos\s+os\s+direitos\s+reservados|tutti\s+i\s+diritti\s+riservati|alle\s+rechten\s+voorbehouden|wszelkie\s+prawa).{0,600}", 700, "edge"),
    _rule("copyright", r".{0,200}(?:all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+r[ée]serv[ée]s|todos\s+los\s+derechos\s+reservados|tutti\s+i\s+diritti\s+riservati|may\s+not\s+be\s+(?:published|reproduced|copied)[^.]{0,60}(?:broadcast|rewritten|redistributed|distributed|permission)|without\s+(?:the\s+)?(?:prior\s+)?(?:express\s+)?(?:written\s+)?permission).{0,400}", 700, "edge"),
    _rule("reading_time", r"(?:(?:estimated\s+)?(?:reading|read|listen(?:ing)?)\s+time\s*:?\s*(?:approx\.?\s*)?)?(?:about\s+|ca\.?\s+)?\d{1,3}\s*[-–]?\s*(?:min(?:ute)?s?\.?|minuten?|minutos?|minuti|minutter)\s*(?:read|listen|reading(?:\s+time)?|lesezeit|de\s+(?:lecture|lectura|leitura)|di\s+lettura|leestijd|l[æa]setid|lesing|czytania)?(?:\s*\|.*)?|lesezeit\s*:?\s*(?:ca\.?\s*)?\d+\s*min\w*\.?|(?:temps|tiempo|tempo)\s+d[ei]\s+(?:lecture|lectura|leitura|lettura)\s*:?\s*\d+.{0,12}|leestijd.{0,15}|(?:less\s+than\s+)?(?:a\s+)?\d*\s*min(?:ute)?\s+read", 60, "whole"),
    _rule("audio", r"(?:listen(?:\s+to\s+(?:this|the)\s+(?:article|story|audio|version).{0,30})?|(?:(?:play|watch|pause|replay)(?:\s+(?:the\s+)?(?:video|audio|clip|episode|slideshow))?|mute|unmute|fullscreen|loading(?:\.\.\.)?|audio|video|photo|gallery|live|exclusive|breaking(?:\s+news)?|analysis|opinion|close|menu|search|home|next|previous|back|top|open|more|loading|error|sponsored)|\d{1,2}:\d{2}(?:\s*/\s*\d{1,2}:\d{2})?|artikel\s+(?:anh[öo]ren|vorlesen)|[ée]couter\s+(?:cet|l['’]).{0,30}|escuch[ae]r?.{0,30}|your\s+browser\s+does\s+not\s+support.{0,60}|this\s+(?:audio|video)\s+(?:is|file|can).{0,80}|(?:please\s+)?enable\s+javascript.{0,80}|image\s+\d+\s+of\s+\d+|\d+\s*(?:/|of|von|de)\s*\d+|view\s+(?:gallery|image|photos?|full\s+(?:image|size)|image\s+in\s+fullscreen).{0,20}|(?:click|tap)\s+(?:here\s+)?to\s+(?:expand|enlarge|play|view|zoom|unmute|listen).{0,30}|bild\s+vergr[öo]ßern|in\s+(?:lightbox|vollbild).{0,20}|(?:expand|open|show)\s+(?:image|all|less|more))", 90, "whole"),
    _rule("tags", r"(?:tags?|topics?|filed\s+under|keywords?|categor(?:y|ies)|labels?|posted\s+in|in\s+this\s+(?:article|story)|explore\s+more|more\s+about|schlagw(?:[öo]rter|orte?)|themen|stichworte|mots-cl[ée]s|th[èe]mes|etiquetas|temas|assuntos|argomenti|emner|[äa]mnen|trefwoorden|tagi|t[ée]mata|[šs]t[íi]tky)\s*[:：|]\s*.{0,300}", 320),
    _rule("contact", r"(?:report\s+(?:a|an)\s+(?:typo|error|correction|mistake|problem|technical).{0,80}|(?:found|spotted|see|notice)\s+an?\s+(?:error|typo|mistake).{0,120}|(?:do\s+you\s+)?have\s+a\s+(?:news\s+)?(?:tip|story|confidential\s+tip)\b.{0,200}|send\s+(?:us\s+)?(?:your\s+)?(?:tips?|stor(?:y|ies)|feedback|news).{0,120}|(?:contact|email|e-mail|reach|write\s+to)\s+(?:us|the\s+(?:author|writer|reporter|newsroom|editor)|[A-Z]\w+(?:\s+[A-Z]\w+)?)\s*(?:at|on|via|:)\s*\S+@?\S*.{0,80}|(?:haben\s+sie|fehler)\s+.{0,20}\b(?:fehler|gefunden|entdeckt|melden)\b.{0,80}|feedback|(?:order|get|request|buy)\s+(?:reprints?|permissions?|a\s+copy).{0,60}|reprints(?:\s+(?:&|and)\s+permissions)?|(?:terms\s+of\s+(?:use|service)|privacy\s+policy|terms\s+(?:and|&)\s+conditions|about\s+us|contact\s+us|advertise(?:\s+with\s+us)?|help|careers|site\s*map|impressum|datenschutz\w*|agb|kontakt)(?:\s*[|·•/-]?\s*(?:terms\s+of\s+(?:use|service)|privacy\s+policy|terms\s+(?:and|&)\s+conditions|about\s+us|contact(?:\s+us)?|advertise(?:\s+with\s+us)?|help|careers|site\s*map|impressum|datenschutz\w*|agb|kontakt))*)", 260, "whole"),
    _rule("author_bio", r"(?:about\s+the\s+(?:authors?|writers?)|(?:[üu]ber\s+(?:den|die)\s+autor\w*|zum\s+autor|zur\s+person)|[àa]\s+propos\s+de\s+l['’]auteur|sobre\s+(?:el|la|o|a)\s+autora?|more\s+(?:by|from)\s+(?:this\s+author|[A-Z]\w+\s+[A-Z]\w+)|view\s+(?:all\s+)?(?:posts|profile|bio|articles|stories)(?:\s+(?:by|of)\s+.{1,40})?|see\s+(?:all|more)\s+(?:posts|articles|stories)\s+by.{0,40}|(?:author|writer)\s+(?:bio|profile))", 80, "whole", "rest"),
    _rule("author_bio", r"(?:[A-Z][\w.'’-]+\s+){1,4}(?:is|are|was|has\s+been)\s+(?:an?|the|our)?\s*(?:[\w'’&-]+\s+){0,6}(?:reporter|correspondent|journalist|editor|columnist|writer|contributor|bureau\s+chief|anchor|producer|intern|freelancer?)s?\b.{0,300}|(?:associated\s+press|ap|reuters|staff|cnn['’]s|bloomberg)\s+(?:writers?|journalists?|reporters?|correspondents?)\s+.{0,200}\b(?:contributed|reported)\b.{0,100}|.{0,140}\b(?:contributed\s+(?:to\s+this\s+(?:report|story|article)|reporting))\b.{0,60}|\(?(?:additional\s+)?(?:reporting|writing|editing)\s+by\b.{0,240}", 420, "edge"),
)  # fmt: skip

# A gallery of words by which a caption gives itself away where no element says so.
CAPTION_TEXT = re.compile(
    r"^[\s\W]*(?:(?:this|these|the|a|an)\s+(?:\w+\s+){0,3}(?:photo|photograph|image|picture|pictures|frame\s*grab|screen\s*(?:grab|shot)|video\s+(?:grab|image)|satellite\s+image|handout|file\s+(?:photo|image|picture))s?\b.{0,160}\b(?:shows?|showing|depicts?|provided|released|taken|made|posted|by|from)\b"
    r"|in\s+this\s+(?:\w+[.,]?\s+){0,6}(?:photo|photograph|image|picture|frame\s*grab|screen\s*(?:grab|shot)|still|handout)|file\s*(?:photo)?\s*[-–—:]|\(?file\)?\s*(?:photo|image|picture)|pictured\s*:|above\s*:|photo\s*:|image\s*:"
    r"|(?:dieses|das|auf\s+de[mn])\s+(?:\w+\s+){0,2}(?:foto|bild|archivbild|luftbild|screenshot)\b.{0,120}\b(?:zeigt|sieht|ist)\b|archiv(?:bild|foto)\b|symbol(?:bild|foto)\b|(?:cette|sur\s+cette)\s+(?:photo|image|capture)\b|photo\s+d['’]archives|(?:esta|en\s+esta|una?)\s+(?:foto|fotograf[íi]a|imagen)\b.{0,100}\bmuestra\b|foto\s+de\s+archivo|imagen\s+de\s+archivo|(?:questa|in\s+questa)\s+(?:foto|immagine)\b)",
    re.I,
)
DATELINE = re.compile(
    rf"^(?P<text>(?P<place>[A-ZÀ-ÞŁŚŽČŠĐ][\w.'’\u00c0-\u024f-]*(?:(?:,\s|\s|/)[\w.'’\u00c0-\u024f-]+){{0,5}})\s*(?:,\s*(?:{_MONTHS})\.?\s*\d{{0,2}})?\s*(?P<agency>[(\[](?:{AGENCIES})[^)\]]{{0,30}}[)\]])?\s*(?:[-–—]{{1,2}}|:)\s+)(?=\S)"
)
NOTE = re.compile(
    r"^[\s\W]*(?:(?:correction|corrections?\s+and\s+clarifications?|clarification|editor['’]?s['’]?\s+note|update(?:\s+note)?|corrected|this\s+(?:article|story|post|report|piece)\s+(?:was|has\s+been)\s+(?:\w+\s+)?(?:updated|corrected|amended|clarified|edited|changed|modified)"
    r"|an\s+earlier\s+version\s+of\s+this|(?:a\s+)?previous\s+version\s+of\s+this|korrektur|richtigstellung|anmerkung\s+der\s+redaktion|hinweis\s+der\s+redaktion|in\s+einer\s+(?:früheren|ersten)\s+(?:version|fassung)|rectificatif|erratum|correction\s+apport[ée]e|une\s+version\s+pr[ée]c[ée]dente|fe\s+de\s+err(?:atas|ores)|correcci[óo]n|nota\s+del\s+editor|errata\s+corrige|rectificatie|rettelse|r[äa]ttelse|sprostowanie)\b)(?:.*\W.*)",
    re.I,
)
