import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';
import { runningHouse } from '../local/addresses.ts';
import { bringIn } from './bring-in.ts';
import { type CountedCost, costsBetween, costsIn } from './counted-costs.ts';
import { type Caller, HouseClient, staffOf } from './house-client.ts';
import { billed, monthOf, owedFor, priceRisesOn, prices } from './month-recomputed.ts';
import { barOf } from './progress.ts';
import { type Flat, flatsOf, ownersCsv, unitsCsv } from './register-of-blocks.ts';

/*
 * `npm run bill-month -- FILE --units 50000`: a register made from a file of blocks of flats is billed for a month through
 * the API: dry run, run, publication; then every bill is compared with a recomputation that knows nothing of the house. It
 * may be killed, or the house may: started again it goes on where it was.
 */

const runSchema = z.object({
  runId: z.string(),
  state: z.string(),
  planned: z.boolean(),
  slices: z.number(),
  billedSlices: z.number(),
  publishedSlices: z.number(),
  units: z.number(),
  skipped: z.number(),
  bills: z.number(),
  totalFen: z.number(),
  digest: z.string(),
  dryRun: z.boolean(),
});
type Run = z.infer<typeof runSchema>;
const billSchema = z.object({ unitLabel: z.string(), payerId: z.string(), fen: z.number(), status: z.string() });
const idSchema = z.object({ feeItemId: z.string() });

class Month {
  readonly client: HouseClient;
  readonly estateId: string;
  readonly #code: string;
  readonly #admin: Caller;

  constructor(client: HouseClient, code: string) {
    this.client = client;
    this.#code = code;
    this.estateId = `blocks-${code.toLowerCase()}`;
    this.#admin = staffOf(this.estateId, 'administrator');
  }

  post<S extends z.ZodType>(schema: S, path: string, key: string, body: object): Promise<z.output<S>> {
    return this.client.must(schema, 'POST', path, { as: this.#admin, key: `${this.#code}-${key}`, body });
  }

  /** The register, what is charged, and who pays for flats that are not sold. */
  async setUp(flats: readonly Flat[]): Promise<string[]> {
    const { estateId, client } = this;
    const admin = this.#admin;
    const calendar = stateCouncilCalendar('Asia/Shanghai');
    const estate = { estateId, code: this.#code, name: `Blocks ${this.#code}`, language: 'en', calendar };
    await client.ensure(admin, '/v1/estates', `/v1/estates/${estateId}`, estate);
    const developer = { personId: `${estateId}-developer`, name: 'Developer', language: 'en' };
    await client.ensure(admin, `/v1/estates/${estateId}/persons`, `/v1/persons/${developer.personId}`, developer);
    await bringIn(client, admin, estateId, 'units', unitsCsv(flats));
    await bringIn(client, admin, estateId, 'people', ownersCsv(flats));
    const policyPath = `/v1/estates/${estateId}/policies/fees`;
    const {
      estateId: _,
      version,
      ...policy
    } = await client.must(
      z.looseObject({ estateId: z.string(), version: z.number(), developerPayerId: z.string().nullable() }),
      'GET',
      policyPath,
      { as: admin },
    );
    if (policy.developerPayerId === null) {
      const body = { ...policy, developerPayerId: developer.personId };
      await client.must(z.unknown(), 'PUT', policyPath, { as: admin, ifMatch: version, body });
    }
    const yuan = (fen: number) => (fen / 100).toFixed(2);
    const items = `/v1/estates/${estateId}/fee-items`;
    const byArea = await this.post(idSchema, items, 'by-area', {
      name: 'Property fee',
      kind: 'building-area',
      tariff: { from: priceRisesOn, price: yuan(prices.after), addOn: '0', ground: 'owners’ decision' },
    });
    await this.post(z.unknown(), `/v1/fee-items/${byArea.feeItemId}/tariff`, 'earlier-price', {
      ...{ from: '2020-01-01', price: yuan(prices.before), addOn: '0', ground: 'contract' },
    });
    const fixed = await this.post(idSchema, items, 'fixed', {
      name: 'Refuse collection',
      kind: 'fixed',
      tariff: { from: '2020-01-01', price: yuan(prices.fixed), addOn: '0', ground: 'contract' },
    });
    return [byArea.feeItemId, fixed.feeItemId];
  }

  open(feeItemIds: readonly string[], dryRun: boolean, dueOn: string): Promise<Run> {
    const path = `/v1/estates/${this.estateId}/billing-runs${dryRun ? '?dryRun=true' : ''}`;
    return this.post(runSchema, path, dryRun ? 'dry-run' : 'run', { period: billed, feeItemIds, dueOn });
  }

  run(runId: string): Promise<Run> {
    return this.client.must(runSchema, 'GET', `/v1/billing-runs/${runId}`, { as: this.#admin });
  }

  /** Shows how far a run is until it is no longer in a state. Seconds that it took. */
  async follow(title: string, { runId }: Run, busy: string, units: number): Promise<number> {
    const began = Date.now();
    const bar = barOf(title, units);
    for (;;) {
      const now = await this.run(runId);
      const done = busy === 'drafting' ? now.billedSlices : now.publishedSlices;
      bar.update(Math.min(units, done * 100));
      if (now.state !== busy) break;
      await wait(1_000);
    }
    bar.update(units);
    bar.stop();
    return (Date.now() - began) / 1_000;
  }

  publish(runId: string): Promise<Run> {
    return this.post(runSchema, `/v1/billing-runs/${runId}/publish`, 'publish', {});
  }

  /** Bills that are not what the recomputation says, by unit. */
  async differences(runId: string, flats: readonly Flat[]): Promise<string[]> {
    const expected = new Map(flats.map((flat) => [flat.label, [...owedFor(flat).values()].sort((a, b) => a - b)]));
    const found = new Map<string, number[]>();
    const bar = barOf('Comparing bills', monthOf(flats).bills);
    for await (const bill of this.client.all(billSchema, `/v1/billing-runs/${runId}/bills`, this.#admin)) {
      found.set(bill.unitLabel, [...(found.get(bill.unitLabel) ?? []), bill.fen]);
      bar.increment();
    }
    bar.stop();
    return [...new Set([...expected.keys(), ...found.keys()])].flatMap((label) => {
      const [wanted = [], got = []] = [expected.get(label), found.get(label)?.sort((a, b) => a - b)];
      return wanted.join() === got.join() ? [] : [`${label}: ${got.join(' + ')} instead of ${wanted.join(' + ')}`];
    });
  }
}

function table(costs: ReadonlyMap<string, CountedCost>, units: number): string[] {
  const each = (n: number) => (n / units).toFixed(3);
  return [...costs].map(
    ([who, { messages, requests, readUnits, writeUnits }]) =>
      `| ${who} | ${messages} | ${each(requests)} | ${each(readUnits)} | ${each(writeUnits)} |`,
  );
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      units: { type: 'string', default: '5000' },
      code: { type: 'string', default: 'HD' },
      due: { type: 'string', default: '2030-12-31' },
    },
  });
  const [file] = positionals;
  if (!file) throw new Error('npm run bill-month -- FILE [--units 5000] [--code HD] [--due 2030-12-31]');
  const month = new Month(new HouseClient(runningHouse()), values.code);
  const flats = await flatsOf(file, Number(values.units));
  const units = flats.length;
  const expected = monthOf(flats);
  const feeItemIds = await month.setUp(flats);
  const logs = process.env.ANJU_STATE ?? join(process.cwd(), '.local');
  const start = costsIn(logs);

  const dry = await month.open(feeItemIds, true, values.due);
  const drySeconds = await month.follow('Dry run', dry, 'drafting', units);
  const opened = await month.open(feeItemIds, false, values.due);
  const beforeDraft = costsIn(logs);
  const draftSeconds = await month.follow('Billing', opened, 'drafting', units);
  const afterDraft = costsIn(logs);
  await month.publish(opened.runId);
  const publishSeconds = await month.follow('Publishing', opened, 'publishing', units);
  const afterPublication = costsIn(logs);

  const [rehearsed, run] = [await month.run(dry.runId), await month.run(opened.runId)];
  const differences = await month.differences(opened.runId, flats);
  const agrees = run.bills === expected.bills && run.totalFen === expected.fen && differences.length === 0;
  const ms = (seconds: number) => `${((seconds * 1_000) / units).toFixed(3)} ms a unit`;
  console.log(`
units ${run.units}, sold in the month ${expected.sold}, bills ${run.bills}, total ${(run.totalFen / 100).toFixed(2)}
recomputed: bills ${expected.bills}, total ${(expected.fen / 100).toFixed(2)}: ${agrees ? 'the same' : 'DIFFERENT'}
dry run: ${rehearsed.digest === run.digest && rehearsed.totalFen === run.totalFen ? 'the same bills' : 'OTHER BILLS'}
time: dry run ${drySeconds.toFixed(1)} s, billing ${draftSeconds.toFixed(1)} s (${ms(draftSeconds)}), publishing ${publishSeconds.toFixed(1)} s (${ms(publishSeconds)})

| worker | messages | requests a unit | RCU a unit | WCU a unit |
| --- | --: | --: | --: | --: |
| *billing* | | | | |
${table(costsBetween(beforeDraft, afterDraft), units).join('\n')}
| *publishing* | | | | |
${table(costsBetween(afterDraft, afterPublication), units).join('\n')}
| *all since the start* | | | | |
${table(costsBetween(start, costsIn(logs)), units).join('\n')}
`);
  for (const line of differences.slice(0, 20)) console.log(line);
  const statuses = [...month.client.statuses].filter(([status]) => status >= 500);
  if (statuses.length > 0) console.log('server errors', statuses);
  process.exitCode = agrees && rehearsed.digest === run.digest ? 0 : 1;
}

await main();
