"use strict";
// Answering: sent by Ctrl+Enter; who has begun to write does not say by mistake that they cannot tell.

(() => {
  const { find, keys, say } = Desk;
  let turn = find("#turn")?.dataset.turn;

  const weigh = () => {
    const text = find("#text"), cannot = find("[data-cannot]");
    if (cannot) cannot.disabled = text.value.trim() !== "";
  };

  keys.push(event => {
    if (event.key !== "Enter" || !event.ctrlKey) return false;
    find("[data-send]")?.click();
    return true;
  });

  document.addEventListener("input", event => {
    if (event.target.id === "text") weigh();
  });

  // Where a keyboard would come up over the picture, the picture comes first.
  const begin = () => {
    if (matchMedia("(pointer: fine)").matches) find("#text")?.focus();
  };

  document.addEventListener("htmx:after:swap", () => {
    weigh();
    const now = find("#turn")?.dataset.turn;
    if (now === turn) return;
    turn = now;
    find("#question").focus();
    begin();
    say(find("#question").textContent);
  });

  weigh();
  begin();
})();
