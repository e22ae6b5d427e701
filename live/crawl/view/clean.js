// Tidies a loaded page for its picture, and gives what it did, one phrase each.
argument => {

// A box is an ad by its name when all of the name is about ads and their places: not "ad-venture".
const AD_NAME = /^(div[-_])?((gpt|dfp|google)[-_]?)*(ad|ads|advert|adverts|advertisement|advertising|adslot|adbox|adunit|adsbygoogle|outbrain|taboola|werbung|anzeige|publicite|publicidad|pubblicita|sponsored)([-_]+(\d+|slot|box|unit|container|wrap|wrapper|banner|frame|label|top|bottom|side|sidebar|left|right|leaderboard|billboard|rectangle|mpu|sky|skyscraper|inner|outer|holder|place|placeholder|area|zone|block|space|mobile|desktop|iframe))*$|^[a-z]+[-_](ad|ads|advert|advertisement|adslot|werbung|anzeige)$/i;
const AD_LABEL = /^(advertisements?|advertising|advertisement - continue reading below|ads?|anzeigen?|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|annons|reklama|реклама|広告|광고|广告|sponsored)$/i;
const CONSENT = /cookie|consent|gdpr|rgpd|privacy|datenschutz|einwillig|confidentialit|privacidad|クッキー|쿠키/i;
const DIALOG = 'dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]';
// Nothing inside them stands above the page.
const CLOSED = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'SELECT', 'svg', 'P', 'PICTURE', 'VIDEO', 'H1', 'H2', 'H3']);
const COVERS = 0.3;
const STORY = 1500;
const PLACEHOLDER = /^(data:|$)|blank|placeholder|spacer|1x1/i;

const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
const late = ms => new Promise(done => setTimeout(done, ms));
const times = (n, one, many) => n ? [`${n} ${n === 1 ? one : many}`] : [];

async function tidy({ maxHeight, unstick, blocked, ms }) {
  if (!document.body) return [];
  leaveToUs();
  unlock();
  await loadLazy(maxHeight);
  const found = walk(new Set(blocked));
  const ads = hideAds(found.ads);
  const above = hideOverlays(found.above);
  const freed = unstick ? free(found.above) : 0;
  await settle(maxHeight, ms);
  return [
    ...times(ads.hidden, 'ad', 'ads').map(n => 'hid ' + n),
    ...times(ads.collapsed, 'blank box', 'blank boxes').map(n => 'collapsed ' + n),
    ...above,
    ...times(freed, 'box', 'boxes').map(n => 'unstuck ' + n),
  ];
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
  const count = { hidden: 0, collapsed: 0 };
  for (const ad of ads) {
    if (holdsArticle(ad) || !shown(ad)) continue;
    hide(ad);
    count.hidden += 1;
    for (let box = ad.parentElement; box && isBlank(box); box = box.parentElement) {
      count.collapsed += shown(box) ? 1 : 0;
      hide(box);
    }
  }
  return count;
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
    if (element.tagName === 'DIALOG' && element.open) element.close();
    hide(element);
    done.push('hid ' + what);
  }
  return done;
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
  let count = 0;
  for (const { element, position } of above) {
    if (position === 'sticky') {
      element.style.setProperty('position', 'relative', 'important');
      element.style.setProperty('inset', 'auto', 'important');
      count += 1;
    } else if (position === 'fixed' && shown(element)) {
      element.style.setProperty('position', 'absolute', 'important');
      count += 1;
    }
  }
  return count;
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
  const drawn = [...document.images].filter(i => i.getBoundingClientRect().top < limit && i.checkVisibility());
  const decoded = drawn.map(i => i.decode().catch(() => {}));
  await Promise.race([Promise.all([...decoded, document.fonts.ready]), late(ms)]);
  await frame();
}

return tidy(argument);
}
