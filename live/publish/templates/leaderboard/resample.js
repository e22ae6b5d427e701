"use strict";
// Pages drawn with replacement, signs flipped by chance, and what numbers come to in each draw: as
// live/judge/resample.py and pairs.py have it. Pure.

// Pages drawn with replacement, as often as the rules say: how often each came, page by page.
function drawn(rules, pages) {
  const next = dice(rules.seed), times = new Int8Array(pages * rules.rounds);
  for (let round = 0; round < rules.rounds; round++) {
    for (let n = 0; n < pages; n++) times[Math.floor(next() * pages / 2 ** 32) * rules.rounds + round]++;
  }
  return projector(times, pages, rules.rounds);
}

// Signs of pages, flipped at random; all there are where pages are few.
function flipped(rules, pages) {
  const all = pages <= rules.exact, count = all ? 2 ** pages : rules.flips;
  const next = dice(rules.seed + 1), signs = new Int8Array(pages * count);
  for (let page = 0, bits = 0; page < pages; page++) {
    for (let flip = 0; flip < count; flip++) {
      if (flip % 32 === 0) bits = next();
      signs[page * count + flip] = (all ? flip >> page : bits >>> flip % 32) & 1 ? 1 : -1;
    }
  }
  return { ...projector(signs, pages, count), all };
}

// What a vector over pages, of whole numbers, comes to in each draw. That of the same vector is
// computed once, that of nothing is null. matrix: pages x draws.
function projector(matrix, pages, draws) {
  const known = new Map();
  const project = (vector) => {
    const used = [];
    for (let page = 0; page < pages; page++) if (vector[page] !== 0) used.push(page);
    if (!used.length) return null;
    const found = new Int32Array(draws);
    // Eight pages at a time: four times as fast as one.
    for (let n = 0; n < used.length; n += 8) {
      const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => vector[used[n + k]] ?? 0);
      const [i, j, k, l, m, o, p, q] = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => (used[n + k] ?? 0) * draws);
      for (let draw = 0; draw < draws; draw++) {
        found[draw] += Math.imul(matrix[i + draw], a) + Math.imul(matrix[j + draw], b)
          + Math.imul(matrix[k + draw], c) + Math.imul(matrix[l + draw], d)
          + Math.imul(matrix[m + draw], e) + Math.imul(matrix[o + draw], f)
          + Math.imul(matrix[p + draw], g) + Math.imul(matrix[q + draw], h);
      }
    }
    return found;
  };
  return {
    draws,
    columns: (group, value) => {
      const vector = new Int32Array(pages);
      for (const each of group) vector[each.page] += value(each);
      return vector;
    },
    project: (vector) => {
      if (known.has(vector)) return known.get(vector);
      const key = vector.join();
      if (!known.has(key)) known.set(key, project(vector));
      known.set(vector, known.get(key));
      return known.get(key);
    },
  };
}

// The sum of some vectors' projections less that of others'.
function combined(by, plus, minus) {
  const found = new Int32Array(by.draws);
  const add = (projection, sign) => {
    for (let n = 0; n < found.length; n++) found[n] += sign * projection[n];
  };
  for (const each of plus.map(by.project)) if (each !== null) add(each, 1);
  for (const each of minus.map(by.project)) if (each !== null) add(each, -1);
  return found;
}

// Numbers of 32 bits by chance, always the same from the same seed (Chris Doty-Humphrey's sfc32).
function dice(seed) {
  let [a, b, c, counter] = [seed, 0x9e3779b9, 0x243f6a88, 1];
  const next = () => {
    const found = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + found) | 0;
    return found >>> 0;
  };
  for (let n = 0; n < 15; n++) next();
  return next;
}

function total(values) {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n];
  return sum;
}

const spread = (counts) => counts.reduce((pages, count) => pages + (count > 0), 0);

// The ratios of two projections; of draws that hold nothing there is none.
function ratios(sums, counts) {
  const found = new Float64Array(counts.length);
  let n = 0;
  for (let draw = 0; draw < counts.length; draw++) {
    if (counts[draw] > 0) found[n++] = sums ? sums[draw] / counts[draw] : 0;
  }
  return found.subarray(0, n);
}

// The 95% percentile interval of resampled means, which it leaves in another order.
function spanOf(values) {
  return [0.025, 0.975].map((part) => {
    const place = part * (values.length - 1), below = Math.floor(place);
    const low = nth(values, below), high = nth(values, Math.min(below + 1, values.length - 1));
    return rounded(low + (place - below) * (high - low), 2);
  });
}

// The n-th smallest value, from 0 on; it moves the others about (Hoare's quickselect).
function nth(values, n) {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const middle = values[(from + to) >> 1];
    let [up, down] = [from, to];
    while (up <= down) {
      while (values[up] < middle) up++;
      while (values[down] > middle) down--;
      if (up <= down) {
        const held = values[up];
        values[up++] = values[down];
        values[down--] = held;
      }
    }
    if (n <= down) to = down;
    else if (n >= up) from = up;
    else break;
  }
  return values[n];
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other), half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function deviation(values) {
  const mean = total(values) / values.length;
  let squares = 0;
  for (let n = 0; n < values.length; n++) squares += (values[n] - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

// The share of flips that come as far from 0 as what was seen, which is one of the flips.
function share(flips, seen, all) {
  let far = 0;
  for (let n = 0; n < flips.length; n++) if (Math.abs(flips[n]) >= seen) far++;
  return all ? far / flips.length : (far + 1) / (flips.length + 1);
}

// A number with so many decimals, as Python writes it: what lies in the middle goes to the even one.
function fixed(value, digits) {
  const size = Math.abs(value), twice = size * 2 ** (digits + 1);
  if (!Number.isInteger(twice) || twice % 2 === 0) return value.toFixed(digits);
  const below = Math.floor(size * 10 ** digits);
  return (Math.sign(value) * (below + below % 2) / 10 ** digits).toFixed(digits);
}

function rounded(value, digits) {
  return Number.isNaN(value) ? null : Number(fixed(value, digits));
}
