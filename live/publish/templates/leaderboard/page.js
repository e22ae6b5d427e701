"use strict";
// The page's controls: sorting, the day from which pages count, the subtask shown, and the address
// that keeps all three. Touches the page, its address and the clock. score.js computes, show.js shows.

const data = JSON.parse(document.querySelector("#ratings").textContent);
const days = document.querySelector("#after");
const said = document.querySelector("#filtered");
const live = [...document.querySelectorAll("[data-live], .sortable tbody, #pairs tbody")];
const built = new Map(live.map((each) => [each, each.cloneNode(true)]));
let turn = 0;
let shown = null; // the scoreboard that stands here instead of the build's own

// -- sorting ----------------------------------------------------------------------------------

function headOf(key) {
  return [...document.querySelectorAll(".sortable [data-key]")].find((head) => head.dataset.key === key);
}

function sort(head, up) {
  const table = head.closest("table"), column = head.cellIndex;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const value = (row) => row.cells[column]?.dataset.value ?? "";
  const rows = [...table.tBodies[0].rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === "" || y === "") return (x === "") - (y === "");
    const order = Number.isNaN(Number(x)) ? x.localeCompare(y) : x - y;
    return up ? order : -order;
  });
  table.tBodies[0].append(...rows);
}

function sortAgain() {
  for (const head of document.querySelectorAll(".sortable [aria-sort]")) {
    sort(head, head.getAttribute("aria-sort") === "ascending");
  }
}

for (const head of document.querySelectorAll(".sortable [data-key]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const was = head.getAttribute("aria-sort");
    const up = was ? was === "descending" : head.dataset.first === "up";
    sort(head, up);
    remember("sort", (up ? "" : "-") + head.dataset.key);
  });
}

// -- the address ------------------------------------------------------------------------------

function remember(name, value) {
  const asked = new URLSearchParams(location.search);
  if (value) asked.set(name, value);
  else asked.delete(name);
  const query = asked.size ? `?${asked}` : "";
  try {
    history.replaceState(null, "", location.pathname + query + location.hash);
  } catch {
    // Some browsers keep the address of a file as it is; the page works all the same.
  }
}

function restore() {
  const asked = new URLSearchParams(location.search);
  const sorted = asked.get("sort") ?? "", head = headOf(sorted.replace(/^-/, ""));
  if (head) sort(head, !sorted.startsWith("-"));
  only(asked.get("only") ?? "");
  const day = asked.get("after");
  if (!days || !day) return;
  days.value = day; // which takes days only
  if (days.value) since(days.value);
}

// A link to a question leads to it, whatever is filtered.
function reveal() {
  const id = location.hash.slice(1), question = /^q\d+$/.test(id) && document.getElementById(id);
  if (!question) return;
  if (question.closest("[hidden]")) since("");
  if (question.offsetParent === null) only("");
  question.scrollIntoView();
}

// -- one subtask ------------------------------------------------------------------------------

const choices = [...document.querySelectorAll("[name=only]")];

function only(subtask) {
  const choice = choices.find((each) => each.value === subtask);
  if (choice) choice.checked = true;
}

for (const choice of choices) choice.addEventListener("change", () => remember("only", choice.value));

// -- pages since a day ------------------------------------------------------------------------

async function since(day) {
  const mine = ++turn, table = document.querySelector("#scores");
  days.value = day;
  remember("after", day);
  for (const button of document.querySelectorAll("[data-after]")) {
    button.setAttribute("aria-pressed", button.dataset.after === day);
  }
  list(day);
  if (!day) return whole();
  const chosen = rowsSince(data, day), started = performance.now();
  said.textContent = "Computing …";
  table.setAttribute("aria-busy", "true");
  const board = await finished(boardOf(data, chosen), () => mine === turn);
  if (mine !== turn) return;
  table.removeAttribute("aria-busy");
  show(board);
  const took = ((performance.now() - started) / 1000).toFixed(1);
  said.textContent = chosen.length
    ? `These numbers are of ${many(board.questions, "question")} about ${many(board.pages, "page")}, of ${data.rows.id.length} and ${data.pages.length}, computed in this page in ${took} s: ${data.rules.rounds.toLocaleString("en")} draws of pages for the intervals, ${(board.pages <= data.rules.exact ? 2 ** board.pages : data.rules.flips).toLocaleString("en")} swaps for the places, of a fixed seed. Costs, judges, arena and months stay those of the whole month.`
    : "No page was published on or after that day, so there is nothing to score.";
}

function whole() {
  for (const [element, before] of built) {
    element.replaceChildren(...before.cloneNode(true).childNodes);
  }
  document.querySelector("#scores").removeAttribute("aria-busy");
  said.textContent = "";
  sortAgain();
  if (shown) announce(null);
}

// Runs a generator to its end, a moment at a time, so that the page answers in between.
async function finished(steps, wanted) {
  let until = performance.now() + 12;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() > until) {
      await new Promise((resume) => setTimeout(resume));
      if (!wanted()) return null;
      until = performance.now() + 12;
    }
  }
}

function list(day) {
  for (const page of document.querySelectorAll(".page")) page.hidden = page.dataset.day < day;
  const left = rowsSince(data, day);
  document.querySelector("#none-left").hidden = left.length > 0;
  for (const [n, choice] of choices.entries()) {
    const count = n ? left.filter((row) => data.subtasks[data.rows.subtask[row]] === choice.value) : left;
    choice.parentElement.querySelector("[data-live]").textContent = count.length;
  }
  for (const link of document.querySelectorAll(".sites a")) {
    const site = document.getElementById(link.hash.slice(1)).closest(".site");
    link.hidden = !site.querySelector(".page:not([hidden])");
  }
}

// -- now --------------------------------------------------------------------------------------

if (days) {
  document.querySelector("#since").hidden = false;
  days.addEventListener("change", () => since(days.value));
  for (const button of document.querySelectorAll("[data-after]")) {
    button.addEventListener("click", () => since(button.dataset.after));
  }
}
addEventListener("hashchange", reveal);
restore();
reveal();
