"""The phrases by which the gate `safe` knows what is private: homes, numbers, mail. Data only.

Questions ask for it, or gold answers give it. Repetitions have an upper bound.
"""

import re

_CONTACT = (
    r"(?:(?:home|private|personal|residential|street|postal|e-?mail|house|exact) address(?:es)?|"
    r"(?:phone|telephone|mobile|cell|cellphone|house|passport|social security|bank account|"
    r"credit card|identity card|licen[cs]e plate) numbers?|phone number|e-?mail(?: address)?|iban|"
    r"number plate|licen[cs]e plate|privatadresse|wohnadresse|adresse|anschrift|telefonnummer|"
    r"handynummer|e-?mail-adresse|kontonummer|hausnummer|adresse (?:privée|personnelle)|"
    r"numéro de téléphone|courriel|dirección|domicilio|número de teléfono|correo electrónico)"
)
_HOLDER = (
    r"(?:his|her|their|the (?:man|woman|victim|suspect|witness|author|reporter|family|owner|boy"
    r"|girl|"
    r"child|couple|neighbou?r|resident|driver|mother|father|teacher|nurse|defendant"
    r"|mayor)(?:['’]s)?|"
    r"(?-i:[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)['’]s|"
    r"(?-i:[A-ZÀ-Þ][\w-]+\s[A-ZÀ-Þ][\w-]+)|(?:der|des) (?:mannes|frau|opfers|familie|zeugin"
    r"|zeugen)|"
    r"la (?:victime|famille|víctima|familia)|l['’]homme)"
)
AT_HOME = re.compile(
    r"\b(?:home|private|personal|residential) (?:address|phone|telephone|e-?mail|mobile|cell)\b"
    r"|\b(?:privatadresse|wohnadresse|privatnummer|domicilio particular|adresse privée)\b"
    r"|\b(?:social security|passport|bank account|credit card) number\b|\biban\b"
    r"|\b(?:at which|what|which|exact) (?:exact )?(?:address|house number"
    r"|street and (?:house )?number)"
    r"\b[^.?!]{0,30}\b(?:live|lives|reside)"
    r"|\bwhere exactly (?:does|do)\b[^.?!]{0,40}\blive\b",
    re.I,
)
"""Private by itself, whoever it belongs to."""
CONTACT_OF = re.compile(
    rf"{_HOLDER}\s+{_CONTACT}\b|\b{_CONTACT}\b\s+(?:of|for|von|de|du|des"
    rf"|belonging to)\s+{_HOLDER}",
    re.I,
)
NOT_PUBLIC = re.compile(
    r"\b(?:private(?:ly)?|privat\w*|privée?|privad[oa]|privat[oa]|at home|d[iae] casa|her home"
    r"|his home|their home|"
    r"zuhause)\b|自宅|個人|私人",
    re.I,
)
LIVES = re.compile(
    r"\b(?:lives?|living|resid(?:es?|ing)|home|wohn(?:t|en|haft)|habite\w*|vive[n]?|abita\w*"
    r"|mora|woont|"
    r"живёт|живет)\b|住んで|自宅|住在|살",
    re.I,
)
STREET = re.compile(
    r"\b(?-i:[A-ZÀ-Þ])[\w'’-]{1,30}\s+(?:street|road|lane|avenue|terrace|crescent|mews|close"
    r"|row)\b"
    r"|\b[\w-]{3,40}(?:straße|strasse|gasse|weg)\b|\b(?:rue|calle|rua"
    r"|via)\s+(?:d\w+ )?(?-i:[A-ZÀ-Þ])",
    re.I,
)
SENT = re.compile(
    r"\b(?:send|deliver\w*|parcel|package|letter|flowers|knock|visit\w*|find|reach|write|stay\w*|"
    r"sleeps?|neighbou?rs?|besuch\w*|brief|paket|schicken|klingel\w*|envoyer|lettre|enviar"
    r"|carta)\b",
    re.I,
)
DWELLING = re.compile(
    r"\b(?:private(?:ly)?|home|house|flat|apartment|lives?|living|resid\w+|door(?:step|bell)?|"
    r"address|letterbox|mailbox|privat\w*|wohn\w*|zuhause|adresse|anschrift|domicile|chez"
    r"|habite\w*|"
    r"domicilio|vive|casa|dirección|abita|mora)\b|住所|自宅|住んで|番地|住址|家在|집|주소",
    re.I,
)
REACHED = re.compile(
    r"\b(?:private(?:ly)?|personal|number|nummer|numéro|número|dial|privat|erreicht|home|mobile"
    r"|cell|phone|call|ring|reach|contact|e-?mail|write to|"
    r"text|handy\w*|anrufen|erreichen|telefon\w*|téléphon\w*|joindre|appeler|llamar|teléfono"
    r"|correo)"
    r"\b|電話|連絡|メール|电话|邮箱|전화",
    re.I,
)
ADDRESS = re.compile(
    r"\b\d{1,5}[a-z]?,?\s+(?:(?-i:[A-ZÀ-Þ])[\w'’-]{0,30}\s+){1,3}(?:street|st|road|rd|lane|ln|"
    r"avenue|ave|drive|close|court|way|place|square|terrace|crescent|gardens?|row|hill|boulevard|"
    r"alley|walk|mews|grove|quay)\b"
    r"|\b[\w-]{2,40}(?:straße|strasse|str\.|weg|gasse|platz|allee|ring|damm|ufer|straat"
    r"|laan)\s+\d{1,4}"
    r"|\b\d{1,4}[a-z]?,?\s+(?:bis\s+)?(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai)\b"
    r"|\b(?:calle|avenida|plaza|paseo|via|viale|piazza|rua|travessa|ulica|ul\.|улица|ул\.)\s+"
    r"(?:[\w'’.-]{1,30},?\s+){1,5}?\d{1,4}\b|\d{1,4}(?:丁目|番地|番\d|号|號)",
    re.I,
)
NUMBER_OR_MAIL = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}"
    r"|(?<![\d.,])\+?\(?\d{2,5}\)?[\s/-]\d[\d\s/-]{4,14}\d(?![\d.,]\d)"
)
PUBLIC = re.compile(
    r"\b(?:office|hall|library|theat(?:re|er)|restaurant|café|market|venue|event|bank|church"
    r"|hotel|"
    r"tickets|exhibition|court|desk|centre|center|rathaus|museo|hotline|police|newsroom"
    r"|editorial|ministry|company|council|museum|shop|store|"
    r"business|school|university|hospital|station|organi[sz]\w*|charity|foundation|embassy"
    r"|headquarters|"
    r"website|web|customer|readers|contact|service|ticket|box|campaign|party|association|agency"
    r"|club|"
    r"redaktion|polizei|amt|firma|verein|mairie|entreprise|empresa|ayuntamiento|inaugural|keynote|"
    r"speech|state of the union)\b",
    re.I,
)
