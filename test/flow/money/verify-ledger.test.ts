import { execFile } from 'node:child_process';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { shardOf, shardPartition } from '../../../functions/money/ledger/ledger.store.ts';
import { hashOf } from '../../../functions/money/ledger/seal.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import {
  billed,
  closedBy,
  feeOf,
  itemsAt,
  ledgerBeganOn,
  ledgerStores,
  removed,
  reversedBy,
  written,
} from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { cashPaid } from '../past-cash.ts';

let estate: TestEstate;
let wang: Household;
let opened: string;
/** An entry of a closed day, and a charge and a payment of today. */
let sealed: Body;
let charge: Body;
let open: Body;
const today = dayIn('Asia/Shanghai', new Date().toISOString());
const at = (path: string) => path.replace('{estateId}', estate.estateId);

const flaws = () => flawsIn(estate.estateId);

/** Runs `npm run verify-ledger`. Returns its lines and its exit code. */
function verified(): Promise<{ code: number; flaws: string[]; last: string }> {
  const { stateDir, apiUrl } = inject('backend');
  const env = { ...process.env, ANJU_STATE: stateDir, ANJU_PORT: new URL(apiUrl).port, NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    const args = ['infra/tools/audit/verify-ledger.ts', '--estate', estate.estateId];
    execFile(process.execPath, args, { env }, (error, out, err) => {
      const lines = out.trim().split('\n');
      const flaws = lines.filter((line) => line.startsWith('✗')).map((line) => line.slice(2));
      resolve({ code: error ? Number(error.code ?? 1) : 0, flaws, last: lines.at(-1) ?? err });
    });
  });
}

const stored = async ({ estateId, postedOn, entryId }: Body): Promise<Body> => {
  const items = await itemsAt(shardPartition(estateId, postedOn, shardOf(entryId)));
  return items.find((one) => one.entryId === entryId);
};
const entry = async (payment: Body): Promise<Body> =>
  must(estate.staff.cashier, 'GET', at(`/v1/ledger/estates/{estateId}/entries/${payment.entryId}`));

/** Verifies while an item is changed, and restores it. */
async function whileItIs(item: Body, changed: Body): Promise<string[]> {
  await written({ ...item, ...changed });
  const found = await flaws();
  await written(item);
  return found;
}

/** Returns the entry with one posting changed. */
const withPosting = (item: Body, number: number, change: (posting: Body) => object): Body => ({
  ...item.entry,
  postings: item.entry.postings.map((one: Body, i: number) => (i === number - 1 ? { ...one, ...change(one) } : one)),
});

beforeAll(async () => {
  estate = await estateCalled('VL');
  wang = await estate.household('wang');
  await ledgerStores();
  opened = `${addDays(`${today.slice(0, 8)}01`, -1).slice(0, 8)}01`;
  const { cashier, manager } = estate.staff;
  const pay = (fen: number, day: string, reference: string): Promise<Body> => {
    const said = { payerId: wang.personId, fen, reference };
    if (day < today) return cashPaid(cashier, day, { ...said, estateId: estate.estateId });
    return must(cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), {
      ...said,
      method: 'cash',
    });
  };
  await pay(100, today, 'vl-0');
  await ledgerBeganOn(estate.estateId, opened);
  const paid = await Promise.all([1, 2, 3, 4, 5].map((nth) => pay(10_000 + nth, opened, `vl-${nth}`)));
  await pay(700, addDays(opened, 1), 'vl-6');
  await closedBy(estate, addDays(opened, 2));
  await billed(estate, await feeOf(estate, '物业费', '100'), '2025-01', '2025-01-31');
  const back = await pay(300, today, 'vl-7');
  await reversedBy(cashier, estate, back.paymentId);
  const deposit = { payerId: wang.personId, purpose: 'fit-out', fen: 5_000, method: 'cash', reference: 'vl-8' };
  await must(manager, 'POST', at('/v1/payments/estates/{estateId}/deposits'), deposit);
  await idle();
  sealed = await stored(await entry(paid[2]));
  const { items } = await must(
    cashier,
    'GET',
    at(`/v1/ledger/estates/{estateId}/entries?month=${today.slice(0, 7)}&day=${today}&limit=200`),
  );
  charge = await stored(items.find((one: Body) => one.kind === 'charge'));
  open = await stored(items.find((one: Body) => one.kind === 'payment'));
});

describe('verify-ledger', () => {
  test('verify-ledger finds no flaw in an unchanged ledger', async () => {
    const { code, flaws, last } = await verified();
    expect(flaws).toEqual([]);
    expect(code).toBe(0);
    expect(last).toContain('no flaws');
  });

  test('verify-ledger names the posting of a closed day with one changed byte', async () => {
    const { fen } = sealed.entry.postings[1];
    const changed = withPosting(sealed, 2, () => ({ fen: fen - 1 }));
    await written({ ...sealed, entry: changed });
    const found = await verified();
    await written(sealed);
    const where = `${estate.estateId}  ${opened}  ${sealed.entryId}`;
    expect(found.code).toBe(1);
    expect(found.flaws).toEqual([
      `${where}  posting 2  entry-changed: fen is ${fen - 1}, should be ${fen}`,
      `${where}  out-of-balance: sum of the postings is -1, should be 0`,
    ]);
  });

  test('verify-ledger finds the posting by the seal when its stored hash was changed too', async () => {
    const { account } = sealed.entry.postings[1];
    const other = account.replace('general', 'genfral');
    const changed = withPosting(sealed, 2, () => ({ account: other }));
    const found = await whileItIs(sealed, { entry: changed, hash: hashOf(changed) });
    expect(found).toEqual([
      `${estate.estateId}  ${opened}  ${sealed.entryId}  posting 2  entry-changed: account is ${other}, should be ${account}`,
    ]);
  });

  test('verify-ledger names the changed posting of an open day: its amount, its account or its bill', async () => {
    const where = (item: Body, posting: number) =>
      `${estate.estateId}  ${today}  ${item.entryId}  posting ${posting}  entry-changed`;
    const { fen } = open.entry.postings[0];
    const amount = await whileItIs(open, { entry: withPosting(open, 1, () => ({ fen: fen + 1 })) });
    expect(amount[0]).toBe(`${where(open, 1)}: fen is ${fen + 1}, should be ${fen}`);
    const { account } = charge.entry.postings[1];
    const named = await whileItIs(charge, {
      entry: withPosting(charge, 2, () => ({ account: account.replace('i', 'j') })),
    });
    expect(named).toEqual([`${where(charge, 2)}: account is ${account.replace('i', 'j')}, should be ${account}`]);
    const { bill } = charge.entry.postings[0];
    const dueOn = bill.dueOn.replace('2025', '2024');
    const due = await whileItIs(charge, { entry: withPosting(charge, 1, () => ({ bill: { ...bill, dueOn } })) });
    expect(due).toEqual([`${where(charge, 1)}: bill.dueOn is ${dueOn}, should be ${bill.dueOn}`]);
  });

  test('verify-ledger names changed hashes, seals, totals, receipts, customer funds, reversal marks and bills', async () => {
    const { estateId } = estate;
    const ledger = await itemsAt(`BOOKS#${estateId}`);
    const close = ledger.find((one) => one.sk === `CLOSE#${opened}`);
    const [leaves] = await itemsAt(`SEAL#${estateId}#${opened}#1`);
    const papers = await itemsAt(`PAPERS#${estateId}#${opened}`);
    const receipt = papers.find((one) => one.type === 'receipt' && one.reference === 'vl-3');
    const account = `liabilities:deposit:${wang.personId}:fit-out`;
    const [kept] = await itemsAt(`MONEY#${estateId}#${account}`);
    const { billId } = charge.entry.postings[0].bill;
    const bill = (await itemsAt(`BILL#${billId}`)).find((one) => one.sk === 'BILL');
    const [reversal] = (
      await must(
        estate.staff.cashier,
        'GET',
        at(`/v1/ledger/estates/{estateId}/entries?month=${today.slice(0, 7)}&limit=200`),
      )
    ).items.filter((one: Body) => one.kind === 'reversal');
    const mark = (await itemsAt(`REVERSED#${estateId}#${reversal.reverses}`))[0];
    const at0 = `${estateId}  ${opened}`;

    const hash = sealed.hash.replace(/.$/, (one: string) => (one === '0' ? '1' : '0'));
    expect(await whileItIs(sealed, { hash })).toEqual([
      `${at0}  ${sealed.entryId}  kept-hash-changed: hash is ${hash}, should be ${sealed.hash}`,
    ]);
    const beneath = leaves.leaves.map((one: Body) => (one.entryId === sealed.entryId ? { ...one, hash } : one));
    expect(await whileItIs(leaves, { leaves: beneath })).toEqual([
      `${at0}  leaves-changed`,
      `${at0}  ${sealed.entryId}  sealed-hash-changed`,
    ]);
    const root = close.seal.root.replace(/^./, (one: string) => (one === '0' ? '1' : '0'));
    expect(await whileItIs(close, { seal: { ...close.seal, root } })).toContain(`${at0}  seal-changed`);
    const cash = `assets:cash:${estate.staff.cashier.personId}`;
    const balances = { ...close.balances, [cash]: close.balances[cash] + 1 };
    expect(await whileItIs(close, { balances })).toEqual([
      `${at0}  total-differs: ${cash} is ${balances[cash]}, should be ${close.balances[cash]}`,
    ]);
    const [count] = close.counted;
    const counted = [{ ...count, countedFen: count.countedFen - 1 }];
    expect(await whileItIs(close, { counted })).toEqual([
      `${at0}  count-differs: ${cash} is ${count.countedFen}, should be ${count.countedFen - 1}`,
    ]);
    const printed = sealed.entry.receiptNumber;
    expect(await whileItIs(receipt, { fen: receipt.fen + 1 })).toContain(
      `${at0}  ${sealed.entryId}  receipt-differs: ${printed} fen is ${receipt.fen + 1}, should be ${receipt.fen}`,
    );
    expect(await whileItIs(kept, { fen: 5_001 })).toEqual([
      `${estateId}  kept-money-differs: ${account} is 5001, should be 5000`,
    ]);
    expect(await whileItIs(mark, { by: sealed.entryId })).toEqual([
      `${estateId}  ${reversal.reverses}  reversed-mark-differs: reversed by is ${sealed.entryId}, should be ${reversal.entryId}`,
    ]);
    expect(await whileItIs(bill, { fen: bill.fen + 1 })).toEqual([
      `${estateId}  bill-differs: open of ${billId} is 1, should be 0`,
    ]);
  });

  test('verify-ledger names an entry removed from a closed day, and a missing day lock', async () => {
    const at0 = `${estate.estateId}  ${opened}`;
    const putBack = await removed(sealed);
    expect(await flaws()).toContain(`${at0}  ${sealed.entryId}  entry-missing`);
    await putBack();
    const door = (await itemsAt(shardPartition(estate.estateId, opened, 3))).find((one) => one.sk === 'DOOR');
    const shut = await removed(door);
    expect(await flaws()).toEqual([`${at0}  doors-open: doors is 7, should be 8`]);
    await shut();
  });

  test('verify-ledger finds no flaw when everything is restored', async () => {
    expect(await verified()).toMatchObject({ code: 0, flaws: [] });
  });
});
