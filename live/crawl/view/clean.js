// Tidies a loaded page for its picture, and gives what it did, one phrase each. It may run again:
// then it does what has come to be done since.
argument => {

// A box is an ad by its name when all of the name is about ads and their places: not "ad-venture".
const AD_NAME = /^(div[-_])?((gpt|dfp|google)[-_]?)*(ad|ads|advert|adverts|advertisement|advertising|adslot|adbox|adunit|adsbygoogle|outbrain|taboola|werbung|anzeige|publicite|publicidad|pubblicita|sponsored)([-_]+(\d+|slot|box|unit|container|wrap|wrapper|banner|frame|label|top|bottom|side|sidebar|left|right|leaderboard|billboard|rectangle|mpu|sky|skyscraper|inner|outer|holder|place|placeholder|area|zone|block|space|mobile|desktop|iframe))*$|^[a-z]+[-_](ad|ads|advert|advertisement|adslot|werbung|anzeige)$/i;
const AD_LABEL = /^(advertisements?|advertising|advertisement - continue reading below|ads?|anzeigen?|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|annons|reklama|реклама|広告|광고|广告|sponsored)$/i;
const CONSENT = /cookie|consent|gdpr|rgpd|privacy|datenschutz|einwillig|confidentialit|privacidad|クッキー|쿠키/i;
const DIALOG = 'dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]';
// Nothing inside them stands above the page.
const CLOSED = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'SELECT', 'svg', 'P', 'PICTURE', 'VIDEO', 'H1', 'H2', 'H3']);
const ACCEPT = /accept|agree|allow|got it|akzept|zustimm|einverstanden|acept|aceit|accett|akkoord|godk[äj]|tillad|hyväksy|akceptuj|zgadzam|принять|соглас|同意|許可|허용|동의|موافق|قبول|kabul/i;
// What may have a shadow root.
const HOST = /-|^(article|aside|blockquote|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
const WORDS = 60, NAME = 40, NAMED = 3, MOST = 9;
const COVERS = 0.3;
// px: what is drawn of a larger picture takes a tab's memory.
const GIANT = 80e6;
const HOLE = { width: 100, height: 60 };
const STORY = 1500;
const PLACEHOLDER = /^(data:|$)|blank|placeholder|spacer|1x1/i;

const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
const late = ms => new Promise(done => setTimeout(done, ms));
const counted = (verb, boxes, one, many) => boxes.length
  ? [`${verb} ${boxes.length} ${boxes.length === 1 ? one : many} (${[...new Set(boxes.map(nameOf))].slice(0, NAMED).join(', ')})`] : [];

async function tidy({ maxHeight, unstick, blocked, ms }) {
  if (!document.body) return [];
  const stories = new Set(storiesIn(maxHeight));
  leaveToUs();
  unlock();
  const giants = hideGiants();
  await loadLazy(maxHeight);
  const found = walk(new Set(blocked));
  const ads = hideAds(found.ads);
  const banners = hideBanners();
  const above = [...hideOverlays(found.above), ...hideShut()];
  const freed = unstick ? free(found.above) : [];
  await settle(maxHeight, ms);
  return [
    ...giants,
    ...counted('hid', ads.hidden, 'ad', 'ads'),
    ...counted('collapsed', ads.collapsed, 'blank box', 'blank boxes'),
    ...banners,
    ...above,
    ...counted('unstuck', freed, 'box', 'boxes'),
    ...counted('left', holes(maxHeight), 'blank box', 'blank boxes'),
    ...storiesIn(maxHeight).filter(each => !stories.has(each)).slice(0, 1)
      .map(each => 'left another story below, which came by scrolling' + named(each)),
  ];
}

// How a reader of the record finds a box in the kept HTML: by its id, its class, or what it is.
function nameOf(element) {
  const name = element.id ? '#' + element.id
    : element.classList.length ? '.' + element.classList[0] : element.localName;
  return plain(name, NAME);
}

// Its name and how its text begins: " (#signup: 'Register to read on')".
function named(element) {
  const said = plain(element.alt || element.innerText || text(element) || fileOf(element), WORDS);
  return ` (${nameOf(element)}${said ? `: '${said}'` : ''})`;
}

function fileOf(element) {
  return String(element.currentSrc || '').split(/[?#]/)[0].split('/').at(-1);
}

function plain(words, most) {
  return [...words.slice(0, 500).replace(/[\p{C}\s]+/gu, ' ').trim()].slice(0, most).join('').trim();
}

// The one walk over all that is drawn, open shadow roots too: ads, and boxes that leave the flow.
function walk(blocked) {
  const found = { ads: [], above: [] };
  const todo = [document.body];
  while (todo.length) {
    const element = todo.pop();
    const style = getComputedStyle(element);
    if (style.display === 'none') continue;
    if (element !== document.body && isAd(element, blocked)) {
      found.ads.push(element);
      if (!holdsArticle(element)) continue;
    }
    const { position } = style;
    if (position === 'fixed' || position === 'sticky' || (position === 'absolute' && style.zIndex > 99)
      || (position !== 'static' && element.matches(DIALOG))) found.above.push({ element, position, level: style.zIndex });
    const children = (element.shadowRoot || element).children;
    if (!CLOSED.has(element.tagName)) for (let n = children.length - 1; n >= 0; n--) todo.push(children[n]);
    if (element.shadowRoot) todo.push(...element.children);
  }
  return found;
}

function isAd(element, blocked) {
  if (element.tagName === 'IFRAME' && blocked.has(element.src)) return true;
  if (element.id && AD_NAME.test(element.id)) return true;
  for (const name of element.classList) if (AD_NAME.test(name)) return true;
  return element.ariaLabel ? AD_LABEL.test(element.ariaLabel.trim()) : false;
}

function shown(element) {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 &&
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
}

function hide(element) {
  element.style.setProperty('display', 'none', 'important');
}

// The article itself is never hidden, whatever it is called.
function holdsArticle(element) {
  return element.matches('html, body, main, article, h1') || element.querySelector('h1, main, article')
    || element.textContent.length > STORY;
}

// Nor is what the whole page is built into; a wall may well have a headline of its own.
function holdsPage(element) {
  return element.matches('html, body, main, article') || element.querySelector('main, article')
    || element.innerText.length > 2 * STORY;
}

function hideAds(ads) {
  const done = { hidden: [], collapsed: [] };
  for (const ad of ads) {
    if (holdsArticle(ad) || !shown(ad)) continue;
    hide(ad);
    done.hidden.push(ad);
    for (let box = ad.parentElement; box && isBlank(box); box = box.parentElement) {
      if (shown(box)) done.collapsed.push(box);
      hide(box);
    }
  }
  return done;
}

// A box that held nothing but the ad and its label is a blank hole now.
function isBlank(box) {
  if (holdsArticle(box)) return false;
  const text = box.innerText.trim();
  if (text && !AD_LABEL.test(text)) return false;
  return ![...box.querySelectorAll('img, svg, video, canvas, iframe, input')].some(shown);
}

function hideOverlays(above) {
  const done = [];
  for (const { element, position, level } of above) {
    if (position === 'sticky' || level < 0 || !shown(element) || holdsPage(element)) continue;
    if (position === 'absolute' && element.closest('article, main')) continue;
    const what = overlay(element, position);
    if (!what) continue;
    if (done.length < MOST) done.push(`hid ${what}${named(element)}`);
    if (element.tagName === 'DIALOG' && element.open) element.close();
    hide(element);
  }
  return done;
}

// What a closed shadow root lays over the page, which the walk does not see: its host is met there.
function hideShut() {
  const done = [];
  for (const part of [1 / 2, 1 / 3, 2 / 3]) {
    const x = innerWidth / 2, y = innerHeight * part;
    const [host, ...beneath] = document.elementsFromPoint(x, y);
    if (!host || !isElsewhere(host, x, y) || holdsPage(host)) continue;
    if (!beneath.some(e => e.matches('body *') && !e.contains(host))) continue;
    done.push('hid an overlay' + named(host));
    hide(host);
  }
  return done;
}

// It is met where none of its boxes is: what stands there is of its shadow root.
function isElsewhere(element, x, y) {
  const at = [...element.getClientRects()].some(r => r.left <= x && x <= r.right && r.top <= y && y <= r.bottom);
  const drawn = ['::before', '::after'].some(part => getComputedStyle(element, part).content !== 'none');
  return HOST.test(element.localName) && !at && !drawn && !element.textContent.trim();
}

// A wall that asks in the page's flow, known by its button and by what it says around it.
function hideBanners() {
  const done = [];
  for (const button of document.querySelectorAll('button, [role=button]')) {
    if (!ACCEPT.test(button.textContent.slice(0, WORDS)) || button.closest('article, main, form') || !shown(button)) continue;
    const banner = bannerOf(button);
    if (!banner || holdsArticle(banner)) continue;
    if (done.length < MOST) done.push('hid a consent wall' + named(banner));
    hide(banner);
  }
  return done;
}

function bannerOf(button) {
  const says = box => box.textContent.trim().length;
  let box = button.parentElement;
  while (box && says(box) < STORY && (says(box) < WORDS || !CONSENT.test(box.textContent))) box = box.parentElement;
  while (box?.parentElement && says(box.parentElement) === says(box)) box = box.parentElement;
  return box;
}

// To decode them would cost the tab, and the page with it.
function hideGiants() {
  const giants = [...document.images].filter(i => i.naturalWidth * i.naturalHeight > GIANT && shown(i));
  const done = giants.slice(0, MOST).map(i => `hid a picture of ${i.naturalWidth} x ${i.naturalHeight} px` + named(i));
  giants.forEach(hide);
  return done;
}

// Pictures and videos in the shot that nothing was drawn of.
function holes(limit) {
  return [...document.querySelectorAll('img, video')].filter(element => {
    const box = element.getBoundingClientRect();
    if (box.width < HOLE.width || box.height < HOLE.height || box.top > limit || !shown(element)) return false;
    if (getComputedStyle(element).backgroundImage !== 'none') return false;
    return element.tagName === 'VIDEO' ? element.readyState < 2 && !element.poster : element.naturalWidth < 2;
  });
}

// The headlines of stories in the shot.
function storiesIn(limit) {
  return [...document.querySelectorAll('h1, article > h2')].filter(h => h.getBoundingClientRect().top < limit && shown(h));
}

// What stands over the page, or '' for a header or rail that is part of it.
function overlay(element, position) {
  const box = element.getBoundingClientRect();
  const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  const covers = width > 0 && height > 0 && width * height > COVERS * innerWidth * innerHeight;
  const fixed = position === 'fixed';
  if ((covers || fixed) && CONSENT.test(text(element))) return 'a consent wall';
  if (covers || element.matches(DIALOG)) return 'an overlay';
  if (!fixed || width <= 0 || height <= 0) return '';
  const header = box.top < innerHeight / 4 && width > innerWidth / 2;
  const rail = height > innerHeight * 0.6;
  return header || rail ? '' : 'a floating box';
}

function text(element) {
  return element.textContent + (element.shadowRoot ? element.shadowRoot.textContent : '');
}

// A header that follows the reader stays at its place.
function free(above) {
  const done = [];
  for (const { element, position } of above) {
    if (position === 'sticky') {
      element.style.setProperty('position', 'relative', 'important');
      element.style.setProperty('inset', 'auto', 'important');
      done.push(element);
    } else if (position === 'fixed' && shown(element)) {
      element.style.setProperty('position', 'absolute', 'important');
      done.push(element);
    }
  }
  return done;
}

// From here on autoconsent clicks nothing more: the page must not change between two shots.
function leaveToUs() {
  const instance = window.autoconsentStandalone?.instance;
  if (!instance) return;
  instance.rules = [];
  instance.config.heuristicMode = 'off';
}

// What a wall locked can be scrolled again.
function unlock() {
  for (const root of [document.documentElement, document.body]) {
    const style = getComputedStyle(root);
    if (style.overflowY === 'hidden' || style.overflowY === 'clip') root.style.setProperty('overflow', 'visible', 'important');
    if (style.position === 'fixed') root.style.setProperty('position', 'static', 'important');
  }
}

// Lazy pictures load when they come near the screen: go there, screen by screen. Those whose
// script does not see to it get the address that their attributes hold.
async function loadLazy(limit) {
  const lazy = [...document.querySelectorAll('img, iframe')].filter(e => e.getBoundingClientRect().top < limit);
  for (const element of lazy) element.loading = 'eager';
  const root = document.documentElement, height = () => Math.min(root.scrollHeight, limit);
  // What nobody can see is not drawn, and comes near the screen all the same.
  root.style.setProperty('opacity', '0', 'important');
  for (let y = innerHeight; y < height(); y += innerHeight) {
    scrollTo({ top: y, behavior: 'instant' });
    await frame();
  }
  scrollTo({ top: 0, behavior: 'instant' });
  root.style.removeProperty('opacity');
  await frame();
  for (const image of lazy) {
    if (image.tagName !== 'IMG' || !PLACEHOLDER.test(image.getAttribute('src') || '')) continue;
    const { src, lazySrc, original, srcset, lazySrcset } = image.dataset;
    if (srcset || lazySrcset) image.srcset = srcset || lazySrcset;
    if (src || lazySrc || original) image.src = src || lazySrc || original;
  }
}

// Waits for fonts and for the pictures that will be in the shot, so long at most.
async function settle(limit, ms) {
  const drawn = [...document.images].filter(i => i.getBoundingClientRect().top < limit && i.checkVisibility()
    && i.naturalWidth * i.naturalHeight < GIANT);
  const decoded = drawn.map(i => i.decode().catch(() => {}));
  await Promise.race([Promise.all([...decoded, document.fonts.ready]), late(ms)]);
  await frame();
}

return tidy(argument);
}
