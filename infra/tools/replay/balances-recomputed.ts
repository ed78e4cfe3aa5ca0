/*
 * Recomputes the use, payments and low-balance notices of prepaid households
 * in whole numbers: watt-hours, ten-thousandths of a yuan, milliseconds. It
 * imports nothing from `functions/`, so that the two can be compared.
 */

/** The value of a meter's register in watt-hours at a time in epoch milliseconds. */
export interface Register {
  readonly atMs: number;
  readonly wh: number;
}

/** A top-up of a meter, in fen. */
export interface TopUpMade {
  readonly reference: string;
  readonly atMs: number;
  readonly fen: number;
}

/** A price from a time on, in ten-thousandths of a yuan per kWh. */
export interface PriceFrom {
  readonly fromMs: number;
  readonly price: number;
}

/** A fall of a balance below a level. `armedBy` is the top-up that had raised the balance above it. */
export interface Fall {
  readonly level: number;
  readonly armedBy: string;
  readonly atMs: number;
  readonly fen: number;
}

/** Divides and rounds half up. */
function halfUp(top: bigint, bottom: bigint): bigint {
  return (2n * top + bottom) / (2n * bottom);
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** A household's balance, computed from its readings and top-ups in order of time. */
export class Balance {
  readonly falls: Fall[] = [];
  readonly #prices: readonly PriceFrom[];
  readonly #levels: readonly number[];
  readonly #armed = new Map<number, string>();
  #last: Register | undefined;
  #paid = 0;
  /** The use so far costs top / bottom fen. */
  #top = 0n;
  #bottom = 1n;

  constructor(prices: readonly PriceFrom[], levels: readonly number[]) {
    this.#prices = prices;
    this.#levels = levels;
  }

  get fen(): number {
    return this.#paid - Number(halfUp(this.#top, this.#bottom));
  }

  topUp({ reference, fen }: TopUpMade): void {
    this.#paid += fen;
    for (const level of this.#levels) {
      if (this.fen > level && !this.#armed.has(level)) this.#armed.set(level, reference);
    }
  }

  read(now: Register): void {
    const before = this.#last;
    this.#last = now;
    if (!before) return;
    this.#spend(BigInt(now.wh - before.wh), before.atMs, now.atMs);
    for (const level of this.#levels) {
      const armedBy = this.#armed.get(level);
      if (armedBy === undefined || this.fen >= level) continue;
      this.#armed.delete(level);
      this.falls.push({ level, armedBy, atMs: now.atMs, fen: this.fen });
    }
  }

  /**
   * Takes the cost of a usage in watt-hours off the balance. Usage across a price change is divided by time.
   */
  #spend(wh: bigint, fromMs: number, toMs: number): void {
    const weighted = this.#prices.reduce((sum, { fromMs: starts, price }, i) => {
      const ends = this.#prices[i + 1]?.fromMs ?? toMs;
      const ms = Math.min(toMs, ends) - Math.max(fromMs, starts);
      return ms > 0 ? sum + BigInt(price) * BigInt(ms) : sum;
    }, 0n);
    // Wh x 1/10,000 yuan per kWh is 1/100,000 fen.
    const [top, bottom] = [wh * weighted, 100_000n * BigInt(toMs - fromMs)];
    const sum = this.#top * bottom + top * this.#bottom;
    const divisor = gcd(sum, this.#bottom * bottom) || 1n;
    this.#top = sum / divisor;
    this.#bottom = (this.#bottom * bottom) / divisor;
  }
}

/**
 * Returns a random generator (mulberry32) that gives the same numbers for the same seed, from 0 to below 1.
 */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const amounts = [1_000, 3_000, 5_000, 10_000, 20_000];

/**
 * Simulates a household and returns its top-ups and its balance with all falls. It tops up at eight on some
 * mornings, with a higher probability at a low balance. Some top-ups are too small to matter.
 */
export function lifeOf(
  name: string,
  readings: readonly Register[],
  under: { readonly prices: readonly PriceFrom[]; readonly levels: readonly number[]; readonly seed: number },
): { topUps: TopUpMade[]; balance: Balance } {
  const random = chance(under.seed);
  const balance = new Balance(under.prices, under.levels);
  const topUps: TopUpMade[] = [];
  const pay = (atMs: number, fen: number) => {
    const topUp = { reference: `${name}-${topUps.length + 1}`, atMs, fen };
    topUps.push(topUp);
    balance.topUp(topUp);
  };
  const dayMs = 86_400_000;
  // 00:05 UTC is 08:05 in Shanghai, between two readings.
  let morning = Math.ceil((readings[0]?.atMs ?? 0) / dayMs) * dayMs + 300_000;
  for (const reading of readings) {
    for (; morning < reading.atMs; morning += dayMs) {
      const wishes = balance.fen < 1_500 ? 0.6 : balance.fen < 6_000 ? 0.15 : 0.02;
      if (random() < wishes) pay(morning, amounts[Math.floor(random() * amounts.length)] ?? 5_000);
    }
    balance.read(reading);
  }
  return { topUps, balance };
}
