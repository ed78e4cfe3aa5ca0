import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { signatureOf } from '../gateway-signs.ts';
import { invoicedPayment } from '../invoice-fixtures.ts';
import {
  billed,
  closedBy,
  feeOf,
  firstOfLastMonth,
  ledgerBeganOn,
  ledgerStores,
  referenceNumbers,
} from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';

let estate: TestEstate;
let wang: Household;
let zhao: Household;
/** The first ledger day: the first of last month. */
let opened: string;
const icbc = 'assets:bank:icbc';
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const dayOf = (number: number) => addDays(opened, number);
const number = referenceNumbers('BANK');
const desk = () => estate.staff.cashier;
const manager = () => estate.staff.manager;
const balances = (who: Household): Promise<Body> =>
  must(desk(), 'GET', at(`/v1/payments/estates/{estateId}/payers/${who.personId}/balances`));
const payment = (paymentId: string): Promise<Body> => must(desk(), 'GET', `/v1/payments/${paymentId}`);
const transferred = (who: Household, fen: number, occurredOn: string, reference = number()): Promise<Body> => {
  const body = { payerId: who.personId, fen, method: 'transfer', moneyAccount: 'icbc', reference, occurredOn };
  return must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), body);
};
const statement = (lines: readonly object[]): Promise<Body> =>
  must(manager(), 'POST', at('/v1/ledger/estates/{estateId}/channel-files'), { account: icbc, lines });

const closed = (through: string) => closedBy(estate, through);

const asked = (paymentId: string, change: object): Promise<Body> =>
  must(desk(), 'POST', `/v1/payments/${paymentId}/corrections`, { change, reason: '录入有误' });
const approved = async ({ correctionId }: Body): Promise<Body> => {
  const after = await must(manager(), 'POST', `/v1/payments/corrections/${correctionId}/approve`, {});
  await idle();
  return after;
};
const corrected = async (paymentId: string, change: object): Promise<Body> => approved(await asked(paymentId, change));

const flaws = () => flawsIn(estate.estateId);

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('CR');
  [wang, zhao] = [await estate.household('wang'), await estate.household('zhao')];
  const fee = await feeOf(estate, '物业费', '100');
  await billed(estate, fee, '2025-01', '2025-01-28');
  await billed(estate, fee, '2025-02', '2025-02-28');
  opened = firstOfLastMonth();
  await ledgerBeganOn(estate.estateId, opened);
}, 180_000);

describe('a payment of the wrong payer (R21.1, R21.3)', () => {
  let first: Body;
  let moved: Body;

  test('two people move the payment: p4 owes 100.00 more, and p5 owes 100.00 less from the value day', async () => {
    const day = dayOf(0);
    first = await transferred(wang, 10_000, day, 'BANK-45');
    await invoicedPayment(estate, first, '04400190011100000045');
    const change = { kind: 'payer', payerId: zhao.personId };
    const correction = await asked(first.paymentId, change);
    const approving = `/v1/payments/corrections/${correction.correctionId}/approve`;
    expect((await ask(desk(), 'POST', approving, {})).status).toBe(403);
    const own = await must(manager(), 'POST', `/v1/payments/${first.paymentId}/corrections`, {
      change,
      reason: '自批',
    });
    expect(await ask(manager(), 'POST', `/v1/payments/corrections/${own.correctionId}/approve`, {})).toMatchObject({
      status: 409,
      body: { code: 'another-person-needed' },
    });
    await must(manager(), 'POST', `/v1/payments/corrections/${own.correctionId}/refuse`, { reason: '重复申请' });
    const { became } = await approved(correction);
    moved = await payment(became.paymentId);
    expect(moved).toMatchObject({ payerId: zhao.personId, fen: 10_000, occurredOn: day, status: 'taken' });
    expect(moved.allocation).toHaveLength(1);
    expect(await balances(wang)).toMatchObject({ owedFen: 20_000, prepaidFen: 0 });
    expect(await balances(zhao)).toMatchObject({ owedFen: 10_000, prepaidFen: 0 });
    const bill = await must(desk(), 'GET', `/v1/fees/bills/${moved.allocation[0].billId}`);
    expect(bill.paid).toMatchObject([{ paymentId: moved.paymentId, on: day }]);
  });

  test('the receipt of p4 is void and p5 gets a new one; the invoice gets a credit-note task; both payers get a notice', async () => {
    const receipt = (one: Body) =>
      must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/receipts/${one.receiptNumber}`));
    expect(await receipt(first)).toMatchObject({ voided: true, payerId: wang.personId });
    expect(await receipt(moved)).toMatchObject({ voided: false, payerId: zhao.personId, fen: 10_000 });
    const tasks = await must(desk(), 'GET', `/v1/invoices/credit-note-tasks?estateId=${estate.estateId}&status=open`);
    expect(tasks.items).toMatchObject([{ paymentId: first.paymentId, fen: 10_000 }]);
    const told = await must(estate.staff.operator, 'GET', `/v1/notices?estateId=${estate.estateId}&limit=200`);
    const letters = told.items.filter(
      (one: Body) => one.template === 'payment-moved' || one.template === 'payment-credited',
    );
    expect(letters.map((one: Body) => [one.template, one.recipient.id]).sort()).toEqual([
      ['payment-credited', zhao.personId],
      ['payment-moved', wang.personId],
    ]);
  });

  test('the payment can be moved again and back; the bank account does not change, and its day and later days close', async () => {
    const back = await corrected(moved.paymentId, { kind: 'payer', payerId: wang.personId });
    const again = await corrected(back.became.paymentId, { kind: 'payer', payerId: zhao.personId });
    expect(await balances(wang)).toMatchObject({ owedFen: 20_000, prepaidFen: 0 });
    expect(await balances(zhao)).toMatchObject({ owedFen: 10_000, prepaidFen: 0 });
    await statement([{ day: dayOf(0), reference: 'BANK-45', fen: 10_000 }]);
    expect(await closed(dayOf(0))).toMatchObject({ state: 'closed', balances: { [icbc]: 10_000 } });
    // After the close of its day the payer can still be corrected, and the amount cannot.
    const late = await corrected(again.became.paymentId, { kind: 'payer', payerId: wang.personId });
    const wrong = await asked(late.became.paymentId, { kind: 'entry', fen: 9_000 });
    const refused = await ask(manager(), 'POST', `/v1/payments/corrections/${wrong.correctionId}/approve`, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'proven-by-close' } });
    await corrected(late.became.paymentId, { kind: 'payer', payerId: zhao.personId });
    expect(await closed(dayOf(1))).toMatchObject({ state: 'closed' });
    expect(await flaws()).toEqual([]);
  });
});

describe('a mistyped payment (R21.4)', () => {
  test('1,000.00 instead of 100.00: the difference is reversed on its day, and the day closes', async () => {
    const day = dayOf(2);
    const typed = await transferred(wang, 100_000, day);
    expect(await balances(wang)).toMatchObject({ owedFen: 0, prepaidFen: 80_000 });
    await statement([{ day, reference: typed.reference, fen: 10_000 }]);
    expect((await closed(day)).differences).toMatchObject([{ kind: 'amount-differs', ledgerFen: 100_000 }]);
    const { became } = await corrected(typed.paymentId, { kind: 'entry', fen: 10_000 });
    expect(await payment(became.paymentId)).toMatchObject({ fen: 10_000, reference: typed.reference, occurredOn: day });
    expect(await payment(typed.paymentId)).toMatchObject({ status: 'reversed', restFen: 0 });
    expect(await balances(wang)).toMatchObject({ owedFen: 10_000, prepaidFen: 0 });
    expect(await closed(day)).toMatchObject({ state: 'closed', balances: { [icbc]: 20_000 } });
  });

  test('an amount typed too low: the rest pays the next bill', async () => {
    const day = dayOf(3);
    const typed = await transferred(zhao, 1_000, day);
    await statement([{ day, reference: typed.reference, fen: 10_000 }]);
    await corrected(typed.paymentId, { kind: 'entry', fen: 10_000 });
    expect(await balances(zhao)).toMatchObject({ owedFen: 0, prepaidFen: 0 });
    expect(await closed(day)).toMatchObject({ state: 'closed' });
  });

  test('another number, another day, and a duplicate: each day closes', async () => {
    const [day, next] = [dayOf(4), dayOf(5)];
    const [right, once] = [number('LINE'), number('LINE')];
    await statement([
      { day, reference: right, fen: 300 },
      { day, reference: once, fen: 400 },
    ]);
    const wrongNumber = await transferred(wang, 300, day);
    const wrongDay = await transferred(wang, 400, next, once);
    const twice = await transferred(wang, 400, day);
    expect((await closed(day)).open).toBeGreaterThan(0);
    await corrected(wrongNumber.paymentId, { kind: 'entry', reference: right });
    await corrected(wrongDay.paymentId, { kind: 'entry', occurredOn: day });
    await corrected(twice.paymentId, { kind: 'void' });
    expect(await closed(day)).toMatchObject({ state: 'closed', open: 0 });
    expect(await closed(next)).toMatchObject({ state: 'closed', open: 0 });
    // The mistyped number is free for the money that really has it.
    const real = await transferred(wang, 55, dayOf(6), wrongNumber.reference);
    expect(real.paymentId).not.toBe(wrongNumber.paymentId);
    await statement([{ day: dayOf(6), reference: wrongNumber.reference, fen: 55 }]);
    expect(await closed(dayOf(6))).toMatchObject({ state: 'closed' });
    expect(await flaws()).toEqual([]);
  });

  test('cash is corrected while its day is open; a payment that a channel reported with its signature is not', async () => {
    const cash = { payerId: wang.personId, fen: 500, method: 'cash', reference: number('C') };
    const taken = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), cash);
    const { became } = await corrected(taken.paymentId, { kind: 'entry', fen: 50 });
    expect(await payment(became.paymentId)).toMatchObject({ fen: 50 });
    const { estateId } = estate;
    const paidAt = new Date().toISOString();
    const said = { estateId, payerId: wang.personId, fen: 10, reference: number('wx'), paidAt };
    const headers = signatureOf('wechat', said);
    const reported = await ask(undefined, 'POST', '/callbacks/payments/wechat', said, { headers });
    for (const change of [{ kind: 'entry', fen: 5 }, { kind: 'void' }]) {
      const { correctionId } = await asked(reported.body.paymentId, change);
      const refused = await ask(manager(), 'POST', `/v1/payments/corrections/${correctionId}/approve`, {});
      expect(refused).toMatchObject({ status: 409, body: { code: 'reported-by-channel' } });
    }
  });
});

describe('money from an unknown payer (待查收款, R21.2)', () => {
  const unknown = (fen: number, day: string): Promise<Body> => {
    const body = {
      fen,
      method: 'transfer',
      moneyAccount: 'icbc',
      reference: number(),
      occurredOn: day,
      sender: '赵六',
    };
    return must(desk(), 'POST', at('/v1/payments/estates/{estateId}/unidentified-receipts'), body);
  };
  const settled = async (receipt: Body, change: object): Promise<Body> => {
    const path = `/v1/payments/unidentified-receipts/${receipt.receiptId}/corrections`;
    return approved(await must(desk(), 'POST', path, { change, reason: '已核实' }));
  };

  test('an unidentified receipt closes with its day, is listed by age, and pays from its value day when its payer is known', async () => {
    const day = dayOf(7);
    const receipt = await unknown(10_000, day);
    await statement([{ day, reference: receipt.reference, fen: 10_000 }]);
    const close = await closed(day);
    expect(close).toMatchObject({ state: 'closed', balances: { 'liabilities:suspense': -10_000 } });
    const owed = (await balances(wang)).owedFen;
    const { became } = await settled(receipt, { kind: 'identify', payerId: wang.personId });
    expect(await payment(became.paymentId)).toMatchObject({ payerId: wang.personId, occurredOn: day });
    expect((await balances(wang)).owedFen).toBe(Math.max(0, owed - 10_000));
    const path = `/v1/payments/unidentified-receipts/${receipt.receiptId}`;
    expect(await must(desk(), 'GET', path)).toMatchObject({ status: 'identified', identified: became });
    const again = { change: { kind: 'identify', payerId: wang.personId }, reason: '再次' };
    expect((await ask(desk(), 'POST', `${path}/corrections`, again)).body.code).toBe('receipt-settled');
  });

  test('a payment of an unknown payer is taken off its payer and later credited to another', async () => {
    const day = dayOf(8);
    const taken = await transferred(wang, 700, day);
    await statement([{ day, reference: taken.reference, fen: 700 }]);
    const { became } = await corrected(taken.paymentId, { kind: 'unknown-payer' });
    expect(await closed(day)).toMatchObject({ state: 'closed' });
    const receipt = await must(desk(), 'GET', `/v1/payments/unidentified-receipts/${became.receiptId}`);
    expect(receipt).toMatchObject({ status: 'open', fen: 700, occurredOn: day });
    const before = (await balances(zhao)).prepaidFen;
    await settled(receipt, { kind: 'identify', payerId: zhao.personId });
    expect((await balances(zhao)).prepaidFen).toBe(before + 700);
    expect(await flaws()).toEqual([]);
  });

  test('an unidentified receipt goes back to its sender the way it came', async () => {
    const day = dayOf(9);
    const receipt = await unknown(800, day);
    const sent = number('OUT');
    const change = { kind: 'return', method: 'transfer', moneyAccount: 'icbc', reference: sent };
    await settled(receipt, change);
    const path = `/v1/payments/unidentified-receipts/${receipt.receiptId}`;
    expect(await must(desk(), 'GET', path)).toMatchObject({ status: 'returned', returned: { reference: sent } });
    await statement([{ day, reference: receipt.reference, fen: 800 }]);
    expect(await closed(day)).toMatchObject({ state: 'closed' });
    expect(await flaws()).toEqual([]);
  });
});
