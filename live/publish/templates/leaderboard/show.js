"use strict";
// A scoreboard -> the tables of the page, in the form that results.html.j2 gives them.

const minus = (text) => text.replaceAll("-", "−");
const many = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

function show(board) {
  const scores = document.querySelector("#scores"), ends = document.querySelector("#ends");
  const of = new Map(board.models.map((each) => [each.model, each]));
  const rows = new Map([...scores.querySelectorAll("[data-model]")].map((row) => [row.dataset.model, row]));
  scores.tBodies[0].append(...board.models.map((each) => rows.get(each.model)));
  for (const [model, row] of rows) fill(row, of.get(model));
  for (const row of scores.querySelectorAll("[data-people]")) {
    if (row.dataset.people === "mean" && board.people?.n + board.people?.unscored) fill(row, board.people);
    else [...row.cells].slice(1).forEach((cell, n) => put(cell, "", n ? "" : text("of the whole month only", "ci")));
  }
  for (const row of ends.querySelectorAll("[data-model]")) end(row, of.get(row.dataset.model));
  pairs(board);
  const withheld = [...board.models, board.people].filter(Boolean)
    .some((each) => [each, ...Object.values(each.subtasks)].some((part) => part.withheld));
  document.querySelector("[data-live=withheld]").replaceChildren(
    ...(withheld ? [document.querySelector("#why-withheld").content.cloneNode(true)] : []));
  sortAgain();
  announce(board);
}

// Tells the charts that the numbers are others; null: the build's own.
function announce(board) {
  shown = board;
  for (const words of document.querySelectorAll(".whole")) words.hidden = board === null;
  document.dispatchEvent(new Event("scored"));
}

function fill(row, score) {
  const heads = row.closest("table").tHead.rows[0].cells;
  for (const [n, head] of [...heads].entries()) {
    const cell = row.cells[n], key = head.dataset.key;
    if (head.dataset.subtask !== undefined) {
      const part = score.subtasks[data.subtasks[head.dataset.subtask]];
      if (part) put(cell, part.mean ?? "", ...numbers(part, ...count(part)));
      else put(cell, "", "none");
    } else if (key === "mean") put(cell, score.mean ?? "", bar(score), ...numbers(score));
    else if (key === "place") put(cell, score.rank_low ?? "", place(score));
    else if (key === "letters") put(cell, score.letters ?? "", score.letters || "none");
    else if (key === "scored") put(cell, score.n, score.n, text(`of ${score.n + score.unscored}`, "ci"));
  }
}

function end(row, score) {
  for (const [n, head] of [...row.closest("table").tHead.rows[0].cells].entries()) {
    const cell = row.cells[n], key = head.dataset.key, gain = score.gain;
    if (["answered", "truncated", "refused", "empty", "unanswered"].includes(key)) {
      const count = score.outcomes[key[0]] ?? 0;
      put(cell, count, count);
    } else if (key === "gain" && gain) {
      if (gain.difference === null) put(cell, "", "none");
      else {
        const sign = gain.difference >= 0 ? "+" : "", unscored = gain.unscored ? `, ${gain.unscored} unscored` : "";
        put(cell, gain.difference, text(minus(sign + fixed(gain.difference, 1)), "mean"),
          text(gain.low === null ? "one page: no interval" : minus(`${fixed(gain.low, 1)} to ${fixed(gain.high, 1)}`), "ci"),
          text(`blind ${fixed(gain.blind, 1)}, n ${gain.n}${unscored}`, "ci"));
      }
    }
  }
}

function pairs(board) {
  const body = document.querySelector("#pairs tbody");
  if (!body) return;
  const told = board.pairs.filter((pair) => pair.p !== null).sort((a, b) => a.p_holm - b.p_holm);
  body.replaceChildren(...told.map((pair) => {
    const turned = pair.difference < 0, row = document.createElement("tr");
    const [low, high] = turned ? [-pair.high, -pair.low] : [pair.low, pair.high];
    for (const words of [
      turned ? pair.b : pair.a, turned ? pair.a : pair.b, fixed(Math.abs(pair.difference), 1),
      `${fixed(low, 1)} to ${fixed(high, 1)}`, pair.p_holm < 0.001 ? "< 0.001" : fixed(pair.p_holm, 3),
    ]) {
      const cell = row.insertCell();
      cell.textContent = words;
      if (row.cells.length > 2) cell.className = "num";
    }
    return row;
  }));
  document.querySelector("[data-live=pairs]").textContent = many(told.length, "pair");
  document.querySelector("[data-live=sure]").textContent = told.filter((pair) => pair.sure).length;
}

function put(cell, value, ...inside) {
  cell.dataset.value = value;
  cell.replaceChildren(...inside.map((each) => (each instanceof Node ? each : String(each))));
}

function text(words, name) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = words;
  return span;
}

function numbers(score, ...beside) {
  const asked = score.n + score.unscored;
  if (!asked) return [text("none", "mean")];
  const mean = score.withheld ? "withheld" : fixed(score.mean, 1);
  const span = score.withheld ? `${score.unscored} of ${asked} unscored`
    : score.low === null ? "one page: no interval" : `${fixed(score.low, 1)}–${fixed(score.high, 1)}`;
  return [text(mean, "mean"), ...beside, text(span, "ci")];
}

function count(part) {
  if (part.withheld) return [];
  return [" ", text(`n ${part.n}${part.unscored ? ` of ${part.n + part.unscored}` : ""}`, "n")];
}

function place(score) {
  if (!score.rank_low) return "none";
  return score.rank_low === score.rank_high ? score.rank_low : `${score.rank_low}–${score.rank_high}`;
}

function bar(score) {
  const drawn = element("svg", { class: "bar", viewBox: "0 0 208 18", preserveAspectRatio: "none", "aria-hidden": true });
  drawn.append(element("path", { class: "grid", d: "M4 9H204M4 3V15M54 6V12M104 3V15M154 6V12M204 3V15" }));
  if (score.low !== null) {
    const width = Math.max(2 * (score.high - score.low), 1);
    drawn.append(element("rect", { class: "range", x: 4 + 2 * score.low, y: 5, width, height: 8 }));
  }
  if (score.mean !== null) {
    drawn.append(element("rect", { class: "dot", x: 3 + 2 * score.mean, y: 2, width: 2, height: 14 }));
  }
  return drawn;
}

function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
