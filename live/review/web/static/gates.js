"use strict";
// Looks whether the gates of an edit have been run: twice a second, more seldom where nobody answers,
// and after some tries no more. What somebody writes meanwhile is not taken from them.

(() => {
  const { find } = Desk;
  const OFTEN = 500, MOST = 6;
  const isBusy = () => Boolean(find(".over:not([hidden]), #edit:not([hidden])"));
  const isLook = event => event.detail.ctx?.sourceElement?.matches("[data-running]");
  const isGood = event => event.detail.ctx.response.status < 400;
  let failed = 0;
  let timer = 0;

  const wait = () => {
    clearTimeout(timer);
    if (!find("[data-running]")) return;
    if (failed === MOST) return giveUp();
    timer = setTimeout(look, OFTEN * 2 ** failed);
  };

  const look = () => {
    if (isBusy()) return wait();
    find("[data-running]")?.dispatchEvent(new Event("look"));
  };

  const giveUp = () => {
    const told = find("[data-running]");
    told.textContent = "The server cannot be reached. Load the page again to see what the gates say.";
    told.removeAttribute("data-running");
  };

  document.addEventListener("htmx:before:response", event => {
    if (!isLook(event)) return;
    failed = isGood(event) ? 0 : failed + 1;
  });
  document.addEventListener("htmx:before:swap", event => {
    if (isLook(event) && (isBusy() || !isGood(event))) event.preventDefault();
  });
  document.addEventListener("htmx:error", event => {
    if (isLook(event)) failed += 1;
  });
  document.addEventListener("htmx:finally:request", event => {
    if (isLook(event)) wait();
  });
  document.addEventListener("htmx:after:swap", () => {
    failed = 0;
    wait();
  });
  wait();
})();
