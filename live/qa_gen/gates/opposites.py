"""Words -> of which opposites they speak, and whether they deny. Pure.

What two texts do not share when they are one, however near their word vectors are: to those the
price before the rise is the price after it.
"""

from collections.abc import Iterable

NEGATIONS = {
    "en": "not never without except no nor",
    "de": "nicht nie ohne außer kein keine keinen keiner",
    "fr": "pas jamais sans sauf",
    "es": "no nunca sin salvo",
    "it": "non mai senza",
    "pt": "não nunca sem",
    "nl": "niet nooit geen zonder",
    "ru": "не без никогда",
}
OPPOSITES = [
    tuple(tuple(side.split()) for side in pair.split("|"))
    for pair in (
        "most highest largest biggest greatest longest best strongest "
        "meist* höchst* größt* längst* best* maxim* máxim* 最大 最高 最多 | "
        "least fewest lowest smallest shortest worst weakest "
        "wenigst* niedrigst* tiefst* kleinst* kürzest* minim* mínim* 最小 最低 最少",
        "more higher larger bigger greater longer mehr höher* größer* länger* plus más mais più | "
        "less fewer lower smaller shorter weniger niedriger* kleiner* kürzer* moins menos meno",
        "before earlier vor vorher avant antes prima 前 | "
        "after later nach nachher après después depois dopo 後 后",
        "first erste* premier* première* primer* prim* | last letzt* derni* últim* ultim*",
        "left links linke* gauche izquierd* esquerd* sinistr* 左 | "
        "right rechts rechte* droit* derech* direit* destr* 右",
        "top above upper oben ober* haut arriba cima 上 | "
        "bottom below lower unten unter* bas abajo baixo basso 下",
        "front vorn vorne devant delante davanti | behind back hinten derrière detrás dietro",
        "rise rose rises rising increas* grew gain gained up stieg* steig* haus* augment* subi* "
        "aument* 増 增 | fall fell falls falling decreas* shrank loss lost down fiel* sank sink* "
        "baiss* dimin* baj* disminu* 減 减",
        "won win wins winner gewann gewinn* gewonnen gagn* ganó ganar* ganador* | "
        "lost lose loses loser verlor* verlier* perd*",
        "north northern nord nördlich* norte 北 | south southern süd südlich* sud sur sul 南",
        "east eastern ost östlich* est este leste 东 東 | west western westlich* ouest oeste 西",
        "men man male actor männer mann hommes homme hombres hombre homens uomini 男 | "
        "women woman female actress frauen frau femmes femme mujeres mujer mulheres donne 女",
        "yes ja oui sí sim | no nein non não",
        "expected forecast predicted planned erwartet* geplant* prévu* previst* | "
        "measured recorded actual gemessen* tatsächlich* mesuré* medid*",
        "injured hurt wounded verletzt* blessé* herid* ferid* | "
        "killed died dead deaths gestorben tot tote* starb* mort* tué* muert* murier*",
        "import* einfuhr* | export* ausfuhr*",
        "open* öffn* eröffn* ouvr* abr* abier* | clos* shut schließ* geschlossen ferm* cerr*",
        "begin* began start* beginn* begann commenc* empez* empiez* comenz* | "
        "end ends ended endet* finish* termin*",
        "arriv* ankunft ankommen llegar* llegad* lleg* | depart* abfahrt abfahren départ* sali*",
        "for für pour por | against gegen contre contra",
    )
]
"""In the languages of most pages. `*`: whatever follows; letters that stand for words: anywhere."""
_ENTRIES = [
    (entry, (n, side))
    for n, pair in enumerate(OPPOSITES)
    for side in (0, 1)
    for entry in pair[side]
]
_SIGNS = [(entry, at) for entry, at in _ENTRIES if entry > "\u3000"]
_AT: dict[str, set[tuple[int, int]]] = {}
for _entry, _side in _ENTRIES:
    _AT.setdefault(_entry, set()).add(_side)


def sides(known: Iterable[str]) -> frozenset[tuple[int, int]]:
    """Gives of which opposites these words speak, as (pair, side)."""
    found: set[tuple[int, int]] = set()
    for word in known:
        for entry in (word, *(f"{word[:end]}*" for end in range(3, len(word) + 1))):
            found |= _AT.get(entry, set())
        if word > "\u3000":
            found |= {at for sign, at in _SIGNS if sign in word}
    return frozenset(found)


def opposed(one: frozenset[tuple[int, int]], other: frozenset[tuple[int, int]]) -> bool:
    """Tells whether one speaks of one side only, and the other of the other side only."""
    return any(
        (n, 1 - side) in other and (n, 1 - side) not in one and (n, side) not in other
        for n, side in one
    )


def negated(known: Iterable[str], language: str) -> bool:
    """Tells whether these words deny something, in their language."""
    return not set(NEGATIONS.get(language, "").split()).isdisjoint(known)
