"use strict";
// Draws the charts: in the page's colours and font, for its width, with the numbers it shows now.

const specs = JSON.parse(document.querySelector("#charts-data").textContent);
const views = new Map();
const narrow = matchMedia("(max-width: 40rem)"), dark = matchMedia("(prefers-color-scheme: dark)");

async function draw(place) {
  const name = place.dataset.chart, style = getComputedStyle(document.documentElement);
  const spec = structuredClone(specs[name][narrow.matches ? "narrow" : "wide"]);
  for (const param of spec.params) param.value = style.getPropertyValue(`--${param.name}`).trim();
  spec.config.font = getComputedStyle(document.body).fontFamily;
  if (shown && renewed[name]) spec.datasets.scores = renewed[name](spec.datasets.scores, shown);
  const made = await vegaEmbed(place, spec, {
    ast: true, // reads expressions without eval, which the policy forbids
    logLevel: 1, // errors: that a day leaves nothing to draw is none
    actions: false, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true },
  });
  views.get(place)?.finalize();
  views.set(place, made);
}

// A chart's rows with the numbers of another scoreboard.
const renewed = {
  heat: (old, { models }) => old.flatMap((row) => {
    const part = models.find((each) => each.model === row.model).subtasks[row.subtask];
    return part ? [{ ...row, ...numbersOf(part) }] : [];
  }),
  cost: (old, { models }) => {
    const now = old.map((row) => ({ ...row, ...numbersOf(models.find((each) => each.model === row.model)) }));
    const front = new Set(frontOf(now.filter((row) => row.mean !== null)));
    return now.map((row) => ({ ...row, front: front.has(row) }));
  },
};

function numbersOf({ mean, low, high, n, withheld }) {
  const span = low === null ? null : `${fixed(low, 1)} to ${fixed(high, 1)}`;
  return { mean, low, high, n, span: withheld ? "withheld" : span ?? "none: one page" };
}

async function drawAll() {
  for (const place of document.querySelectorAll("[data-chart]")) await draw(place);
  document.documentElement.dataset.drawn = Number(document.documentElement.dataset.drawn ?? 0) + 1;
}

document.addEventListener("scored", drawAll);
narrow.addEventListener("change", drawAll);
dark.addEventListener("change", drawAll);
drawAll();
