// Runs in every frame before its page does: no dialog holds a page up, no pop-up opens by itself
// (Chromium's own blocker is not in its headless shell), nothing plays.
(() => {
  let asked = 0;
  const answering = (answer) => () => {
    // a page that asks for ever is stopped only by an exception
    if (++asked > 20) throw new Error("no more dialogs");
    return answer;
  };
  window.alert = window.print = answering(undefined);
  window.confirm = answering(false);
  window.prompt = answering(null);
  window.open = () => null;
  const elsewhere = "[target]:not([target=_self]):not([target=_top]):not([target=_parent])";
  const click = (event) => {
    if (!event.isTrusted && event.target.closest?.(elsewhere)) event.preventDefault();
  };
  addEventListener("click", click, true);
  // browsers let muted videos start by themselves
  addEventListener("play", (event) => event.target.pause(), true);
})();
