import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { type ApiClient, type Caller, headOffice, staffOf } from '../../api-client/api-client.ts';
import { changeMoneyPolicy } from '../../api-client/change-policy.ts';
import { barOf } from '../progress.ts';
import { bringIn } from './import-register.ts';
import { billed, monthOf, owedFor, priceRisesOn, prices } from './month-recomputed.ts';
import { type Flat, ownersCsv, unitsCsv } from './register-of-blocks.ts';

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
export type Run = z.infer<typeof runSchema>;
const billSchema = z.object({
  billId: z.string(),
  unitLabel: z.string(),
  fen: z.number(),
  status: z.string(),
  publishedOn: z.string().optional(),
});
const entrySchema = z.object({
  kind: z.string(),
  reference: z.string(),
  postings: z.array(z.object({ account: z.string(), fen: z.number() })),
});
const idSchema = z.object({ feeItemId: z.string() });
const unitsOfSlice = 100;

/** A month of an estate, billed through the API. Steps that were already done are not repeated. */
export class Month {
  readonly client: ApiClient;
  readonly estateId: string;
  readonly #code: string;
  readonly #admin: Caller;

  constructor(client: ApiClient, code: string) {
    this.client = client;
    this.#code = code;
    this.estateId = `blocks-${code.toLowerCase()}`;
    this.#admin = staffOf(this.estateId, 'administrator');
  }

  post<S extends z.ZodType>(schema: S, path: string, key: string, body: object): Promise<z.output<S>> {
    return this.client.must(schema, 'POST', path, { as: this.#admin, key: `${this.#code}-${key}`, body });
  }

  /** Creates the register, the fee items and the payer of unsold flats. Returns the ids of the fee items. */
  async setUp(flats: readonly Flat[]): Promise<string[]> {
    const { estateId, client } = this;
    const admin = this.#admin;
    const calendar = stateCouncilCalendar('Asia/Shanghai');
    const estate = { estateId, code: this.#code, name: `Blocks ${this.#code}`, language: 'en', calendar };
    await client.ensure(headOffice, '/v1/estates', `/v1/estates/${estateId}`, estate);
    for (const role of ['administrator', 'manager', 'cashier']) await client.hire(staffOf(estateId, role));
    const developer = { personId: `${estateId}-developer`, name: 'Developer', language: 'en' };
    await client.ensure(admin, `/v1/estates/${estateId}/persons`, `/v1/persons/${developer.personId}`, developer);
    await bringIn(client, admin, estateId, 'units', unitsCsv(flats));
    await bringIn(client, admin, estateId, 'people', ownersCsv(flats));
    const two = { by: admin, approver: staffOf(estateId, 'manager') };
    await changeMoneyPolicy(client, { estateId, context: 'fees', ...two }, ({ developerPayerId }) =>
      developerPayerId === null ? { developerPayerId: developer.personId } : undefined,
    );
    const yuan = (fen: number) => (fen / 100).toFixed(2);
    const items = `/v1/fees/estates/${estateId}/fee-items`;
    const byArea = await this.post(idSchema, items, 'by-area', {
      name: 'Property fee',
      kind: 'building-area',
      tariff: { from: priceRisesOn, price: yuan(prices.after), addOn: '0', ground: 'owners’ decision' },
    });
    await this.post(z.unknown(), `/v1/fees/fee-items/${byArea.feeItemId}/tariff`, 'earlier-price', {
      from: '2020-01-01',
      price: yuan(prices.before),
      addOn: '0',
      ground: 'contract',
    });
    const fixed = await this.post(idSchema, items, 'fixed', {
      name: 'Refuse collection',
      kind: 'fixed',
      tariff: { from: '2020-01-01', price: yuan(prices.fixed), addOn: '0', ground: 'contract' },
    });
    return [byArea.feeItemId, fixed.feeItemId];
  }

  open(feeItemIds: readonly string[], dryRun: boolean, dueOn: string): Promise<Run> {
    const path = `/v1/fees/estates/${this.estateId}/billing-runs${dryRun ? '?dryRun=true' : ''}`;
    return this.post(runSchema, path, dryRun ? 'dry-run' : 'run', { period: billed, feeItemIds, dueOn });
  }

  run(runId: string): Promise<Run> {
    return this.client.must(runSchema, 'GET', `/v1/fees/billing-runs/${runId}`, { as: this.#admin });
  }

  /** Shows the progress of a run until it leaves a state. Returns the seconds that it took. */
  async follow(title: string, { runId }: Run, busy: string, units: number): Promise<number> {
    const began = Date.now();
    const bar = barOf(title, units);
    for (;;) {
      const now = await this.run(runId);
      const done = busy === 'drafting' ? now.billedSlices : now.publishedSlices;
      bar.update(Math.min(units, done * unitsOfSlice));
      if (now.state !== busy) break;
      await wait(200);
    }
    bar.update(units);
    bar.stop();
    return (Date.now() - began) / 1_000;
  }

  publish(runId: string): Promise<Run> {
    return this.post(runSchema, `/v1/fees/billing-runs/${runId}/publish`, 'publish', {});
  }

  /**
   * Returns the differences from the recomputation, by unit. It also lists bills that are not in the ledger
   * exactly once with their amount. The list is empty when everything agrees.
   */
  async differences(runId: string, flats: readonly Flat[]): Promise<string[]> {
    const found = new Map<string, number[]>();
    const charged = new Map<string, number>();
    const months = new Set<string>();
    const { bills } = monthOf(flats);
    const bar = barOf('Comparing bills', bills);
    for await (const bill of this.client.all(billSchema, `/v1/fees/billing-runs/${runId}/bills`, this.#admin)) {
      found.set(bill.unitLabel, [...(found.get(bill.unitLabel) ?? []), bill.fen]);
      charged.set(bill.billId, bill.fen);
      months.add(bill.publishedOn?.slice(0, 7) ?? 'never');
      bar.increment();
    }
    bar.stop();
    const expected = new Map(flats.map((flat) => [flat.label, [...owedFor(flat).values()]]));
    const inOrder = (fen: readonly number[] = []) => fen.toSorted((a, b) => a - b).join(' + ');
    const wrong = [...new Set([...expected.keys(), ...found.keys()])].flatMap((label) => {
      const [wanted, got] = [inOrder(expected.get(label)), inOrder(found.get(label))];
      return wanted === got ? [] : [`${label}: ${got} instead of ${wanted}`];
    });
    return [...wrong, ...(await this.#notInTheBooks(charged, months))];
  }

  async #notInTheBooks(charged: ReadonlyMap<string, number>, months: ReadonlySet<string>): Promise<string[]> {
    const posted = new Map<string, number[]>();
    const bar = barOf('Comparing the ledger', charged.size);
    for (const month of months) {
      const entries = `/v1/ledger/estates/${this.estateId}/entries?month=${month}`;
      for await (const { kind, reference, postings } of this.client.all(entrySchema, entries, this.#admin)) {
        if (kind !== 'charge') continue;
        const owed = postings.filter(({ account }) => /^assets:(agency-)?receivable:/.test(account));
        const fen = owed.reduce((sum, one) => sum + one.fen, 0);
        posted.set(reference, [...(posted.get(reference) ?? []), fen]);
        bar.increment();
      }
    }
    bar.stop();
    return [...new Set([...charged.keys(), ...posted.keys()])].flatMap((billId) => {
      const [fen, inLedger = []] = [charged.get(billId), posted.get(billId)];
      return inLedger.length === 1 && inLedger[0] === fen
        ? []
        : [`${billId}: ${fen} fen, in the ledger ${inLedger.join()}`];
    });
  }
}
