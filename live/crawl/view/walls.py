"""A page's title, text and HTML -> whose wall against robots, or which error page it is. Pure.

A page with a story's worth of text is no wall, whatever scripts and words it has: outlets carry
the vendors' scripts on every page, and some write about them.
"""

import re
from dataclasses import dataclass

LONGEST = 1500
"""Letters: what a vendor's wall may say; the front matter of any outlet alone says more."""
FEW = 700
"""Letters of a page that asks for a human in its own words, or says nothing but its error."""


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


VENDORS = {
    "Cloudflare": _any(
        "_cf_chl_opt",
        "/cdn-cgi/challenge-platform/[^\"']*orchestrate",
        "cf-browser-verification",
        "cf-error-details",
        "cloudflare ray id",
    ),
    "DataDome": _any(r"captcha-delivery\.com"),
    "HUMAN (PerimeterX)": _any("px-captcha", r"captcha\.px-c(dn|loud)\.net"),
    "Akamai": _any(r"errors\.edgesuite\.net", r"reference\s*(#|&#35;)\s*\d+\.[0-9a-f]+\.\d+"),
    "Imperva": _any("incapsula incident id", "powered by imperva", "imperva-captcha"),
    "AWS WAF": _any(r"captcha[\w.-]*\.awswaf\.com", "gokuprops"),
}
"""Marks in the HTML or text of a wall. Their names on ordinary pages are not among them."""

ROBOT = _any(
    r"verify(ing)? (that )?you('|’)?(re| are) (a )?(real )?(human|person|not a (ro)?bot)",
    r"(confirm|prove|make sure) (that )?you('|’)?(re| are) (a )?(real )?(human|not a (ro)?bot)",
    r"are you (a )?(human|(ro)?bot)\b",
    "(i('|’)m|i am) not a robot",
    "press (&|and) hold",
    "checking (your browser|if the site connection is secure)",
    "(enable|activate) (javascript|js|cookies) and (javascript|cookies|disable)",
    "unusual (traffic|activity) from your",
    "pardon our interruption",
    r"^just a moment\W*$",
    "complete (the|a) (security check|captcha)",
    "access (to this (page|site|website) )?(has been |is |was )?(denied|blocked)",
    "(you|your ip( address)?) (have|has) been blocked",
    "(ein mensch|kein (ro)?bot(er)?) sind",
    "vous (êtes (bien )?(un )?humain|n('|’)êtes pas un robot)",
    "(no (eres|es|soy) un robot|(eres|es) (un )?human[oa])",
    "não (é|sou) um robô",
    "non sei un robot",
    "что вы не робот",
    "ロボットではあ?りません|ロボットではない",
    "人机验证|安全验证|您是真人|您是真人|人機驗證",
    "로봇이 아닙니다",
)

SEPARATOR = re.compile(r"\s+[|–—·•:-]+\s+|\||\n")
NUMBER = r"(error|fehler|erreur|errore|erro|http)?\W*(400|401|403|404|410|429|451|500|502|503|504)"
MEANING = (
    r"((page|file|seite) )?(not found|forbidden|unauthori[sz]ed|access denied|gone|error"
    r"|bad request|(internal )?server error|bad gateway|gateway time-?out"
    r"|service( temporarily)? unavailable|too many requests"
    r"|unavailable for legal reasons|nicht gefunden)"
)
LOST = "|".join(
    (
        r"(this |the |that )?page (was |is |could |can)?\s?(not|n('|’)t) (be )?found",
        "page (introuvable|non trouvée)",
        "(die )?seite (wurde )?nicht gefunden",
        "página no encontrada",
        "página não encontrada",
        "pagina non trovata",
        "pagina niet gevonden",
        "sidan (hittades inte|kunde inte hittas|finns inte)",
        "siden (blev |ble |er )?ikke (fundet|funnet)",
        "sivua ei löyty(nyt)?",
        "nie znaleziono strony|strona nie (została )?znaleziona",
        "страница не найдена|сторінку не знайдено",
        "sayfa bulunamadı",
        "页面不存在|找不到(该)?页面|頁面不存在|找不到(該)?(網頁|頁面)",
        "ページが見つかりません(でした)?",
        "페이지를 찾을 수 없습니다",
        "الصفحة غير موجودة",
        "पेज नहीं मिला",
    )
)
SORRY = r"((oops|sorry|ups|hoppla|oh no)\W*)?"
ERROR = re.compile(rf"{SORRY}({NUMBER}(\W+{MEANING})?|{LOST})\W*({NUMBER}\W*)?", re.IGNORECASE)
BARE = re.compile(MEANING, re.IGNORECASE)


@dataclass(frozen=True)
class Wall:
    """slug: bot_wall or error_page. what: words that follow `It is `."""

    slug: str
    what: str


def wall(title: str, headline: str, text: str, html: str = "") -> Wall | None:
    """Tells what stands where an article should be. None: nothing that is known.

    headline: of the first h1. text: what can be seen. html: needed of pages up to LONGEST only.
    """
    names = [part.strip() for part in SEPARATOR.split(f"{title}\n{headline}")]
    lines = [line.strip() for line in text.splitlines()]
    if len(text) <= LONGEST:
        for vendor, marks in VENDORS.items():
            if marks.search(html) or marks.search(text):
                return Wall("bot_wall", f"a wall of {vendor} against robots")
    error = next((name for name in names if ERROR.fullmatch(name)), "")
    if len(text) <= FEW:
        if asked := next((line for line in [*names, *lines] if ROBOT.search(line)), ""):
            return Wall("bot_wall", f"a wall against robots: {asked[:100]!r}")
        short = (each for each in [*names, *lines] if ERROR.fullmatch(each) or BARE.fullmatch(each))
        error = error or next(short, "")
    return Wall("error_page", f"an error page: {error!r}") if error else None
