"use strict";
// The pictures of a page: zoom, pan, from one to the next. How far somebody has zoomed stays. Those of
// the page that comes next are fetched ahead.

(() => {
  const { find, isWriting, keys } = Desk;
  const LEAST = 0.1, MOST = 4, STEP = 1.25, PAGE = 0.85, LINE = 90;
  const kept = new Map();  // pictures fetched ahead, so that the browser does not let go of them
  let fit = true, zoom = 1;

  const frame = () => find("[data-frame]");
  const pictures = () => [...(frame()?.querySelectorAll("img") ?? [])];
  const width = image => Number(image.getAttribute("width"));

  const draw = () => {
    const [first] = pictures();
    if (!first) return;
    for (const image of pictures()) image.style.width = fit ? "" : `${Math.round(width(image) * zoom)}px`;
    const shown = fit ? frame().clientWidth / width(first) : zoom;
    find("[data-percent]").textContent = `${Math.round(shown * 100)}%`;
    find('[data-zoom="fit"]').setAttribute("aria-pressed", String(fit));
    find('[data-zoom="full"]').setAttribute("aria-pressed", String(!fit && zoom === 1));
  };

  // What is in the middle stays there; what is at the top, too.
  const to = (isFit, scale) => {
    const box = frame(), [first] = pictures();
    if (!first) return true;
    const middle = box.scrollTop ? box.clientHeight / 2 : 0;
    const x = (box.scrollLeft + box.clientWidth / 2) / first.clientWidth;
    const y = (box.scrollTop + middle) / first.clientWidth;
    fit = isFit;
    zoom = Math.min(MOST, Math.max(LEAST, scale));
    draw();
    box.scrollTo(x * first.clientWidth - box.clientWidth / 2, y * first.clientWidth - middle);
    return true;
  };

  const by = factor => {
    const [first] = pictures();
    return first ? to(false, (first.clientWidth / width(first)) * factor) : true;
  };

  const ways = {
    fit: () => to(true, zoom),
    full: () => to(false, 1),
    in: () => by(STEP),
    out: () => by(1 / STEP),
  };

  const top = image => image.offsetTop;
  const current = () => {
    const passed = pictures().filter(image => top(image) <= frame().scrollTop + frame().clientHeight / 3);
    return Math.max(0, passed.length - 1);
  };

  const show = number => {
    const image = pictures()[number];
    if (image) frame().scrollTo({ top: top(image) });
    if (image) Desk.say(image.alt);
    return true;
  };

  const mark = () => {
    for (const button of document.querySelectorAll("[data-shot]")) {
      if (Number(button.dataset.shot) === current()) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  };
  document.addEventListener("scroll", event => event.target === frame() && mark(), true);

  const move = (x, y) => {
    frame().scrollBy(x, y);
    return true;
  };

  const pressed = {
    z: () => (fit ? ways.full() : ways.fit()),
    "+": ways.in, "=": ways.in, "-": ways.out,
    "[": () => show(current() - 1), "]": () => show(current() + 1),
    ArrowUp: () => move(0, -LINE), ArrowDown: () => move(0, LINE),
    ArrowLeft: () => move(-LINE, 0), ArrowRight: () => move(LINE, 0),
    PageUp: () => move(0, -PAGE * frame().clientHeight),
    PageDown: () => move(0, PAGE * frame().clientHeight),
    Home: () => move(0, -frame().scrollTop), End: () => move(0, frame().scrollHeight),
  };

  keys.push(event => {
    if (!frame() || event.ctrlKey || isWriting(event.target)) return false;
    if (event.shiftKey && event.key.startsWith("Arrow")) return false;
    if (event.key.length > 1 && event.target.closest(".about, .over, [data-keeps]")) return false;
    const act = pressed[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    return act ? act() : false;
  });

  document.addEventListener("click", event => {
    const zoomed = event.target.closest("[data-zoom]"), other = event.target.closest("[data-shot]");
    if (zoomed) ways[zoomed.dataset.zoom]();
    if (other) show(Number(other.dataset.shot));
  });

  // A mouse drags the picture; fingers scroll it by themselves.
  let held = null;
  document.addEventListener("pointerdown", event => {
    const box = event.target.closest?.("[data-frame]");
    if (!box || event.pointerType !== "mouse" || event.button !== 0 || event.target === box) return;
    held = { x: event.clientX + box.scrollLeft, y: event.clientY + box.scrollTop };
    box.classList.add("dragged");
  });
  document.addEventListener("pointermove", event => {
    if (held) frame()?.scrollTo(held.x - event.clientX, held.y - event.clientY);
  });
  addEventListener("pointerup", () => {
    held = null;
    frame()?.classList.remove("dragged");
  });

  const fetchAhead = () => {
    const addresses = (find("[data-pictures]")?.dataset.pictures ?? "").split(" ").filter(Boolean);
    for (const address of kept.keys()) if (!addresses.includes(address)) kept.delete(address);
    for (const address of addresses) {
      if (kept.has(address)) continue;
      const image = new Image();
      image.src = address;
      kept.set(address, image);
      image.decode().catch(() => kept.delete(address));
    }
  };

  const settle = () => {
    draw();
    fetchAhead();
  };
  addEventListener("resize", draw);
  document.addEventListener("htmx:after:swap", settle);
  settle();
})();
