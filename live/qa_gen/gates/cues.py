"""What a question wants computed, as words in several languages. Pure.

A star stands for any ending, an underscore for a space.
"""

import re


def _any(words: str, han: str = "") -> re.Pattern[str]:
    """A pattern of words of languages with spaces, and of others without."""
    spelled = [re.escape(word).replace(r"\*", r"\w*").replace("_", r"\s") for word in words.split()]
    return re.compile(rf"\b(?:{'|'.join(spelled)})\b" + (f"|{han}" if han else ""), re.I)


DIFFERENCE = _any(
    "differ* more less fewer than by_how_much by_how_many rise rose risen grow* grew increas* "
    "decreas* drop* fall* fell declin* chang* gap gain* lose* loss lost exceed* margin lead "
    "between "
    "apart separat* ahead behind short missing remain* left still rest not without other cut "
    "sav* "
    "shrink* shrank old older younger ago later earlier faster slower longer shorter "
    "gewachsen wuchs* spar* verl* unterschied differenz um_wie mehr weniger als gestiegen "
    "gesunken übrig noch nicht rest* fehl* "
    "übertr* ohne zwischen abstand "
    "écart différence grandi* économis* perdu* gagn* de_plus de_moins de_combien augment* "
    "diminu* reste* encore sans dépass* pas "
    "entre aurait "
    "diferencia más menos crec* ahorr* perd* gan* aument* disminu* qued* sigu* seguí* aún sin "
    "falt* resto supera* "
    "cresc* poup* diferença mais ainda sem rest* não a_menos "
    "differenza più meno ancora senza riman* non verschil meer minder nog niet",
    "差|より|残|増|減",
)
TOTAL = _any(
    "total sum combined together altogether overall add_up adds_up in_all both insgesamt "
    "zusammen "
    "summe gesamt* au_total en_tout ensemble somme en_total suma juntos no_total ao_todo somma "
    "sum* ajout* in_totale complessiv* totaal samen over_the_two over_the_three",
    "合",
)
SHARE = _any(
    "per_cent percent* prozent* pour_cent pourcentage por_ciento porcentaje percentual* "
    "por_cento "
    "percentuale proportion share anteil fraction part parte quota odds chance* probabilit* "
    "wahrscheinlichkeit",
    "%|割合|何割",
)
RATIO = _any(
    "average mean per each every durchschnitt* schnitt mittel je pro moyenne par promedio media "
    "média mittlere* cada por ratio times fold verhältnis mal fois veces vezes volte speed fast "
    "schnell vitesse velocidad velocidade density rate gemiddeld",
    "平均|倍|あたり",
)
PRODUCT = _any(
    "price* worth value* cost* pay* revenue take_in earn* area surface volume preis* wert koste* "
    "zahl* fläche prix valeur vaut vaudrait coût* surface precio* valor vale* valdría cuesta* "
    "pag* "
    "superficie preço* área prezz*",
    "値段|いくら|価|面積",
)
COUNT = _any(
    "how_many number_of count wie_viele anzahl combien_de nombre_de cuántos cuántas quantos "
    "quantas "
    "quanti quante hoeveel",
    "何[人個台枚本軒]|いくつ",
)
_HIGH = (
    r"(?:highest|largest|longest|biggest|maximum|höchst|größt|längst|plus (?:haut|élevé|grand|long)"
    r"|más alt|mayor|mais alt|maior|massim|più alt|最高|最大|最も高)"
)
_LOW = (
    r"(?:lowest|smallest|shortest|minimum|niedrigst|kleinst|kürzest|plus (?:bas|petit|court)"
    r"|más baj|menor|mais baix|minim|più bass|最低|最小|最も低)"
)
EXTREMES = re.compile(rf"{_HIGH}.*{_LOW}|{_LOW}.*{_HIGH}", re.I | re.S)
"""Asks for what lies between the highest and the lowest of something."""
