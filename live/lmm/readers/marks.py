"""Words and signs by which the parts of a news page are known, in English and German. Pure."""

import re

NAME = (
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|St)\.?\s+)*[A-ZÀ-Þ][\w'’.-]*"
    r"(?:\s+(?:(?:van|von|de|der|den|di|da|del|la|le|bin|al|zu|y|af)\s+)*[A-ZÀ-Þ][\w'’.-]*){0,4}"
)
BYLINE = re.compile(
    r"(?:^|[|·•–—]\s*)\W*(?:(?:Written|Reported|Words|Story|Text|Photos? and text)\s+)?"
    r"(?:By|by|BY|Von|VON|von|Par|Por|Text|Author|Autorin|Autor)\b:?\s*"
    rf"(?P<names>{NAME}(?:(?:,\s*{NAME})*\s+(?:and|und|et|&)\s+{NAME})?)"
)
CREDIT = re.compile(
    r"\b(?:Photos?|Photograph|Picture|Pictures|Image|Illustration|Graphics?|Chart|Art|Source|Credit|"
    r"Foto|Fotos|Bild|Grafik|Karte|Quelle|Zahlen|Daten)\s*(?::|by\b)|©|\(c\)",
    re.I,
)
HOME = re.compile(r"^\W*(?:home(?:page)?|startseite|start|front page)(?![a-zß-ÿ])", re.I)
SEPARATORS = re.compile(r"\s*[›»>/|•·→]+\s*|\s{2,}")
RANK = re.compile(r"\d{1,2}\s?[.)](?=\s|$)")
LISTED = re.compile(r"\d{1,2}\s?[.)]\s+\S")
BULLET = re.compile(r"^\s*[•·●▪◦*»–-]\s+")
