"""Walls of many makes, in real Chromium: each is answered, what is left is hidden, stories stay."""

import asyncio
import json

import pytest

from live.crawl.view.consent import Consent

OVER = "position:fixed;inset:0;background:pink"
BAR = "position:fixed;bottom:0;width:100%;height:90px;background:pink"
GONE = "document.getElementById('wall').remove()"
COOKIES = "We use cookies and similar technologies to store data on your device."

HIDDEN = f"hid a consent wall (div: '{COOKIES[:60]}')"

WALLS = {
    "known": (
        "refused consent (onetrust)",
        f'<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" style="{BAR}">{COOKIES}'
        '<button id="onetrust-accept-btn-handler">Accept</button>'
        '<button id="onetrust-reject-all-handler">Reject</button></div></div>'
        "<script>document.getElementById('onetrust-reject-all-handler').onclick = () => "
        "document.getElementById('onetrust-consent-sdk').remove()</script>",
    ),
    "policed": (
        "refused consent (didomi)",
        '<meta http-equiv="Content-Security-Policy" content="script-src \'nonce-ours\'">'
        f'<div id="didomi-host"><div id="didomi-notice" style="{OVER}">{COOKIES}'
        '<button id="didomi-notice-disagree-button">Disagree</button></div></div>'
        "<script nonce=ours>document.getElementById('didomi-notice-disagree-button').onclick = "
        "() => document.getElementById('didomi-host').remove()</script>",
    ),
    "framed": (
        "refused consent (sourcepoint-frame)",
        f'<iframe id="wall" src="http://cmp.example/index.html?message_id=1" style="{OVER};'
        f'width:100%;height:100%"></iframe><script>onmessage = () => {GONE}</script>',
    ),
    "accept_only": (
        "accepted consent (usercentrics-button)",
        f'<div id="wall" style="{BAR}"><div id="usercentrics-button">{COOKIES}'
        f'<button id="uc-btn-accept-banner" onclick="{GONE}">OK</button></div></div>',
    ),
    "unknown": (
        "refused consent (unknown wall)",
        f'<div id="wall" style="{OVER}">Wir verwenden Cookies, um Inhalte zu personalisieren.'
        f'<button>Alle akzeptieren</button><button onclick="{GONE}">Alle ablehnen</button></div>',
    ),
    "unknown_accept_only": (
        "accepted consent (unknown wall)",
        f'<div id="wall" style="{OVER}">{COOKIES}<button onclick="{GONE}">Accept</button></div>',
    ),
    "reloads": (
        "refused consent (unknown wall)",
        f'<div id="wall" style="{OVER}">{COOKIES}<button onclick="localStorage.no = 1; '
        'location.reload()">Reject all</button></div>'
        f"<script>if (localStorage.no) {GONE}</script>",
    ),
    "shadowed": (
        HIDDEN,
        f"<div id=host></div><script>host.attachShadow({{mode: 'open'}}).innerHTML = "
        f"{json.dumps(f'<div style={OVER!r}>{COOKIES}<button>Reject all</button></div>')}</script>",
    ),
    "mute": (HIDDEN, f'<div style="{OVER}">{COOKIES} <a href="/more">More</a></div>'),
    "none": (None, "<p>The ministry wrote a law about cookies and consent.</p>"),
}


@pytest.mark.browser
async def test_every_wall_is_answered_or_hidden_and_the_story_is_seen(web, cleaned, make_article):
    web.put(
        "cmp.example/index.html?message_id=1",
        "<p>Your privacy</p><button class='sp_choice_type_13' "
        "onclick=\"parent.postMessage(1, '*')\">Reject</button>",
    )
    urls = [web.put(f"paper.example/{n}", make_article(n, html)) for n, (_, html) in WALLS.items()]
    found = {}
    for batch in (urls[:5], urls[5:]):
        for tab, done in await asyncio.gather(*map(cleaned, batch)):
            name = tab.url.rpartition("/")[2]
            found[name] = done
            pixels = "([x, y]) => document.elementFromPoint(x, y)?.closest('article') !== null"
            assert await tab.evaluate(pixels, [300, 60]), f"{name}: something is over the story"
            bar = "() => document.elementFromPoint(320, 460)?.closest('body > div') == null"
            assert await tab.evaluate(bar), f"{name}: a bar is left"
    assert found == {name: (done,) if done else () for name, (done, _) in WALLS.items()}


async def test_a_page_cannot_fill_its_record_by_claiming_walls():
    consent = Consent()
    for n in range(1000):
        consent.hear({"frame": n}, "popupFound", "x")
        consent.hear({"frame": n}, "refused", f"<b>{n}" * 1000)
    await consent.settled()
    done = consent.done
    assert len(done) < 10 and max(map(len, done)) < 80 and "<" not in "".join(done)
