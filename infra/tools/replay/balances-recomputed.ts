/*
 * What prepaid households used, paid and had to be told, worked out apart from the backend in whole numbers: watt-hours, ten-
 * thousandths of a yuan, milliseconds. It knows nothing of `functions/`, so that the two can be held against each other.
 */

/** A value of a register at a time (epoch milliseconds), in watt-hours. */
export interface Register {
  readonly atMs: number;
  readonly wh: number;
}

/** Money for a meter at a time, fen. */
export interface TopUpMade {
  readonly reference: string;
  readonly atMs: number;
  readonly fen: number;
}

/** A price from a time on, in ten-thousandths of a yuan for a kilowatt-hour. */
export interface PriceFrom {
  readonly fromMs: number;
  readonly price: number;
}

/** That a balance fell below a level; `armedBy` is the top-up that had brought it above. */
export interface Fall {
  readonly level: number;
  readonly armedBy: string;
  readonly atMs: number;
  readonly fen: number;
}

/** A half is rounded up. */
function halfUp(top: bigint, bottom: bigint): bigint {
  return (2n * top + bottom) / (2n * bottom);
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** A household's balance, led through its readings and top-ups in order of time. */
export class Balance {
  readonly falls: Fall[] = [];
  readonly #prices: readonly PriceFrom[];
  readonly #levels: readonly number[];
  readonly #armed = new Map<number, string>();
  #last: Register | undefined;
  #paid = 0;
  /** What was used costs top / bottom fen. */
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

  /** Use over a change of the price is divided by time. */
  #spend(wh: bigint, fromMs: number, toMs: number): void {
    const weighted = this.#prices.reduce((sum, { fromMs: starts, price }, i) => {
      const ends = this.#prices[i + 1]?.fromMs ?? toMs;
      const ms = Math.min(toMs, ends) - Math.max(fromMs, starts);
      return ms > 0 ? sum + BigInt(price) * BigInt(ms) : sum;
    }, 0n);
    // Wh x 1/10,000 yuan a kWh is 1/100,000 fen.
    const [top, bottom] = [wh * weighted, 100_000n * BigInt(toMs - fromMs)];
    const sum = this.#top * bottom + top * this.#bottom;
    const divisor = gcd(sum, this.#bottom * bottom) || 1n;
    this.#top = sum / divisor;
    this.#bottom = (this.#bottom * bottom) / divisor;
  }
}

/** Numbers of chance that are the same for the same seed (mulberry32), from 0 to below 1. */
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
 * When a household tops up: at eight on some mornings, the lower the balance the likelier, now and then too little to matter;
 * and what it has to be told of.
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
  // Five past midnight in UTC is eight o'clock and five minutes in Shanghai, between two readings.
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
