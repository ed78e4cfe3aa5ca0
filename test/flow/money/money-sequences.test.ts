import { beforeAll, expect, inject, test } from 'vitest';
import { ApiClient } from '../../../infra/api-client/api-client.ts';
import { billMonth, enterMoneyEstate } from '../../../infra/tools/simulate/money/enter-money-estate.ts';
import {
  type CheckedEntry,
  entriesOf,
  flawsOfEntries,
  flawsOfPayers,
  incompleteIn,
} from '../../../infra/tools/simulate/money/money-checks.ts';
import { Desk, type MoneyEstate, Tally } from '../../../infra/tools/simulate/money/money-desk.ts';
import { performSequence } from '../../../infra/tools/simulate/money/money-operations.ts';
import { seeded } from '../../../infra/tools/simulate/seeded.ts';
import { inDays } from '../dunning-fixtures.ts';
import { signatureOf } from '../gateway-signs.ts';
import { today } from '../ledger-fixtures.ts';

/* A few of the sequences of `npm run money-sequences`, which performs ten thousand. */

const client = new ApiClient(inject('backend'));
const month = '2026-08';
const tally = new Tally();
/** Waits until the consequences in the estate are processed. */
const rests = async () => {
  const reply = await fetch(`${inject('backend').controlUrl}/idle?about=${estate.estateId}`, { method: 'POST' });
  if (!reply.ok) throw new Error(`the backend is not idle: ${await reply.text()}`);
};
let estate: MoneyEstate;
let entries: CheckedEntry[];

beforeAll(async () => {
  estate = await enterMoneyEstate(client, 'MSQ', { payers: 4, months: [month], dueOn: inDays(60) });
  for (let nth = 0; nth < 24; nth += 1) {
    const random = seeded(20_261_128 + nth);
    await performSequence(new Desk({ client, tally, estate, random, name: `ms-${nth}`, signReported: signatureOf }));
  }
  await rests();
  await billMonth(client, estate, month, inDays(60), 'again');
  await rests();
  entries = await entriesOf(client, estate, [today().slice(0, 7)]);
});

test('most operations succeed and none is a server error', () => {
  expect(tally.failed).toEqual([]);
  expect(tally.sums.done).toBeGreaterThan(40);
  expect(tally.sums.refused).toBeLessThan(tally.sums.done);
});

test('R20.3, R21.12: entries balance, no drawer was below zero, no bill is paid above its amount', () => {
  expect(entries.length).toBeGreaterThan(40);
  expect(flawsOfEntries(entries)).toEqual([]);
});

test('R21.12: what each payer owes and has equals the sum of their postings', async () => {
  expect(await flawsOfPayers(client, estate, entries)).toEqual([]);
});

test('R22.4: after cancelled bills were billed again, the month is complete', async () => {
  expect(await incompleteIn(client, estate, month)).toEqual([]);
});

test('the checks find an entry that does not balance and a drawer below zero', () => {
  const [first] = entries;
  const posting = { account: 'assets:cash:nobody', fen: -1 };
  const wrong = flawsOfEntries([
    { ...first, entryId: 'e', postedOn: '2026-01-01', recordedAt: '2026-01-01T00:00:00Z', postings: [posting] },
  ]);
  expect(wrong).toEqual(['e does not balance: -1', 'assets:cash:nobody is below zero after e: -1']);
});
