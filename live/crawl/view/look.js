// What checks.py must know of a page that its picture does not say:
// { title, headline, height, covered, letters, unseen }; height: px of the page.
() => {
  const READ = 30000, TRIED = 48, SIZE = 24;
  const STORY = 1500;
  // What may have a shadow root.
  const HOST = /-|^(article|aside|blockquote|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

  // An element that floats over the middle of the screen and is not of the story: its name, or ''.
  function covered() {
    for (const part of [1 / 2, 1 / 3, 2 / 3]) {
      const x = innerWidth / 2, y = innerHeight * part;
      const stack = document.elementsFromPoint(x, y);
      const over = stack.length ? floating(stack[0]) || (isElsewhere(stack[0], x, y) ? stack[0] : null) : null;
      if (over && !holdsPage(over) && stack.some(e => lies(e, over))) return nameOf(over);
    }
    return '';
  }

  function floating(element) {
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      if (up.matches('dialog[open], [aria-modal=true]')) return up;
      const { position, zIndex } = getComputedStyle(up);
      if (position === 'fixed') return up;
      if (position === 'absolute' && zIndex > 99 && !up.closest('article, main')) return up;
    }
    return null;
  }

  // It is met where none of its boxes is: what stands there is of its shadow root.
  function isElsewhere(element, x, y) {
    const at = [...element.getClientRects()].some(r => r.left <= x && x <= r.right && r.top <= y && y <= r.bottom);
    const drawn = ['::before', '::after'].some(part => getComputedStyle(element, part).content !== 'none');
    return HOST.test(element.localName) && !at && !drawn && !element.textContent.trim();
  }

  function holdsPage(element) {
    return element.querySelector('main, article, h1') || element.textContent.length > STORY
      && element.textContent.length > document.body.textContent.length / 2;
  }

  // Beneath it is a part of the page that it neither holds nor belongs to.
  function lies(beneath, over) {
    return beneath.matches('body *') && !beneath.contains(over) && !over.contains(beneath);
  }

  function nameOf(element) {
    const name = element.id ? '#' + element.id : element.classList.length ? '.' + element.classList[0] : '';
    return element.localName + name;
  }

  // How often each letter that is no ASCII occurs in the story, and the font it is written in.
  function lettersOf(root) {
    const found = new Map();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let letters = 0;
    for (let node = walker.nextNode(); node && letters < READ; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest('script, style, noscript, template, svg')) continue;
      letters += node.data.length;
      if (/^[\0-\x7f]*$/.test(node.data)) continue;
      const font = getComputedStyle(parent).fontFamily;
      for (const letter of node.data) {
        if (!/[^\0-\x7f\p{Z}\p{M}\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(letter)) continue;
        const seen = found.get(letter);
        if (seen) seen.count += 1;
        else found.set(letter, { letter, font, count: 1 });
      }
    }
    return [letters, [...found.values()].sort((a, b) => b.count - a.count).slice(0, TRIED)];
  }

  // A letter that no font has is drawn as one that no font can have.
  function unseen(tried) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIZE * 1.5;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    const missing = new Map();
    function drawn(letter, font) {
      pen.font = SIZE + 'px ' + font;
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.fillText(letter, 2, SIZE);
      return pen.getImageData(0, 0, canvas.width, canvas.height).data.join();
    }
    return tried.filter(({ letter, font }) => {
      if (!missing.has(font)) missing.set(font, drawn('\u{10FFFD}', font));
      return drawn(letter, font) === missing.get(font);
    });
  }

  const head = document.querySelector('h1');
  const [letters, tried] = lettersOf((head && head.closest('article, main')) || document.body || document);
  return {
    title: document.title,
    height: Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0),
    headline: head ? head.innerText : '',
    covered: covered(),
    letters,
    unseen: unseen(tried).map(({ letter, count }) => [letter.toWellFormed(), count]),
  };
}
