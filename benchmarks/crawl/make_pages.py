"""Writes the pages that extract.py reads by default: pages/*.html.gz and pages/index.json.

All outlets, people and stories are invented. Each page has a markup of its own and a trap: other
articles in JSON-LD, a swapped day and month, cookies longer than the story, an endless page ...
"""

import gzip
import json
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"
CRAWLED = "2026-10-20 18:00:00"
Row = dict[str, Any]

EN = (
    "The council of Oldtown agreed on Tuesday night to mend the bridge over the river Lind.",
    "Work will begin in March and last for two years, said the town's engineer, Ada Bell.",
    "Shops on the northern bank fear for their trade and want a ferry until the work is done.",
    "The mayor promised to ask the shipyard for one of its boats before the winter is over.",
    "It is the third time in a hundred years that the bridge is closed for more than a month.",
)
DE = (
    "Die Gemeinde Seeblick baut im kommenden Jahr eine neue Schule am Rand des alten Hafens.",
    "Das hat der Gemeinderat am Montag nach langer Debatte mit großer Mehrheit beschlossen.",
    "Bürgermeisterin Grete Amsel rechnet mit Kosten von zwölf Millionen Euro für den Bau.",
    "Kritik kommt von den Fischern, die ihre Netze bisher auf dem Gelände trocknen lassen.",
)
FR = (
    "La petite ville de Montclair ouvrira au printemps son premier musée consacré aux horloges.",
    "Plus de trois cents pièces, données par un ancien horloger, y seront montrées au public.",
    "La mairie espère attirer vingt mille visiteurs par an, surtout pendant les mois d'été.",
    "Le bâtiment, une ancienne gare fermée depuis quarante ans, a été restauré en dix-huit mois.",
)
ES = (
    "El puerto de Bahía Clara reanudó este jueves su actividad después de tres días de temporal.",
    "Los primeros barcos de pesca salieron poco antes del amanecer, según la cofradía local.",
    "El ayuntamiento calcula que los daños en el paseo marítimo superan los dos millones.",
    "Las escuelas del barrio marinero volverán a abrir sus puertas el próximo lunes.",
)
PT = (
    "A cidade de Ribeira Alta inaugurou no sábado um jardim com plantas de todos os continentes.",
    "O espaço ocupa uma antiga fábrica de sabão, abandonada há mais de vinte e cinco anos.",
    "Segundo a câmara, a entrada será gratuita para os moradores até ao fim do próximo ano.",
    "Os jardineiros pedem aos visitantes que não levem sementes nem deem comida às aves.",
)
JA = (
    "海辺の町で二十年ぶりに灯台の明かりがともり、夜の港に集まった住民から大きな拍手が起きた。",
    "灯台は老朽化で使われなくなっていたが、町の若者たちが寄付を集めて修理を続けてきた。",
    "町長は記者会見で、来年の春から灯台の中を一般の人にも公開する考えを明らかにした。",
    "修理にかかった費用はおよそ三千万円で、その半分は町の外からの寄付だったという。",
)
AR = (
    "افتتحت بلدة الواحة مكتبة عامة جديدة تضم أكثر من عشرين ألف كتاب في وسط السوق القديم.",
    "وقال رئيس البلدية إن المكتبة ستبقى مفتوحة كل يوم حتى ساعة متأخرة من الليل مجانا.",
    "وتضم المكتبة قاعة للأطفال وأخرى للموسيقى وحديقة صغيرة يمكن القراءة فيها طوال العام.",
    "ومن المتوقع أن يزورها نحو ألف شخص في الأسبوع بحسب تقديرات إدارة البلدة.",
)
RU = (
    "В посёлке Сосновка открыли новый мост через реку, который строили почти четыре года.",
    "Первыми по нему прошли школьники, которым раньше приходилось ждать паром каждое утро.",
    "По словам главы посёлка, строительство обошлось дешевле, чем предполагалось вначале.",
    "Старый паром оставят у берега, и летом на нём будут устраивать концерты для жителей.",
)
IT = (
    "Il comune di Valchiara ha deciso di riaprire la vecchia ferrovia che sale fino al lago.",
    "Il primo treno partirà a maggio e impiegherà quaranta minuti per dodici chilometri.",
    "I biglietti costeranno tre euro, e i residenti viaggeranno gratis nei giorni feriali.",
    "Gli albergatori del lago parlano di una giornata storica per tutta la valle.",
)
ZU = (
    "Abantu basemzini wakwaNtaba bajabulile ngoLwesibili ngesikhathi kuvulwa umtholampilo omusha.",
    "Umtholampilo uzosebenza izinsuku zonke, kuzoba khona nodokotela ababili abazohlala khona.",
    "IMeya ithe lo msebenzi uthathe iminyaka emithathu ngoba bekunenkinga yemali yokwakha.",
    "Abahlali bathi manje abasazukuhamba ibanga elide uma befuna usizo lwezempilo.",
)


def main() -> None:
    """Writes all pages; the same bytes every time."""
    PAGES.mkdir(exist_ok=True)
    rows = []
    for row, html in pages():
        (PAGES / row["file"]).write_bytes(gzip.compress(html.encode(), mtime=0))
        rows.append(row)
    index = json.dumps(rows, ensure_ascii=False, indent=1)
    (PAGES / "index.json").write_text(index + "\n", encoding="utf-8")


def pages() -> list[tuple[Row, str]]:
    """Gives (row of the index, HTML) of each page."""
    return [
        _among_others(),
        _kicker(),
        _meta_only(),
        _live_blog(),
        _broken_json(),
        _line_breaks(),
        _microdata(),
        _endless(),
        _cookies(),
        _swapped(),
        _address_and_time(),
        _wrong_language(),
    ]


def _row(name: str, url: str, title: str, published: str, body: tuple[str, ...]) -> Row:
    return {
        "file": f"{name}.html.gz",
        "url": f"https://{name.replace('_', '-')}.example{url}",
        "crawled": CRAWLED,
        "title": title,
        "published": published,
        "paragraphs": list(body),
    }


def _ld(*things: Row) -> str:
    text = json.dumps({"@context": "https://schema.org", "@graph": list(things)})
    return f'<script type="application/ld+json">{text}</script>'


def _news(published: str, **more: Any) -> Row:
    return {"@type": "NewsArticle", "datePublished": published} | more


def _page(language: str, head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{head}</head>'
        f"<body>{body}</body></html>"
    )


def _ps(texts: tuple[str, ...], kind: str = "") -> str:
    return "".join(f"<p{kind}>{text}</p>" for text in texts)


def _among_others() -> tuple[Row, str]:
    """The page's own JSON-LD stands between those of articles that it recommends."""
    title, at = "Oldtown mends its bridge", "2026-10-14T09:30:00+02:00"
    row = _row("among_others", "/town/bridge", title, at, EN)
    other = {"url": "https://among-others.example/town/mayor", "headline": "A new mayor"}
    head = _ld(
        {"@type": "WebPage", "datePublished": "2019-01-01T00:00:00Z"},
        _news("2026-10-19T08:00:00Z", **other),
        _news(at, url=row["url"], headline=title, dateModified="2026-10-19T08:00:00Z"),
    )
    aside = "<aside><p>The new mayor of the town has moved into the hall by the river.</p></aside>"
    return row, _page("en", head, f"<article><h1>{title}</h1>{_ps(EN)}</article>{aside}")


def _kicker() -> tuple[Row, str]:
    """A kicker, a lead, a caption and a newsletter around and between the paragraphs."""
    title, at = "Bildung: Seeblick baut eine Schule", "2026-10-12T18:05:00+02:00"
    row = _row("kicker", "/ort/schule.html", title, at, DE)
    head = f'<title>{title} | Seeblick heute</title><meta name="date" content="{at}">'
    body = (
        "<main><article><h1><span>Bildung</span><span class=hidden>: </span>"
        "<span>Seeblick baut eine Schule</span></h1>"
        "<p class=article__teaser>Der Gemeinderat hat entschieden, die Fischer sind dagegen.</p>"
        '<figure><img src="/b/hafen.jpg"><figcaption>Der alte Hafen im Herbst. Foto: Amsel'
        f"</figcaption></figure><div class=text>{_ps(DE[:2])}<h2>Wer das bezahlt</h2>"
        "<div class=newsletter-box><p>Jeden Morgen das Wichtigste aus Seeblick: unser Brief an "
        f"Sie, kostenlos und kurz.</p></div>{_ps(DE[2:])}</div></article></main>"
    )
    return row, _page("de-AT", head, body)


def _meta_only() -> tuple[Row, str]:
    """No JSON-LD; links to other stories between the paragraphs."""
    title, at = "Un musée des horloges à Montclair", "2026-10-09T06:00:00+00:00"
    row = _row("meta_only", "/culture/musee-des-horloges", title, at, FR)
    head = (
        f'<meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="{at}">'
        '<meta property="article:modified_time" content="2026-10-18T06:00:00+00:00">'
    )
    link = "<p>Lire aussi : <a href='/gare'>La gare de Montclair restaurée après des années</a></p>"
    return row, _page("fr", head, f"<h1>{title}</h1><div>{_ps(FR[:2])}{link}{_ps(FR[2:])}</div>")


def _live_blog() -> tuple[Row, str]:
    """A live blog, changed much later than it began."""
    title, at = "El puerto de Bahía Clara reabre: última hora", "2026-10-08T07:40:00-03:00"
    row = _row("live_blog", "/directo/puerto", title, at, ES)
    head = _ld(
        {
            "@type": "LiveBlogPosting",
            "headline": title,
            "datePublished": at,
            "dateModified": "2026-10-11T21:00:00-03:00",
            "coverageStartTime": at,
            "liveBlogUpdate": [
                {"@type": "BlogPosting", "datePublished": "2026-10-11T20:00:00-03:00"}
            ],
        }
    )
    entries = "".join(
        f"<section class=entry><time datetime='2026-10-11T2{n}:00:00-03:00'>2{n}:00</time>"
        f"<p>{text}</p></section>"
        for n, text in enumerate(ES)
    )
    return row, _page("es", head, f"<article><h1>{title}</h1>{entries}</article>")


def _broken_json() -> tuple[Row, str]:
    """JSON-LD that is not JSON, and a title with the paper's name behind it."""
    title, at = "Ribeira Alta abre um jardim do mundo", "2026-10-11T10:00:00+01:00"
    row = _row("broken_json", "/cidade/jardim-123456", title, at, PT)
    head = (
        f'<meta property="og:title" content="{title} - Folha da Ribeira">'
        '<meta property="og:site_name" content="Folha da Ribeira">'
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        f'"datePublished": "{at}", }}</script>'
    )
    return row, _page("pt-PT", head, f"<h2>Cidade</h2><article>{_ps(PT)}</article>")


def _line_breaks() -> tuple[Row, str]:
    """Paragraphs by line breaks; no space between words."""
    title, at = "二十年ぶりに灯台の明かり　海辺の町で点灯式", "2026-10-13T20:15:00+09:00"
    row = _row("line_breaks", "/news/20261013-1.html", title, at, JA)
    head = f"<title>{title}｜港新聞</title>{_ld(_news(at, headline=title))}"
    text = "<br><br>".join(JA)
    return row, _page("ja", head, f"<h1>{title}</h1><div class=honbun>{text}</div>")


def _microdata() -> tuple[Row, str]:
    """Microdata, from right to left."""
    title, at = "مكتبة جديدة في بلدة الواحة", "2026-10-07T12:00:00+03:00"
    row = _row("microdata", "/news/library", title, at, AR)
    body = (
        '<div itemscope itemtype="https://schema.org/NewsArticle" dir=rtl>'
        f'<meta itemprop="datePublished" content="{at}"><h1 itemprop="headline">{title}</h1>'
        f"<div itemprop=articleBody>{_ps(AR)}</div></div>"
    )
    return row, _page("ar", "", body)


def _endless() -> tuple[Row, str]:
    """The next article, longer and newer, follows on the same page."""
    title, at = "A ferry for the northern bank", "2026-10-05T16:20:00Z"
    story = EN[2:]
    row = _row("endless", "/town/ferry", title, at.replace("Z", "+00:00"), story)
    head = _ld(_news(at, url=row["url"], headline=title))
    after = _ld(_news("2026-10-20T10:00:00Z", url="/town/school", headline="A school"))
    more = "".join(f"<p>{n}. {text.replace('bridge', 'school')}</p>" for n in "123" for text in EN)
    body = f"<article><h1>{title}</h1>{_ps(story)}</article>"
    return row, _page("en", head, f"{body}<article><h1>A school</h1>{more}</article>{after}")


def _cookies() -> tuple[Row, str]:
    """A day without a time, and a consent box that says more than the story."""
    title, at = "Third closure of the bridge in a century", "2026-10-06"
    row = _row("cookies", "/history/closures", title, at, EN)
    cookie = "This cookie is set by a plug-in and keeps what you chose in category number"
    box = "".join(f"<p>{cookie} {n} for as long as eleven months.</p>" for n in range(20))
    head = _ld(_news(at, headline=title))
    body = f"<h1>{title}</h1><div class=story>{_ps(EN)}</div>"
    return row, _page("en", head, f"{body}<div id=cookie-consent><div>{box}</div></div>")


def _swapped() -> tuple[Row, str]:
    """Day and month swapped in JSON-LD, which makes it a day to come; meta has it right."""
    title, at = "В Сосновке открыли новый мост", "2026-10-12T11:00:00+03:00"
    row = _row("swapped", "/news/most", title, at, RU)
    head = _ld(_news("2026-12-10T11:00:00+03:00", headline=title))
    head += f'<meta property="article:published_time" content="{at}">'
    return row, _page("ru", head, f"<main><h1>{title}</h1>{_ps(RU)}</main>")


def _address_and_time() -> tuple[Row, str]:
    """A <time> and the address alone name the day; the header shows today's."""
    title, at = "Riapre la ferrovia del lago", "2026-10-10T08:30:00+02:00"
    row = _row("address_and_time", "/2026/10/10/ferrovia", title, at, IT)
    body = (
        "<header><time datetime='2026-10-20'>martedì 20 ottobre 2026</time></header>"
        f"<article><h1>{title}</h1><time class=published datetime='{at}'>10 ottobre</time>"
        f"{_ps(IT)}</article><footer>© 2026 Valchiara</footer>"
    )
    return row, _page("it", f"<title>{title}</title>", body)


def _wrong_language() -> tuple[Row, str]:
    """A template that declares English for a paper in isiZulu; links before each story."""
    title, at = "Kuvulwe umtholampilo omusha kwaNtaba", "2026-10-15T14:45:00+02:00"
    row = _row("wrong_language", "/izindaba/umtholampilo", title, at, ZU)
    head = _ld(_news(at, headline=title, author={"name": "Thandi Mbele"}))
    link = "<p>FUNDA: <a href='/x'>Imeya entsha ingene ehhovisi layo izolo ntambama</a></p>"
    return row, _page("en", head, f"<article><h1>{title}</h1>{link}{_ps(ZU)}</article>")


if __name__ == "__main__":
    main()
