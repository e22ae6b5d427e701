"use strict";
// The desk: what opens and closes, what is typed and kept.

(() => {
  const { find, isWriting, keys, say } = Desk;
  const desk = () => find("#desk");
  let last = "";           // the question that was shown before
  let scrolled = 0;
  let panel = null;        // what was drawn last: where it is still there, only a notice came
  let focused = "";        // the id of the field that had the focus before

  const settle = () => {
    const now = desk();
    const drawn = find("#panel") ?? now;
    if (!now || drawn === panel) return;
    panel = drawn;
    const isOther = now.dataset.id !== last;
    document.title = now.dataset.title;
    now.classList.toggle("editing", Boolean(find("#edit:not([hidden])")));
    const question = find("#question");
    say([now.dataset.told, isOther && last !== "" ? question?.textContent : ""].filter(Boolean).join(" "));
    if (last !== "" && !now.classList.contains("editing")) question?.focus({ preventScroll: true });
    if (!isOther && find(".about")) find(".about").scrollTop = find(".about .notice") ? 0 : scrolled;
    last = now.dataset.id ?? "none";
    sum();
    if (last !== "" && now.classList.contains("editing")) refocus(find("#edit"));
  };

  // An edit that was not stored goes on where it is wrong, else where it was.
  const refocus = form => {
    const before = focused && document.getElementById(focused);
    (find("[data-faulty]", form) ?? (form.contains(before) ? before : find("textarea", form))).focus();
  };

  const open = name => {
    for (const each of document.querySelectorAll(".over")) {
      const isIt = each.id === name && each.hidden;
      each.hidden = !isIt;
      find(`[data-opens="${each.id}"]`)?.setAttribute("aria-expanded", String(isIt));
      if (isIt) {
        restore(each);
        find("textarea, .reasons button", each).focus();
      }
    }
    return true;
  };

  const isOpen = () => find(".over:not([hidden])");

  const close = () => {
    const opener = find(`[data-opens="${isOpen().id}"]`);
    open("");
    opener?.focus();
    return true;
  };

  // In place: the texts become fields.
  const edit = isOn => {
    const form = find("#edit");
    if (!form) return true;
    open("");
    form.hidden = !isOn;
    desk().classList.toggle("editing", isOn);
    for (const each of document.querySelectorAll("[data-shown]")) each.hidden = isOn;
    if (isOn) {
      restore(form);
      sum();
      find("textarea", form).focus();
    } else {
      forget(form);
      form.reset();
      for (const field of drafts(form)) field.value = field.dataset.stored ?? field.value;
      for (const field of form.querySelectorAll("[data-faulty]")) right(field);
      find("[data-of-edit]")?.remove();
      find("#question")?.focus({ preventScroll: true });
    }
    return true;
  };

  const sum = () => {
    const field = find("#e-criteria"), told = find("[data-sum]");
    if (!field) return;
    const lines = field.value.split("\n").filter(line => line.trim());
    const given = lines.map(line => line.match(/^\s*(\d{1,4})\s*:\s*\S/)?.[1]);
    const points = given.reduce((all, each) => all + Number(each ?? 0), 0);
    told.textContent = `${points} of 10 points`;
    field.setAttribute("aria-invalid", String(points !== 10 || given.includes(undefined)));
  };

  const right = field => {
    field.removeAttribute("data-faulty");
    field.removeAttribute("aria-invalid");
  };

  // What is typed is kept in this tab until it is stored.
  const place = field => `${desk().dataset.id}/${field.id}`;
  const drafts = form => [...form.querySelectorAll("[data-draft]")];
  const forget = form => drafts(form).forEach(field => sessionStorage.removeItem(place(field)));
  const restore = form => {
    for (const field of drafts(form)) field.value = sessionStorage.getItem(place(field)) ?? field.value;
  };

  document.addEventListener("input", event => {
    if (event.target.matches("[data-draft]")) sessionStorage.setItem(place(event.target), event.target.value);
    if (event.target.matches("[data-faulty]")) right(event.target);
    if (event.target.id === "e-criteria") sum();
  });

  const scroll = lines => {
    find(".about")?.scrollBy(0, lines * 90);
    return true;
  };

  keys.unshift(event => {
    const { key, target } = event;
    if (event.ctrlKey && key === "Enter") {
      const button = find("[data-save]", target.closest("form") ?? undefined);
      if (target.closest("form") && button) button.click();
      return Boolean(button);
    }
    if (key === "Escape") {
      if (isOpen()) return close();
      if (find("#edit:not([hidden])")) return edit(false);
      return false;
    }
    if (isWriting(target) || event.ctrlKey) return false;
    if (event.shiftKey && key === "ArrowDown") return scroll(1);
    if (event.shiftKey && key === "ArrowUp") return scroll(-1);
    if (isOpen()?.id === "reasons") return choose(event);
    return false;
  });

  const choose = event => {
    const buttons = [...document.querySelectorAll(".reasons button")];
    if (/^[1-9]$/.test(event.key) && !event.repeat) {
      buttons[Number(event.key) - 1]?.click();
      return true;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return event.key.length === 1 && event.key !== " " && event.key !== "r" && event.key !== "?";
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
    return true;
  };

  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-opens]");
    if (opener) open(opener.dataset.opens);
    else if (event.target.closest("[data-close]")) close();
    else if (event.target.closest("[data-edit]")) edit(find("#edit").hidden);
    else if (event.target.closest("[data-cancel]")) edit(false);
    else if (isOpen() && !event.target.closest(".over")) open("");
  });

  document.addEventListener("htmx:before:response", event => {
    const { ctx } = event.detail;
    if (ctx.request.method === "POST" && ctx.response.status < 400 && ctx.request.form) forget(ctx.request.form);
    scrolled = find(".about")?.scrollTop ?? 0;
    focused = document.activeElement?.id ?? "";
  });
  document.addEventListener("htmx:after:swap", settle);
  settle();
})();
