/* Arithmetic of measurements: medians, ratios, and their comparison with recorded ones. */

/** Returns the value below which a share (0-1) of the values lies, by linear interpolation. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [lower, upper] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (lower === undefined || upper === undefined) throw new Error('There is no percentile of no values.');
  return lower + (upper - lower) * (place - Math.floor(place));
}

/** Returns the median. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Ratios by name. The lower, the better: ours against the floor's. */
export type Ratios = Readonly<Record<string, number>>;

/** By how much a ratio may exceed the recorded one. */
const tolerance = 0.15;

/** Returns the ratios of both runs, each the better one. */
export function bestOf(one: Ratios, other: Ratios): Ratios {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const best = (name: string) =>
    Math.min(one[name] ?? Number.POSITIVE_INFINITY, other[name] ?? Number.POSITIVE_INFINITY);
  return Object.fromEntries([...names].map((name) => [name, best(name)]));
}

/** Returns a line for each measured ratio that exceeds the recorded one by more than the tolerance. */
export function worseThan(recorded: Ratios, measured: Ratios): string[] {
  return Object.entries(measured).flatMap(([name, now]) => {
    const before = recorded[name];
    if (before === undefined || now <= before * (1 + tolerance)) return [];
    const percent = Math.round((now / before - 1) * 100);
    return [`${name}: ${now.toFixed(2)} instead of ${before.toFixed(2)} (${percent} % above)`];
  });
}

/** Returns the greatest value divided by the first: 1 when a cost does not grow with the data. */
export function growthOf(values: readonly number[]): number {
  const [first, ...others] = values;
  if (first === undefined) return 1;
  if (first === 0) return Math.max(0, ...others) === 0 ? 1 : Number.POSITIVE_INFINITY;
  return Math.max(first, ...others) / first;
}
