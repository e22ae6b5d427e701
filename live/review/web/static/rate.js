"use strict";
// Rating: digits give points to the criterion that is marked, which is then the next; Enter stores.

(() => {
  const { find, isWriting, keys, say } = Desk;
  let drawn = find("#turn");  // where it is still there, only a notice came
  let at = 0;                 // the number of the criterion that is marked

  const criteria = () => [...document.querySelectorAll(".criterion")];
  const chosen = criterion => find("input:checked", criterion);
  const words = criterion => find("legend", criterion).textContent.trim();

  const mark = (number, { told = "" } = {}) => {
    const all = criteria();
    if (!all.length) return;
    at = Math.max(0, Math.min(number, all.length - 1));
    all.forEach((each, n) => each.classList.toggle("now", n === at));
    all[at].scrollIntoView({ block: "nearest" });
    if (told) say(`${told} ${words(all[at])}`);
  };

  const sum = () => {
    const total = find("[data-total]"), given = criteria().map(chosen).filter(Boolean);
    if (!total) return "";
    const points = given.reduce((all, each) => all + Number(each.value), 0);
    total.textContent = `${given.length ? points : "–"} of 10`;
    return total.textContent;
  };

  const complain = text => {
    const told = find("#told");
    told.innerHTML = '<p class="notice bad"></p>';
    told.firstChild.textContent = text;
    mark(at);
    return true;
  };

  const give = points => {
    const criterion = criteria()[at];
    const radios = [...criterion.querySelectorAll("input")];
    const radio = points === "all" ? radios.at(-1) : radios[Number(points)];
    if (!radio) return complain(`This criterion has ${radios.length - 1} points.`);
    radio.checked = true;
    find("#told").replaceChildren();
    const next = criteria().findIndex((each, n) => n > at && !chosen(each));
    const first = criteria().findIndex(each => !chosen(each));
    const told = `${radio.value} of ${radios.length - 1}. ${sum()}.`;
    if (first < 0) say(`${told} Enter stores it.`);
    else mark(next < 0 ? first : next, { told });
    return true;
  };

  const store = () => {
    if (document.documentElement.classList.contains("waiting")) return true;
    const first = criteria().findIndex(each => !chosen(each));
    if (first >= 0) {
      mark(first);
      return complain(`Criterion ${first + 1} has no points yet. Give it some, or 0.`);
    }
    find("[data-store]").click();
    return true;
  };

  keys.unshift(event => {
    const { key, target } = event;
    if (!find("#give")) return false;
    if (key === "Enter" && event.ctrlKey) return store();
    if (isWriting(target)) {
      if (key === "Escape") find("#question").focus({ preventScroll: true });
      return key === "Escape";
    }
    if (event.ctrlKey || event.repeat) return false;
    if (key === "Enter") return target.closest("a, button") ? false : store();
    if (/^[0-9]$/.test(key)) return give(key);
    if (key === "f") return give("all");
    if (key === "Backspace") {
      mark(at - 1, { told: "Back:" });
      return true;
    }
    if (key === "n") {
      find("#words").focus();
      return true;
    }
    return false;
  });

  const markWith = event => {
    const number = criteria().indexOf(event.target.closest?.(".criterion"));
    if (number >= 0) mark(number);
  };
  document.addEventListener("focusin", markWith);
  document.addEventListener("change", event => {
    if (!event.target.closest(".criterion")) return;
    markWith(event);
    find("#told").replaceChildren();
    sum();
  });

  const begin = () => {
    sum();
    mark(Math.max(0, criteria().findIndex(each => !chosen(each))));
    find(".about")?.scrollTo(0, 0);
  };

  document.addEventListener("htmx:after:swap", () => {
    const turn = find("#turn");
    if (turn === drawn) return;
    drawn = turn;
    const count = find("[data-to-rate]");
    if (count) count.textContent = turn.dataset.left;
    find("#question").focus({ preventScroll: true });
    begin();
    say([turn.dataset.told, find("#question").textContent].filter(Boolean).join(" "));
  });

  begin();
})();
