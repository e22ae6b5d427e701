"""A page, its article -> what stands between a reader and the rest of it. Pure.

A publisher's own word counts whatever can be seen: a page that says of its article that it is not
free may show all of it to a first visitor, and is still not given away. Without that word a wall
is believed where it stands at the end of a text that is no longer than walls leave: many outlets
keep a wall that they do not show on the pages of whole articles.
"""

import re
from typing import Any

from live.crawl.read.blocks import WIDE, blocks
from live.crawl.read.extract import Article
from live.crawl.read.items import Thing
from live.crawl.read.markup import Markup
from live.crawl.read.words import letters

NO = ("false", "no", "0")
TIERS = ("article:content_tier", "og:article:content_tier")
LONGEST = 3000
"""Letters of an alphabet; the longest beginning that was seen before a wall has 2,870."""
NEAR = 3
"""How many blocks before and after the end of a text are looked at."""
SENTENCE = 250
"""Letters that a wall's sentence has at most."""
START = 60

JOIN = (
    r"\b(subscribe|subscription|become an? (paying )?(member|subscriber)|register|sign (in|up)"
    r"|log ?in|(create|open) (an?|your) (free )?account|start (an?|your) (free )?trial)\b"
)
ALL = r"(this|the|our) (full |whole |entire |rest of (this|the) )?(article|story)"
READ_ON = (
    r"\bto ((continue|keep|go on|carry on) reading|continue\b|read (on|more|the rest)\b"
    rf"|(read|see|view|access|unlock|finish) ((all|the rest) of )?({ALL}|full (article|story)))"
)
ABO = r"\b(abo\b|abonn\w+|anmeld\w+|registrier\w+|einlogg\w+|konto\b)"
WEITER = r"(weiterlesen|weiterzulesen|(den )?(ganzen|vollständigen) (artikel|text))"

LANGUAGES = {
    "en": (
        rf"{JOIN}.{{0,60}}{READ_ON}",
        rf"{READ_ON}.{{0,60}}{JOIN}",
        r"(article|story|content) is (only |exclusive(ly)? |reserved |available |open )+(for|to) "
        r"(our )?(paying |paid |premium )?(subscribers|members|registered)",
        r"(article|story|content) is for (our )?(paying |paid |premium )?"
        r"(subscribers|members|registered)",
        r"available exclusively to .{0,30}(subscribers|members)",
        r"you('|’)?(ve| have) (reached|used|read) .{0,40}\bfree (articles|stories)",
    ),
    "de": (
        rf"{WEITER}.{{0,60}}{ABO}",
        rf"{ABO}.{{0,60}}{WEITER}",
        r"(artikel|inhalt|beitrag) ist .{0,20}(nur|exklusiv|ausschließlich) .{0,20}"
        r"(abonn|mitglieder|registriert)",
    ),
    "fr": (
        r"il vous reste .{0,20}article à lire",
        r"(la suite|(le reste de )?cet article|ce contenu) est réservée? (à|aux?) .{0,10}"
        r"(abonné|membre)",
        r"(abonnez|inscrivez|connectez|identifiez)-vous .{0,30}"
        r"(lire la suite|lire (cet|l('|’))\s?article|continuer (à lire|(votre|la) lecture)"
        r"|poursuivre (votre|la) lecture)",
    ),
    "es": (
        r"\b(suscr[ií]b\w+|reg[ií]str\w+|inicia sesión)\b.{0,40}((seguir|continuar) leyendo"
        r"|leer (este|el) artículo)",
        r"(contenido|artículo) (es )?(exclusivo|sólo|solo|reservado) para (los |nuestros )?"
        r"(suscriptores|abonados|socios|usuarios registrados)",
    ),
    "pt": (
        r"\b(assine|cadastre-se|faça (seu )?login|registe-se)\b.{0,40}"
        r"(continuar (lendo|a ler|a leitura)|ler (o|este) artigo|ler (a|esta) (matéria|notícia))",
        r"(conteúdo|artigo|matéria|reportagem) (é )?(exclusiv|reservad)[oa] (para|a|aos?) "
        r"(assinantes|membros)",
    ),
    "it": (
        r"\b(abbonati|registrati|accedi)\b.{0,40}"
        r"(continuare a leggere|leggere (tutto )?l('|’)articolo)",
        r"(contenuto|articolo) (è )?(riservato|esclusivo) (agli|per( gli)?) (abbonati|utenti)",
    ),
    "nl": (
        r"\b(abonneer|registreer|log in|word abonnee|neem een abonnement)\b.{0,40}"
        r"(verder (te )?lezen|(dit|het) artikel te lezen)",
        r"artikel is (alleen|exclusief|enkel) voor (abonnees|leden)",
    ),
    "sv": (
        r"\b(logga in|prenumerera|bli prenumerant|skapa (ett )?konto)\b.{0,40}"
        r"(läsa (vidare|hela|artikeln)|fortsätta läsa)",
    ),
    "no, da": (
        r"\b(logg inn|log ind|kjøp|køb|bli abonnent|bliv abonnent|abonner)\b.{0,40}"
        r"(lese videre|læse videre|(lese|læse) (hele|saken|artikkelen|artiklen))",
        r"(saken|artikkelen|artiklen) er (kun |bare )?for abonnenter",
    ),
    "fi": (r"\b(tilaa|kirjaudu)\b.{0,40}(jatka\w* lukemista|lukeaksesi)",),
    "pl": (
        r"\b(zaloguj|zarejestruj|wykup|zasubskrybuj)\b.{0,40}(czytać dalej|cały artykuł)",
        r"artykuł\w* .{0,20}dla (prenumeratorów|subskrybentów)",
    ),
    "cs": (r"\b(předplaťte|přihlaste|registrujte)\b.{0,40}(číst dál|celý článek)",),
    "ru, uk": (
        r"\b(оформите|войдите|зарегистрируйтесь|подпишитесь)\b.{0,40}"
        r"(читать (дальше|далее|полностью)|продолжить чтение)",
        r"(материал|статья|стаття|матеріал) .{0,20}(только|лише|тільки) (для )?"
        r"(подписчик|передплатник)",
    ),
    "tr": (
        r"(okumaya devam|devamını oku)\w*.{0,40}\b(abone|üye)",
        r"\b(abone|üye) ol\w*.{0,40}(okumaya devam|devamını oku)",
    ),
    "ja": (
        r"この記事は.{0,12}(会員|購読者)(限定|専用|のみ)",
        r"(続き|全文).{0,15}(会員|登録|ログイン|購読)",
        r"(会員|登録|ログイン|購読).{0,20}(続き|全文)(を|が|も)?(読|お読み|ご覧)",
    ),
    "zh": (
        r"(登录|登入|登錄|订阅|訂閱|注册|註冊).{0,15}(继续|繼續|全文)(阅读|閱讀)?",
        r"(本文|全文).{0,8}(仅限|僅限).{0,8}(会员|會員|订阅|訂閱|订户|訂戶)",
    ),
    "ko": (r"(로그인|구독|회원가입).{0,20}(계속 (읽|보)|전문을? (읽|보)|기사 전문)",),
    "ar": (r"(اشترك|سجل).{0,30}(لمتابعة القراءة|لمواصلة القراءة|لقراءة (بقية|المقال))",),
}
"""Sentences that ask for a subscription or an account as the price of the rest of a text."""
WALL = re.compile("|".join(each for some in LANGUAGES.values() for each in some), re.IGNORECASE)


def paywall(page: Markup, article: Article) -> str:
    """Says what stands between a reader and the article, as words that follow `It is `, or ''."""
    if said := _declared(page):
        return f"behind a paywall, as its own markup says: {said}"
    if asked := _asked(page, article.body):
        return f"cut by a wall: {asked[:100]!r}"
    return ""


def _declared(page: Markup) -> str:
    """What the markup says of the page's article, or of the page where it describes none."""
    for thing in page.articles or page.items or page.web_pages:
        if _unfree(thing):
            return "isAccessibleForFree is false"
    locked = next((name for name in TIERS if page.meta(name).lower() == "locked"), "")
    return f"{locked} is 'locked'" if locked else ""


def _unfree(thing: Thing) -> bool:
    """Whether a thing is not free, or does not say and a part of it is not."""
    if "isAccessibleForFree" in thing:
        return _is_no(thing["isAccessibleForFree"])
    parts = thing.get("hasPart")
    return any(
        isinstance(part, dict) and _is_no(part.get("isAccessibleForFree", True))
        for part in (parts if isinstance(parts, list) else [parts])
    )


def _is_no(value: Any) -> bool:
    """False is also written as a text, and as an address of schema.org."""
    return str(value).strip().rpartition("/")[2].lower() in NO


def _asked(page: Markup, body: str) -> str:
    """The sentence of a wall at the end of a text, or on a page without one; or ''."""
    paragraphs = body.split("\n\n") if body else []
    if page.tree is None or sum(map(_weight, paragraphs)) > LONGEST:
        return ""
    ends = {letters(text)[:START] for text in paragraphs[-NEAR:]}
    said = [block.text for block in blocks(page.tree)]
    at = [n for n, text in enumerate(said) if any(end in letters(text) for end in ends)]
    near = said[at[0] : at[-1] + 1 + NEAR] if at else [] if body else said
    near += paragraphs[-NEAR:]
    return next((text for text in near if len(text) <= SENTENCE and WALL.search(text)), "")


def _weight(text: str) -> int:
    """Letters of an alphabet; a character of Chinese counts for two."""
    return len(text) + len(WIDE.findall(text))
