"""The phrases by which a question asks whoever answers for a stance. Data.

For English, German, French, Spanish, Portuguese, Italian, Dutch and Japanese, the plainest in some
more. Repetitions have an upper bound, so that none is slow on any text.
"""

import re


def any_of(*parts: str) -> re.Pattern[str]:
    """Gives a pattern that finds any of some, in capitals or not."""
    return re.compile("|".join(parts), re.I)


START = r"(?:^|[.?!:;,¿–—]\s*)(?:(?:so|and|then|but|und|et|y|e|also|alors|or) )?"
"""Where a clause begins."""
_HOLD = (  # what whoever holds an opinion does
    r"(?:agree|disagree|support|approve|disapprove|favou?r|oppose|endorse|vote|elect|trust|prefer|"
    r"back|side|sympathi[sz]e|hold|(?:lean|stand)(?: (?:for|with|behind|by|on|to)\b)|reject|defend|"
    r"condemn|(?:find |feel )?(?:yourself )?closer to)"
)
_PARTED = r"(?:(?:for|with|against|behind|opposed|in favou?r|pro|anti)\b|on [^.?!]{0,30}\bside\b)"
ADDRESSED = any_of(
    rf"\byou(?:rself)?(?:['’]d)? (?:\w+ ){{0,2}}?{_HOLD}\b|\b(?:are you|you are|you['’]re|were "
    rf"you) (?:\w+ ){{0,2}}?{_PARTED}",
    r"\bup to you\b|\b(?:judge|decide|choose) for yourself\b|\bas an? (?:voter|"
    r"citizen)\b[^.?!]{0,20}\byou\b|\byour (?:\w+ ){0,2}?(?:sympath(?:y|ies)|support|voice|heart|"
    r"respect|take|ballot|mind|gut|trust)\b|\bwhat do you make of\b|\bhow do you (?:rate|judge|"
    r"regard|view|assess|feel)\b|\b(?:make|build) (?:the|a|your) case (?:for|against)\b",
    r"\b(?:say|tell|state|name|decide|judge|argue|choose|pick)\b[^.?!]{0,60}\b(?:whom? to "
    r"(?:support|back|trust|elect|vote for)|(?:who|which (?:side|party)|whether \w+) (?:is|was) "
    r"(?:right|wrong))\b|(?:^|[.?!:;,]\s*)(?:\w+ )?(?:take|pick|choose) (?:the |a |your )?sides?\b",
    r"\b(?:stehst|gibst|neigst|vertraust|sympathisierst|lehnst|teilst) du\b|\b(?:stehen|geben|"
    r"neigen|stimmen|vertrauen|sympathisieren|lehnen|teilen) (?-i:Sie)\b|\b(?:ob|wen|wem|wie|was) "
    r"(?:du|(?-i:Sie))\b[^.?!,]{0,60}\b(?:bist|sind|stehst|stehen|unterstütz\w+|wähl\w+|zustimm\w+|"
    r"ablehn\w+|befürwort\w+|vertrau\w+|halt\w+|denk\w+|find\w+)\b",
    r"\b(?:vous|tu) (?:\w+ )?(?:(?:êtes|es) (?:pour|contre|favorable|du côté|d['’]accord)|"
    r"soute(?:nez|ns)|soutiens|approuve[sz]|vote(?:z|ri?ez|rais)|préfér(?:ez|eriez)|partage[sz]|"
    r"rejete[zs])\b|\b(?:donnez|rangez|jugez|partagez|votez|situez)-vous\b|\bjugez (?:vous-même|si|"
    r"qui)\b",
    r"\b(?:apoyas|rechazas|defiendes|votas|confías|consideras|estás con|te pones|te posicionas|"
    r"simpatizas)\b|\busted (?:\w+ )?(?:con |de parte |apoya|rechaza|defiende|vota|considera)\b|"
    r"\b(?:tu|su) (?:postura|posición) (?:personal|política)\b",
    r"\bvocê (?:\w+ )?(?:está (?:com|do lado)|apoia\w*|defende\w*|rejeita\w*|vota\w*|fica com)\b|"
    r"\bde que lado\b[^.?!]{0,30}\bvocê\b|\bsua (?:opinião|posição) (?:pessoal|política)\b",
    r"\b(?:sostieni|approvi|difendi|respingi|ti schieri|stai (?:con|dalla))\b|\bda che parte\b|"
    r"\bsei (?:\w+ )?(?:con|dalla parte)\b",
    r"\b(?:sta|sympathiseer|vertrouw|kies) (?:je|jij|u)\b|\b(?:tycker|anser|håller|röstar|"
    r"stöd(?:j)?er|står|litar|föredrar|väljer) du\b|\b(?:din|er) (?:egen )?(?:åsikt|mening|"
    r"ståndpunkt)\b|\benligt dig\b|\b(?:synes|mener|støtter|holder) du\b",
    r"\b(?:po|wy)?pierasz\b|\b(?:uważasz|sądzisz|myślisz|zgadzasz się|\w*[łl][ae]?byś)\b|\bbyś "
    r"\w+ł[ae]?\b|\bjesteś (?:za|przeciw\w*|po)\b|\bjesteś [^.?!]{0,20}stroni\w+|\btwo(?:im|ja|je|"
    r"jej) (?:zdaniem|opini\w+|zdanie|pogląd\w*)\b|\b(?:sence|sizce|destekliyor (?:musun|mu)|"
    r"katılıyor musun)\w*",
    r"\b(?:ты|вы) (?:\w+ )?(?:на (?:чьей )?сторон\w+|соглас\w+|одобря\w+|дума\w+|голосова\w+|"
    r"поддержал\w+)|\bна чьей (?:ты|вы)\b|\b(?:поддерж|счита|дума|голосова|проголосова|одобр|"
    r"соглас|доверя)\w* (?:ли )?(?:ты|вы)\b|\b(?:по-вашему|по-твоему)\b|\b(?:ваш\w*|тво\w+) (?:\w+ "
    r")?(?:позици\w+|взгляд\w*)",
    r"رأيك|برأي[كي]|في نظرك|موقفك|صوتك|مع من تقف|هل أنت (?:مع|ضد)|أنت مع|هل (?:تؤيد|تدعم|تعارض|"
    r"توافق|تفضل)(?! \w*ة\b)",
    r"(?:あなた|君).{0,40}(?:側|立場|味方)|(?:自身|自分)の(?:立場|意見|考え)|(?:당신|귀하|"
    r"여러분).{0,30}(?:편|동의|입장|견해)|(?:찬성|반대|지지|동의|생각)하?(?:십니까|시나요|"
    r"시겠습니까)|[你您].{0,12}(?:认为|觉得|站在|立场|选择|投给)",
    r"\b(?:sense|fair|right|wrong|good|bad|acceptable|convincing) (?:to|for) you\b",
    r"\bwould you (?:rather|sooner)\b|\b(?:bist|wärst) du [^.?!]{0,60}\bzufrieden\b|\b(?:sind|"
    r"wären) (?-i:Sie) [^.?!]{0,60}\bzufrieden\b",
    START + r"(?:rate(?! of)|grade|condemn|praise|defend|justify(?! your))\b[^.?!]{5,200}[.]?",
    r"\b(?:do|would|could) you (?:\w+ )?side with\b|\b(?:stehst|ständest|bist) du auf\b|\bstehen "
    r"(?-i:Sie) auf\b|\bde quel côté (?:êtes|es)\b|\bcon quién estás\b|\bda che parte (?:stai|"
    r"sta)\b|\bde que lado (?:está|você)\b",
    r"\b(?:write|draft|compose|give|hold)\b[^.?!]{0,30}\b(?:speech|appeal|slogan|leaflet|pamphlet|"
    r"campaign poster)\b[^.?!]{0,40}\b(?:for|against|calls?|urg\w+|voters?|citizens)\b|"
    r"\b(?:schreibe?|entwirf|verfasse)\b[^.?!]{0,30}\b(?:rede|aufruf|slogan|flugblatt)\b",
    r"\b(?:would|will|do|did|are|were|can|could) you (?:\w+ ){0,2}?(?:agree|disagree|support|"
    r"approve|favou?r|oppose|votes?d?|trust|prefer|back|elect|in favou?r|opposed|against)\b",
    r"(?:^|[.?!:;,]\s*|\b(?:who|whom|what|party|candidate|side|list|leader|politician)\s)do you "
    r"(?:\w+ )?(?:think|believe|feel|like|consider)\b",
    r"\bdo you (?:\w+ )?(?:think|believe|feel|consider)\b[^?]{0,200}\b(?:should|right|wrong|fair|"
    r"unfair|good|bad|better|best|worse|worst|deserves?|justified)\b",
    r"\byour (?:\w+ ){0,3}?(?:opinions?|views?|stance|position|belief|verdict|judge?ment|vote|"
    r"preference|side|favou?rite (?:party|politician|candidate))\b",
    r"\b(?:according to you|where do you stand|(?:which|what|whose) side (?:are|do) you|(?:take|"
    r"pick|choose) (?:a |your )?sides?|agree or disagree|you(?:['’]d| would) (?:\w+ )?(?:have "
    r")?(?:vote|voted|support|elect|choose|prefer|back|oppose))\b",
    r"(?:^|[.?!]\s*)(?!(?:\w+,? ){0,3}?(?:is|are|was|were|do|does|did|has|have|who|which|how) "
    r"(?!you\b))[^.?!]{0,120}(?<!arguments )(?<!votes )(?<!reasons )(?<!speakers )\bfor or "
    r"against\b",
    START + r"(?:please )?(?:argue (?:for|against|that|why)|(?:persuade|convince) |(?:tell|"
    r"advise|recommend)\b[^.?!]{0,60}\b(?:vote|elect|support|ought|should)\b|explain "
    r"why\b[^.?!]{0,80}\b(?:should|ought|best|better|wrong|right|deserves?)\b)",
    r"\b(?:meinst|denkst|glaubst|findest|hältst|würdest|unterstützt|wählst|stimmst|bist|wärst|wie "
    r"siehst|befürwortest) du\b|\b(?:halten|denken|meinen|finden|glauben|unterstützen|wählen|sind|"
    r"wären|würden) (?-i:Sie)\b|\b(?:deine[rnms]?|(?-i:Ihre[rnms]?)|eure[rnms]?) (?:\w+ "
    r"){0,2}?(?:meinung|ansicht|haltung|position|überzeugung|sicht)\b|\b(?:eigene|"
    r"persönliche)[rn]? (?:politische )?(?:meinung|haltung)\b|\b(?:nimm|nehmen Sie|beziehe?) "
    r"(?:selbst )?(?:stellung|partei)\b",
    r"\b(?:pensez|croyez|trouvez|êtes|seriez|soutenez|approuvez|voteriez|préférez|faites)-vous\b",
    r"\b(?:penses|crois|trouves|es|serais|soutiens|approuves|voterais)-tu\b|\b(?:votre|ton) (?:\w+ "
    r")?(?:avis|opinion|position)\b|\b(?:selon|d['’]après) (?:vous|toi)\b|\bpour ou contre\b|"
    r"\bpren(?:ez|ds) (?:position|parti)\b",
    r"\b(?:crees|piensas|opinas|apoyas|votarías|prefieres)\b|\b(?:te|le) parece\b|\best[áa]s? "
    r"(?:usted )?(?:personalmente )?(?:a favor|en contra|de acuerdo)\b|\b(?:cree|opina|piensa|"
    r"apoya|votaría|prefiere) usted\b|\bqué (?:opina|piensa) (?:de|sobre)\b|\b(?:tu|su) propia "
    r"opinión\b|\btu opinión\b|\bsegún (?:tú|usted)\b|\ba favor o en contra\b|\btom[ae] (?:partido|"
    r"posición)\b|[.?!]\s*opin[ae]\b",
    r"\bvocê (?:\w+ )?(?:acha|pensa|concorda|apoia|votaria|é a favor|é contra)\b|\b(?:dê|qual é) a "
    r"(?:sua|tua) (?:\w+ )?opinião\b|\bn?a (?:sua|tua) opinião\b|\ba favor ou contra\b|\btome "
    r"partido",
    r"\b(?:credi|pensi|ritieni|trovi|voteresti|appoggi|preferisci)\b|\bsei (?:\w+ )?(?:favorevole|"
    r"contrari[oa]|a favore|contro|d['’]accordo)\b|\b(?:la )?(?:tua|sua|vostra) (?:\w+ "
    r")?opinione\b|\bsecondo (?:te|voi)\b|\bne pens(?:i|a|ate)\b|\bprend[ie] posizione\b|\ba "
    r"favore o contro\b",
    r"\b(?:vind|denk|geloof|ben|steun|stem) (?:je|jij|u)\b|\b(?:jouw|uw) (?:\w+ )?mening\b|"
    r"\bvolgens (?:jou|u)\b|\bvoor of tegen\b",
    r"あなた.{0,40}(?:賛成|反対|支持|意見|考え|思い|投票)|(?:賛成|反対)ですか|(?:正し|良|よ|"
    r"べき).{0,8}と思いますか|(?:個人|自分|政治)的?な?の?意見を|どちらを支持|[你您].{0,20}(?:支持|"
    r"反对|赞成|看法|意见|同意|投票)|(?:당신|너).{0,30}(?:찬성|반대|지지|의견|생각|투표)|\b(?:ты|"
    r"вы) (?:\w+ )?(?:за|против|поддерживае\w+|считае\w+)\b|\b(?:ваше|твоё|твое) (?:\w+ )?мнение\b",
)
"""Speaks to whoever answers, whatever else it reports."""
