"""The line rules: what a line of furniture looks like, in many languages. Data only; `furniture.py` applies it.

A rule fits when its pattern matches. `longest`: no longer line is ever taken. `need`: "links" half of the line is
linked, "whole" the pattern covers the line but for punctuation, "edge" only before or after the story. `section`: what
follows goes too: "box" links and labels up to the next paragraph, "rest" everything in the block.
"""

from __future__ import annotations

from ingest.extraction.rule import LineRule, line_rule

RULES: tuple[LineRule, ...] = (
    line_rule("skip_link",
        r"(?:skip|jump|go|return|back)\s+(?:directly\s+)?to\s+(?:the\s+)?(?:main\s+|page\s+|primary\s+"
        r"|site\s+)?(?:content|navigation|nav|menu|search|footer|article|story|body|top|text|links?|section"
        r"|comments)\b.{0,30}"
        r"|skip\s+(?:navigation|content|nav|ads?|links?|links to.*|past.*|advert\w*)"
        r"|(?:direkt\s+)?zu[mr]?\s+(?:haupt)?(?:inhalt|navigation|suche|fußzeile|men[üu])(?:\s+(?:springen"
        r"|wechseln))?|(?:inhalt|navigation)\s+(?:überspringen|anspringen)"
        r"|(?:aller|passer|acc[ée]der|sauter)\s+(?:directement\s+)?(?:au|[àa]\s+la|le|vers\s+le)\s+(?:contenu"
        r"|menu|navigation|recherche)(?:\s+principal\w*)?|(?:saltar|ir|pular|pasar"
        r"|avanzar)\s+(?:directamente\s+)?(?:al?|ao|para\s+o)\s+(?:el\s+)?(?:contenido|conte[úu]do"
        r"|men[úu])(?:\s+principal)?"
        r"|(?:vai|salta|passa)\s+al\s+(?:contenuto|men[ùu])(?:\s+principale)?"
        r"|(?:ga\s+)?(?:direct\s+)?naar\s+(?:de\s+)?(?:hoofd)?(?:inhoud|content|navigatie)|(?:g[åa]|hopp|hoppa"
        r"|spring|gå)\s+(?:direkt\s+|direkte\s+)?til+\s*(?:hoved)?(?:indhold\w*|innhold\w*|inneh[åa]ll\w*)"
        r"|przejd[źz]\s+do\s+(?:tre[śs]ci|menu).{0,20}|p[řr]ej[íi]t\s+na\s+obsah|본문\s*바로가기|本文へ(?:スキップ|移動)?"
        r"|メインコンテンツ(?:へ|に)?.{0,10}|跳(?:到|至)(?:主要)?内容", 80, "whole"),
    line_rule("ad",
        r"(?:advert(?:ise?ments?|orial)?|ad|ads|sponsored(?:\s+(?:content|links?|post))?"
        r"|promoted(?:\s+content)?|paid\s+(?:content|post|advertise?ments?)|anzeigen?|werbung|publicidad|publicit[ée]"
        r"|pubblicit[àa]|publicidade|advertentie|annons|annonse?|annonce|reklama?|inzerce|광고|広告|廣告"
        r"|广告)(?:\s*[\(\[:·-].{0,40})?", 70, "whole"),
    line_rule("ad",
        r"(?:this\s+)?(?:story|article|content|page|post|text|video)\s+continues\s+(?:below|after)\b.{0,60}"
        r"|(?:continue|keep)\s+reading(?:\s+(?:below|after|the\s+(?:main\s+)?(?:story|article)"
        r"|this\s+story).{0,40})?|(?:scroll|swipe)\s+(?:down\s+)?(?:to|for)\s+(?:continue|more).{0,40}"
        r"|advertisement\s*[-–—|:,].{0,50}"
        r"|(?:artikel|text|beitrag|meldung)\s+(?:geht|wird)\s+(?:nach|unter|hier).{0,60}"
        r"|nach\s+der\s+(?:anzeige|werbung)\s+weiterlesen.{0,30}|la\s+suite\s+(?:apr[èe]s"
        r"|de\s+l['’]article).{0,50}|l['’]article\s+continue\s+apr[èe]s.{0,40}"
        r"|(?:el\s+)?art[íi]culo\s+contin[úu]a.{0,50}|contin[úu]a\s+(?:despu[ée]s|depois|ap[óo]s).{0,50}"
        r"|(?:sigue|contin[úu]e)\s+leyendo.{0,40}|continua\s+(?:a\s+leggere|dopo).{0,40}"
        r"|(?:artikel\s+)?gaat\s+verder\s+onder.{0,40}|saken\s+fortsetter\s+under.{0,30}"
        r"|artiklen\s+forts[æa]tter.{0,30}|artikeln\s+forts[äa]tter.{0,30}", 110, "whole"),
    line_rule("share",
        r"(?:share|tweet|retweet|pin(?:\s+it)?|like|e-?mail|print|facebook|twitter|x|whatsapp|linkedin|reddit"
        r"|pinterest|telegram|copy\s+(?:the\s+)?link|link\s+copied!?|save|bookmark|messenger|flipboard|mail"
        r"|sms|bluesky|threads|tumblr|google\+?|instagram|youtube|teilen|drucken|merken|link\s+kopieren"
        r"|kopieren|partager|imprimer|compartir|imprimir|guardar|condividi|stampa|delen|dela|del|udost[ęe]pnij"
        r"|sd[íi]let|공유|シェア)"
        r"(?:(?:\s*[|,/·•&+-]\s*|\s+(?:and|und|et|y|e|on|via|by|with|this|the|in|auf|per|sur|par|en|su|to"
        r"|article|story|page|post|artikel|artículo|your|friends?|link|\d+)\s*|\s+)(?:share|tweet|pin|e-?mail"
        r"|print|facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|save|bookmark|messenger"
        r"|flipboard|mail|sms|bluesky|threads|tumblr|google\+?|article|story|page|post|link|this|on|via|by"
        r"|copy|teilen|drucken|merken|artikel|artículo|friend|friends|options?|more|now|it|instagram|youtube"
        r"|comments?|gift|save|\d+)?)*", 120, "whole"),
    line_rule("share",
        r"share\s+(?:this|on|via|with|the|your|options|tools|full).{0,60}|(?:diesen\s+)?(?:artikel"
        r"|beitrag)\s+(?:teilen|drucken|versenden|merken|vorlesen).{0,40}|partager\s+(?:cet|l['’]|sur).{0,40}"
        r"|compart[ei]r?\s+(?:est|en|la|el|o).{0,40}|(?:click|tap)\s+(?:here\s+)?to\s+(?:share|print|e-?mail"
        r"|copy|save).{0,60}|send\s+(?:this|link|to)\s.{0,50}|(?:print|e-?mail|save|listen\s+to|gift"
        r"|copy)\s+(?:this\s+)?(?:article|story|page|link).{0,30}|(?:text|font)\s+size.{0,30}|(?:increase"
        r"|decrease|larger|smaller)\s+(?:text|font).{0,30}|a\s*a\s*a|link\s+(?:copied|wurde).{0,40}"
        r"|add\s+(?:us\s+)?(?:as\s+)?.{0,30}(?:preferred\s+source|on\s+google).{0,40}", 110, "whole"),
    line_rule("follow",
        r"(?:follow|like|find|join|connect\s+with|subscribe\s+to)\s+(?:us|@\w+|the\s+\w+(?:\s+\w+)?"
        r"|[A-Z]\w+(?:\s+[A-Z]\w+){0,3})(?:\s*@\w+)?\s+(?:on|at|via|auf)\s+(?:facebook|twitter|x|instagram"
        r"|youtube|telegram|whatsapp|google|linkedin|tiktok|threads|bluesky|our|social).{0,160}"
        r"|(?:folgen\s+sie|folge|suivez|s[íi]guenos|siga|seguici|volg)\b.{0,20}\b(?:uns|nous|en|us|ons"
        r"|facebook|twitter|instagram|whatsapp|google|su)\b.{0,120}|follow\s+@\w+.{0,60}|(?:twitter|facebook"
        r"|instagram|e-?mail|contact)\s*:\s*@?\S{2,60}|follow\s+(?:us|me|along)\b.{0,80}", 220, "whole"),
    line_rule("newsletter",
        r"(?:sign\s*-?\s*up|subscribe|register|get|receive|join)\b[^.]{0,80}\b(?:newsletters?|inbox|e-?mails?"
        r"|alerts?|briefing|digest|updates\s+(?:from|on|by)|daily\s+headlines|breaking\s+news)\b.{0,160}"
        r"|(?:(?:our|the|daily|weekly|morning|evening|free)\s+)*newsletters?(?:\s+(?:sign\s*-?up|anmeldung"
        r"|abonnieren))?|(?:melden\s+sie|abonnieren\s+sie|jetzt\s+(?:anmelden|abonnieren)|hier\s+(?:anmelden"
        r"|abonnieren))\b.{0,160}|(?:inscrivez|abonnez)-vous\b.{0,160}|(?:recevez|recib[ea]|suscr[íi]b\w+"
        r"|ap[úu]ntate|assine|inscreva-se|iscriviti|ricevi|meld\s+je\s+aan|schrijf\s+je\s+in|tilmeld"
        r"|meld\s+deg|anm[äa]l\s+dig|zapisz\s+si[ęe])\b.{0,160}", 320, "whole",
        "box"),
    line_rule("newsletter",
        r"(?:your|the\s+day['’]s|get\s+the|all\s+the|today['’]s)\b.{0,80}\b(?:delivered|sent|straight|in"
        r"|to)\b.{0,30}\b(?:your|you)\b.{0,20}\b(?:inbox|e-?mail|phone|mailbox)\b.{0,120}|by\s+(?:signing\s+up"
        r"|subscribing|submitting|clicking|providing|entering|continuing)\b.{0,300}|(?:enter"
        r"|your)\s+(?:your\s+)?e-?mail(?:\s+address)?.{0,60}|start\s+(?:the|your)\s+day\s+with\b.{0,160}|you\s+(?:can|may)\s+unsubscribe\b.{0,120}"
        r"|please\s+(?:check|enter)\s+your\s+(?:e-?mail|inbox).{0,120}"
        r"|thanks?(?:\s+you)?\s+for\s+(?:signing\s+up|subscribing|registering).{0,120}|(?:invalid"
        r"|there\s+was\s+(?:a\s+problem|an\s+error)).{0,120}", 420, "whole"),
    line_rule("app",
        r"(?:download|get|try|install|open|read\s+(?:this|more)\s+in|use)\s+(?:the|our)\s+(?:free\s+|new\s+"
        r"|mobile\s+|news\s+|[A-Z]\w+\s+){0,4}app\b.{0,160}|(?:available|download\s+(?:it|now))\s+(?:on|from"
        r"|for|in)\s+(?:the\s+)?(?:app\s+store|google\s+play|ios|android|iphone).{0,100}|(?:app\s+store"
        r"|google\s+play)|(?:laden\s+sie|hol\s+dir).{0,60}\bapp\b.{0,100}", 260, "whole"),
    line_rule("cookie",
        r"(?:we|this\s+(?:web)?site|our\s+(?:web)?site|our\s+partners|.{2,40}\band\s+(?:its"
        r"|our)\s+partners)\b.{0,80}\b(?:uses?|store|set|process)\b.{0,60}\b(?:cookies?|personal\s+data"
        r"|your\s+data)\b.*|(?:cookies?|cookie\s+(?:settings|policy|preferences|notice|banner|consent)"
        r"|privacy\s+(?:policy|settings|notice|preferences)|accept\s+(?:all|cookies|and\s+continue).{0,30}"
        r"|reject\s+all|manage\s+(?:cookies|preferences|choices|consent).{0,30}|your\s+privacy(?:\s+choices"
        r"|\s+matters)?|consent\s+preferences|alle\s+akzeptieren|tout\s+(?:accepter|refuser)"
        r"|aceptar(?:\s+todo)?)"
        r"|(?:wir|diese\s+(?:web)?seite)\b.{0,60}\b(?:verwende[nt]|nutz(?:en|t)|setz(?:en"
        r"|t))\b.{0,40}\bcookies\b.*|(?:nous|ce\s+site)\b.{0,60}\butilis\w+\b.{0,40}\bcookies\b.*"
        r"|(?:utilizamos|usamos|este\s+sitio\s+(?:web\s+)?utiliza|questo\s+sito\s+utilizza|utilizziamo"
        r"|deze\s+website\s+gebruikt)\b.{0,60}\bcookies?\b.*|(?:by|if\s+you)\s+(?:continu|us"
        r"|brows)\w+\s.{0,80}\bcookies?\b.*|to\s+(?:view|see|watch|show)\s+this\s+(?:content|video"
        r"|embed).{0,60}(?:cookies|consent|javascript).*", 700, "whole"),
    line_rule("paywall",
        r"(?:subscribe|register|sign\s+in|log\s+in|become\s+a\s+(?:member|subscriber)|join"
        r"|unlock)\b.{0,60}\b(?:to\s+(?:continue|keep|read|access|unlock|view)|for\s+(?:full|unlimited)"
        r"|unlimited|full\s+access|the\s+full\s+(?:story|article)|today|now|from\s+only)\b.{0,160}"
        r"|already\s+(?:a\s+|have\s+an?\s+)?(?:subscriber|member|subscribed|registered|account)\b.{0,80}"
        r"|(?:this|the)\s+(?:article|content|story)\s+is\s+(?:for|available\s+(?:only\s+)?(?:to|for)|exclusive"
        r"|reserved|only)\b.{0,120}(?:subscribers?|members?|abonn\w+)\b.{0,100}"
        r"|(?:you|you['’]ve)\s+(?:have\s+)?(?:reached|used|read)\b.{0,60}\b(?:free\s+)?(?:articles?|stories"
        r"|limit)\b.{0,120}|(?:to\s+(?:read|continue\s+reading|access|see))\b.{0,60}\b(?:subscribe"
        r"|full\s+(?:story|article)|log\s*in|sign\s*in|register)\b.{0,120}|(?:sign|log)\s*-?\s*(?:in|up"
        r"|out)(?:\s+(?:or|/|here|now).{0,40})?|subscribe(?:\s+(?:now|today|here))?"
        r"|(?:create\s+(?:an?\s+)?(?:free\s+)?account|my\s+account|register(?:\s+(?:now|here))?)"
        r"|(?:weiterlesen\s+mit|jetzt\s+(?:weiterlesen|testen|kostenlos)|sie\s+(?:haben|sind)\s+(?:bereits"
        r"|schon)\b.{0,40}(?:abo|abonn|konto)|lesen\s+sie\s+diesen\s+artikel\s+mit|dieser\s+(?:artikel"
        r"|inhalt)\s+ist\s+(?:nur\s+)?f[üu]r\s+abonn)\w*.{0,120}|(?:il\s+vous\s+reste"
        r"|cet\s+article\s+est\s+r[ée]serv[ée]|d[ée]j[àa]\s+abonn[ée]|la\s+suite\s+est\s+r[ée]serv[ée]e"
        r"|pour\s+lire\s+la\s+suite)\b.{0,160}|(?:contenido|art[íi]culo)\s+(?:exclusivo\s+para"
        r"|solo\s+para)\b.{0,100}|(?:ya\s+eres|para\s+seguir\s+leyendo|suscr[íi]bete\s+para)\b.{0,120}"
        r"|support\s+(?:our|independent|local|quality)\s+journalism.{0,200}", 360, "whole"),
    line_rule("comments",
        r"(?:(?:view|show|read|see|load|hide|post|leave|write|add|join)\s+)?(?:(?:all|the|more|a|your|our"
        r"|\d[\d,.]*)\s+)*(?:reader\s+|user\s+)?(?:comments?|replies|responses|kommentare?|commentaires?"
        r"|comentarios?|coment[áa]rios?|commenti|reacties|kommentarer|koment[áa][řr]e|komentarze|conversation"
        r"|discussion|diskussion|forum|댓글|コメント)(?:\s*[\(\[:]?\s*\d[\d,.]*\s*[\)\]]?)?(?:\s+(?:section|below"
        r"|are\s+closed|closed|on\s+this\s+(?:story|article)))?"
        r"|(?:leave|post|write|add)\s+an?\s+(?:comment|reply|response).{0,60}|(?:join"
        r"|start)\s+the\s+(?:conversation|discussion|debate).{0,80}|what\s+do\s+you\s+think\?.{0,80}"
        r"|have\s+your\s+say.{0,80}|(?:kommentar|beitrag)\s+(?:schreiben|verfassen|abgeben).{0,40}|(?:laissez"
        r"|ajouter|[ée]crire|d[ée]poser)\s+un\s+commentaire.{0,40}|(?:deja|escribe|escribir|a[ñn]adir"
        r"|comenta)\b.{0,10}(?:un\s+)?(?:comentario|noticia).{0,40}|commenting\s+(?:is|on|has).{0,80}"
        r"|comments\s+(?:are|have|for|on|\().{0,120}", 160, "whole", "rest"),
    line_rule("related",
        r"(?:related|recommended|suggested|similar|further|more|other|also)\s*(?:(?:news|top"
        r"|latest)\s+)?(?:stories|story|articles?|reading|read|content|links?|posts?|coverage|topics?|news"
        r"|videos?|headlines|on\s+this(?:\s+(?:story|topic))?|for\s+you|from\s+(?:the\s+)?\w+(?:\s+\w+){0,3}"
        r"|in\s+\w+(?:\s+\w+)?)?|(?:most|popular|trending|top|latest|editors?['’]?s?)\s+(?:read|viewed|popular"
        r"|shared|watched|commented|recent|now|stories|news|headlines|picks?|videos?|posts?|articles|choice"
        r"|in\s+\w+)(?:\s+(?:now|today|this\s+week|in\s+\w+|stories|articles|news))?"
        r"|(?:read|see|watch|you\s+(?:may|might|could)|you['’]ll)\s+(?:more|also|next|this\s+next"
        r"|also\s+(?:like|be\s+interested\s+in|enjoy)|like|on)(?:\s+.{0,30})?|recommended(?:\s+(?:for\s+you"
        r"|stories|reading|by\s+.{0,30}))?|don['’]t\s+miss|must\s+reads?|what\s+to\s+read\s+next|up\s+next"
        r"|in\s+case\s+you\s+missed\s+it|also\s+on\s+.{0,40}|elsewhere\s+on\s+.{0,40}|around\s+the\s+web"
        r"|from\s+(?:the\s+web|around\s+the\s+web|our\s+partners)|(?:more\s+)?in\s+this\s+(?:section|series"
        r"|story)|more(?:\s+(?:on|from|about|in|to)\s+.{1,50})?"
        r"|(?:mehr\s+zum\s+thema|das\s+k[öo]nnte\s+sie.{0,40}|lesen\s+sie\s+(?:auch|mehr|jetzt|weiter).{0,30}"
        r"|auch\s+interessant|mehr\s+(?:aus|zu|von|[üu]ber)\s.{1,40}|weitere\s+(?:artikel|themen|nachrichten"
        r"|meldungen|beitr[äa]ge).{0,30}|meistgelesen\w*|meist\s+gelesen|empfohlene.{0,30}"
        r"|passend\s+zum\s+thema|aktuelle\s+(?:nachrichten|meldungen)|zum\s+thema|verwandte\s+(?:themen"
        r"|artikel))"
        r"|(?:[àa]\s+lire\s+(?:aussi|[ée]galement).{0,30}|lire\s+aussi|voir\s+aussi"
        r"|sur\s+le\s+m[êe]me\s+(?:sujet|th[èe]me)|les\s+plus\s+lus|articles\s+(?:li[ée]s|associ[ée]s"
        r"|similaires|recommand[ée]s)|plus\s+d['’]articles)|(?:lee\s+(?:tambi[ée]n|m[áa]s)|leer\s+m[áa]s"
        r"|te\s+puede\s+interesar|le\s+puede\s+interesar|tambi[ée]n\s+(?:lea|te\s+puede.{0,30})"
        r"|noticias\s+relacionadas|art[íi]culos\s+relacionados|lo\s+m[áa]s\s+(?:le[íi]do|visto)"
        r"|m[áa]s\s+(?:informaci[óo]n|noticias|le[íi]das|sobre\s.{1,30})|ver\s+m[áa]s)"
        r"|(?:leia\s+(?:tamb[ée]m|mais)|veja\s+(?:tamb[ée]m|mais)|mais\s+lidas|not[íi]cias\s+relacionadas"
        r"|saiba\s+mais)|(?:leggi\s+anche|potrebbe\s+interessarti.{0,20}|articoli\s+correlati"
        r"|i\s+pi[ùu]\s+letti)|(?:lees\s+(?:ook|meer)|meest\s+gelezen|gerelateerd\w*(?:\s+artikelen)?"
        r"|meer\s+(?:over|nieuws).{0,30})|(?:les\s+(?:ogs[åa]|mer)|mest\s+lest|l[æa]s\s+(?:ogs[åa]|mere)"
        r"|mest\s+l[æa]ste|l[äa]s\s+(?:ocks[åa]|mer|[äa]ven)|mest\s+l[äa]st)|(?:czytaj\s+(?:te[żz]|wi[ęe]cej"
        r"|tak[żz]e)|zobacz\s+(?:te[żz]|tak[żz]e)|przeczytaj\s+(?:te[żz]|tak[żz]e)"
        r"|[čc]t[ěe]te\s+tak[ée].{0,20}|souvisej[íi]c[íi]\w*(?:\s+\w+)?)|관련\s*(?:기사|뉴스)|関連(?:記事|ニュース)|相关(?:新闻"
        r"|阅读)|相關新聞", 90, "whole", "box"),
    line_rule("related",
        r"(?:related|read\s+(?:more|also|next)|see\s+also|also\s+(?:read|see|on)|more|more\s+(?:on|from"
        r"|about)\b.{0,40}|watch|watch\s+(?:now|also|more|video)|listen|don['’]t\s+miss|recommended"
        r"|editor['’]?s?\s+(?:pick|choice)|in\s+(?:pictures|photos|video)|photos?|gallery|video|live|opinion"
        r"|analysis|explainer|background|in\s+depth|from\s+the\s+archives?|lesen\s+sie\s+(?:auch|mehr|hier"
        r"|dazu).{0,20}|lesetipp|mehr\s+(?:dazu|zum\s+thema)|(?:auch\s+)?interessant|zum\s+thema"
        r"|[àa]\s+lire(?:\s+(?:aussi|[ée]galement))?|lire\s+aussi|voir\s+aussi|lee\s+(?:tambi[ée]n|m[áa]s)"
        r"|leer\s+m[áa]s|(?:le|te)\s+puede\s+interesar|vea\s+(?:tambi[ée]n|m[áa]s)|leia\s+(?:tamb[ée]m|mais)"
        r"|veja\s+(?:tamb[ée]m|mais)|leggi\s+anche|lees\s+(?:ook|meer)|les\s+ogs[åa]|l[æa]s\s+ogs[åa]"
        r"|l[äa]s\s+(?:ocks[åa]|mer)|czytaj\s+(?:te[żz]|tak[żz]e)|zobacz\s+(?:te[żz]|tak[żz]e)"
        r"|[čc]t[ěe]te\s+tak[ée])\s*[:：|>»–—]\s*\S.*", 240),
    line_rule("related", r"[^\W\d][\w\s'’-]{1,29}[:|»]\s*(?:\S+\s+){3,}\S*[^\s.!?…\"”»]", 200, "links"),
    line_rule("related",
        r"(?:related|read\s+(?:more|also|next|the\s+full)|see\s+also|also\s+read|more\s+(?:on|from|about)"
        r"|watch|listen|click\s+here|learn\s+more|find\s+out\s+more|full\s+(?:story|coverage)|here['’]s"
        r"|lesen\s+sie|mehr|hier|[àa]\s+lire|lire|voir|lee|leer|leia|leggi|lees|les|l[æa]s|l[äa]s|czytaj"
        r"|zobacz|[čc]t[ěe]te|▶|►|»|>|→|■|•|\+\+)\b.*", 240, "links"),
    line_rule("copyright",
        r"(?:©|\(c\)\s|copyright\b|&copy;|all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten"
        r"|tous\s+droits\s+r[ée]serv[ée]s|todos\s+los\s+derechos\s+reservados"
        r"|todos\s+os\s+direitos\s+reservados|tutti\s+i\s+diritti\s+riservati|alle\s+rechten\s+voorbehouden"
        r"|wszelkie\s+prawa).{0,600}", 700, "edge"),
    line_rule("copyright",
        r".{0,200}(?:all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+r[ée]serv[ée]s"
        r"|todos\s+los\s+derechos\s+reservados|tutti\s+i\s+diritti\s+riservati|may\s+not\s+be\s+(?:published"
        r"|reproduced|copied)[^.]{0,60}(?:broadcast|rewritten|redistributed|distributed|permission)"
        r"|without\s+(?:the\s+)?(?:prior\s+)?(?:express\s+)?(?:written\s+)?permission).{0,400}", 700, "edge"),
    line_rule("reading_time",
        r"(?:(?:estimated\s+)?(?:reading|read|listen(?:ing)?)\s+time\s*:?\s*(?:approx\.?\s*)?)?(?:about\s+"
        r"|ca\.?\s+)?\d{1,3}\s*[-–]?\s*(?:min(?:ute)?s?\.?|minuten?|minutos?|minuti|minutter)\s*(?:read|listen"
        r"|reading(?:\s+time)?|lesezeit|de\s+(?:lecture|lectura|leitura)|di\s+lettura|leestijd|l[æa]setid"
        r"|lesing|czytania)?(?:\s*\|.*)?|lesezeit\s*:?\s*(?:ca\.?\s*)?\d+\s*min\w*\.?|(?:temps|tiempo"
        r"|tempo)\s+d[ei]\s+(?:lecture|lectura|leitura|lettura)\s*:?\s*\d+.{0,12}|leestijd.{0,15}"
        r"|(?:less\s+than\s+)?(?:a\s+)?\d*\s*min(?:ute)?\s+read", 60, "whole"),
    line_rule("audio",
        r"(?:listen(?:\s+to\s+(?:this|the)\s+(?:article|story|audio|version).{0,30})?|(?:(?:play|watch|pause"
        r"|replay)(?:\s+(?:the\s+)?(?:video|audio|clip|episode|slideshow))?|mute|unmute|fullscreen"
        r"|loading(?:\.\.\.)?|audio|video|photo|gallery|live|exclusive|breaking(?:\s+news)?|analysis|opinion"
        r"|close|menu|search|home|next|previous|back|top|open|more|loading|error|sponsored)"
        r"|\d{1,2}:\d{2}(?:\s*/\s*\d{1,2}:\d{2})?|artikel\s+(?:anh[öo]ren|vorlesen)|[ée]couter\s+(?:cet"
        r"|l['’]).{0,30}|escuch[ae]r?.{0,30}|your\s+browser\s+does\s+not\s+support.{0,60}|this\s+(?:audio"
        r"|video)\s+(?:is|file|can).{0,80}|(?:please\s+)?enable\s+javascript.{0,80}|image\s+\d+\s+of\s+\d+"
        r"|\d+\s*(?:/|of|von|de|sur)\s*\d+(?:\s+(?:home|next|back|top|menu))*|view\s+(?:gallery|image|photos?|full\s+(?:image|size)"
        r"|image\s+in\s+fullscreen).{0,20}|(?:click|tap)\s+(?:here\s+)?to\s+(?:expand|enlarge|play|view|zoom"
        r"|unmute|listen).{0,30}|enlarge(?:\s+(?:this\s+)?(?:image|photo|picture))?|expand|collapse|full\s*screen"
        r"|zoom(?:\s+in)?|(?:buy|order|get)\s+(?:this\s+)?(?:photos?|prints?|images?)"
        r"|(?:photo|image|picture|slide|foto|bild|imagen)\s+\d+\s*(?:/|of|von|de|sur)\s*\d+"
        r"|open\s+(?:this\s+)?(?:photo|image|picture)\s+in\b.{0,30}|(?:hide|toggle|show)\s+caption|image|picture"
        r"|(?:image\s+)?caption|agrandir(?:\s+l['’]image)?|ampliar(?:\s+(?:la\s+)?(?:foto|imagen))?|ingrandisci"
        r"|(?:watch|see)\s+(?:the\s+)?(?:video|clip|gallery|photos?|slideshow)(?:\s+(?:below|above|here))?"
        r"|video\s+player\s+is\s+loading|loaded\s*:.{0,20}|current\s+time.{0,20}|이미지\s*확대(?:보기)?|사진\s*확대|画像を?拡大.{0,8}|点击(?:放大|查看大图)|bild\s+vergr[öo]ßern|in\s+(?:lightbox|vollbild).{0,20}|(?:expand|open"
        r"|show)\s+(?:image|all|less|more))", 90, "whole"),
    line_rule("tags",
        r"(?:tags?|topics?|filed\s+under|keywords?|categor(?:y|ies)|labels?|posted\s+in|in\s+this\s+(?:article"
        r"|story)|explore\s+more|more\s+about|schlagw(?:[öo]rter|orte?)|themen|stichworte|mots-cl[ée]s"
        r"|th[èe]mes|etiquetas|temas|assuntos|argomenti|emner|[äa]mnen|trefwoorden|tagi|t[ée]mata"
        r"|[šs]t[íi]tky)\s*[:：|]\s*.{0,300}", 320),
    line_rule("contact",
        r"(?:report\s+(?:a|an)\s+(?:typo|error|correction|mistake|problem|technical).{0,80}|(?:found|spotted"
        r"|see|notice)\s+an?\s+(?:error|typo|mistake).{0,120}|(?:do\s+you\s+)?have\s+a\s+(?:news\s+)?(?:tip"
        r"|story|confidential\s+tip)\b.{0,200}|send\s+(?:us\s+)?(?:your\s+)?(?:tips?|stor(?:y|ies)|feedback"
        r"|news).{0,120}|(?:contact|email|e-mail|reach|write\s+to)\s+(?:us|the\s+(?:author|writer|reporter"
        r"|newsroom|editor)|[A-Z]\w+(?:\s+[A-Z]\w+)?)\s*(?:at|on|via|:)\s*\S+@?\S*.{0,80}|(?:haben\s+sie"
        r"|fehler)\s+.{0,20}\b(?:fehler|gefunden|entdeckt|melden)\b.{0,80}|feedback|(?:order|get|request"
        r"|buy)\s+(?:reprints?|permissions?|a\s+copy).{0,60}|reprints(?:\s+(?:&|and)\s+permissions)?"
        r"|(?:terms\s+of\s+(?:use|service)|privacy\s+policy|terms\s+(?:and|&)\s+conditions|about\s+us"
        r"|contact\s+us|advertise(?:\s+with\s+us)?|help|careers|site\s*map|impressum|datenschutz\w*|agb"
        r"|kontakt)(?:\s*[|·•/-]?\s*(?:terms\s+of\s+(?:use|service)|privacy\s+policy|terms\s+(?:and"
        r"|&)\s+conditions|about\s+us|contact(?:\s+us)?|advertise(?:\s+with\s+us)?|help|careers|site\s*map"
        r"|impressum|datenschutz\w*|agb|kontakt))*)", 260, "whole"),
    line_rule("author_bio",
        r"(?:about\s+the\s+(?:authors?|writers?)|(?:[üu]ber\s+(?:den|die)\s+autor\w*|zum\s+autor|zur\s+person)"
        r"|[àa]\s+propos\s+de\s+l['’]auteur|sobre\s+(?:el|la|o|a)\s+autora?|more\s+(?:by"
        r"|from)\s+(?:this\s+author|[A-Z]\w+\s+[A-Z]\w+)|view\s+(?:all\s+)?(?:posts|profile|bio|articles"
        r"|stories)(?:\s+(?:by|of)\s+.{1,40})?|see\s+(?:all|more)\s+(?:posts|articles|stories)\s+by.{0,40}"
        r"|(?:author|writer)\s+(?:bio|profile))", 80, "whole", "rest"),
    line_rule("author_bio",
        r"(?:[A-Z][\w.'’-]+\s+){1,4}(?:is|are|was|has\s+been)\s+(?:an?|the"
        r"|our)?\s*(?:[\w'’&-]+\s+){0,6}(?:reporter|correspondent|journalist|editor|columnist|writer"
        r"|contributor|bureau\s+chief|anchor|producer|intern|freelancer?)s?\b.{0,300}|(?:associated\s+press|ap"
        r"|reuters|staff|cnn['’]s|bloomberg)\s+(?:writers?|journalists?|reporters?"
        r"|correspondents?)\s+.{0,200}\b(?:contributed|reported)\b.{0,100}"
        r"|.{0,140}\b(?:contributed\s+(?:to\s+this\s+(?:report|story|article)|reporting))\b.{0,60}"
        r"|\(?(?:additional\s+)?(?:reporting|writing|editing)\s+by\b.{0,240}", 420, "edge"),
)  # fmt: skip

_SKIP = next(rule for rule in RULES if rule.name == "skip_link")


def is_skip_link(text: str) -> bool:
    """ "Skip to main content", in many languages."""
    return len(text) <= _SKIP.longest and bool(_SKIP.pattern.match(text))
