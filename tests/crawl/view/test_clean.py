"""A cleaned page shows its story, whole and once, and nothing that stood over it or beside it."""

import io

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

PINK = (255, 0, 200)
BOX = f"background:rgb{PINK};height:60px"


def drawing(colour):
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="90">'
        f'<rect width="640" height="90" fill="rgb{colour}"/></svg>'
    )


async def shot(tab):
    png = await tab.screenshot(full_page=True)
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


def counts(image):
    return {colour: count for count, colour in image.getcolors(1 << 24)}


async def test_what_stands_over_or_beside_the_story_goes_and_the_story_stays(
    web, cleaned, make_article
):
    web.put("ads.example/one", f"<body style='{BOX}'>Buy")
    body = (
        # ads: a frame and its label, a slot by its name, a slot by its label
        '<aside><small>Advertisement</small><iframe src="http://ads.example/one" height="300">'
        f'</iframe></aside><div class="ad-slot" style="{BOX}"></div>'
        f'<div aria-label="Anzeige" style="{BOX}"></div>'
        f'<div><div id="div-gpt-ad-123-0" style="{BOX}"></div></div>'
        # what floats: newsletter, chat, video dock, bottom bar, dialogs, in a shadow too
        f'<div role="dialog" aria-modal="true" style="{BOX};position:fixed;top:200px;left:200px;'
        'width:200px">Our newsletter <form><input></form></div>'
        f'<div style="{BOX};position:fixed;bottom:9px;right:9px;width:60px">Chat</div>'
        f'<div style="{BOX};position:fixed;bottom:99px;right:9px;width:200px"><video></video></div>'
        f'<div style="{BOX};position:fixed;bottom:0;width:100%">Subscribe</div>'
        f'<dialog id="ask" style="{BOX}">Turn on news alerts?</dialog><script>ask.showModal()'
        f'</script><div style="{BOX};position:fixed;inset:0;height:auto;z-index:9">Join us</div>'
        "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML = "
        f"'<div style=\"{BOX};position:fixed;inset:0;height:auto\">Rate us</div>'</script>"
        "<div id=shut></div><script>shut.attachShadow({mode: 'closed'}).innerHTML = "
        f"'<div style=\"{BOX};position:fixed;inset:0;height:auto\">Sign in</div>'</script>"
        # what stays: stories whatever they are called, a background, a map in the story
        '<div class="ad-venture"><p>An ad-venture in the hills</p></div>'
        '<div id="ads-debate"><p>The debate on ads</p></div>'
        '<div style="position:fixed;inset:0;z-index:-1;background:rgb(9,9,9)"></div>'
        '<section class="sponsored"><h1>Sponsored rowers win</h1></section>'
        '<p id="last">The last paragraph</p>'
    )
    html = make_article("Story", body).replace(
        "<body>", '<body class="ads" style="overflow:hidden">'
    )
    tab, done = await cleaned(web.put("paper.example/one", html))
    colours = counts(await shot(tab))
    assert PINK not in colours and (9, 9, 9) in colours
    text = await tab.inner_text("body")
    for kept in ("Story", "An ad-venture", "debate on ads", "Sponsored rowers", "The last"):
        assert kept in text
    assert "Advertisement" not in text
    assert done == (
        "blocked 1 ad request (ads.example)",
        "hid 4 ads (iframe, .ad-slot, div)",
        "collapsed 1 blank box (aside)",
        "hid an overlay (div: 'Our newsletter')",
        "hid a floating box (div: 'Chat')",
        "hid a floating box (div)",
        "hid a floating box (div: 'Subscribe')",
        "hid an overlay (#ask: 'Turn on news alerts?')",
        "hid an overlay (div: 'Join us')",
        "hid an overlay (div: 'Rate us')",
        "hid an overlay (#shut)",
        "unstuck 1 box (div)",
    )
    assert await tab.evaluate("getComputedStyle(document.body).overflow") == "visible"


@pytest.mark.parametrize("place", ["fixed", "sticky"])
async def test_a_header_that_follows_the_reader_is_in_the_picture_once(
    web, cleaned, make_article, place
):
    bar = f'<div style="position:{place};top:0;left:0;width:100%;height:40px;background:rgb{PINK}">'
    html = make_article("Bars", '<div style="height:3000px"></div>')
    url = web.put("paper.example/one", html.replace("<article>", f"{bar}Top</div><article>"))
    tab, done = await cleaned(url)
    await tab.evaluate("scrollTo(0, 900)")
    screen = Image.open(io.BytesIO(await tab.screenshot())).convert("RGB")
    assert PINK not in counts(screen)
    assert counts(await shot(tab))[PINK] > 20_000
    assert done == ("unstuck 1 box (div)",)
    tab, done = await cleaned(url, unstick=False)
    assert done == () and PINK in counts(await shot(tab))


async def test_a_box_is_named_by_its_id_and_its_first_words_without_what_is_no_letter(
    web, cleaned, make_article
):
    words = "Register\u202e to\x07 read   on &amp; on, " + "it is free for a month, " * 9
    wall = f'<div id="sign\x1bup" style="{BOX};position:fixed;inset:0;height:auto">{words}</div>'
    _, done = await cleaned(web.put("paper.example/one", make_article("Wall", wall)))
    (phrase,) = done
    assert phrase.startswith("hid an overlay (#sign up: 'Register to read on & on, it is")
    assert len(phrase) < 100 and phrase.isprintable()


async def test_what_comes_over_a_page_that_was_cleaned_goes_when_it_is_cleaned_again(
    web, browse_clean, make_article
):
    tab, cleaner = await browse_clean(web.put("paper.example/one", make_article("Late")))
    assert cleaner.done == ()
    cover = f'<div id="late" style="{BOX};position:fixed;inset:0;height:auto">Join us</div>'
    await tab.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", cover)
    await cleaner.clean()
    assert cleaner.done == ("hid an overlay (#late: 'Join us')",)
    assert PINK not in counts(await shot(tab))


async def test_a_wall_in_the_pages_flow_goes_and_an_article_on_cookies_stays(
    web, cleaned, make_article
):
    ask = "<h2>Your privacy</h2><p>We use cookies. By going on you consent to all of them.</p>"
    body = (
        f'<div style="{BOX};height:300px"><div>{ask}<button>Accept all cookies</button></div></div>'
        '<div class="cookie-recipe">Cookie recipes: accept all of our invitations to bake</div>'
        "<main><div>The law on cookies and consent, in full, as it was agreed on Tuesday by all"
        "<button>Accept</button></div></main>"
    )
    tab, done = await cleaned(web.put("paper.example/one", make_article("Cookies", body)))
    assert done == (
        "hid a consent wall (div: 'Your privacy We use cookies. By going on you consent to all')",
    )
    text = await tab.inner_text("body")
    assert "Cookie recipes" in text and "The law on cookies" in text and "Your privacy" not in text


async def test_blank_boxes_that_stay_are_said(web, cleaned, make_article):
    web.put("paper.example/there.svg", drawing((1, 2, 3)), "image/svg+xml")
    size = 'width="300" height="200"'
    body = (
        f'<img src="/gone.jpg" {size}><video id="clip" {size}></video><img src="/there.svg" {size}>'
        '<img src="/gone-too.gif" width="1" height="1"><video poster="/there.svg"></video>'
    )
    _, done = await cleaned(web.put("paper.example/one", make_article("Holes", body)))
    assert done == ("left 2 blank boxes (img, #clip)",)


async def test_a_story_that_comes_by_scrolling_is_said(web, cleaned, make_article):
    body = (
        '<div style="height:900px"></div><p id="end">More</p><script>new IntersectionObserver(seen '
        "=> { if (seen[0].isIntersecting) document.body.insertAdjacentHTML('beforeend', "
        "'<article><h1>The next story</h1></article>') }).observe(end)</script>"
    )
    _, done = await cleaned(web.put("paper.example/one", make_article("First", body)))
    assert done == ("left another story below, which came by scrolling (h1: 'The next story')",)


async def test_lazy_pictures_are_there_and_those_below_the_picture_are_not_asked_for(
    web, cleaned, make_article
):
    colours = {"lazy": (1, 2, 3), "seen": (4, 5, 6), "data": (7, 8, 9), "set": (10, 11, 12)}
    for name in [*colours, "far"]:
        svg = drawing(colours.get(name, PINK))
        web.put(f"paper.example/{name}.svg", svg, "image/svg+xml")
    size = 'width="640" height="90"'
    gif = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    body = (
        '<div style="height:2000px"></div>'
        f'<img loading="lazy" src="/lazy.svg" {size}><img id="late" {size}>'
        f'<img src="{gif}" data-src="/data.svg" {size}><img data-srcset="/set.svg 1x" {size}>'
        '<div style="height:9000px"></div>'
        f'<img loading="lazy" src="/far.svg" {size}>'
        "<script>new IntersectionObserver(seen => { if (seen[0].isIntersecting) late.src = "
        "'/seen.svg' }).observe(late)</script>"
    )
    tab, done = await cleaned(web.put("paper.example/one", make_article("Lazy", body)))
    assert done == () and await tab.evaluate("scrollY") == 0
    assert set(colours.values()) <= set(counts(await shot(tab)))
    assert "paper.example/far.svg" not in web.asked


async def test_a_page_that_spins_while_it_is_cleaned_is_given_up(
    web, cleaned, make_article, monkeypatch
):
    monkeypatch.setattr("live.crawl.view.scripts.STEP_SECONDS", 2)
    spin = "<script>onscroll = () => { while (1); }</script><div style='height:3000px'></div>"
    with pytest.raises(TimeoutError):
        await cleaned(web.put("paper.example/one", make_article("Spins", spin)))
