// Inside the page: when a key was pressed, and when the question and picture after it were painted.
(() => {
  let pressed = 0, before = null, resolve = null, painted = {};
  const show = () => document.querySelector("#desk");
  const pictures = () => [...document.querySelectorAll("[data-frame] img")];

  addEventListener("keydown", event => { pressed = event.timeStamp; }, true);

  // Painted is told by the browser itself, of elements that ask for it before they are drawn.
  const mark = () => {
    const desk = show();
    if (!desk || desk === before) return;
    before = desk;
    painted = {};
    document.querySelector("#question")?.setAttribute("elementtiming", desk.dataset.id + " question");
    pictures()[0]?.setAttribute("elementtiming", desk.dataset.id + " picture");
  };
  new MutationObserver(mark).observe(document, { childList: true, subtree: true });

  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const [id, what] = entry.identifier.split(" ");
      if (id === show()?.dataset.id) painted[what] = entry.renderTime || entry.loadTime;
    }
    if (painted.question && painted.picture) resolve?.();
  }).observe({ type: "element", buffered: true });

  performance.setResourceTimingBufferSize(10000);
  const fetched = address => performance.getEntriesByName(new URL(address, location).href).length > 0;

  window.measured = {
    // Resolves when another question and its picture have been painted; gives ms since the key.
    next: async () => {
      const id = show().dataset.id;
      await new Promise(done => {
        resolve = () => show().dataset.id !== id && done();
        resolve();
      });
      const calls = performance.getEntriesByType("resource").filter(e => e.initiatorType === "fetch");
      const call = calls.findLast(e => e.startTime >= pressed);
      return {
        question: painted.question - pressed,
        picture: painted.picture - pressed,
        server: call ? call.responseStart - call.requestStart : null,
      };
    },
    // Resolves when the pictures that come next have been fetched by the page, and can be drawn.
    ready: async () => {
      const ahead = show().dataset.pictures.split(" ").filter(Boolean);
      for (const address of ahead) {
        while (!fetched(address)) {
          await new Promise(done => {
            const watch = new PerformanceObserver(() => { watch.disconnect(); done(); });
            watch.observe({ type: "resource" });
          });
        }
        const image = new Image();
        image.src = address;
        await image.decode();
      }
      await new Promise(done => requestIdleCallback(done));
      return ahead.length;
    },
  };
})();
