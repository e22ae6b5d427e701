// The page's visible text as pieces [text, block, left, top, right, bottom], in the page's order,
// as far as it starts above `limit`, px from the page's top.
// A piece is what of one text node stands on one line; px from the page's top left; `block` is
// the number of the paragraph, cell row or other box that it belongs to.
limit => {
  const SEVERAL = 1.5;  // of a line's height: what is higher stands on several
  const CASES = {
    uppercase: s => s.toLocaleUpperCase(),
    lowercase: s => s.toLocaleLowerCase(),
    capitalize: s => s.replace(/(^|\s)(\p{L})/gu, (_, gap, letter) => gap + letter.toLocaleUpperCase()),
  };
  const blocks = new Map(), clips = new Map(), pieces = [];
  const everything = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

  function blockOf(element) {
    const row = element.closest('tr');
    let box = row || element;
    while (!row && box.parentElement && /^(inline|contents|ruby)/.test(getComputedStyle(box).display)
      && getComputedStyle(box).display !== 'inline-block') box = box.parentElement;
    if (!blocks.has(box)) blocks.set(box, blocks.size);
    return blocks.get(box);
  }

  // What ancestors that cut off their overflow leave to be seen.
  function clipOf(element) {
    if (!element || element === document.body || element === document.documentElement) return everything;
    if (clips.has(element)) return clips.get(element);
    let clip = clipOf(element.parentElement);
    const style = getComputedStyle(element);
    if (style.display !== 'inline' && (style.overflowX !== 'visible' || style.clip !== 'auto')) {
      const box = element.getBoundingClientRect();
      clip = {
        left: Math.max(clip.left, box.left), top: Math.max(clip.top, box.top),
        right: Math.min(clip.right, box.right), bottom: Math.min(clip.bottom, box.bottom),
      };
    }
    clips.set(element, clip);
    return clip;
  }

  function inside(box, clip) {
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    return x >= clip.left && x <= clip.right && y >= clip.top && y <= clip.bottom
      && clip.right - clip.left > 2 && clip.bottom - clip.top > 2;
  }

  function within(box, clip) {
    return box.left >= clip.left && box.right <= clip.right && box.top >= clip.top
      && box.bottom <= clip.bottom;
  }

  const range = document.createRange();

  function measure(node, start, end) {
    range.setStart(node, start);
    range.setEnd(node, end);
    return range.getBoundingClientRect();
  }

  function lastBox(node, start, end) {
    const whole = measure(node, start, end);
    const boxes = [...range.getClientRects()].filter(box => box.width > 0 && box.height > 0);
    return boxes.length ? boxes.at(-1) : whole;
  }

  // [start, end, box] of each word; one that runs over several lines, as hyphenated words and all
  // of Chinese do, by its letters. A text on one line that nothing cuts off is one part.
  function* partsOf(node, clip) {
    const whole = measure(node, 0, node.length);
    const boxes = [...range.getClientRects()].filter(box => box.width > 0 && box.height > 0);
    const line = boxes.length ? Math.min(...boxes.map(box => box.height)) : whole.height;
    if (whole.height < line * SEVERAL && within(whole, clip)) {
      const start = node.data.search(/\S/);
      yield [start, node.data.trimEnd().length, whole];
      return;
    }
    for (const word of node.data.matchAll(/\S+/g)) {
      const end = word.index + word[0].length, box = measure(node, word.index, end);
      if (box.height < line * SEVERAL) {
        yield [word.index, end, box];
        continue;
      }
      let at = word.index;
      for (const letter of word[0]) {
        yield [at, at + letter.length, lastBox(node, at, at + letter.length)];
        at += letter.length;
      }
    }
  }

  const walker = document.createTreeWalker(document.body || document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent || parent.closest('script, style, noscript, template, title, desc')) continue;
    range.selectNodeContents(node);
    const whole = range.getBoundingClientRect();
    if (whole.height === 0 || whole.top + scrollY >= limit) continue;
    if (!parent.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const style = getComputedStyle(parent), recase = CASES[style.textTransform] || (s => s);
    if (parseFloat(style.fontSize) < 2) continue;
    const clip = clipOf(parent), block = blockOf(parent);
    let line = null, last = 0;
    for (const [start, end, box] of partsOf(node, clip)) {
      if (box.width === 0 || box.height === 0 || !inside(box, clip)) { line = null; continue; }
      const gap = start > last ? ' ' : '';
      const text = gap + recase(node.data.slice(start, end)).replace(/[\u00ad\u200b]/g, '').toWellFormed();
      last = end;
      const top = box.top + scrollY, bottom = box.bottom + scrollY;
      if (line && Math.abs(line[3] - top) < 2) {
        line[0] += text;
        line[4] = box.right + scrollX;
        line[5] = Math.max(line[5], bottom);
      } else {
        line = [text, block, box.left + scrollX, top, box.right + scrollX, bottom];
        pieces.push(line);
      }
    }
    if (line && /\s$/.test(node.data)) line[0] += ' ';
  }
  return pieces;
}
