import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { ApiClient, type Caller, headOffice, staffOf } from '../../api-client/api-client.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { barOf } from '../progress.ts';
import { chance, type Fall, lifeOf, type Register, type TopUpMade } from './balances-recomputed.ts';
import { registersOf } from './household-registers.ts';

/*
 * `npm run replay-readings -- FILE`: sends the half-hourly use of real households through the API day by day,
 * with top-ups by transfer. It then compares the recorded low-balance notices with an independent
 * recomputation: one notice for each crossing of each level. It sends everything again, and once more
 * shuffled within each day; nothing may change. `--shuffled` also shuffles the first pass.
 */

const zone = 'Asia/Shanghai';
const dayMs = 86_400_000;
const levels = [5_000, 2_000];
/** Prices in ten-thousandths of a yuan per kWh. The price rises in the middle of the file. */
const prices = [
  { from: '2010-01-01', price: 5_383 },
  { from: '2013-01-01', price: 5_653 },
];
/**
 * Readings in one request: the most allowed.
 * Shuffled passes use fewer, so that readings are late across requests.
 */
const mostAtOnce = 1_000;
const shuffledAtOnce = 100;

const takenSchema = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  held: z.number(),
  refused: z.number(),
  results: z.array(z.looseObject({ state: z.string(), code: z.string().optional() })),
});
const noticeSchema = z.object({
  levelFen: z.number(),
  armedBy: z.string(),
  at: z.string(),
  balanceFen: z.number(),
  result: z.string(),
  withdrawnAt: z.string().optional(),
});
const idSchema = z.object({ feeItemId: z.string() });
const paymentSchema = z.object({ paymentId: z.string() });
const balanceSchema = z.object({ balanceFen: z.number(), toppedUpFen: z.number(), heldReadings: z.number() });
const unitSchema = z.object({ unitId: z.string() });

/** A household of the file, with its top-ups and the falls of its balance. */
interface Household {
  readonly key: string;
  readonly meterId: string;
  readonly personId: string;
  readonly cashier: Caller;
  readonly readings: readonly Register[];
  readonly topUps: readonly TopUpMade[];
  readonly falls: readonly Fall[];
  readonly fen: number;
}

const kwh = (wh: number) => `${Math.floor(wh / 1_000)}.${String(wh % 1_000).padStart(3, '0')}`;
const iso = (ms: number) => new Date(ms).toISOString();
const startOf = (day: string) => Date.parse(`${day}T00:00:00+08:00`);

/** Returns the list in another order, which is the same for the same seed. */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => ({ one, by: random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}

interface Counts {
  sent: number;
  accepted: number;
  duplicate: number;
  held: number;
  refused: number;
}

class Readings {
  readonly client: ApiClient;
  readonly estateId: string;
  readonly #code: string;
  readonly #admin: Caller;
  readonly #desk: Caller;
  /** References of top-ups by payment id. */
  readonly #references = new Map<string, string>();

  constructor(client: ApiClient, code: string) {
    this.client = client;
    this.#code = code;
    this.estateId = `meters-${code.toLowerCase()}`;
    this.#admin = staffOf(this.estateId, 'administrator');
    this.#desk = staffOf(this.estateId, 'operator');
  }

  #post<S extends z.ZodType>(schema: S, path: string, key: string, body: object, as = this.#admin) {
    return this.client.must(schema, 'POST', path, { as, key: `${this.#code}-${key}`, body });
  }

  /** Creates the estate, the prices, and a prepaid meter for each household. */
  async setUp(registers: ReadonlyMap<string, Register[]>): Promise<Household[]> {
    const { estateId, client } = this;
    const place = `/v1/estates/${estateId}`;
    const calendar = stateCouncilCalendar(zone);
    const estate = { estateId, code: this.#code, name: `Meters ${this.#code}`, language: 'en', calendar };
    await client.ensure(headOffice, '/v1/estates', place, estate);
    await Promise.all([client.hire(this.#admin), client.hire(this.#desk)]);
    const tariff = ({ from, price }: (typeof prices)[number]) => {
      return { from, price: (price / 10_000).toFixed(4), addOn: '0', ground: 'price list' };
    };
    const [early, late] = prices;
    if (!early || !late) throw new Error('The replay needs two prices.');
    const item = {
      name: 'Electricity',
      kind: 'metered',
      nature: 'agency',
      utility: 'electricity',
      tariff: tariff(late),
    };
    const { feeItemId } = await this.#post(idSchema, `/v1/fees/estates/${estateId}/fee-items`, 'item', item);
    await this.#post(z.unknown(), `/v1/fees/fee-items/${feeItemId}/tariff`, 'early', tariff(early));
    await wait(2_000);
    const households: Household[] = [];
    for (const [key, readings] of registers) households.push(await this.#household(key, readings, feeItemId));
    return households;
  }

  async #household(key: string, readings: readonly Register[], feeItemId: string): Promise<Household> {
    const { estateId, client } = this;
    const [personId, meterId] = [`${estateId}-${key}`, `${this.#code}-${key}`];
    const person = { personId, name: `Household ${key}`, language: 'en', email: `${personId}@residents.example` };
    await client.ensure(this.#admin, `/v1/estates/${estateId}/persons`, `/v1/persons/${personId}`, person);
    const unit = { label: `Home ${key}`, building: 'A', area: '100.00', use: 'dwelling' };
    const { unitId } = await this.#post(unitSchema, `/v1/estates/${estateId}/units`, `unit-${key}`, unit);
    const owner = { personId, role: 'owner', from: '2010-01-01' };
    await this.#post(z.unknown(), `/v1/units/${unitId}/tenures`, `owner-${key}`, owner);
    const meter = { meterId, unitId, utility: 'electricity', feeItemId, prepaid: true, plate: key };
    await client.ensure(this.#admin, `/v1/meters/estates/${estateId}/meters`, `/v1/meters/${meterId}`, meter);
    const fromMs = prices.map(({ from, price }) => ({ fromMs: startOf(from), price }));
    const { topUps, balance } = lifeOf(meterId, readings, { prices: fromMs, levels, seed: Number(key) });
    const cashier = staffOf(estateId, 'cashier', `cashier-${key}`);
    await client.hire(cashier);
    return { key, meterId, personId, cashier, readings, topUps, falls: balance.falls, fen: balance.fen };
  }

  /** Records a top-up that came by transfer and waits until it is on the meter's balance. */
  async #pay({ meterId, personId: payerId, cashier, topUps }: Household, topUp: TopUpMade, pass: string) {
    const { reference, fen, atMs } = topUp;
    // Cash counts when it is entered; a transfer counts at the time of the bank (R20.12).
    const way = { method: 'transfer', moneyAccount: 'icbc', occurredAt: iso(atMs) };
    const body = { payerId, fen, ...way, reference, meterId };
    const path = `/v1/payments/estates/${this.estateId}/payments`;
    const { paymentId } = await this.#post(paymentSchema, path, `${pass}-${reference}`, body, cashier);
    this.#references.set(paymentId, reference);
    const paid = topUps.filter((one) => one.atMs <= atMs).reduce((sum, one) => sum + one.fen, 0);
    for (const until = Date.now() + 60_000; Date.now() < until; await wait(20)) {
      if ((await this.balance(meterId, atMs)).toppedUpFen >= paid) return;
    }
    throw new Error(`The top-up ${reference} did not reach the balance within a minute.`);
  }

  balance(meterId: string, atMs: number) {
    return this.client.must(balanceSchema, 'GET', `/v1/meters/${meterId}/balance?at=${iso(atMs)}`, { as: this.#desk });
  }

  async #take(readings: readonly object[], key: string, counts: Counts): Promise<void> {
    if (readings.length === 0) return;
    const path = `/v1/meters/estates/${this.estateId}/readings`;
    const taken = await this.#post(takenSchema, path, key, { readings }, this.#desk);
    counts.sent += readings.length;
    for (const what of ['accepted', 'duplicate', 'held', 'refused'] as const) counts[what] += taken[what];
    const refused = taken.results.find(({ state }) => state === 'refused');
    if (refused) throw new Error(`A reading was refused: ${JSON.stringify(refused)}`);
  }

  /** Sends everything day by day: the readings before the top-ups, the top-ups, and the other readings. */
  async pass(title: string, households: readonly Household[], random?: () => number): Promise<Counts> {
    const counts: Counts = { sent: 0, accepted: 0, duplicate: 0, held: 0, refused: 0 };
    const dayOf = (ms: number) => Math.floor((ms - startOf('2010-01-01')) / dayMs);
    const all = households.flatMap((household) =>
      household.readings.map((reading) => ({ day: dayOf(reading.atMs), meterId: household.meterId, reading })),
    );
    const days = Map.groupBy(all, ({ day }) => day);
    const paid = Map.groupBy(
      households.flatMap((household) => household.topUps.map((topUp) => ({ household, topUp }))),
      ({ topUp }) => dayOf(topUp.atMs),
    );
    const bar = barOf(title, all.length);
    for (const day of [...new Set([...days.keys(), ...paid.keys()])].sort((a, b) => a - b)) {
      const [readings, topUps] = [days.get(day) ?? [], paid.get(day) ?? []];
      const told = (random ? shuffled(readings, random) : readings).map(({ meterId, reading }) => {
        return { meterId, takenAt: iso(reading.atMs), value: kwh(reading.wh), by: 'device' };
      });
      const payAtMs = topUps[0]?.topUp.atMs ?? 0;
      const early = random ? [] : told.filter(({ takenAt }) => Date.parse(takenAt) < payAtMs);
      await this.#batches(early, `${title}-${day}-early`, mostAtOnce, counts);
      await Promise.all(topUps.map(({ household, topUp }) => this.#pay(household, topUp, title)));
      const rest = told.filter((one) => !early.includes(one));
      await this.#batches(rest, `${title}-${day}`, random ? shuffledAtOnce : mostAtOnce, counts);
      bar.increment(readings.length);
    }
    bar.stop();
    return counts;
  }

  async #batches(readings: readonly object[], key: string, most: number, counts: Counts): Promise<void> {
    for (let from = 0; from < readings.length; from += most) {
      await this.#take(readings.slice(from, from + most), `${key}-${from}`, counts);
    }
  }

  /**
   * Compares the recorded notices with the recomputed falls, by level and arming top-up, and the balances at
   * the end. Returns the differences. A record keeps the reading that was known then. If an earlier reading
   * arrived later, that is not the reading of the crossing.
   */
  async compare(households: readonly Household[]): Promise<string[]> {
    const lines: string[] = [];
    let [notices, withdrawn, expected, told] = [0, 0, 0, 0];
    for (const { meterId, falls, fen, readings } of households) {
      const found = new Map<string, string>();
      const path = `/v1/meters/${meterId}/low-balance-notices`;
      for await (const one of this.client.all(noticeSchema, path, this.#desk)) {
        if (one.withdrawnAt !== undefined) {
          withdrawn += 1;
          continue;
        }
        notices += 1;
        const name = `${one.levelFen} after ${this.#references.get(one.armedBy) ?? one.armedBy}`;
        if (found.has(name)) lines.push(`${meterId} has two notices: ${name}`);
        found.set(name, `${one.balanceFen} at ${iso(Date.parse(one.at))}`);
      }
      const wanted = new Map<string, string>(
        falls.map((one) => [`${one.level} after ${one.armedBy}`, `${one.fen} at ${iso(one.atMs)}`] as const),
      );
      expected += falls.length;
      for (const name of wanted.keys()) if (!found.has(name)) lines.push(`${meterId} has no notice: ${name}`);
      for (const name of found.keys())
        if (!wanted.has(name)) lines.push(`${meterId} has an unexpected notice: ${name}`);
      told += [...wanted].filter(([name, what]) => found.get(name) === what).length;
      const end = await this.balance(meterId, readings.at(-1)?.atMs ?? 0);
      if (end.balanceFen !== fen) lines.push(`${meterId} has ${end.balanceFen} fen instead of ${fen}`);
    }
    console.log(`  valid notices ${notices}, recomputed crossings ${expected}, differences ${lines.length}`);
    console.log(`  notices with the exact reading and balance ${told}, withdrawn notices ${withdrawn}`);
    for (const line of lines.slice(0, 20)) console.log(`    ${line}`);
    return lines;
  }
}

const usage = 'Usage: npm run replay-readings -- FILE [--households 10] [--days N] [--code EL] [--shuffled] [--once]';

const options = {
  households: { type: 'string', default: '10' },
  days: { type: 'string', default: '100000' },
  code: { type: 'string', default: 'EL' },
  shuffled: { type: 'boolean', default: false },
  once: { type: 'boolean', default: false },
} as const;

await command({ usage, options, takes: 'file', needsBackend: true }, async (values, file = '') => {
  const readings = new Readings(new ApiClient(localEndpoints()), values.code);
  const registers = await registersOf(
    file,
    wholeNumber('--households', values.households),
    wholeNumber('--days', values.days),
  );
  const households = await readings.setUp(registers);
  const differences: string[] = [];
  const pass = async (title: string, random?: () => number) => {
    const began = Date.now();
    const counts = await readings.pass(title, households, random);
    const seconds = (Date.now() - began) / 1_000;
    const { sent, accepted, duplicate, held, refused } = counts;
    console.log(`${title}: ${sent} readings in ${seconds.toFixed(0)} s (${(sent / seconds).toFixed(0)}/s)`);
    console.log(`  accepted ${accepted}, duplicates ${duplicate}, held ${held}, refused ${refused}`);
    differences.push(...(await readings.compare(households)));
  };
  const topUps = households.reduce((sum, one) => sum + one.topUps.length, 0);
  console.log(`${households.length} households, ${topUps} top-ups by transfer`);
  await pass(values.shuffled ? 'shuffled' : 'first', values.shuffled ? chance(1) : undefined);
  if (!values.once) {
    await pass('again');
    await pass('again-shuffled', chance(2));
  }
  const statuses = [...readings.client.statuses].sort(([a], [b]) => a - b);
  const errors = statuses.filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
  console.log(`answers by status: ${statuses.map(([status, count]) => `${status} ${count}`).join(', ')}`);
  console.log(`server errors ${errors}`);
  process.exitCode = differences.length + errors > 0 ? 1 : 0;
});
