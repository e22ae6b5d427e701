"""Question -> what in it asks who somebody is, or of what kind, by looks; "" where nothing.

What the page says in words may be asked, even of a face: the name in a caption, an age behind a
name. Where a question itself sends one to the face, it may not. Traits are those that law protects
most (GDPR, Art. 9), age, means and looks. Pure.

For English, German, French, Spanish, Portuguese, Italian, Dutch, Japanese and Chinese. Repetitions
have an upper bound, so that none is slow on any text.
"""

import re

from live.qa_gen.gates.addressed import any_of
from live.qa_gen.gates.find import find_name
from live.qa_gen.gates.gold import Fact, facts_in
from live.qa_gen.gates.instructions import as_read, quoted
from live.qa_gen.gates.shown import read, whole
from live.qa_gen.gates.words import holds, telling
from live.records import Page, Question

ASKED = 1000
"""Characters that are read of a question."""
CAPTIONED = 300
"""Characters that a line with a caption has at most."""


def asks_identity(question: Question, page: Page) -> str:
    """Gives what asks who somebody is, or of what kind, by the looks alone."""
    asked = as_read(question.question, ASKED)
    who, trait, face = WHO.search(asked), TRAIT.search(asked), BY_FACE.search(asked)
    if face and (who or trait or PERSON.search(asked) or re.search(rf"\b{OFFICE}\b", asked, re.I)):
        return quoted(face)
    pictured = PICTURE.search(asked)
    if who and pictured and (found := UNNAMED.search(asked)):
        return quoted(found)
    found, clues = None, _clues(question.question)
    if (who or trait) and (FACE.search(asked) or (who and UNNAMED.search(asked))):
        found, clues = who or trait, _FACES
    elif (pictured or SEEN_AS.search(asked)) and PERSON.search(asked):
        found = WHO_IS.search(asked) or trait
    return "" if not found or _is_said(question, page, clues) else quoted(found)


def asks_sexual(question: Question, page: Page) -> str:
    """Gives what asks how desirable somebody is, unless the page says it in that word."""
    asked = as_read(question.question, ASKED)
    found = SEXY.search(asked)
    if not found and PERSON.search(asked) and PICTURE.search(asked):
        found = HANDSOME.search(asked)
    return "" if found and holds(whole(page), found[0]) else quoted(found)


def _is_said(question: Question, page: Page, clues: frozenset[str]) -> bool:
    """Whether the page says in words what the answer names. clues: words that tie a name to it."""
    shown = read(page)
    answer = question.answer[:400]
    if _SIGNS.search(answer):
        lines = whole(page).split("\n")
        return any(CAPTION.search(line) and answer.strip(" 。.") in line for line in lines)
    facts = facts_in(answer, question.language[:2], asks_name=True)
    names = [fact for fact in facts if fact.kind == "name"]
    if names:
        return all(
            find_name(fact, shown) is not None and _is_told(fact.text, page, clues)
            for fact in names
        )
    numbers = [fact for fact in facts if fact.kind == "number"]
    if numbers:
        return all(not n.loose and shown.first(n.values) is not None for n in numbers)
    said = telling(answer)[:12]
    there = [word for word in said if find_name(Fact("name", word, 0), shown) is not None]
    return bool(said) and len(there) * 2 > len(said)


def _clues(asked: str) -> frozenset[str]:
    """Gives the words by which a question describes whom it asks for."""
    said = PICTURE.sub(" ", PERSON.sub(" ", BESIDE.sub(" ", asked[:ASKED])))
    return frozenset(word for word in telling(said) if len(word) > 3) - _ASKING


def _is_told(name: str, page: Page, clues: frozenset[str]) -> bool:
    """Whether a line with a name is a caption, gives an office, or has one of the clues."""
    last = telling(name)[-1:]
    if not last:
        return True
    text = whole(page)
    office = rf"\b{OFFICE}\W+(?:\w+\W+)?{re.escape(last[0])}\b"
    if clues is not _FACES and re.search(office, text, re.I):
        return True
    for line in text.split("\n"):
        if len(line) < CAPTIONED and last[0] in telling(line) and CAPTION.search(line):
            return True
        for sentence in re.split(r"(?<=[.!?。])", line):
            said = set(telling(sentence))
            if last[0] in said and clues & said:
                return True
    return False


_SIGNS = re.compile(r"[\u0590-\u0eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""A letter of a script that has no capitals, in which names look as all words do."""
_FACES = frozenset("face faces gesicht visage rostro cara volto viso rosto".split())
_ASKING = frozenset("what which who name whom whose identify where there only does this".split())
_ONE = r"m[ae]n|wom[ae]n|boy|girl|child|person|people|visitor|guest|witness|one"
PERSON = any_of(
    r"\b(?:m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|kids?|bab(?:y|ies)|persons?|people|guys?|"
    r"lad(?:y|ies)|gentlem[ae]n|teenagers?|couple|figures?|someone|somebody|passers?-?by|"
    r"bystanders?|onlookers?|strangers?|individuals?|celebrit(?:y|ies)|mothers?|fathers?|"
    r"daughters?|sons?|neighbou?rs?|visitors?|guests?|tourists?|customers?|spectators?|fans?|"
    r"protest[eo]rs?|demonstrators?|victims?|suspects?|witness(?:es)?|workers?|nurses?|teachers?|"
    r"pupils?|students?|campaigners?|villagers?|residents?|sailors?|players?|ringers?|drivers?|"
    r"pedestrians?|shoppers?|politicians?|actors?|actress|him|her|he|she|they|them|those (?:in|on|"
    r"who))\b",
    r"\b(?:m[aä]nn(?:er|es)?|frau(?:en)?|jungen?|mädchen|kind(?:er|es)?|person(?:en)?|leute|"
    r"menschen?|herrn?|dame|besucher\w*|zuschauer\w*|passant\w*|\w{0,20}halter(?:in)?|fremde\w?|"
    r"politiker(?:in)?|schauspieler(?:in)?)\b",
    r"\b(?:hommes?|femmes?|garçons?|filles?|enfants?|personnes?|gens|dames?|visiteu\w+|passante?s?|"
    r"voisine?s?)\b",
    r"\b(?:hombres?|mujer(?:es)?|niñ[oa]s?|personas?|señora?|chic[oa]s?|visitantes?|homem|homens|"
    r"mulher(?:es)?|menin[oa]s?|pessoas?|uom(?:o|ini)|donn[ae]|ragazz[oaie]|bambin[oaie]|"
    r"person[ae]|signor[ae]?)\b",
    r"\b(?:mannen|vrouw(?:en)?|jongen|meisje|mensen)\b|人|男性|女性|少年|少女|男子|女子|客|孩|子供|"
    r"\b(?:chłop\w+|dziewczyn\w+|mężczyzn\w+|kobiet\w+|мальчик\w*|девочк\w*|женщин\w+|мужчин\w+|"
    r"человек\w*|pojk\w+|flick\w+|kvinn\w+|mannen)\b|طفل|رجل|امرأة|فتاة|من ه(?:و|ي|م)|소년|소녀|"
    r"여성|남성|사람",
)
PICTURE = any_of(
    r"\b(?:photo\w*|pictures?|pictured|images?|screenshot|depicted|portrait|shot|caption|on (?:the "
    r")?stage|foreground|background|(?:first|second|third|front|back|last) row|left(?:-hand)?|"
    r"right(?:-hand)? (?:side|corner)|on the right|visible)\b",
    r"\b(?:bild\w*|fotos?|aufnahme|abgebildet\w*|zu sehen|links|rechts|vordergrund|hintergrund)\b",
    r"\b(?:image|cliché|légende|à gauche|à droite|au premier plan|arrière-plan|imagen|fotos?|"
    r"fotografías?|pie de foto|a la (?:izquierda|derecha)|fotografia|imagem|legenda|à esquerda|à "
    r"direita|immagine|didascalia|a sinistra|a destra|sullo sfondo)\b|写真|画像|照片|图片|图中|"
    r"사진|صورة|\b(?:zdjęci\w+|фото\w*|снимк\w+|bilden)\b",
)
SEEN_AS = any_of(
    r"\b(?:wearing|guess\w*|with (?:the|an?) (?:\w+ ){0,2}(?:hat|beard|scarf|coat|jacket|glasses|"
    r"dress|shirt|hair|balloon|umbrella|sign|banner|pram|cap|baby|dog|child|flag|camera|bag|"
    r"moustache|tattoo)|in (?:the |an? )?(?:\w+ ){0,2}(?:hat|scarf|coat|jacket|dress|shirt|jumper|"
    r"sweater|vest|suit|apron|uniform|helmet|mask|costume|cap|red|blue|green|black|white|yellow|"
    r"orange)|holding|holds|carrying|sitting|standing|stands|sits|behind|beside|next to|bearded|"
    r"blond\w*|bald|looks?|seems?|appears?)\b",
    r"\b(?:mit (?:dem|der|einem|einer) (?:\w+ )?(?:hut|bart|schal|mantel|jacke|brille|kleid|schild|"
    r"mütze)|hinter|neben|sieht|aussieht|assise?|debout|derrière|à côté d\w*|au (?:manteau|"
    r"chapeau)|sentad[oa]|de pie|recogni[sz]e|erkenne|reconnai\w+|reconoce|riconosci|reconheça|"
    r"detrás|al lado d\w*|atrás d\w*|ao lado d\w*|de chapéu|sedut[oa]|in piedi|accanto|dietro)\b",
)
FACE = any_of(
    r"\b(?:the|his|her|their|its|a|whose|this|that|blurred|\w+['’]s)\s+(?:\w+\s+)?faces?\b|"
    r"\b(?:his|her|their|\w+['’]s) (?:\w+ )?(?:features|looks|appearance)\b|\bfeatures of the "
    rf"(?:\w+ )?(?:{_ONE})\b|\bfacial\b|\bcheekbones?\b|\bnose and (?:\w+ )?eyes\b|\beyes and "
    rf"(?:\w+ )?nose\b|\b(?:from|by) (?:(?:the|his|her|their) "
    r")?(?:eyes|nose|jaw|chin|skin)\b|\bgesicht\w*|\bvisages?\b|\brostros?\b|\b(?:los|sus) "
    r"rasgos\b|\b(?:les|ses) traits\b|\b(?:i|suoi) (?:tratti|lineamenti)\b|\b(?:as|suas) feições\b|"
    r"\btwarz\w*|\bansikt\w*|\byüz(?:ü|ün)\w*|وجه|ملامح|चेहर|\b(?:su|la|sus|por) caras?\b|"
    r"\bvolt[oi]\b|\bviso\b|\brostos?\b|\bgezicht\w*|顔|脸|臉|面部|长相|容貌|얼굴|\bлиц[оауе]м?\b",
)
_LINK = (
    r"(?:(?:only|just|alone|solely|what|can|be|seen|the|a|his|her|their|these|this|that|own|shape|"
    r"sight|of|visible|way|by|\w{1,30}['’]s|seine[mnrs]?|ihre[mnrs]?|de[mnrs]|d['’]|son|sa|ses|"
    r"leurs?|su|sus|el|la|le|les|il|suo|suoi|lo|o|a|os|as)\s+){0,6}"
)
BY_FACE = any_of(
    rf"\b(?:by|from|based on|using|use|through|match|compar(?:e|ing)|guess(?:ing)?|"
    rf"recogni[sz]e)\s+{_LINK}(?:faces?(?! value| of (?:the|a) (?:cliff|clock|mountain|building|"
    rf"moon))|facial \w+|(?:(?:his|her|their|\w+['’]s) (?:\w+ )?(?:features|looks|appearance|"
    rf"wrinkles)|looks alone)\b|(?:features|looks?|appearance) of (?:him|her|them|the (?:\w+ "
    rf")?(?:{_ONE})))\b",
    rf"\b(?:an|am|anhand|aus|nach|vom)\s+{_LINK}(?:gesicht\w*|aussehen|äußeren)\b|\b(?:dem|seinem|"
    rf"ihrem) (?:\w+ )?(?:gesicht|aussehen|äußeren) nach\b",
    rf"\b(?:à|d['’]après|selon|grâce à|à partir de|au|par)\s+{_LINK}(?:visages?|traits|apparence|"
    rf"physique)\b",
    rf"\b(?:por|según|partir de|pelos?|pelas?)\s+{_LINK}(?:rostro|cara|rasgos|aspecto|rosto|"
    rf"feições|aparência)\b|\b(?:dal|dai|dall['’]|del)\s*{_LINK}(?:volto|viso|tratti|aspetto)\b|"
    rf"\bпо\s+{_LINK}(?:лицу|чертам лица)\b",
    r"\b(?:way|as) (?:he|she|they) looks?\b|\blook(?:s|ing)? (?:closely )?at (?:the|his|her|their) "
    r"faces?\b|\bnames? to (?:the|these|those) faces\b|\bby (?:the |their |his |her )looks?(?! of "
    r"(?:the|it))\b",
    r"顔(?:立ち|つき)?(?:だけ)?(?:から|で|を(?:よく)?(?:見|手|も)|に基)|(?:从|從|凭|根据|通过|"
    r"看).{0,8}(?:脸|臉|面部|面孔|长相|容貌)|얼굴(?:만)?(?:을|로|으로)",
)
UNNAMED = any_of(
    r"\b(?:put a name to|nameless|withholds?|unnamed|not (?:named|identified)|(?:does|do|did)(?: "
    r"not|n['’]t) (?:name|identify|say|tell)|(?:gives|has) no names?|leaves? out|nowhere (?:named|"
    r"identified)|(?:is|are) (?:not |never )?named (?:nowhere|anywhere)|private (?:person|"
    r"individual|citizen)|stranger)\b",
    r"\b(?:privatperson|nicht (?:namentlich )?genannt\w*|nirgends (?:genannt|steht|erwähnt)\w*|"
    r"ohne namen|nicht nennt|nennt (?:\w+ )?nicht)\b|\bne (?:nomme|donne|cite|dit) pas\b|\bpas "
    r"(?:nommée?|donné|cité)\b|\bno (?:nombra|dice|se nombra|aparece el nombre)\b|\bnão (?:nomeia|"
    r"diz|é nomead[oa])\b|\bnon (?:nomina|dice)\b",
    r"一般人|名前の(?:出て|書かれて|載って)い?ない",
)
WHO = any_of(
    r"\b(?:who(?!['’]?s? (?:look|face|lost|took|takes|shot|drew))(?:m|se)?|names?|called|which "
    r"(?:of|(?:\w+ ){1,3}(?:is|does|can|stands|sits|holds))|identity|identify|recogni[sz]\w*|"
    r"s['’]appell\w+|se llama|si chiama|se chama|heet|vem|heter|kim|kto|nazwisk\w*|rozpozna\w*|"
    r"узна\w+|зовут|wer|wessen|wen|namens?|heißt|erkenne\w*|identifizier\w*|qui|nom|identifie[zr]?|"
    r"reconna\w+|quién(?:es)?|nombre|identifi(?:ca|que)\w*|reconoc\w+|chi|nome|riconosc\w+|quem|"
    r"reconheç\w+|wie is|кто|имя|назови\w*)\b|誰|だれ|名前|氏名|身元|谁|名字|姓名|身份|누구|이름|"
    r"من ه(?:و|ي|م|ذ)|اسم|कौन",
)
WHO_IS = any_of(
    r"\b(?:give|tell|state|write|list|nenne?|nennen|donnez?|indiquez?|di|da|indica|indique|"
    r"scrivi)\b[^.?!]{0,24}\b(?:names?|namen|noms?|nombres?|nomes?|nomi)\b|\bidenti(?:té|dad|dade|"
    r"tà|tät)\b|\bwelche[rs]? \w+ (?:ist|sind|steht|sitzt)\b",
    r"\bwho (?:the|that|this) [^.?!]{1,60} (?:is|are)\b|\bdo you recogni[sz]e\b|\bwen sieht man\b|"
    r"\b(?:erkennst du|erkennen (?-i:Sie))\b",
    r"\bqui voit-on\b|\breconnaissez-vous\b|\breconnais-tu\b|\ba quién se ve\b|\b(?:reconoces|"
    r"reconoce usted)\b|\briconosci\b",
    r"\bwho(?: is| are| was| were|['’]s)\b(?! (?:quoted|named|mentioned|celebrating))|\bwhat (?:is|"
    r"are) (?:the |his |her |their )?(?:full )?(?:names?|identity)\b|(?:^|[.?!:;,]\s*|\band "
    r")(?:please )?(?:identify|recogni[sz]e|name|guess who) (?:the|this|that|these|those|him|her|"
    r"them|both|all|every\w*|each)\b|\bwhich of (?:the|these|those) (?:\w+ ){1,3}(?:is (?:it|he|"
    r"she|this|that|shown|seen)|can be seen|stands|sits)\b|\bwho (?:stands|sits|holds|wears|can be "
    r"seen|appears)\b|\bwhich (?:man|woman|person|politician|minister|actor|actress|star|"
    r"celebrity) (?:is|are|stands|sits)\b",
    r"\bwer (?:ist|sind|war|steht|sitzt|hält)\b|\bwie hei(?:ß|ss)t|\berkenne\b|\b(?:nenne|wie ist) "
    r"(?:\w+ )?namen?\b",
    r"\bqui (?:est|sont|est-ce)\b|\bcomment s['’]appell\w+|\bqui s['’]agit|\bquel est (?:le|son) "
    r"nom\b",
    r"\bquién(?:es)? (?:es|son|está|aparece)\b|\bcómo se llama|\bcuál es (?:el|su) nombre\b|"
    r"\bidentifi(?:ca|que)\b|\bquem (?:é|são|está|aparece)\b|\bqual é o (?:seu )?nome\b|\bcomo se "
    r"chama|\bchi (?:è|sono|si vede)\b|\bcome si chiama|\bqual è il (?:suo )?nome\b|\bwie is\b|"
    r"\bhoe heet\b",
    r"誰|だれ|名前|谁|名字|누구|이름|叫什么|من ه(?:و|ي|م|ذ)|اسم|\b(?:kim (?:jest|są)|kto jest|кто|"
    r"зовут|vem är|jak (?:się )?nazywa)\b",
)
TRAIT = any_of(
    r"\bresembl\w+|\blook-?alike\b|\bähnel\w+|\bressembl\w+|من أي بلد|جنسية|ديانة|\b(?:откуда|"
    r"национальност\w+)\b",
    r"\b(?:comes? from|hails? from|stamm(?:t|en)|woher|aus welchem land|de quel pays|d['’]où "
    r"vien\w+|de qué país|de dónde (?:es|viene)|da (?:dove|quale paese)|de onde)\b",
    r"\b(?:foreigners?|immigrants?|refugees?|ausländer\w*|flüchtling\w*|étrang(?:er|ère)s?|"
    r"extranjer[oa]s?|stranier[oaie])\b",
    r"\b(?:parecen?|sembra(?:no)?|semblent?) (?!estar \w+ndo|llev|sosten|hac|port|ten|fair|"
    r"segur)\w+|\bsieht\b[^.?!]{0,60}\baus\b|に見え(?:ます|る)",
    r"\b(?:looks?|seems?|appears?) (?:like|as (?:if|though)|to (?:have|come)|to be (?!\w+ing\b)|"
    r"(?:very |more |rather )?(?!(?:in|on|at|from|to|towards?|into|away|up|down|behind|beside|next|"
    r"out|over|after|forward|back|closely|for|through|directly|straight|left|right|several|twice|"
    r"together|again)\b)\w+)|\b(?:descent|ancestry|descended|\w+ origins?)\b",
    r"\b(?:how old|what (?:is (?:the|his|her) )?(?:age|ethnicit\w+|race|religion|nationality|skin "
    r"colou?r|emotions?|mood|feelings?|income|origin)|(?:which|what) (?:\w+ )?(?:religion|country|"
    r"origin|race|nationality|ethnic\w*|party|faith)|(?:age|ethnicity|race|religion|emotion\w*|"
    r"mood|health|income|wealth|intelligence|political (?:views?|leaning)|origin|nationality|"
    r"mental state) (?:of|is|are|does|do)|guess (?:the|his|her) \w+|ethnic\w*|sexual orientation|"
    r"gender identity|facial expression|feels?|feeling)\b",
    r"\b(?:gay|lesbian|homosexual|transgender|muslim|jewish|christian|hindu|pregnant|sick|ill|"
    r"healthy|drunk|drugs|depressed|disabled|disease|illness|medical condition|mentally|sad|angry|"
    r"happy|afraid|tired|rich|poor|wealthy|intelligent|stupid|criminal)\b",
    r"\b(?:wie alt|welche[rsn]? (?:ethni\w+|herkunft|religion|gefühle|stimmung|nationalität)|"
    r"herkunft|schwanger|krank|schwul|religion)\b|\b(?:quel âge|quelle (?:est )?(?:\w+ "
    r")?(?:émotion|origine|religion|nationalité|ethnie)|ethnie|origine|enceinte|malade|religion)\b",
    r"\b(?:qué edad|cuántos años|qué (?:emoción|origen|religión|nacionalidad)|embarazada|"
    r"enferm[oa]|que idade|quantos anos|que (?:origem|religião|nacionalidade|emoção)|grávida|"
    r"doente|quanti anni|che (?:età|origine|religione|nazionalità)|incinta|malat[oa])\b|年齢|何歳|"
    r"国籍|宗教|民族|感情|年龄|种族",
)
BESIDE = any_of(
    r"\b(?:beside|next to|behind|in front of|around|near|neben|hinter|vor|derrière|devant|à côté "
    r"(?:de|du)|accanto a\w*|dietro|detrás de|junto a|al lado de\w*|atrás d\w+|ao lado "
    r"d\w+)\s+\w+(?:\s\w+)?",
)
"""Who or what somebody stands beside tells nothing of them."""
SEXY = any_of(
    r"\b(?:sex(?:y|ier|iest)|hottest (?:body|\w*m[ae]n|girls?|guys?)|(?:hot|nude|naked) bod(?:y|"
    r"ies)|erotic\w*|breasts?|cleavage|sexiest\w*|sexappeal|sexieste?n?|aufreizend\w*)\b",
)
HANDSOME = any_of(
    r"\b(?:(?:more|most) (?:attractive|beautiful|desirable|handsome)|prettie(?:r|st)|ugl(?:y|ier|"
    r"iest)|attractive|desirable|hottest|schönste\w?|hübsch\w*|attraktiv\w*|plus (?:belle|beau|"
    r"jolie|séduisante?)|más (?:guap[oa]|atractiv[oa]|bell[oa])|mais (?:bonit[oa]|atraente)|più "
    r"(?:bell[oa]|attraente))\b",
)
CAPTION = any_of(
    r"\b(?:photo\w*|pictured?|image|caption|f[oó]to\w*|fot|bild(?:en)?|imagen|imagem|immagine|"
    r"zdjęci\w+|фото\w*)\b|写真|图片|照片|사진|صورة",
    r"[(,]\s*(?:(?:on|from|at|second|third|far) (?:the )?)?(?:left|right|cent(?:er|re)|links|"
    r"rechts|à gauche|à droite|a la (?:izquierda|derecha)|a (?:sinistra|destra)|à (?:esquerda|"
    r"direita))\b|\b(?:left|right)(?: to right)?:",
)
OFFICE = (
    r"(?:mayor|minister|president|chancellor|governor|senator|king|queen|prince|princess|pope|"
    r"judge|councill?or|director|chair\w*|chief|coach|captain|singer|actor|actress|champion|"
    r"secretary|bürgermeister(?:in)?|ministerin|präsident(?:in)?|kanzler|maire|ministre|"
    r"présidente?|alcaldesa|alcalde|ministr[oa]|president[ea]|sindac[oa]|prefeit[oa])"
)
"""Whoever holds one is no private person."""
