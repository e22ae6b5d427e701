"use strict";
// Keys press what is on the page. What could not be sent is told, kept, and sent again.

const Desk = (() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const isWriting = element => element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");
  const isShown = element => element && !element.disabled && element.getClientRects().length > 0;
  let waiting = false;   // for the answer to what was sent
  let stale = false;     // the session of this page's forms is over
  let unsent = null;     // the form that could not be sent, and its button

  const say = text => {
    const region = find("#live");
    if (region && text) region.textContent = text;
  };

  const press = key => {
    const element = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isShown);
    element?.click();
    return Boolean(element);
  };

  // Own keys of a page: a function that tells whether it has used the key.
  const keys = [];

  document.addEventListener("keydown", event => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.ctrlKey && event.key !== "Enter") return;
    const dialog = find("dialog[open]");
    if (dialog) {
      if (event.key === "?") dialog.close();
      return;
    }
    const used = keys.some(each => each(event))
      || (!event.ctrlKey && !isWriting(event.target) && plain(event));
    if (used) event.preventDefault();
  });

  const plain = event => {
    if (event.key === "?") return help();
    if (event.key === "Enter" && event.target !== document.body) return false;
    if (waiting || (event.repeat && !"jk".includes(event.key))) return false;
    return press(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  };

  const help = () => {
    find("#help")?.showModal();
    return true;
  };

  document.addEventListener("click", event => {
    if (event.target.closest("[data-help]")) help();
    if (event.target.closest("[data-retry]")) retry();
  });

  // A page may outlive its session: its forms get the token of the one that followed.
  const renew = async () => {
    try {
      const answer = await fetch("/token", { cache: "no-store" });
      if (!answer.ok) return;
      const token = await answer.text();
      for (const field of document.querySelectorAll("input[name=csrf]")) field.value = token;
      stale = false;
    } catch { /* it is told when the form is sent */ }
  };

  document.addEventListener("submit", async event => {
    if (!stale) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await renew();
    const sent = stale;
    stale = false;
    event.target.requestSubmit(event.submitter);
    stale = sent;
  }, true);

  const retry = () => {
    if (!unsent?.form.isConnected || waiting) return;
    unsent.form.requestSubmit(unsent.button?.isConnected ? unsent.button : undefined);
  };

  document.addEventListener("htmx:before:request", event => {
    const { request } = event.detail.ctx;
    if (request.method !== "POST") return;
    waiting = true;
    document.documentElement.classList.add("waiting");
  });

  document.addEventListener("htmx:finally:request", event => {
    if (event.detail.ctx.request.method !== "POST") return;
    waiting = false;
    document.documentElement.classList.remove("waiting");
  });

  document.addEventListener("htmx:before:response", event => {
    const { ctx } = event.detail;
    if ([401, 403].includes(ctx.response.status)) stale = true;
    if (ctx.request.method === "POST") unsent = null;
    const banner = find("#unsaved");
    if (banner) banner.hidden = true;
  });

  document.addEventListener("htmx:error", event => {
    const ctx = event.detail.ctx;
    if (!ctx || ctx.sourceElement?.matches("[data-running]")) return;
    if (ctx.request.method !== "POST") {
      const told = find("#told");
      if (told) told.innerHTML = '<p class="notice bad">The server cannot be reached. Press the key again.</p>';
      return;
    }
    unsent = { form: ctx.request.form, button: ctx.request.submitter };
    const banner = find("#unsaved");
    if (!banner) return;
    banner.hidden = false;
    find("[data-retry]", banner).focus();
    say("Not stored yet. The server cannot be reached.");
  });

  addEventListener("beforeunload", event => {
    if (unsent) event.preventDefault();
  });
  addEventListener("pageshow", event => {
    if (event.persisted) location.reload();
  });

  return { find, isShown, isWriting, keys, press, say };
})();
