import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { addDays } from '../../../shared/kernel/periods.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { ApiClient, type Caller, headOffice, staffOf } from '../../api-client/api-client.ts';
import { changeMoneyPolicy } from '../../api-client/change-policy.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { barOf } from '../progress.ts';
import { bringIn } from './import-register.ts';
import { ageOnDay, type OldCompany, oldCompany, openingFiles, registerFiles } from './old-company.ts';

/*
 * `npm run move-in -- --homes 5000 --seed 1`: makes a company with three years of arrears, moves it in
 * through the API in two phases, and compares the ageing on ten days with the company's own, and the
 * revenue of the first day with 0.00 (R30).
 */

const countSchema = z.object({ kind: z.string(), rows: z.number(), fen: z.number() });
const openingSchema = z.object({
  openingId: z.string(),
  state: z.string(),
  errors: z.number(),
  loaded: z.number(),
  counts: z.array(countSchema),
  digest: z.string().optional(),
  trialBalance: z.object({ equityFen: z.number(), debitFen: z.number(), creditFen: z.number() }).optional(),
  uploads: z.array(z.object({ kind: z.string(), url: z.string() })).optional(),
});
const errorSchema = z.object({ file: z.string(), line: z.number(), rule: z.string() });
const reportSchema = z.object({
  reportId: z.string(),
  state: z.string(),
  totals: z.record(z.string(), z.union([z.string(), z.number()])),
});
const entrySchema = z.object({
  kind: z.string(),
  postings: z.array(z.object({ account: z.string(), fen: z.number() })),
});
const idSchema = z.object({ feeItemId: z.string() });

const yuan = (fen: number) => (fen / 100).toFixed(2);

/** The move of one company, through the API. */
class Move {
  readonly client: ApiClient;
  readonly company: OldCompany;
  readonly estateId: string;
  readonly #manager: Caller;
  readonly #second: Caller;

  constructor(client: ApiClient, company: OldCompany, name: string) {
    this.client = client;
    this.company = company;
    this.estateId = `movein-${name}`;
    this.#manager = staffOf(this.estateId, 'manager');
    this.#second = staffOf(this.estateId, 'administrator');
  }

  #post<S extends z.ZodType>(schema: S, path: string, key: string, body: object, as = this.#manager) {
    return this.client.must(schema, 'POST', path, { as, key: `${this.estateId}-${key}`, body });
  }

  /** Creates the estate, its register, its fee items and its terms of late charge. */
  async setUp(code: string): Promise<void> {
    const { estateId, client, company } = this;
    const admin = this.#second;
    const calendar = stateCouncilCalendar('Asia/Shanghai');
    const estate = { estateId, code, name: `Old company ${code}`, language: 'en', calendar };
    await client.ensure(headOffice, '/v1/estates', `/v1/estates/${estateId}`, estate);
    for (const role of ['administrator', 'manager']) await client.hire(staffOf(estateId, role));
    const { units, people } = registerFiles(company);
    await bringIn(client, admin, estateId, 'units', units);
    await bringIn(client, admin, estateId, 'people', people);
    const items = `/v1/fees/estates/${estateId}/fee-items`;
    const tariff = { from: '2020-01-01', price: '2.00', addOn: '0', ground: 'contract' };
    await this.#post(idSchema, items, 'property', { name: 'Property fee', kind: 'building-area', tariff });
    await this.#post(idSchema, items, 'power', { name: 'Electricity', kind: 'fixed', nature: 'agency', tariff });
    const two = { by: admin, approver: this.#manager };
    const late = { dailyRate: '0.0005', from: '2020-01-01' };
    await changeMoneyPolicy(client, { estateId, context: 'fees', ...two }, () => ({ late }));
  }

  #opening(openingId: string) {
    return this.client.must(openingSchema, 'GET', `/v1/opening/openings/${openingId}`, { as: this.#manager });
  }

  /** Waits until the opening leaves a state, with its progress. Returns it and the seconds that it took. */
  async #follow(title: string, openingId: string, busy: string, rows: number) {
    const began = Date.now();
    const bar = barOf(title, rows);
    for (;;) {
      const now = await this.#opening(openingId);
      bar.update(busy === 'loading' ? now.loaded : 0);
      if (now.state !== busy) {
        bar.update(rows);
        bar.stop();
        return { now, seconds: (Date.now() - began) / 1_000 };
      }
      await wait(200);
    }
  }

  /**
   * Phase one: uploads the files and validates them. @throws Error with the first errors when they are
   * refused.
   */
  async validate() {
    const { company, estateId } = this;
    const files = Object.entries(openingFiles(company)).map(([kind, text]) => ({ kind, bytes: Buffer.from(text) }));
    const details = files.map(({ kind, bytes }) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { kind, sha256, size: bytes.length, fileName: `${kind}.csv` };
    });
    const rows = company.bills.length + company.prepaid.length + company.deposits.length;
    const body = { cutOverOn: company.on, files: details };
    const created = await this.#post(openingSchema, `/v1/opening/estates/${estateId}/openings`, 'opening', body);
    for (const { kind, url } of created.uploads ?? []) {
      const bytes = files.find((file) => file.kind === kind)?.bytes ?? Buffer.alloc(0);
      const put = await fetch(url, {
        method: 'PUT',
        body: new Uint8Array(bytes),
        headers: { 'content-type': 'text/csv' },
      });
      if (!put.ok) throw new Error(`The upload failed: ${put.status} ${await put.text()}`);
    }
    const path = `/v1/opening/openings/${created.openingId}`;
    await this.#post(openingSchema, `${path}/validate`, 'validate', {});
    const { now, seconds } = await this.#follow('Validating', created.openingId, 'validating', rows);
    if (now.state === 'validated') return { opening: now, seconds };
    const errors = await this.client.whole(errorSchema, `${path}/errors`, this.#manager);
    throw new Error(`The files have ${now.errors} errors, the first: ${JSON.stringify(errors.slice(0, 3))}`);
  }

  /** Phase two: two people sign, and the backend posts the rows. */
  async load({ openingId, digest, counts }: z.output<typeof openingSchema>) {
    const path = `/v1/opening/openings/${openingId}/sign`;
    await this.#post(openingSchema, path, 'sign-1', { digest });
    await this.#post(openingSchema, path, 'sign-2', { digest }, this.#second);
    const rows = counts.reduce((sum, one) => sum + one.rows, 0);
    return this.#follow('Posting', openingId, 'loading', rows);
  }

  /** Returns where the ageing of a day differs from the company's own, by age. */
  async ageingDiffers(day: string): Promise<string[]> {
    const reports = `/v1/finance-reports/estates/${this.estateId}/reports`;
    const body = { kind: 'ageing', by: 'building', asOf: day };
    const { reportId } = await this.#post(reportSchema, reports, `ageing-${day}`, body);
    for (;;) {
      const path = `/v1/finance-reports/reports/${reportId}`;
      const { state, totals } = await this.client.must(reportSchema, 'GET', path, { as: this.#manager });
      if (state === 'written') return differences(day, totals, ageOnDay(this.company, day));
      await wait(200);
    }
  }

  /** Returns the sums of all entries on income and expense, and the number of entries by kind. */
  async postedIn(month: string): Promise<{ earnedFen: number; kinds: Record<string, number> }> {
    let earnedFen = 0;
    const kinds: Record<string, number> = {};
    const path = `/v1/ledger/estates/${this.estateId}/entries?month=${month}`;
    for await (const { kind, postings } of this.client.all(entrySchema, path, this.#manager)) {
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      for (const { account, fen } of postings) if (/^(income|expenses):/.test(account)) earnedFen += fen;
    }
    return { earnedFen, kinds };
  }
}

function differences(
  day: string,
  found: Readonly<Record<string, string | number>>,
  expected: Readonly<Record<string, number>>,
): string[] {
  const total = Object.values(expected).reduce((sum, fen) => sum + fen, 0);
  return Object.entries({ ...expected, total }).flatMap(([age, fen]) =>
    Number(found[age] ?? 0) === fen ? [] : [`${day} ${age}: ${found[age]} instead of ${fen}`],
  );
}

const usage = 'Usage: npm run move-in -- [--homes 5000] [--seed 1]';
const options = {
  homes: { type: 'string', default: '5000' },
  seed: { type: 'string', default: '1' },
} as const;

/** Days before and after the cut-over on which the ageing is compared. */
const daysCompared = [-1_000, -731, -365, -90, -31, 0, 1, 8, 15, 22];

await command({ usage, options, needsBackend: true }, async (values) => {
  const [homes, seed] = [wholeNumber('--homes', values.homes), wholeNumber('--seed', values.seed)];
  const today = dayIn('Asia/Shanghai', new Date().toISOString());
  const on = addDays(`${today.slice(0, 7)}-01`, -1);
  const company = oldCompany(seed, homes, on);
  const letters = [seed % 26, homes % 26].map((n) => String.fromCharCode(65 + n)).join('');
  const move = new Move(new ApiClient(localEndpoints()), company, `${homes}-${seed}`);
  console.log(`Moving in ${homes} homes with ${company.bills.length} open bills, cut-over at the end of ${on}`);
  await move.setUp(`M${letters}`);
  const { opening, seconds: validating } = await move.validate();
  const { debitFen = 0, creditFen = 0, equityFen = 0 } = opening.trialBalance ?? {};
  console.log(`Validated in ${validating.toFixed(1)} s. Debit ${yuan(debitFen)}, credit ${yuan(creditFen)},`);
  console.log(`  of it opening equity ${yuan(equityFen)}.`);
  const { now, seconds: loading } = await move.load(opening);
  console.log(`Posted ${now.loaded} rows in ${loading.toFixed(1)} s (${now.state}).`);
  const wrong: string[] = [];
  const days = daysCompared.map((n) => addDays(on, n)).map((day) => (day > today ? today : day));
  for (const day of days) wrong.push(...(await move.ageingDiffers(day)));
  console.log(`Ageing compared on ${days.length} days: ${wrong.length} differences.`);
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
  const first = addDays(on, 1);
  const posted = [await move.postedIn(on.slice(0, 7)), await move.postedIn(first.slice(0, 7))];
  const earned = posted.reduce((sum, { earnedFen }) => sum + earnedFen, 0);
  console.log(`Revenue and expense up to and including the first day: ${yuan(earned)}.`);
  console.log(`Entries: ${posted.map(({ kinds }) => JSON.stringify(kinds)).join(', ')}`);
  const rows = opening.counts.reduce((sum, one) => sum + one.rows, 0);
  const isRight = debitFen === creditFen && now.state === 'loaded' && now.loaded === rows && earned === 0;
  process.exitCode = isRight && wrong.length === 0 ? 0 : 1;
});
