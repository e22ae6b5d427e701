"use strict";
// The queue: keys go from line to line; what concerns many is asked once more.

(() => {
  const { find, isWriting, keys, say } = Desk;
  const lines = () => [...document.querySelectorAll(".questions th a")];

  keys.push(event => {
    if (isWriting(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return event.key === "Escape";
    }
    if (event.ctrlKey) return false;
    if (event.key === "/") {
      find("#search").focus();
      find("#search").select();
      return true;
    }
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!step || !lines().length) return false;
    const at = lines().indexOf(document.activeElement);
    lines()[Math.min(lines().length - 1, Math.max(0, at + step))].focus();
    return true;
  });

  // The list follows what is typed; that the field is left is no news.
  find("#search").addEventListener("change", event => event.stopPropagation());

  // The first press asks, the second does it.
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!form.dataset.many || form.dataset.asked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.asked = "1";
    const button = find("button", form);
    button.textContent = `Really ${form.dataset.many.toLowerCase()}?`;
    button.classList.add("primary");
    say(`${form.dataset.many}? Press once more.`);
  }, true);

  document.addEventListener("htmx:after:swap", () => {
    const list = find("#list");
    say(list?.dataset.told);
    const chosen = find("#list .tabs [aria-current]")?.dataset.status;
    // "" is what is usual: to do, or of who asks for their own, all.
    if (chosen) find("#status").value = chosen === "todo" && !find("[name=mine]").checked ? "" : chosen;
  });
})();
