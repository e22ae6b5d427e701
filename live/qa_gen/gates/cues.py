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
    "minus subtract* deduct* abz* zieht retir* soustra* descont* resta* subtra* sottra* aftrek* "
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
CLEARLY = _any(
    "differ* how_many_more how_many_fewer how_much_more how_much_less how_much_longer "
    "how_far_apart how_many_times ratio_of apart separat* left_over remain* "
    "unterschied differenz abstand wie_viel*_mehr wie_viel*_weniger wie_viel*_länger übrig "
    "wievielmal wie_oft "
    "écart différence de_plus de_moins combien_de_fois reste* "
    "diferencia diferença cuánt*_más cuánt*_menos qued* cuántas_veces a_mais a_menos quantas_vezes "
    "differenza quant*_più quant*_meno quante_volte riman* "
    "verschil hoeveel_meer hoeveel_minder hoeveel_keer",
    "差|残|倍",
)
"""Words of a difference, a remainder or a ratio that mean nothing else."""
TOTAL = _any(
    "total sum combined together altogether overall add_up adds_up in_all both insgesamt "
    "zusammen "
    "summe gesamt* included including all_told inklusive mitgezählt inclus* compris* incluid* "
    "compres* alles_in_allem inbegrepen meegeteld "
    "au_total en_tout ensemble somme en_total suma "
    "juntos no_total ao_todo somma "
    "sum* ajout* in_totale complessiv* totaal samen over_the_two over_the_three",
    "合|含め|全部で",
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
AVERAGE = _any(
    "average mean durchschnitt* schnitt mittel mittlere* moyenne promedio media média gemiddeld*",
    "平均",
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
BY_HOW_MUCH = re.compile(
    r"\bby (?:how|what)\b|\bum (?:wie ?viele?|welche)|\bde combien\b|\bd[ei] quant|"
    r"\b(?:en )?(?:cuánt[oa]s?|qué porcentaje) .*(?:sub|baj|aument|disminu|cre|ca)|\bem quant|"
    r"\bmet hoeveel\b|何(?:パーセント|%|割)?(?:増|減|上|下)",
    re.I,
)
"""Asks for a change, not for a share."""
EXTREMES = re.compile(rf"{_HIGH}.*{_LOW}|{_LOW}.*{_HIGH}", re.I | re.S)
"""Asks for what lies between the highest and the lowest of something."""
LASTING = re.compile(
    r"\bhow (?:long|old)\b|wie (?:lange|alt)\b|combien de temps|quel âge|"
    r"cuánto (?:tiempo|dur|tard)|cuántos años|quanto tempo|quant[oi] (?:dur|anni)|hoe (?:lang|oud)|"
    r"何[時日年分]間|どれくらい|何歳",
    re.I,
)
"""Asks for a length of time, which a page may give by its two ends."""


def computes(asked: str) -> bool:
    """Tells whether a question clearly wants something computed, whatever else its words say."""
    cues = (CLEARLY, TOTAL, SHARE, AVERAGE, BY_HOW_MUCH, EXTREMES, LASTING)
    return any(cue.search(asked) for cue in cues)
