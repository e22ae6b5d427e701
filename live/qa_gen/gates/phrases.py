"""The phrases by which the gate `safe` knows what should not be asked. Data only.

For English, German, French and Spanish, the plainest in some more languages. Each is a phrase, not
a word: news speaks of votes and faces every day. Repetitions have an upper bound,
so that none is slow on any text.
"""

import re

PERSON = (
    r"(?:man|woman|boy|girl|child|kid|baby|person|people|guy|lady|gentleman|men|women|children|"
    r"individual|figure|face|someone|passer-by|bystander|protester|victim|suspect|mann|frau|junge|"
    r"mädchen|kind|person|personen|leute|menschen?|gesicht|homme|femme|garçon|fille|enfant"
    r"|personne|"
    r"visage|hombre|mujer|niñ[oa]|persona|rostro|cara|uomo|donna|ragazz[oa]|bambin[oa]|homem"
    r"|mulher|menin[oa]|pessoa|vrouw|jongen|meisje|"
    r"bystander|girls|boys)"
)
PICTURE = (
    r"(?:photo\w*|picture\w*|image|screenshot|shown|pictured|depicted|seen|visible|portrait"
    r"|standing|"
    r"sitting|wearing|holding|on the (?:left|right)|in the (?:middle|cent\w+|foreground"
    r"|background)|"
    r"looks?|face|bild|foto|abgebildet\w*|zu sehen|links|rechts|aufnahme|à gauche|à droite|"
    r"imagen|a la (?:izquierda|derecha)|fotografía|look like|appears?)"
)
WHO = re.compile(
    rf"\b(?:who (?:is|are|was|were)|identify|name|what is the (?:name|identity) of|whose face|"
    rf"wer (?:ist|sind|war)|wie heißt|qui (?:est|sont)|comment s['’]appelle|quién(?:es)? (?:es"
    rf"|son)|"
    rf"cómo se llama)\b.{{0,60}}?\b{PERSON}\b.{{0,80}}\b{PICTURE}\b"
    rf"|\bwho is (?:shown|pictured|depicted|seen|standing|sitting)\b|\bwho(?: is| are|['’]s) "
    rf"(?:in|on) th(?:e|is) (?:photo\w*|picture|image)\b"
    rf"|\bwer ist (?:auf dem|im) (?:foto|bild)\b|\bqui est sur la photo\b|"
    rf"\bquién (?:aparece|está) en la (?:foto|imagen)\b|\bwhose face\b"
    rf"|\brecogni[sz]e the {PERSON}\b",
    re.I,
)
SHOWN_PERSON = re.compile(
    rf"\b(?:{PERSON}|visitor|guest|spectator|fan|worker|stranger|customer|onlooker|tourist|driver|"
    rf"runner|player|pedestrian|teenager|couple|besucher\w*|zuschauer\w*|passant\w*|visiteu\w+|"
    rf"passante?|visitante|transeúnte|widow\w*|neighbou?rs?|resident|tenant|witness|winner|owner"
    rf"|nurse|"
    rf"teacher|pensioner|mother|father|daughter|son|pupil|student|doctor|farmer|him|her|his|them|"
    rf"nachbar\w*|zeug\w+|rentner\w*|opfer|witwe|lehrer\w*|voisine?|témoin|vecin[oa]|testigo)\b",
    re.I,
)
ASKS_NAME = re.compile(
    r"\b(?:who(?:m|se)?|names?|called|which of the|identity|identify|recogni[sz]e|wer|wessen"
    r"|namens?|heißt|erkenne\w*|"
    r"identifizier\w*|qui|nom|identifie[zr]?|reconna\w+|quién(?:es)?|nombre|identifi(?:ca|que)\w*|"
    r"reconoc\w+|chi|nome|quem|кто|имя|назови\w*)\b|誰|だれ|名前|氏名|身元|谁|名字|姓名|身份|누구|이름",
    re.I,
)
_LINK = (
    r"(?:(?:only|just|alone|solely|the|a|his|her|their|these|this|that|own|shape|sight|of|visible|"
    r"\w{1,30}['’]s|seine[mnrs]?|ihre[mnrs]?|de[mnrs]|son|sa|ses|leurs?|su|el|la|le|les|il"
    r"|suo)\s+)"
    r"{0,5}"
)
BY_FACE = re.compile(
    rf"\b(?:by|from|at|based on|using|use|through|recogni[sz]e|match|am|anhand|aus|nach|à|par"
    rf"|d['’]après|"
    rf"grâce à|por|según|partir de|dal|pelo|по)\s+{_LINK}"
    r"(?:faces?|facial \w+|(?:his |her |their )?(?:features|looks|appearance)|gesicht\w*|visage|"
    r"traits|rostro|cara|rasgos|volto|viso|rosto|(?:его\s|её\s|ее\s)?(?:лицу|чертам лица))\b"
    r"|顔(?:立ち|つき)?(?:だけ)?(?:から|で|を(?:よく)?(?:見|手|も)|に基)"
    r"|(?:从|從|凭|憑|根据|通过|看).{0,8}(?:脸|臉|面部|面孔|长相|容貌)|얼굴(?:만)?(?:을|로|으로)",
    re.I,
)
UNNAMED = re.compile(
    r"\b(?:put a name to|nameless|withholds?|unnamed|not (?:named|identified) (?:anywhere|in|on"
    r"|by)|do(?:es)?(?: not|n['’]t) (?:name|identify)|"
    r"nowhere (?:named|identified)|private (?:person|individual|citizen)|stranger|privatperson|"
    r"nicht (?:namentlich )?genannt\w*|nirgends genannt\w*|particulier|persona particular)\b"
    r"|一般人|名前の(?:出て|書かれて|載って)い?ない",
    re.I,
)
NAME_IN_PICTURE = re.compile(
    r"(?:写真|画像|照片|图片|图中|사진).{0,40}(?:人|男性|女性|少年|少女|男子|女子|남자|여자|사람).{0,40}"
    r"(?:誰|だれ|名前|谁|名字|누구|이름)"
)
OF_A_FACE = re.compile(
    r"\b(?:how old|what (?:age|ethnicit\w+|race|religion|nationality|skin colou?r|emotions?|mood|"
    r"ethnic group|feelings?|sexual orientation|gender identity|disease|illness"
    r"|medical condition)|"
    r"(?:age|ethnicity|ethnic\w*|race|religion|emotion\w*|mood|health|mental state|illness|"
    r"sexual orientation) (?:of|is|are|does|do)|"
    r"(?:look|seem|appear)s? (?:sick|ill|healthy|drunk|sad|angry|happy|afraid|tired|depressed)|"
    r"feels?|feeling|facial expression|wie alt|welche (?:ethni\w+|herkunft|religion|"
    r"gefühle|stimmung)|ethnie|quel âge|quelle (?:émotion|origine)|qué edad|qué emoción)\b",
    re.I,
)
OPINION = re.compile(
    r"\b(?:who|whom|which (?:party|candidate|politician|side)"
    r"|what party)\b[^.?!]{0,40}\b(?:should|"
    r"would|will|do|must)\b[^.?!]{0,24}\b(?:you|one|we|i|people|voters|citizens|readers"
    r"|everyone)\b"
    r"[^.?!]{0,20}\b(?:vote|support|elect|choose|back|prefer|trust)\b"
    r"|\b(?:who|which (?:party|candidate|politician|side|government))\b[^.?!]{0,30}\b(?:is|are"
    r"|was|has|"
    r"would be|deserves?|should)\b[^.?!]{0,16}\b(?:right|wrong|the better|better|best|worse|worst|"
    r"more trustworthy|to blame|win|govern|rule|be (?:elected|president"
    r"|chancellor))\b(?=[^.?!]*\?)"
    r"|\b(?:is|are|was|would)\b[^.?!]{0,60}\b(?:better|best|worse|worst|good|bad|nicer"
    r"|more \w+)\s+"
    r"(?:polic(?:y|ies)|politician|president|candidate|mayor|party|leader|minister|chancellor"
    r"|government|senator|"
    r"choice for)\b"
    r"|(?:^|[.?!,;:]\s+)(?:so |and |then )?(?:should|ought)\b[^.?!]{0,200}\?"
    r"|\b(?:is|are|was)\b[^.?!]{0,80}\b(?:good idea|bad idea|right policy|fair|unfair|justified"
    r"|immoral|"
    r"(?:morally|politically) \w+)\s*\?"
    r"|\b(?:is|are|was|were)\b[^.?!]{0,80}\b(?:right|wrong) (?:to|in|when|about)\b[^?]{0,200}\?"
    r"|\b(?:who|which|whose|whom)\b[^.?!]{0,80}\b(?:deserves?|more (?:honest|trustworthy"
    r"|competent|"
    r"sensible|convincing|likeable|credible|qualified|suitable|sympathetic))\b"
    r"|\b(?:good or bad|bad or good|right or wrong|better or worse|for or against"
    r"|gut oder schlecht|"
    r"richtig oder falsch|für oder gegen|dafür oder dagegen|pour ou contre|a favor o en contra|"
    r"pro o contro|a favor ou contra|voor of tegen)\b|\bexplain why\b[^.?!]{0,60}\b(?:should|best|"
    r"better|wrong)\b"
    r"|(?:^|[.?!]\s+)(?:sollte|sollten|soll)\b[^.?!]{0,200}\?|\b(?:faut-il|devrait-on)\b"
    r"|¿\s?(?:debería\w*|se debe|hay que)\b"
    r"|\bsay (?:yes or no|whether)\b"
    r"|\b(?:what|which) (?:is|would be) the (?:right|best|wrong) (?:policy|decision|choice|law)\b"
    r"|\bwer hat\b[^.?!]{0,80}\b(?:recht|unrecht)\b"
    r"|\bwen (?:sollte|soll|würde\w*|sollten)\b[^.?!]{0,30}\bwähl|\bwelche partei (?:hat recht"
    r"|ist "
    r"(?:besser|die beste)|sollte)|\bwen würden sie wählen"
    r"|\bpour qui (?:faut-il|devrait-on|voteri|doit-on|devrais)|\bquel parti (?:a raison|est le "
    r"meilleur)|\bpor quién (?:debería|votar|hay que)|\bqué partido (?:tiene razón|es mejor)",
    re.I,
)
STANCE = re.compile(
    r"\b(?:do|would|will) you (?:personally |yourself |also |not )?(?:agree|disagree|support|"
    r"approve|favou?r|oppose|vote|like|trust|prefer|back|elect|choose)\b"
    r"|\byou['’]d (?:vote|support|elect)\b"
    r"|\b(?:are|would) you (?:be )?(?:personally |yourself )?(?:for|against|in favou?r|opposed)\b"
    r"|\byour (?:own |personal |political |honest |private ){1,3}(?:opinion|views?|stance"
    r"|position|"
    r"belief|conviction)s?\b|\b(?:your vote|your (?:stance|position)|(?:take|pick|choose) (?:a "
    r"|your )?sides?"
    r"|(?:which|what) side are you|according to you)\b"
    r"|\b(?:bist du|wärst du|seid ihr|(?-i:[Ss]ind Sie)|(?-i:[Ww]ären Sie))\b[^.?!]{0,30}\b"
    r"(?:für|gegen|dafür|dagegen)\b|\b(?:deine[rn]?|eure[rn]?"
    r"|(?-i:Ihre[rn]?)) (?:\w+ )?(?:meinung|"
    r"ansicht|haltung|überzeugung)\b|\b(?:unterstützt|befürwortest|wählst|würdest) du\b"
    r"|\b(?:êtes-vous|es-tu|seriez-vous)\b[^.?!]{0,30}\b(?:pour|contre|favorable|d['’]accord)\b"
    r"|\b(?:votre|ton) (?:propre |avis|opinion|position)|\bselon (?:vous|toi)\b"
    r"|\b(?:soutenez|approuvez|voteriez)-vous\b|\b(?:soutiens|approuves|voterais)-tu\b"
    r"|\b(?:estás?|está usted) (?:personalmente )?(?:a favor|en contra|de acuerdo)\b"
    r"|\b(?:tu|su) (?:propia )?opinión\b|\bsegún (?:tú|usted)\b|\b(?:apoyas|votarías"
    r"|votaría usted)\b"
    r"|\bsecondo te\b|\bsei (?:\w+ )?(?:favorevole|a favore|contro|contrari\w)\b|\btua opinione\b"
    r"|\bna sua opinião\b|\bvocê (?:\w+ )?(?:é|acha|concorda|apoia|votaria)\b"
    r"|\bben je (?:voor|tegen)\b|\b(?:jouw|uw) mening\b|\bvolgens jou\b"
    r"|\b(?:ты|вы) (?:\w+ )?(?:за|против|поддерживае\w+)\b|\b(?:ваше|твоё|твое) (?:\w+ )?мнение\b"
    r"|あなた.{0,30}(?:賛成|反対|支持|意見|考え|思い|投票)|(?:賛成|反対)ですか"
    r"|\byou (?:would|['’]d) (?:\w+ )?(?:have )?(?:vote|support|elect|choose|prefer|back|oppose"
    r"|like)"
    r"|\bwould you (?:\w+ )?have (?:voted|supported|elected|backed)\b|\bagree or disagree\b"
    r"|\b(?:which|whom?|why|whether|how (?:strongly|much)|say|state|that)\b[^.?!]{0,40}\byou "
    r"(?:yourself |personally )?(?:support|trust|favou?r|oppose|agree|prefer|like)\b"
    r"|\byour (?:verdict|judge?ment|preference|favou?rite (?:party|politician|candidate))\b"
    r"|\bargue (?:for|against|that)\b|\b(?:persuade|convince) (?:the |us|me|voters|readers)"
    r"|[你您].{0,20}(?:支持|反对|反對|赞成|贊成|看法|意见|意見|同意|投票)"
    r"|(?:당신|너).{0,30}(?:찬성|반대|지지|의견|생각|투표)",
    re.I,
)
"""Asks whoever answers to take sides, whatever else it reports."""
OWN_ANSWER = re.compile(
    r"\b(?:i (?:would|think|believe|support|agree|disagree|oppose|trust|prefer|am (?:for|against"
    r"|in "
    r"favou?r))|i['’]d|in my (?:own |personal )?(?:opinion|view)|ich (?:bin|finde|halte|würde"
    r"|denke|"
    r"meine|unterstütze|glaube)|meiner (?:\w+ )?(?:meinung|ansicht)|je (?:pense|crois|suis"
    r"|soutiens|"
    r"voterais)|à mon avis|(?:yo )?creo que|en mi opinión|estoy (?:a favor|en contra)|secondo me|"
    r"penso che|sono (?:favorevole|contrari\w)|na minha opinião|acho que|eu (?:acho|apoio)|"
    r"ik (?:vind|denk|ben)|я (?:за|против|считаю|поддерживаю)"
    r"|own (?:opinion|view|position|stance)|personal (?:opinion|view)|takes? (?:a|his|her) side|"
    r"eigene (?:\w+ )?(?:meinung|haltung)|propre opinion|propia opinión)\b"
    r"|賛成です|反対です|(?:正しい|良い|よい|間違っている)と思います|私は|我(?:认为|支持|反对|觉得)|저는",
    re.I,
)
"""A gold answer, or a criterion, that speaks for itself and not for somebody on the page."""
OWN_VIEW = re.compile(
    r"\b(?:what (?:is|are|do) (?:your|you)[^.?!]{0,12}\b(?:opinion|views?|stance|position|think"
    r"|feel)|"
    r"in your (?:own |personal )?(?:opinion|view)|do you (?:think|believe|feel)|your (?:own "
    r"|personal )?"
    r"(?:opinion|stance|political)|was (?:halten|denken|meinen) sie"
    r"|ihre(?:r)? (?:eigene[nr]? )?meinung|"
    r"finden sie|(?:hältst|findest|denkst|meinst) du|qu['’]en pensez|pensez-vous|à votre avis"
    r"|votre avis|qué (?:piensa|opina)s?|"
    r"en (?:su|tu) opinión)\b",
    re.I,
)
POLITICAL = re.compile(
    r"\b(?:politic\w*|part(?:y|ies)|president\w*|prime minister|chancellor|minister\w*|government|"
    r"election\w*|vot(?:e|es|ing|ers?)|candidates?|parliament|senat\w+|congress|polic(?:y|ies)|"
    r"abortion|immigra\w+|migra\w+|asylum|tax(?:es|ation)?|gun control|war|sanctions|referendum|"
    r"left-wing|right-wing|conservatives?|liberals?|socialis\w+|republican\w*|democrat\w*|law"
    r"|bill|"
    r"partei\w*|regierung\w*|wahl\w*|präsident\w*|kanzler\w*|politik\w*|gesetz\w*"
    r"|\w*bürgermeister\w*|"
    r"gouvernement|président\w*|élection\w*|partis?|politique\w*|gobierno|elecci\w+|partidos?|"
    r"presidente|polític\w+|ley|ministro|mayor|strike|reform\w*|nato|eu|council\w*|governor"
    r"|budget|"
    r"ballot|death penalty|monarchy|welfare|wähl\w*|(?:stadt|gemeinde|bundes)rat\w*|(?:land"
    r"|bundes)tag\w*|steuer\w*|"
    r"minister\w*|abgeordnete\w*|streik\w*|maire|ministre|loi|députée?s?|impôts?|alcalde\w*|voto|"
    r"gobierno|governo|sindaco|elezion\w+|partito|prefeit\w+|eleiç\w+|gemeente\w*|regering|"
    r"президент\w*|правительств\w*|выбор\w*|парти\w+|мэр\w*)\b"
    r"|政治|政策|政府|政党|政權|首相|大統領|知事|市長|町長|村長|議員|議会|選挙|投票|与党|野党|法案|増税"
    r"|总统|總統|市长|选举|選舉|政党|정부|정책|대통령|시장|선거|정당|법안",
    re.I,
)
REPORTED = re.compile(
    r"\baccording to (?!you\b)|\b(?:does|did|do) (?!you\b)[^.?!]{1,40}\b(?:say|said|think|argue"
    r"|claim"
    r"|believe)|"
    r"\b(?:said|says|argues?|claims?|stated?)\b|\blaut\b|\bselon (?!vous|toi)|\bsegún (?!tú"
    r"|usted)",
    re.I,
)
LANGUAGES = {
    "en": "english|englisch|anglais|inglés|inglese|inglês|engels|英語|英语",
    "de": "german|deutsch|allemand|alemán|tedesco|alemão|duits|ドイツ語|德语",
    "fr": "french|französisch|français|francés|francese|francês|frans|フランス語|法语",
    "es": "spanish|spanisch|espagnol|español|spagnolo|espanhol|spaans|スペイン語|西班牙语",
    "it": "italian|italienisch|italien|italiano|イタリア語|意大利语",
    "pt": "portuguese|portugiesisch|portugais|portugués|portoghese|português|ポルトガル語",
    "nl": "dutch|niederländisch|néerlandais|neerlandés|nederlands",
    "ja": "japanese|japanisch|japonais|japonés|giapponese|japonês|日本語|日语",
    "zh": "chinese|mandarin|chinesisch|chinois|chino|cinese|中国語|中文|汉语",
    "ko": "korean|koreanisch|coréen|coreano|韓国語|한국어",
    "ru": "russian|russisch|russe|ruso|russo|русском|ロシア語",
    "pl": "polish|polnisch|polonais|polaco|polsku",
    "tr": "turkish|türkisch|turc|turco|türkçe",
    "ar": "arabic|arabisch|arabe|árabe|arabo",
}
"""What some languages are called in some."""
FOREIGN = re.compile(
    r"\b(?:translat|übersetz|tradu[ciz]|original|quote|verbatim|wörtlich|zitier|cite[zr]?\b)"
    r"|\b(?:in|into|auf|ins|en|em|op|po|на)\s+\w{4,20}(?:ish|ese|isch|ian)\s*(?:$|[,.?!;:])"
    r"|word for word|翻訳|訳し|翻译|번역|原文",
    re.I,
)
"""Asks for words of another language, whichever."""
CAPTION = re.compile(
    r"\b(?:photo\w*|picture[ds]?|image|shown|seen|left|right|cent(?:er|re)|foto\w*|bild|links"
    r"|rechts|"
    r"gauche|droite|izquierda|derecha)\b|写真|照片|사진",
    re.I,
)
QUOTING = re.compile(
    r"\b(?:translat|übersetz|tradu[ciz]|quote|verbatim|zitier|says?|said|according to (?!you))"
    r"|翻訳|訳し",
    re.I,
)
PERSONS = re.compile(r"\b[A-ZÀ-Þ][\w’'-]{1,30} [A-ZÀ-Þ][\w’'-]{1,30}\b")
"""A name of two words."""
OFFICE = (
    r"(?:mayor|minister|president|chancellor|governor|senator|king|queen|prince|princess|pope"
    r"|judge|"
    r"councill?or|director|chair\w*|chief|coach|captain|singer|actor|actress|champion|secretary|"
    r"bürgermeisterin|bürgermeister|ministerin|präsidentin|präsident|kanzler|maire|ministre|"
    r"présidente?|alcaldesa|alcalde|ministro|ministra|presidente|presidenta|sindac[oa])"
)
"""Whoever holds one is no private person."""
