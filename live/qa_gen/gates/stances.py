"""The phrases by which one asks what is right, takes a stance or reports one. Data only.

For English, German, French, Spanish, Portuguese, Italian, Dutch and Japanese, the plainest in some
more. Repetitions have an upper bound, so that none is slow on any text.
"""

from live.qa_gen.gates.addressed import START, any_of

_THEN = r"(?![^?]{0,200},\s*(?:then|how|what|which|who|when|where|by|so|wie|was|wann|wer|combien))"
"""`Should it rain, how many …` supposes something and asks for something else."""
_THING = (  # what opinions are held of: people in office, parties, and what they do
    r"(?:polic(?:y|ies)|politicians?|presidents?|candidates?|mayors?|part(?:y|ies)|leaders?|list|"
    r"(?:prime )?ministers?|chancellor|government|senator|council\w*|choice|idea|decision|plan|law|"
    r"solution|thing|job|person|man|woman|option|way|use of|politik\w*|partei|bürgermeister\w*|"
    r"oberbürgermeister\w*|kanzler\w*|minister\w*|kandidat\w*|wahl|idee|entscheidung|lösung|gesetz|"
    r"maires?|partis?|candidate?s?|président\w*|ministre|choix|idée|décision|loi|chose|politique|"
    r"alcalde\w*|alcaldesa|partido|candidat[oa]|president[ea]|ministr[oa]|opción|decisión|ley|cosa|"
    r"política|polític[oa]|prefeit[oa]|escolha|decisão|lei|coisa|sindac[oa]|partito|scelta|"
    r"decisione|legge|cosa|burgemeester|partij|keuze|besluit)"
)
_BEHIND = (
    r"(?=\s*(?:[?,.;:]|$|to |in |when |about |that |if |for |or |of |than |zu |dass |de |que |di |"
    r"che |da ))"
)
_ROLE = r"(?:party|parties|candidate|politician|list|side|leader|camp|mayor|president|minister)"

NORM = any_of(
    r"\b(?:reasons?|arguments?) to (?:vote|elect|support|trust|oppose)\b|"
    r"\bgehört\b[^.?!]{0,60}\b(?:abgeschafft|verboten|abgewählt)\b",
    r"\bwould an? (?:decent|good|reasonable|honest|sensible) (?:person|citizen|politician|mayor|"
    r"government)\b",
    START + r"(?:can|could|may) (?:one|we|people|voters|citizens|anyone|"
    r"anybody)\b[^.?!]{0,30}\b(?:support|trust|vote|elect|believe)\b[^.?!]{0,80}\?",
    r"\b(?:vaut-il mieux|est-il préférable|ist es besser|wäre es besser|is it better|would it be "
    r"better|es mejor|sería mejor|conviene|è meglio|sarebbe meglio|é melhor|seria "
    r"melhor)\b(?=[^.!]*\?)",
    START + r"(?:should|ought)\b(?![^?]{0,60}\b(?:expect|worry|know|bring|call|contact|apply|"
    r"register|wear)\b)" + _THEN + r"[^.?!]{0,200}\?",
    rf"\b(?:who|whom|whose|why|(?:which|what) (?:\w+ ){{0,3}}?{_ROLE})\b[^.?!]{{0,80}}\b(?:should|"
    rf"ought(?: to)?)\b[^.?!]{{0,60}}\b(?:vote(?! be)|elect|support|govern|rule|lead|win|resign|"
    rf"step down|trust|back|choose|prefer|be (?:\w+ )?(?:elected|removed|sacked|mayor|president|"
    rf"chancellor|abolished|banned))\b",
    r"\b(?:should|would|will|must|do)\b[^.?!]{0,60}\b(?:voters|citizens|people|readers|one|we|"
    r"everybody|everyone|residents)\b[^.?!]{0,30}\b(?:trust|vote for|elect)\b(?=[^.?!]*\?)",
    rf"\b{_ROLE}\b[^.?!]{{0,60}}\b(?:people|voters|citizens|readers|one|we) (?:can|could|should|"
    rf"may)"
    r" (?:\w+ )?(?:trust|vote|support|elect)\b",
    r"\bdeserv(?:e|es|ed)\b[^.?!]{0,120}\?",
    START + r"(?:must|does|do|has|have|need|is it time)\b[^.?!]{0,80}\b(?:resign|step down|be "
    r"(?:abolished|banned|re-elected|sacked|voted out)|a (?:new|different|another) (?:\w+ "
    r")?(?:mayor|government|president|leader|council|party))\b[^.?!]{0,60}\?",
    START
    + r"(?:sollten?|soll man|sollen wir|müssen wir|darf man|darf der staat)\b"
    + _THEN
    + r"[^.?!]{0,200}\?",
    START + r"(?:muss|müsste|müssten)\b[^.?!]{0,80}\b(?:zurücktreten|gehen|abgeschafft|"
    r"verboten)\b",
    r"\b(?:wer|wen|wem|welche\w*|warum)\b[^.?!]{0,60}\b(?:sollten?|soll man|"
    r"müsste\w*)\b[^.?!]{0,80}\b(?:wähl\w*|regier\w*|gewinn\w*|unterstütz\w*|stimm\w*|vertrau\w*|"
    r"werden|zurücktreten)\b",
    r"(?:" + START + r"|\bpartei\s|\bliste\s|\bwer\s)verdien(?:t|en)\b(?![^?]{0,40}\beuro)",
    START + r"(?:faut-il|fallait-il|doit-on|devrait-on)\b",
    r"(?<!\bcombien )\b(?:devrai(?:en)?t|doi(?:ven)?t)-(?:ils?|elles?)\b[^.?!]{0,60}\b(?:voter|"
    r"démissionner|élire|soutenir|gouverner|être (?:élu|réélu|interdit|supprimé|abrogé))",
    r"\bmérit(?:e|ent)(?:-t)?(?:-ils?|-elles?)?\b[^.?!]{0,80}\?",
    r"\b(?:pour )?(?:qui|quel(?:le)? (?:parti|candidate?|liste))\b[^.?!]{0,60}\b(?:faut-il|doit-on|"
    r"devrai(?:en)?t)\b",
    r"¿\s?(?:debería\w*|se debe|se debería|deben?|hay que|habría que)\b",
    r"\b(?:quién|qué (?:partido|candidat[oa]|lista))\b[^.?!]{0,60}\b(?:debería\w*|debe[n]?|"
    r"merece\w*|hay que|habría que)\b|¿[^?]{0,60}\bmerece[n]?\b",
    START + r"(?:[oa]s? [^?]{0,40})?(?:deveria\w*|é preciso|deve-se)\b[^?]{0,200}\?",
    r"\b(?:quem|(?:que|qual) (?:partido|candidat[oa]))\b[^.?!]{0,60}\b(?:dev(?:e|em|eria\w*)|"
    r"merece)\b|\bmerece[m]?\b[^.?!]{0,60}\?|\bdev(?:e|eria) renunciar\b",
    START + r"(?:si deve|si dovrebbe|bisogna|bisognerebbe|dovrebbe\w*)\b[^?]{0,200}\?",
    r"\b(?:chi|(?:che|quale) (?:partito|candidat[oa]|lista))\b[^.?!]{0,60}\b(?:dovrebb\w+|deve|"
    r"devono|merita)\b|\bmeritan?o?\b[^.?!]{0,80}\?|\bdov(?:rebbe|rà) dimettersi\b|\bdeve "
    r"dimettersi\b",
    r"(?:^|[.?!:;,]\s*)(?:zou|zouden|moet) [^?]{0,120}(?:moeten|aftreden|stemmen|afgeschaft)\b",
    r"べき(?:ですか|でしょうか|だと思いますか|か[。？?])",
    r"(?:应该|應該).{0,30}(?:投票|支持|辞职|吗)|해야 (?:합니까|할까요|하나요)|هل (?:يجب|ينبغي)|"
    r"يستحق|\bczy\b[^.?!]{0,60}\b(?:powinien|powinn[aoiy]|należy|zasługuj\w+)\b|\b(?:долж(?:ен|на|"
    r"ны)|следует|нужно|стоит|заслуживает) ли\b|(?:^|[.?!]\s*)(?:borde|bör|burde)\b|\bförtjänar\b",
)
"""Asks what is to be done, of no source."""
_JUDGEMENT = (
    r"(?:(?<!the )(?<!a )(?<!on )(?<!no )right|wrong|(?<!world['’]s )fair|unfair|unjust|"
    r"(?:un)?justified|(?:im)?moral|wiser?|foolish|stupid|(?:un)?reasonable|sensible|"
    r"(?:un)?acceptable|(?:dis)?honest|trustworthy|corrupt|(?:in)?competent|dangerous|too (?:high|"
    r"low|strict|lenient|much|soft|hard)|to blame|a lie|bad|good|better|worse|best|worst)"
)
JUDGED = any_of(
    rf"\b(?:who|which {_ROLE})\b[^.?!]{{0,60}}\b(?:would|will|could|can)\b[^.?!]{{0,60}}\b(?:best|"
    rf"better)\b[^.!]{{0,60}}\?",
    r"\b(?:quel (?:camp|parti)|qué partido|chi|quem)\b[^.?!]{0,60}\b(?:meilleurs|mejores|melhores|"
    r"migliori) argument\w*",
    r"\b(?:is|was|were|would) it (?:be )?(?:\w+ )?\w+ of (?!the (?:few|many|first))[^.?!]{1,80} to "
    r"\w+[^.!]{0,120}\?",
    r"\b(?:is|are|was|were)\b[^.?!]{0,60}\b(?:just|merely|nothing but|simply|really) an? "
    r"[^.?!]{3,40}\?",
    r"\b(?:who|which side|which party|wer|welche (?:seite|partei)|qui|"
    r"quién)\b[^.?!]{0,60}\b(?:better|best|stronger|besseren?|besten|stärkeren|meilleurs|mejores) "
    r"(?:arguments?|argumente|argumentos)\b",
    r"\b(?:ist|sind|wäre)\b[^.?!]{0,80}\b(?:wählbar|unwählbar|tragbar|untragbar)\b",
    r"\b(?:ha(?:s|ve|d)|do(?:es)?|did|is|are|was|were|would)\b[^.?!]{0,80}\b(?:a point\b|(?:better|"
    r"worse) off|(?:all|any|every|his|her|their|its) (?:credibility|legitimacy|integrity|honou?r|"
    r"dignity)|harmed|betrayed|undemocratic|disgraceful|(?:job|work|duty) (?:\w+ )?(?:well|"
    r"badly))\b(?=[^.!]*\?)",
    r"\b(?:in ordnung|anständig|unanständig|die arbeit gut|arbeit (?:gut|schlecht)|gut "
    r"gemacht)\b(?=[^.!]*\?)",
    r"\b(?:fa|fanno|fecero|ha fatto) (?:bene|male)\b|\b(?:fait|font|faisait) (?:bien|mal) d|"
    r"\b(?:hace|hacen|haría) (?:bien|mal)\b",
    rf"\b{_THING} (?:mejor|peor|melhor|pior|miglior[ei]|peggior[ei])\b(?=[^.!]*\?)",
    r"どちらが(?:正し|良|よ)",
    rf"\b(?:is|are|was|were|would|be)\b[^.?!]{{0,120}}?\b{_JUDGEMENT}(?!-){_BEHIND}(?=[^.!]*\?)",
    rf"\b(?:is|are|was|were|would|be|makes?|did|does|do|doing)\b[^.?!]{{0,120}}?\b(?:good|bad|"
    rf"better|best|worse|worst|great|terrible|wrong|right|(?:more|most|less|least) (?:honest|"
    rf"trustworthy|competent|sensible|credible|qualified|convincing|dangerous)) (?:\w+ "
    rf")?{_THING}\b(?!['’]s)(?=[^.!]*\?)",
    r"\b(?:is|are|was|were)\b[^.?!]{0,60}\b(?:a (?:\w+ )?(?:liar|disgrace|scandal|shame|mistake|"
    r"waste|failure|threat|danger|hero|traitor|hypocrite)|good or bad|right or wrong|bad or good|"
    r"liars)\b",
    r"\b(?:who|which|whose|whom)\b[^.?!]{0,80}\b(?:more|most) (?:honest|trustworthy|competent|"
    r"sensible|convincing|likeable|credible|qualified|suitable|sympathetic|dangerous)\b",
    r"\b(?:who|which side|which party)\b[^.?!]{0,30}\b(?:is|was|are|were) (?:\w+ )?(?:right|wrong|"
    r"to blame|better|worse)\b(?! (?:of|known|paid))(?=[^.!]*\?)",
    r"\bgood (?:\w+ )?or (?:an? )?bad\b|\bright or wrong\b|\bwhat would be (?:the )?(?:right|best|"
    r"better|wrong)\b",
    r"\b(?:ist|sind|war|waren|wäre|findet|macht|handelte?)\b[^.?!]{0,120}\b(?:un)?(?:gerecht|fair|"
    r"gerechtfertigt|vernünftig|klug|angemessen|moralisch)\b(?=[^.!]*\?)",
    r"\b(?:ist|war|wäre|hat|haben|hatte|handelte)\b[^.?!]{0,120}\b(?:richtig|falsch|recht|unrecht|"
    r"korrekt)\b(?![^?]{0,20}\b(?:geschrieben|beantwortet))(?=[^.!]*\?)",
    rf"\b(?:ist|sind|war|wäre|macht)\b[^.?!]{{0,100}}\b(?:gute|schlechte|bessere|beste|"
    rf"schlechteste|ehrlichere|ehrlichste|schlimmste)[rsnm]? (?:\w+ )?{_THING}\b(?=[^.!]*\?)",
    r"\b(?:gut oder schlecht|richtig oder falsch|für oder gegen|dafür oder dagegen|ein fehler|ein "
    r"lügner|eine schande|zu hoch|zu streng)\b(?=[^.!]*\?)",
    r"\b(?:est|sont|était|serait|c['’]est|est-(?:il|elle|ce))\b[^.?!]{0,100}\b(?:in)?(?:juste|"
    r"justifiée?|acceptable|raisonnable|honnête|équitable)s?\b(?=[^.!]*\?)",
    r"\b(?:a|ont|avait|avaient|eu|donne[rz]?)(?:-t)?(?:-il|-elle|-ils|-elles)?\s(?:\w+ "
    r"){0,2}?(?:raison|tort|bien fait|mal fait|bien agi)\b(?=[^.!]*\?)",
    rf"\b(?:bon(?:ne)?|mauvaise?|meilleure?|pire|plus honnête) (?:\w+ )?{_THING}\b(?=[^.!]*\?)",
    r"\b(?:hizo|hace|hacen|hicieron|ha hecho|han hecho) (?:bien|mal)\b|\btiene[n]? (?:\w+ "
    r")?razón\b|\b(?:es|son|fue|sería|era)\b[^.?!]{0,60}\b(?:in)?(?:just[oa]|correct[oa]|"
    r"aceptable)s?\b(?=[^.!]*\?)"
    rf"|\b(?:buen[oa]?|mal[oa]?|mejor|peor) (?:\w+ )?{_THING}\b(?=[^.!]*\?)",
    r"\b(?:fez|faz|fazem|fizeram) (?:bem|mal)\b|\btem razão\b|\b(?:é|são|foi|"
    r"seria)\b[^.?!]{0,60}\b(?:in)?(?:just[oa]|cert[oa]|errad[oa]|corret[oa]|"
    r"aceitável)s?\b(?=[^.!]*\?)"
    rf"|\b(?:bo[am]|mau|má|melhor|pior) (?:\w+ )?{_THING}\b(?=[^.!]*\?)",
    r"\bha(?:nno)? (?:fatto (?:bene|male)|ragione|torto)\b|(?:\b|^)(?:è|sono|era|"
    r"sarebbe)\b[^.?!]{0,60}\b(?:in)?(?:giust[oaie]|sbagliat[oa]|accettabile)\b(?=[^.!]*\?)"
    rf"|\b(?:buon[oa]?|cattiv[oa]|miglior[ei]?|peggior[ei]?) (?:\w+ )?{_THING}\b(?=[^.!]*\?)",
    r"\b(?:heeft|hebben)\b[^.?!]{0,60}\bgelijk\b|\bis het (?:eerlijk|juist|terecht|goed)\b",
    r"正し(?:いです|かったです|いと思|いでしょう)|間違って|(?:良い|よい|悪い)(?:政策|政治家|市長|"
    r"首相|決定)",
)
"""Asks whether something is good or right, of no source."""
DIRECT = any_of(
    r"^\W*(?:is|was|are|were)\b[^.?!,]{3,60}\b(?<!the )(?<!on )(?:right|wrong|justified)\b (?:when|"
    r"to|in|that|if)\b[^.!]{0,200}\?",
    r"^\W*(?:hat|haben|hatte)\b[^.?!,]{3,60}\b(?:recht|unrecht)\b|\b(?:a-t-(?:il|elle)|ont-(?:ils|"
    r"elles)) (?:raison|tort)\b",
    r"^\W*tienen? razón\b|^\W*[^.?!,]{3,60}\b(?:tem|têm|ha|hanno) (?:razão|ragione|torto)\b",
)
"""Asks straight away whether somebody is right, whatever they are reported to say."""
NAMED = any_of(
    r"\b(?:according to|in the (?:eyes|view|opinion) of|going by|judging from|the (?:court|judge|"
    r"jury)|as (?:the|its) \w+)\b|\b(?:laut|zufolge|selon|d['’]après|según|segundo|secondo|"
    r"volgens)\b|\bnach (?:ansicht|meinung|auffassung)\b|によると",
)
"""Names a source for all that a question asks."""
REPORTED = any_of(
    r"\baccording to (?!you\b)|\bin the (?:eyes|view|opinion) of\b|\b(?:his|her|their|\w+['’]s) "
    r"(?:own )?(?:view|opinion|eyes|stance|position)\b|\b(?:does|did|do|has|have|had) "
    r"(?!you\b)[^.?!]{1,60}\b(?:say|said|think|argue|argued|claim|claimed|believe|call|called|find|"
    r"found|want|judge|propose|give)\b",
    r"\b(?:said|says|saying|argues?d?|claims?|stated?|thinks?\b(?<!you think)|believes|ruled|rules "
    r"that|found that|calls?|called|reports?|reported|going by|as (?:the|its|his|her) \w+)\b",
    r"\b(?:article|page|report|review|study|poll|court|judge|caption|"
    r"text)\b[^.?!]{0,30}\b(?:gives?|mentions?|names?|says?|shows?|tells?|puts?|lists?|finds?|"
    r"found)\b",
    r"\blaut\b|\bnach (?:ansicht|meinung|auffassung|dem|den|der|worten|angaben)\b(?! deiner)|"
    r"\b(?:sagt|sagte|meint|meinte|nennt|nannte|urteilte|zufolge|findet|begründet|wirft|"
    r"fordert)\b(?! (?:du|ihr)\b)|\bhält\b|\bhielt\b",
    r"\b(?:selon|d['’]après) (?!vous|toi)|\b(?:dit|juge|estime|affirme|parle|déclare|pense)\b(?!-)|"
    r"\bde l['’]avis d",
    r"\bsegún (?!tú|usted)|\b(?:dice|dijo|afirma|afirmó|opina|piensa|cree|pide|pidió)\b(?! "
    r"(?:usted|de|sobre)\b)",
    r"\bsegundo [oa]s?\b|\bna opinião d|\b(?:diz|disse|afirma|pensa|fala)\b",
    r"\bsecondo (?!te|voi|lei)|\b(?:dice|ha detto|pensa|chiede|sostiene)\b",
    r"\bvolgens (?!jou|u\b)|\b(?:zegt|zei|vindt)\b",
    r"によると|によれば|と述べ|と話し|と言っ|考えて|主張",
)
"""Names whose view it is."""
OWN = any_of(
    r"\b(?:i (?:would|think|believe|support|agree|disagree|oppose|trust|prefer|am (?:for|against|"
    r"in favou?r))|i['’]d|in my (?:\w+ )?(?:opinion|view))\b",
    r"\b(?:ich (?:bin|finde|halte|würde|denke|meine|unterstütze|glaube)|meiner (?:\w+ )?(?:meinung|"
    r"ansicht))\b|\b(?:je (?:pense|crois|suis|soutiens|voterais|trouve)|à mon avis)\b",
    r"\b(?:creo que|en mi opinión|estoy (?:a favor|en contra)|me parece)\b|\b(?:secondo me|penso "
    r"che|sono (?:favorevole|contrari\w))\b|\b(?:na minha opinião|acho que|eu (?:acho|apoio))\b",
    r"\bik (?:vind|denk|ben)\b|\bя (?:за|против|считаю|поддерживаю)\b|(?:賛成|反対)です|と思います|"
    r"私は|我(?:认为|支持|反对|觉得)|저는",
)
"""A gold answer that speaks for itself and not for somebody on the page."""
TAKES_SIDE = any_of(
    r"\b(?:takes? (?:a|his|her|their|the) (?:side|stand|stance|position)|(?:states?|gives?|has|"
    r"defends?|expresses) (?:a|an|his|her|their|one['’]s) (?:\w+ )?(?:opinion|vote|view|stance|"
    r"position)|own (?:opinion|view|position|stance)|personal (?:opinion|view)|recommends? (?:a|"
    r"the) (?:party|list|candidate))\b",
    r"\beigene (?:\w+ )?(?:meinung|haltung)\b|\bgibt eine meinung\b|\b(?:propre opinion|donne "
    r"(?:un|son) avis|prend position)\b|\b(?:propia opinión|da una opinión|toma partido|dá uma "
    r"opinião|prende posizione)\b",
)
"""A criterion that rewards taking a side."""
TRANSLATED = any_of(r"\b(?:translat|übersetz|tradu[ciz]|quote|verbatim|zitier)", r"翻訳|訳し")
YES_NO = frozenset("yes no ja nein oui non sí si no sim não sì nee はい いいえ".split())
SHOWN = any_of(
    r"\b(?:page|photo\w*|picture\w*|chart|graphic|table|map|caption|headline|article|text|image|"
    r"could|might|may|likely|seite|foto|bild|tabelle|karte|grafik|artikel|könnte\w*|photo|page|"
    r"carte|tableau|article|pourrait|página|imagen|tabla|mapa|artículo|podría|gráfico|foto|tabela|"
    r"poderia|pagina|tabella|articolo|potrebbe)\b"
)
"""Speaks of what a page shows, or of what may come."""
BALANCED = any_of(
    r"\b(?:(?:dis)?advantages?|arguments? (?:for|on|from|of)|pros and cons|both sides|one for and "
    r"one|\w*vorteile?|\w*nachteile?|avantages?|inconvénients?|(?:des)?ventajas?|(?:s)?vantagg\w+|"
    r"(?:des)?vantage[mn]s?|beiden seiten|zalet\w*|wad\w*|преимуществ\w*)\b|利点|メリット|优点|"
    r"장점|مزايا",
)
"""Wants both sides weighed, not one taken."""
WHY = any_of(
    r"^\s*¿?(?:why|how come|warum|wieso|weshalb|pourquoi|por qué|por que|perché|waarom|なぜ)\b"
)
"""Takes a judgement for granted and asks for its reasons."""
