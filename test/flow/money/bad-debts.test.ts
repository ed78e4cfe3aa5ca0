import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billed, entriesOn, feeOf, ledgerStores, referenceNumbers, reversedBy, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { endBill } from '../two-people.ts';

let estate: TestEstate;
let wang: Household;
let bills: Body[];
const number = referenceNumbers('BAD');
const desk = () => estate.staff.cashier;
const read = (bill: Body): Promise<Body> => must(desk(), 'GET', `/v1/fees/bills/${bill.billId}`);
const on = (bill: Body, name: string, body: object = {}, as = estate.staff.manager) =>
  ask(as, 'POST', `/v1/fees/bills/${bill.billId}/${name}`, body);
const paid = (fen: number, billIds?: string[]) =>
  ask(desk(), 'POST', `/v1/payments/estates/${estate.estateId}/payments`, {
    payerId: wang.personId,
    fen,
    method: 'transfer',
    moneyAccount: 'icbc',
    reference: number(),
    billIds,
  });

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('BD');
  wang = await estate.household('wang');
  const fee = await feeOf(estate, '物业费', '718.53');
  for (const month of ['2025-01', '2025-02']) await billed(estate, fee, month, '2025-03-31');
  const open = await must(desk(), 'GET', `/v1/fees/bills?estateId=${estate.estateId}&payerId=${wang.personId}`);
  bills = open.items.toSorted((a: Body, b: Body) => a.period.from.localeCompare(b.period.from));
}, 180_000);

describe('R21.7 a bad debt', () => {
  test('a written-off bill is paid only by its name: 300.00 of 718.53 are recovered, 418.53 stay written off', async () => {
    const [lost, open] = bills;
    const off = await endBill(estate, lost.billId, 'written-off', '失联');
    expect(off).toMatchObject({ status: 'written-off', openFen: 0 });
    const undirected = await paid(1_000);
    expect(undirected.body.allocation).toMatchObject([{ billId: open.billId }]);
    const named = await paid(30_000, [lost.billId]);
    expect(named.body).toMatchObject({
      restFen: 0,
      allocation: [{ billId: lost.billId, parts: { principal: 30_000 } }],
    });
    const after = await read(lost);
    expect(after).toMatchObject({ status: 'written-off', openFen: 0, writtenOff: { parts: { principal: 71_853 } } });
    expect(after.writtenOff.recovered).toMatchObject([
      { paymentId: named.body.paymentId, parts: { principal: 30_000 } },
    ]);
    const entries = await entriesOn(estate.estateId, [today()]);
    const postings = (kind: string) =>
      entries.filter((one) => one.kind === kind).map((one) => one.postings.map(({ account, fen }) => [account, fen]));
    const receivable = `assets:receivable:${wang.personId}`;
    expect(postings('write-off')).toEqual([
      [
        ['assets:provision', 71_853],
        [receivable, -71_853],
      ],
    ]);
    expect(postings('recovery')).toEqual([
      [
        [receivable, 30_000],
        ['assets:bad-debts-recovered', -30_000],
      ],
    ]);
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });

  test('the payment is reversed: what it recovered is a bad debt again', async () => {
    const [lost] = bills;
    const again = await paid(1_853, [lost.billId]);
    const back = await reversedBy(desk(), estate, again.body.paymentId, '退票');
    expect(back.status).toBe(200);
    await idle();
    expect(await read(lost)).toMatchObject({ status: 'written-off', openFen: 0 });
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});

describe('R21.10 a write-off by mistake', () => {
  test('is reversed by two people; the bill is owed and dunned again', async () => {
    const [lost] = bills;
    const { administrator, manager } = estate.staff;
    expect((await on(lost, 'reverse-write-off')).body.code).toBe('write-off-reversal-not-asked');
    expect((await on(lost, 'request-write-off-reversal', { reason: '误核销' })).status).toBe(200);
    expect((await on(lost, 'reverse-write-off', {}, manager)).body.code).toBe('another-person-needed');
    const { body } = await on(lost, 'reverse-write-off', {}, administrator);
    expect(body).toMatchObject({ status: 'published', open: { principal: 41_853 } });
    expect((await on(lost, 'reverse-write-off', {}, administrator)).body.code).toBe('not-written-off');
    await idle();
    const { items } = await must(
      manager,
      'GET',
      `/v1/dunning/accounts?estateId=${estate.estateId}&payerId=${wang.personId}`,
    );
    expect(items[0].bills.map((bill: Body) => bill.billId)).toContain(lost.billId);
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});
