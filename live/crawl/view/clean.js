// What clean.py does inside a page. Plain functions; each is called by name with one argument.

const REJECT = /^(reject|decline|refuse|deny|disagree|only necessary|necessary only|only essential|essential only|use necessary|continue without|alle ablehnen|ablehnen|nur (notwendige|erforderliche|essenzielle)|(tout )?refuser|continuer sans|rechazar|solo necesarias|rejeitar|rifiuta|weiger)/i;
const ACCEPT = /^(accept|agree|i agree|i accept|allow|got it|ok$|okay|yes, i|consent|alle akzeptieren|akzeptieren|zustimmen|einverstanden|alles klar|(tout )?accepter|j'accepte|d'accord|aceptar|acepto|aceitar|accetta|akkoord)/i;
const CONSENT = /cookie|consent|gdpr|privacy|datenschutz|einwillig|confidentialit|privacidad|privacy|onetrust|didomi|usercentrics|cmp\b/i;
const AD_HOST = /(^|\.)(ads?\d*|adserver|adservice|banners?|doubleclick|googlesyndication|adnxs|criteo|taboola|outbrain|amazon-adsystem|pubmatic|rubiconproject)(\.|$)/i;
const AD_NAME = /^(ad|ads|advert|adverts|advertisement|advertising|adslot|adbox|adunit|adsbygoogle|werbung|anzeige|publicite|publicidad|sponsored)([-_].*)?$|[-_](ad|ads|advert|advertisement|adslot|werbung|anzeige)$/i;
const AD_LABEL = /^(advertisement|advertisements|advertising|ad|anzeige|anzeigen|werbung|publicité|publicidad|pubblicità|sponsored)$/i;
const COOKIES = /cookie|consent|gdpr|einwillig|rgpd/i;
const COVERS = 0.3;
const STORY = 1500;

const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));

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

function floats(element) {
  const position = getComputedStyle(element).position;
  return position === 'fixed' || position === 'sticky';
}

// Each wall that asks for consent: a dialog or floating box that speaks of it.
function walls() {
  const named = [...document.querySelectorAll('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]')];
  const floating = [...document.querySelectorAll('body *')].filter(
    e => floats(e) || (getComputedStyle(e).position === 'absolute' && getComputedStyle(e).zIndex > 99));
  const framed = window.top !== window ? [document.body] : [];
  return [...named, ...floating, ...framed].filter(
    e => e && shown(e) && (CONSENT.test(e.textContent) || CONSENT.test(e.id + ' ' + e.className)));
}

function buttons(wall) {
  const all = wall.querySelectorAll('button, [role=button], input[type=button], input[type=submit], a');
  return [...all].filter(e => shown(e) && !(e.matches('a') && /^[^#]/.test(e.getAttribute('href') || '#')
    && !/^javascript:/.test(e.getAttribute('href'))));
}

async function answer_consent(ms) {
  for (const wanted of [REJECT, ACCEPT]) {
    for (const wall of walls()) {
      const button = buttons(wall).find(
        b => wanted.test((b.innerText || b.value || b.ariaLabel || '').trim()));
      if (!button) continue;
      const label = (button.innerText || button.value || button.ariaLabel).trim();
      button.click();
      const end = performance.now() + ms;
      while (wall.isConnected && shown(wall) && performance.now() < end) await frame();
      return label;
    }
  }
  return '';
}

// Lazy pictures load when they come near the screen: go there, screen by screen.
async function load_lazy(limit) {
  for (const media of document.querySelectorAll('img, iframe')) media.loading = 'eager';
  for (let y = 0; y < Math.min(document.documentElement.scrollHeight, limit); y += innerHeight) {
    scrollTo({ top: y, behavior: 'instant' });
    await frame();
  }
  scrollTo({ top: 0, behavior: 'instant' });
  await frame();
}

function hide_ads() {
  const slots = [...document.querySelectorAll('iframe')].filter(e => {
    try {
      const host = new URL(e.src, location).hostname;
      return host !== location.hostname && AD_HOST.test(host);
    } catch { return false; }
  });
  for (const element of document.querySelectorAll('body *')) {
    const names = [...element.classList, element.id].filter(Boolean);
    if (names.some(n => AD_NAME.test(n)) || AD_LABEL.test((element.ariaLabel || '').trim())) slots.push(element);
  }
  let count = 0;
  for (const slot of slots) {
    if (holdsArticle(slot) || !shown(slot)) continue;
    hide(slot);
    count += 1;
    collapse(slot.parentElement);
  }
  return count ? ['hid ' + count + (count === 1 ? ' ad' : ' ads')] : [];
}

// A box that held nothing but the ad and its label is a blank hole now.
function collapse(box) {
  while (box && !holdsArticle(box)) {
    const text = box.innerText.trim();
    if (text && !AD_LABEL.test(text)) return;
    if ([...box.querySelectorAll('img, svg, video, canvas, iframe, input')].some(shown)) return;
    hide(box);
    box = box.parentElement;
  }
}

function hide_overlays() {
  const screen = innerWidth * innerHeight;
  const done = [];
  for (const element of document.querySelectorAll('body *')) {
    if (!shown(element)) continue;
    const style = getComputedStyle(element);
    const above = style.position === 'fixed' || (style.position === 'absolute' && style.zIndex > 99);
    const ofTheStory = style.position === 'absolute' && element.closest('article, main');
    if (!above || ofTheStory || holdsPage(element)) continue;
    const box = element.getBoundingClientRect();
    const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
    const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    const covers = width > 0 && height > 0 && width * height > COVERS * screen;
    if (covers || (style.position === 'fixed' && COOKIES.test(element.textContent))) {
      hide(element);
      done.push(CONSENT.test(element.textContent) ? 'hid a consent wall' : 'hid an overlay');
    }
  }
  for (const dialog of document.querySelectorAll('dialog[open]')) {
    if (holdsPage(dialog)) continue;
    dialog.close();
    done.push('closed a dialog');
  }
  for (const root of [document.documentElement, document.body]) {
    const style = getComputedStyle(root);
    if (style.overflowY === 'hidden') root.style.setProperty('overflow', 'visible', 'important');
    if (style.position === 'fixed') root.style.setProperty('position', 'static', 'important');
  }
  return done;
}

// A header that follows the reader stays at its place; a bar stuck to the bottom goes.
function unstick() {
  let count = 0;
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (style.position === 'sticky') {
      element.style.setProperty('position', 'relative', 'important');
      element.style.setProperty('inset', 'auto', 'important');
      count += 1;
    } else if (style.position === 'fixed' && shown(element)) {
      if (element.getBoundingClientRect().top > innerHeight / 2) hide(element);
      else element.style.setProperty('position', 'absolute', 'important');
      count += 1;
    }
  }
  return count ? ['unstuck ' + count + (count === 1 ? ' box' : ' boxes')] : [];
}

async function settle(ms) {
  const loaded = [...document.images].filter(i => !i.complete).map(i => new Promise(done => {
    i.addEventListener('load', done, { once: true });
    i.addEventListener('error', done, { once: true });
  }));
  const late = new Promise(done => setTimeout(done, ms));
  await Promise.race([Promise.all([...loaded, document.fonts.ready]), late]);
  const drawn = [...document.images].filter(i => i.complete && i.naturalWidth).map(i => i.decode().catch(() => {}));
  await Promise.race([Promise.all(drawn), late]);
  await frame();
}
