"use strict";
// Ratings -> a scoreboard, as live/judge/ computes it in Python. Pure. What takes long is a generator
// that yields now and then, so that the page can answer in between. Draws are made in resample.js.
//
// data: as live/publish/inline.py gives it. chosen: the rows that count, by their place in it.

// The scoreboard of the chosen rows, best model first.
function* boardOf(data, chosen) {
  const rules = data.rules;
  const pageOf = numbered(chosen.map((row) => data.rows.page[row]));
  const rows = chosen.map((row, n) => ({
    row, page: pageOf.at[n], subtask: data.subtasks[data.rows.subtask[row]],
  }));
  const draws = drawn(rules, pageOf.count);
  yield;
  const models = [];
  for (const model of data.models) {
    const rated = rows.map((row) => ({ ...row, rating: model.ratings[row.row] }));
    models.push({
      model: model.model,
      ...(yield* scored(rated, draws, rules)),
      outcomes: counted(chosen.map((row) => model.outcomes[row])),
      ratings: new Map(rated.filter((each) => each.rating !== null).map((each) => [each.row, each])),
    });
  }
  models.sort(byMean);
  const sure = models.filter((model) => !model.withheld);
  const flips = flipped(rules, pageOf.count);
  yield;
  const compared = yield* pairsOf(sure, draws, flips, rules);
  const places = placesOf(sure, compared.pairs);
  const letters = lettersOf(sure, compared.pairs);
  for (const model of models) {
    Object.assign(model, { rank_low: null, rank_high: null, letters: "" }, places.get(model.model));
    model.letters = letters.get(model.model) ?? "";
    model.gain = yield* gainOf(data, rows, model, draws, rules);
    delete model.ratings;
  }
  return {
    models,
    pairs: compared.pairs,
    minimal_detectable_difference: compared.detectable,
    people: yield* peopleOf(data, chosen, rules),
    questions: chosen.length,
    pages: pageOf.count,
  };
}

// The rows whose page was published on that day (YYYY-MM-DD) or later; "" takes all.
function rowsSince(data, day) {
  return data.rows.id.map((_, row) => row).filter((row) => data.pages[data.rows.page[row]] >= day);
}

// The models of which no other is both cheaper and better. points: {usd, mean}.
function frontOf(points) {
  return points.filter((one) => !points.some((other) =>
    other.usd <= one.usd && other.mean >= one.mean && (other.usd < one.usd || other.mean > one.mean)));
}

// A mean on 0..100 with its interval, overall and by subtask. rated: {page, subtask, rating}.
function* scored(rated, draws, rules) {
  const score = (group) => {
    const known = group.filter((each) => each.rating !== null);
    const n = known.length, unscored = group.length - n;
    const withheld = n === 0 || unscored > rules.max_unscored * group.length;
    const sums = draws.columns(known, (each) => 10 * each.rating);
    // What is asked is the same for all models, what one lacks is little: both are quick to project.
    const asked = draws.columns(group, () => 1);
    const lack = draws.columns(group.filter((each) => each.rating === null), () => 1);
    let [low, high] = [null, null];
    if (!withheld && spread(asked.map((count, page) => count - lack[page])) >= rules.least) {
      [low, high] = spanOf(ratios(draws.project(sums), combined(draws, [asked], [lack])));
    }
    return { mean: withheld ? null : rounded(total(sums) / n, 2), low, high, n, unscored, withheld };
  };
  const overall = score(rated), subtasks = {};
  yield;
  for (const label of new Set(rated.map((each) => each.subtask))) {
    subtasks[label] = score(rated.filter((each) => each.subtask === label));
    yield;
  }
  return { ...overall, subtasks };
}

// Every two models, compared on the rows that both have a rating of.
function* pairsOf(models, draws, flips, rules) {
  const ten = (each) => 10 * each.rating;
  const whole = models.map((model) => {
    const known = [...model.ratings.values()];
    return { known, sums: draws.columns(known, ten), counts: draws.columns(known, () => 1) };
  });
  for (const each of whole) {
    draws.project(each.sums);
    flips.project(each.sums);
    yield;
  }
  const pairs = [], errors = [];
  for (const [n, a] of whole.entries()) {
    for (const [m, b] of whole.entries()) {
      if (m <= n) continue;
      // What only one has a rating of is taken off again: few rows, so this is quick.
      const onlyA = a.known.filter((each) => !models[m].ratings.has(each.row));
      const onlyB = b.known.filter((each) => !models[n].ratings.has(each.row));
      const off = [draws.columns(onlyA, ten), draws.columns(onlyB, ten)];
      const lack = draws.columns(onlyA, () => 1);
      const counts = a.counts.map((count, page) => count - lack[page]);
      const seen = total(a.sums) - total(b.sums) - total(off[0]) + total(off[1]);
      const pair = {
        a: models[n].model, b: models[m].model, difference: rounded(seen / total(counts), 2),
        low: null, high: null, p: null, p_holm: null, sure: false,
      };
      if (spread(counts) >= rules.least) {
        const apart = (by) => combined(by, [a.sums, off[1]], [b.sums, off[0]]);
        const means = ratios(apart(draws), combined(draws, [a.counts], [lack]));
        if (spread(counts) >= rules.telling) errors.push(deviation(means));
        [pair.low, pair.high] = spanOf(means);
        pair.p = share(apart(flips), Math.abs(seen), flips.all);
      }
      pairs.push(pair);
      yield;
    }
  }
  holm(pairs, rules.alpha);
  return { pairs, detectable: errors.length ? rounded(rules.detectable * median(errors), 2) : null };
}

// Corrects the p of each pair for their number, step down (Holm 1979), and says which are sure.
function holm(pairs, alpha) {
  const tested = pairs.filter((pair) => pair.p !== null).sort((x, y) => x.p - y.p);
  let least = 0;
  tested.forEach((pair, n) => {
    least = Math.max(least, (tested.length - n) * pair.p);
    pair.p_holm = rounded(Math.min(least, 1), 6);
    pair.sure = pair.p_holm < alpha;
  });
  for (const pair of tested) pair.p = rounded(pair.p, 6);
}

// The best and the worst place that each model may have.
function placesOf(models, pairs) {
  const places = new Map(models.map((each) => [each.model, { rank_low: 1, rank_high: models.length }]));
  for (const pair of pairs.filter((each) => each.sure)) {
    const [better, worse] = pair.difference > 0 ? [pair.a, pair.b] : [pair.b, pair.a];
    places.get(worse).rank_low += 1;
    places.get(better).rank_high -= 1;
  }
  return places;
}

// Letters by inserting and absorbing (Piepho 2004), as live/judge/letters.py gives them.
function lettersOf(models, pairs) {
  if (pairs.every((pair) => pair.p_holm === null)) return new Map();
  const places = new Map(models.map((each, n) => [each.model, n]));
  const inside = (part, group) => [...part].every((each) => group.has(each));
  let groups = [new Set(places.values())];
  for (const pair of pairs.filter((each) => each.sure)) {
    const [a, b] = [places.get(pair.a), places.get(pair.b)];
    let apart = groups.filter((group) => !(group.has(a) && group.has(b)));
    for (const group of groups.filter((each) => each.has(a) && each.has(b))) {
      for (const gone of [b, a]) {
        const part = new Set([...group].filter((each) => each !== gone));
        if (apart.some((other) => inside(part, other))) continue;
        apart = [...apart.filter((other) => !inside(other, part)), part];
      }
    }
    groups = apart;
  }
  groups = groups.map((group) => [...group].sort((x, y) => x - y)).sort(inOrder).map((each) => new Set(each));
  let kept = groups;
  for (const group of [...groups].reverse()) {
    const others = kept.filter((other) => other !== group);
    const alike = [...group].flatMap((a) => [...group].filter((b) => a < b || group.size === 1).map((b) => [a, b]));
    if (alike.every((both) => others.some((other) => inside(both, other)))) kept = others;
  }
  return new Map(models.map((each, place) => [
    each.model, kept.map((group, n) => (group.has(place) ? letter(n) : "")).join(""),
  ]));
}

function letter(n) {
  const all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", turn = Math.floor(n / all.length);
  return all[n % all.length] + (turn ? turn + 1 : "");
}

// What a model gains by seeing: its ratings less its own without the picture, on the same rows.
function* gainOf(data, rows, model, draws, rules) {
  const blind = data.models.find((each) => each.model === model.model).blind;
  if (!blind) return null;
  const given = new Map(blind.rows.map((row, n) => [row, blind.ratings[n]]));
  const asked = rows.filter((each) => given.has(each.row));
  const both = asked.filter((each) => given.get(each.row) !== null && model.ratings.has(each.row));
  const sums = draws.columns(both, (each) => 10 * (model.ratings.get(each.row).rating - given.get(each.row)));
  const counts = draws.columns(both, () => 1);
  const [low, high] = spread(counts) < rules.least
    ? [null, null] : spanOf(ratios(draws.project(sums), draws.project(counts)));
  yield;
  return {
    blind: rounded(10 * total(both.map((each) => given.get(each.row))) / both.length, 2),
    difference: rounded(total(sums) / total(counts), 2), low, high, n: both.length,
    unscored: asked.filter((each) => given.get(each.row) === null).length,
  };
}

// The mean over people's answers; their pages are drawn by themselves, as they answered not all.
function* peopleOf(data, chosen, rules) {
  if (!data.people) return null;
  const taken = new Set(chosen);
  const given = data.people.rows.map((row, n) => ({ row, rating: data.people.ratings[n] }))
    .filter((each) => taken.has(each.row));
  const pageOf = numbered(given.map((each) => data.rows.page[each.row]));
  const rated = given.map((each, n) => ({
    ...each, page: pageOf.at[n], subtask: data.subtasks[data.rows.subtask[each.row]],
  }));
  return yield* scored(rated, drawn(rules, pageOf.count), rules);
}

function counted(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

// Numbers values from 0 on as they come: `at`, the number of each, and `count`.
function numbered(values) {
  const numbers = new Map();
  for (const value of values) if (!numbers.has(value)) numbers.set(value, numbers.size);
  return { at: values.map((value) => numbers.get(value)), count: numbers.size };
}

function byMean(one, other) {
  return (one.mean === null) - (other.mean === null) || (other.mean ?? 0) - (one.mean ?? 0)
    || (one.model < other.model ? -1 : 1);
}

// Which of two lists of numbers comes first, as a dictionary has words.
function inOrder(one, other) {
  const n = one.findIndex((value, place) => value !== other[place]);
  return n < 0 ? -1 : n >= other.length ? 1 : one[n] - other[n];
}
