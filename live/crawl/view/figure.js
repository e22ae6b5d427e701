// The picture that leads the article, together with its caption: [left, top, right, bottom], px
// from the page's top left. null: no picture has loaded near the headline.
() => {
  const WIDE = 240, TALL = 120, CAPTION = 500, SCREENS = 1.5;
  const ELSEWHERE = 'nav, aside, footer, dialog, form, [role=navigation], [role=complementary]';

  const shown = element => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const box = element => element.getBoundingClientRect();

  function loaded(picture) {
    if (picture.matches('img')) return picture.complete && picture.naturalWidth > 1;
    return !picture.matches('video') || picture.readyState > 1 || Boolean(picture.poster);
  }

  // A teaser's picture leads to its own story.
  function leadsAway(picture) {
    const link = picture.closest('a[href]');
    if (!link || /\.(avif|gif|jpe?g|png|webp)$/i.test(link.pathname)) return false;
    return !/^(https?|file):$/.test(link.protocol) ? false : link.pathname !== location.pathname;
  }

  const heads = [...document.querySelectorAll('h1')].filter(h => shown(h) && h.textContent.trim());
  const head = heads.find(h => h.closest('article, main')) || heads[0]
    || document.querySelector('article, main, [role=main]');
  if (!head) return null;
  const story = head.closest('article');
  const near = SCREENS * innerHeight, from = box(head).top - near, to = box(head).bottom + near;

  function leads(picture) {
    const { left, right, top, width, height } = box(picture);
    if (width < WIDE || height < TALL || right <= 0 || left >= innerWidth) return false;
    if (top < from || top > to || !shown(picture) || !loaded(picture)) return false;
    if (picture.closest(ELSEWHERE) || leadsAway(picture)) return false;
    const header = picture.closest('header'), own = picture.closest('article');
    return (!header || header.contains(head)) && (!own || !story || own === story || own.contains(story));
  }

  // What holds the picture and a caption, and nothing else of the story.
  function frameOf(picture) {
    const figure = picture.closest('figure');
    if (figure && !figure.contains(head)) return figure;
    let frame = picture;
    for (let up = picture.parentElement; up && up !== document.body; up = up.parentElement) {
      if (up.contains(head) || up.matches('article, main') || up.querySelector('h1, h2, h3')) break;
      if (up.textContent.trim().length > CAPTION || box(up).height > box(picture).height + TALL) break;
      if (up.querySelectorAll('p').length > 1) break;
      frame = up;
    }
    return frame;
  }

  const picture = [...document.querySelectorAll('img, video, svg, canvas')].find(leads);
  if (!picture) return null;
  const frame = frameOf(picture), parts = [picture, frame, ...frame.querySelectorAll('figcaption')];
  const boxes = parts.filter(shown).map(box).filter(b => b.width > 1 && b.height > 1);
  const left = Math.max(0, Math.min(...boxes.map(b => b.left)) + scrollX);
  const top = Math.max(0, Math.min(...boxes.map(b => b.top)) + scrollY);
  const right = Math.min(innerWidth, Math.max(...boxes.map(b => b.right)) + scrollX);
  const bottom = Math.max(...boxes.map(b => b.bottom)) + scrollY;
  return [left, top, right, bottom];
}
