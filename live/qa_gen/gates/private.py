"""Question -> what in it asks for where somebody lives or how to reach them; "" where nothing does.

Questions ask for it, or gold answers give it. Offices, shops and the like may be asked for; which
of the two a number is, the sentence of the page that has it tells. Pure. Repetitions have an upper
bound, so that none is slow on any text.
"""

import re

from live.qa_gen.gates.instructions import as_read, quoted
from live.qa_gen.gates.shown import whole
from live.qa_gen.gates.words import bare
from live.records import Page, Question

ASKED = 1000
"""Characters that are read of a question or an answer."""


def asks_personal_data(question: Question, page: Page) -> str:
    """Gives what asks for a private person's address, number or e-mail, or answers with one."""
    asked, answer = as_read(question.question, ASKED), as_read(question.answer, ASKED)
    if found := AT_HOME.search(asked):
        return quoted(found)
    public = bool(PUBLIC.search(asked) and not NOT_PUBLIC.search(asked))
    printed = False
    for given, sought in ((ADDRESS, DWELLING), (STREET, LIVES), (NUMBER_OR_MAIL, REACHED)):
        found = given.search(answer)
        if found and sought.search(asked):
            if not _is_public(found[0], page, public):
                return quoted(found)
            printed = True
    if printed:
        return ""
    found = CONTACT_OF.search(asked) or (LIVES.search(asked) and EXACT.search(asked))
    if not found and re.search(r"\d", answer):
        found = HOUSE.search(asked)
    return "" if public else quoted(found)


def _is_public(given: str, page: Page, public: bool) -> bool:
    """Whether an address or a number is one for everybody.

    What a page prints is, unless its sentence speaks of somebody; of what it does not print, the
    question tells.
    """
    text = bare(whole(page))
    at = text.find(given)
    if at < 0:
        return public
    start = max(text.rfind(end, 0, at) for end in ("\n", ". ", "; ", "。", "؟ ")) + 1
    stop = re.compile(r"\n|[.;] |。|$").search(text, at + len(given))
    beside = text[start:at] + "," + text[at + len(given) : stop.start() if stop else None]
    if LIVES.search(beside):
        return False
    return bool(PUBLIC.search(beside)) or not SOMEBODY.search(beside)


_CONTACT = (
    r"(?:(?:home|private|personal|residential|street|postal|e-?mail|house|exact) address(?:es)?|"
    r"(?:phone|telephone|mobile|cell|cellphone|house|passport|social security|bank account|credit "
    r"card|identity card|licen[cs]e plate) numbers?|phone number|e-?mail(?: address)?|iban|number "
    r"plate|licen[cs]e plate|privatadresse|wohnadresse|adresse|anschrift|telefonnummer|handynummer|"
    r"e-?mail-adresse|kontonummer|hausnummer|adresse (?:privée|personnelle)|numéro de téléphone|"
    r"courriel|dirección|domicilio|número de teléfono|correo electrónico)"
)
_HOLDER = (
    r"(?:his|her|their|the (?:man|woman|victim|suspect|witness|author|reporter|family|owner|boy|"
    r"girl|child|couple|neighbou?r|resident|driver|mother|father|teacher|nurse|defendant|"
    r"mayor)(?:['’]s)?|(?-i:[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)['’]s|"
    r"(?-i:[A-ZÀ-Þ][\w-]+\s[A-ZÀ-Þ][\w-]+)|(?:der|des) (?:mannes|frau|opfers|familie|zeugin|"
    r"zeugen)|la (?:victime|famille|víctima|familia)|l['’]homme)"
)
AT_HOME = re.compile(
    r"\b(?:home|private|personal|residential) (?:address|phone|telephone|e-?mail|mobile|cell)\b|"
    r"\b(?:privatadresse|wohnadresse|privatnummer|domicilio particular|adresse privée)\b|"
    r"\b(?:social security|passport|bank account|credit card) number\b|\biban\b|\b(?:at which|what|"
    r"which|exact) (?:exact )?(?:address|house number|street and (?:house "
    r")?number)\b[^.?!]{0,30}\b(?:live|lives|reside)|\bwhere exactly (?:does|"
    r"do)\b[^.?!]{0,40}\blive\b",
    re.I,
)
"""Private by itself, whoever it belongs to."""
CONTACT_OF = re.compile(
    rf"{_HOLDER}\s+{_CONTACT}\b|\b{_CONTACT}\b\s+(?:of|for|von|de|du|des|belonging to)\s+{_HOLDER}",
    re.I,
)
NOT_PUBLIC = re.compile(
    r"\b(?:private(?:ly)?|privat\w*|privée?|privad[oa]|privat[oa]|at home|d[iae] casa|her home|his "
    r"home|their home|zuhause)\b|自宅|個人|私人",
    re.I,
)
LIVES = re.compile(
    r"\b(?:lives?|living|resid(?:es?|ing)|home|wohn(?:t|en|haft)|habite\w*|vive[n]?|abita\w*|mora|"
    r"woont|живёт|живет)\b|住んで|自宅|住在|살",
    re.I,
)
STREET = re.compile(
    r"\b(?-i:[A-ZÀ-Þ])[\w'’-]{1,30}\s+(?:street|road|lane|avenue|terrace|crescent|mews|close|"
    r"row)\b|\b[\w-]{3,40}(?:straße|strasse|gasse|weg)\b|\b(?:rue|calle|rua|via)\s+(?:d\w+ "
    r")?(?-i:[A-ZÀ-Þ])",
    re.I,
)
DWELLING = re.compile(
    r"\b(?:private(?:ly)?|home|house|flat|apartment|lives?|living|resid\w+|door(?:step|bell)?|"
    r"address|letterbox|mailbox|send|deliver\w*|parcel|letter|flowers|knock|visit\w*|reach|find "
    r"(?:him|her|them)|stays?|sleeps?|neighbou?rs?|street|label|privat\w*|wohn\w*|zuhause|adresse|"
    r"anschrift|besuch\w*|brief|paket|schicken|klingel\w*|straße|domicile|chez|habite\w*|envoyer|"
    r"lettre|rue|domicilio|vive|casa|dirección|calle|enviar|carta|abita|indirizzo|mora|endereço|"
    r"rua|woont|adres)\b|住所|自宅|住んで|番地|住址|家在|집|주소",
    re.I,
)
EXACT = re.compile(
    r"\b(?:street|house number|address|exactly|straße|hausnummer|adresse|rue|calle|número|"
    r"dirección|indirizzo|rua|endereço)\b|番地|住所",
    re.I,
)
"""With a word for living, asks for more than the town."""
HOUSE = re.compile(
    r"\b(?:which|what) (?:house|door|flat|house number|number)\b[^.?!]{0,40}\b(?:belongs? to|is "
    r"(?:home|the home)|lives?|is where)\b|\b(?:welche[srnm]?|in welchem) (?:haus(?:nummer)?|"
    r"wohnung)\b[^.?!]{0,40}\bwohnt|\bstreet and (?:house )?number of the (?!office|shop|company|"
    r"museum|hall)",
    re.I,
)
"""Asks for the number of a house."""
REACHED = re.compile(
    r"\b(?:private(?:ly)?|personal|numbers?|nummer|numéro|número|dial|privat|erreich\w*|home|"
    r"mobile|cell|phone|telephone|calls?|ring|reach|contact|touch|e-?mail|write to|text|handy\w*|"
    r"anruf\w*|telefon\w*|téléphon\w*|joindre|appeler|llamar|teléfono|correo|ligar|telefone|"
    r"chiamare|numero|bellen)\b|電話|連絡|メール|电话|邮箱|전화",
    re.I,
)
ADDRESS = re.compile(
    r"\b\d{1,5}[a-z]?,?\s+(?:(?-i:[A-ZÀ-Þ])[\w'’-]{0,30}\s+){1,3}(?:street|st|road|rd|lane|ln|"
    r"avenue|ave|drive|close|court|way|place|square|terrace|crescent|gardens?|row|hill|boulevard|"
    r"alley|walk|mews|grove|quay|rise|parade|park|view|vale|gate)\b|\b[\w-]{2,40}(?:straße|strasse|"
    r"str\.|weg|gasse|platz|allee|ring|damm|ufer|straat|laan)\s+\d{1,4}|"
    r"\b\d{1,4}[a-z]?,?\s+(?:bis\s+)?(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai)\b|"
    r"\b(?:calle|avenida|plaza|paseo|via|viale|piazza|rua|travessa|ulica|ul\.|улица|"
    r"ул\.)\s+(?:[\w'’.-]{1,30},?\s+){1,5}?\d{1,4}\b|\d{1,4}(?:丁目|番地|番\d|号|號)",
    re.I,
)
NUMBER_OR_MAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}|"
    r"(?<![\d.,])\+?\(?\d{2,5}\)?[\s/-]\d[\d\s/-]{4,14}\d(?![\d.,]\d)"
)
SOMEBODY = re.compile(
    r"\b(?:he|she|his|her|him|mrs?|ms|widow\w*|neighbou?rs?|mother|father|son|daughter|wife|"
    r"husband|herr|frau|witwe\w*|nachbar\w*|madame|monsieur|veuve|voisine?|señora?|viuda|vecin[oa]|"
    r"signora?|vedova|vicin[oa]|senhora?|viúva|vizinh[oa])\b|さん|様|(?-i:\b[A-ZÀ-Þ][a-zß-ÿ]+ "
    r"[A-ZÀ-Þ][a-zß-ÿ’'-]+\b)",
    re.I,
)
"""A word for one person, or two words with capitals, as a name has."""
PUBLIC = re.compile(
    r"\b(?:offices?|officers?|press|spokes\w+|\w+line|informa\w+|info|questions?|enquir\w+|"
    r"inquir\w+|booking\w*|reserv\w+|groups?|fragen|auskunft|renseignements|avisos|consultas|"
    r"\w*büro|\w*amt|bureau|oficina|instituto|ufficio|comune|teatro|theater|musée|schule|hall|"
    r"library|theat(?:re|er)|restaurant|café|market|venue|event|bank|church|hotel|tickets|"
    r"exhibition|court|desk|centre|center|rathaus|museo|hotline|police|newsroom|editorial|ministry|"
    r"company|council|museum|shop|store|business|school|university|hospital|station|organi[sz]\w*|"
    r"charity|foundation|embassy|headquarters|website|web|customers?|readers?|contact|services?|"
    r"tickets?|report a|box|campaign|party|association|agency|club|redaktion|polizei|firma|verein|"
    r"mairie|entreprise|empresa|ayuntamiento|inaugural|keynote|speech|state of the union)\b|案内|"
    r"窓口|問い合わせ|문의|咨询|للاستفسار",
    re.I,
)
