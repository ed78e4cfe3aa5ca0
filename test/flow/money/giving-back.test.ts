import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { referenceNumbers } from '../ledger-fixtures.ts';

/*
 * A cashier pays back only what is in their own drawer, the way it came, and alone only within a limit on
 * sums.
 */

let estate: TestEstate;
let wang: Household;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const number = referenceNumbers();
/** Returns a cashier for one test, with an empty drawer and nothing paid back today. */
function cashierCalled(name: string): Caller {
  const personId = `${estate.estateId}-${name}`.toLowerCase();
  return { ...estate.staff.cashier, sub: personId, personId };
}
const payment = (by: Caller, fen: number, more: object = {}): Promise<Body> =>
  must(by, 'POST', at('/v1/payments/estates/{estateId}/payments'), {
    payerId: wang.personId,
    fen,
    method: 'cash',
    reference: number(),
    ...more,
  });
const refund = ({ paymentId }: Body, by: Caller, fen: number, more: object = {}) =>
  ask(by, 'POST', `/v1/payments/${paymentId}/refunds`, { fen, method: 'cash', reason: '多收', ...more });
/** Has the reversal of a payment approved by another person (R20.11). */
const approvedReversal = async ({ paymentId }: Body, by: Caller) => {
  const asking = { of: 'reversal', id: paymentId, reason: '录错' };
  const { requestId } = await must(by, 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), asking);
  await must(estate.staff.administrator, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
  return { requestId, path: `/v1/payments/${paymentId}/reverse`, body: { reason: '录错', requestId } };
};
const byBank = { method: 'transfer', moneyAccount: 'icbc' };

beforeAll(async () => {
  estate = await estateCalled('GB');
  wang = await estate.household('wang');
}, 180_000);

describe('R20.3 money that is not in the drawer cannot leave it', () => {
  test('200.00 cannot be refunded from a drawer of 0.00', async () => {
    const taken = await payment(cashierCalled('full'), 20_000);
    expect(await refund(taken, cashierCalled('empty'), 20_000)).toMatchObject({
      status: 409,
      body: { code: 'money-not-there', leftFen: 0 },
    });
  });

  test('with 100.00 in at one instant and 100.00 out at a later one, nothing can leave in between', async () => {
    const by = cashierCalled('between');
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const taken = await payment(by, 10_000, { occurredAt: minutesAgo(3) });
    const other = await payment(cashierCalled('elsewhere'), 10_000, { occurredAt: minutesAgo(3) });
    expect((await refund(taken, by, 10_000, { occurredAt: minutesAgo(1) })).status).toBe(201);
    const between = await refund(other, by, 5_000, { occurredAt: minutesAgo(2) });
    expect(between).toMatchObject({ status: 409, body: { code: 'money-not-there', leftFen: 0 } });
  });

  test('a deposit, refunds and reversals at the same time take no more from a drawer than is in it', async () => {
    const by = cashierCalled('busy');
    const small = await Promise.all(Array.from({ length: 6 }, () => payment(by, 1_000)));
    const deposit = await must(by, 'POST', at('/v1/payments/estates/{estateId}/deposits'), {
      payerId: wang.personId,
      purpose: 'keys',
      fen: 1_000,
      method: 'cash',
      reference: number(),
    });
    const reversals = await Promise.all(small.slice(3).map((one) => approvedReversal(one, by)));
    const from = `assets:cash:${by.personId}`;
    const slip = { from, to: 'assets:bank:icbc', fen: 4_000, reference: number('jk') };
    const answers = await Promise.all([
      ask(by, 'POST', at('/v1/ledger/estates/{estateId}/settlements'), slip),
      ...small.slice(0, 3).map((one) => refund(one, by, 1_000)),
      ...reversals.map(({ path, body }) => ask(by, 'POST', path, body)),
      ask(by, 'POST', `/v1/payments/deposits/${deposit.depositId}/return`, { method: 'cash' }),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const refused = answers.filter(({ status }) => status >= 300).map(({ body }) => body.code);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(['money-not-there']));
    const { fen } = await must(by, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${from}/balance`));
    expect(fen).toBeGreaterThanOrEqual(0);
  });

  test('a channel that took 300.00 cannot pay out 900.00', async () => {
    const by = cashierCalled('channel');
    await payment(by, 30_000, { method: 'channel', moneyAccount: 'unionpay' });
    const paidOut = { from: 'assets:channel:unionpay', to: 'assets:bank:icbc', fen: 90_000, reference: number('jk') };
    expect(await ask(by, 'POST', at('/v1/ledger/estates/{estateId}/settlements'), paidOut)).toMatchObject({
      status: 409,
      body: { code: 'money-not-there', leftFen: 30_000 },
    });
  });

  test('a bank account pays back up to its overdraft', async () => {
    const by = cashierCalled('bank');
    const taken = await payment(by, 1_000, { method: 'transfer', moneyAccount: 'boc' });
    const out = { from: 'assets:bank:boc', to: `assets:cash:${by.personId}`, fen: 1_000, reference: number('bj') };
    await must(by, 'POST', at('/v1/ledger/estates/{estateId}/settlements'), out);
    const back = { method: 'transfer', moneyAccount: 'boc' };
    expect((await refund(taken, by, 600, back)).body.code).toBe('money-not-there');
    await changePolicy(estate, 'ledger', { overdrafts: [{ bankAccountId: 'boc', fen: 500 }] });
    expect((await refund(taken, by, 501, back)).body).toMatchObject({ code: 'money-not-there', leftFen: 500 });
    expect((await refund(taken, by, 500, back)).status).toBe(201);
  });
});

test('R20.11 nobody voids a receipt alone; its number stays used, and the print says 作废', async () => {
  const by = cashierCalled('voider');
  const taken = await payment(by, 700);
  const path = `/v1/payments/${taken.paymentId}/reverse`;
  for (const as of [by, estate.staff.manager]) {
    const alone = await ask(as, 'POST', path, { reason: '录错' });
    expect(alone.body.code).toBe(as === by ? 'reversal-needs-request' : 'not-your-drawer');
  }
  const { requestId, body } = await approvedReversal(taken, by);
  expect(requestId).toBeDefined();
  expect((await ask(by, 'POST', path, body)).status).toBe(200);
  const again = await payment(by, 700);
  expect(Number(again.receiptNumber.slice(-4))).toBe(Number(taken.receiptNumber.slice(-4)) + 1);
  const printed = `/v1/payments/estates/${estate.estateId}/receipts/${taken.receiptNumber}/page`;
  expect((await ask(estate.staff.auditor, 'GET', printed)).body).toContain('此收据已作废');
});

test('R20.4 cash that a colleague took cannot be paid back by another cashier', async () => {
  const taken = await payment(cashierCalled('owner'), 1_000);
  const path = `/v1/payments/${taken.paymentId}/reverse`;
  expect(await ask(cashierCalled('other'), 'POST', path, { reason: '录错' })).toMatchObject({
    status: 403,
    body: { code: 'not-your-drawer' },
  });
  expect((await ask(estate.staff.manager, 'POST', path, { reason: '录错' })).body.code).toBe('not-your-drawer');
});

describe('R20.10 what one person pays back alone adds up', () => {
  test('500.00 alone is allowed; a further 0.01 of the same payment, to the same payer or by the same cashier is not', async () => {
    const zhao = await estate.household('zhao');
    const by = cashierCalled('adding');
    const more = { payerId: zhao.personId };
    const [first, second] = [await payment(by, 60_000, more), await payment(by, 60_000, more)];
    expect((await refund(first, by, 50_000)).status).toBe(201);
    const others = cashierCalled('adding-too');
    await payment(others, 1_000, { payerId: (await estate.household('sun')).personId });
    const ofAnother = await payment(by, 1_000, { payerId: (await estate.household('qian')).personId });
    const refused = await Promise.all([refund(first, others, 1), refund(second, others, 1), refund(ofAnother, by, 1)]);
    expect(refused.map(({ body }) => body.code)).toEqual(Array.from({ length: 3 }, () => 'above-your-limit'));
    expect((await refund(ofAnother, others, 1)).status).toBe(201);
  });

  test('sixteen refunds at the same time never exceed the limit', async () => {
    const by = cashierCalled('racing');
    const all = await Promise.all(
      Array.from({ length: 16 }, async (_, i) => {
        const { personId: payerId } = await estate.household(`racer-${i}`);
        return payment(by, 10_000, { payerId });
      }),
    );
    const answers = await Promise.all(all.map((one) => refund(one, by, 10_000)));
    const isPaid = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(isPaid.length).toBeGreaterThan(0);
    expect(isPaid.length).toBeLessThanOrEqual(5);
  });

  test('a requested refund counts, and a refused one no longer does', async () => {
    const li = await estate.household('li');
    const by = cashierCalled('asking');
    const taken = await payment(by, 90_000, { payerId: li.personId });
    const asking = { of: 'refund', id: taken.paymentId, fen: 50_000, reason: '多收' };
    const { requestId } = await must(by, 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), asking);
    expect((await refund(taken, by, 1)).body.code).toBe('above-your-limit');
    const stranger = cashierCalled('stranger');
    const refuse = `/v1/payments/refund-requests/${requestId}/refuse`;
    expect((await ask(stranger, 'POST', refuse, { reason: '不对' })).status).toBe(403);
    await must(by, 'POST', refuse, { reason: '业主撤回' });
    expect((await refund(taken, by, 1)).status).toBe(201);
  });

  test('a manager who pays out money has the limit of a cashier', async () => {
    const zhou = await estate.household('zhou');
    const { manager } = estate.staff;
    const taken = await payment(manager, 60_000, { payerId: zhou.personId });
    expect((await refund(taken, manager, 50_001)).body.code).toBe('above-your-limit');
  });
});

describe('R20.9 money goes back the way it came', () => {
  test('a transfer is not refunded in cash, nor cash by transfer; another way needs a payee and a second person', async () => {
    const wu = await estate.household('wu');
    const by = cashierCalled('ways');
    const more = { payerId: wu.personId };
    const cash = await payment(by, 1_000, more);
    const transfer = await payment(by, 1_000, { ...more, ...byBank });
    expect((await refund(transfer, by, 100)).body.code).toBe('refund-goes-back-the-way-it-came');
    expect((await refund(cash, by, 100, byBank)).body.code).toBe('refund-goes-back-the-way-it-came');
    const boc = { method: 'transfer', moneyAccount: 'boc' };
    expect((await refund(transfer, by, 100, boc)).body.code).toBe('refund-goes-back-the-way-it-came');

    const asking = { of: 'refund', id: transfer.paymentId, fen: 100, reason: '原账户已销户' };
    const inCash = { ...asking, method: 'cash', payee: { name: '吴女士', proof: '身份证尾号 4321' } };
    expect((await ask(by, 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), inCash)).body.code).toBe(
      'no-cash-for-other-money',
    );
    const ofCash = { of: 'refund', id: cash.paymentId, fen: 100, reason: '业主要求转账', ...byBank };
    expect((await ask(by, 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), ofCash)).body.code).toBe(
      'payee-missing',
    );
    const payee = { name: '吴女士', proof: '身份证尾号 4321', account: '6222 0000 0000 0002' };
    const { requestId, sameWay } = await must(by, 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), {
      ...ofCash,
      payee,
    });
    expect(sameWay).toBe(false);
    await must(estate.staff.manager, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
    expect((await refund(cash, by, 100, { ...byBank, requestId })).status).toBe(201);
    // Only once.
    expect((await refund(cash, by, 100, { ...byBank, requestId, reference: number() })).body.code).toBe(
      'illegal-state',
    );
  });

  test('cash goes back up to 1,000.00 of one payment and to one payer on a day, also with approval', async () => {
    const zheng = await estate.household('zheng');
    const by = cashierCalled('cash');
    const more = { payerId: zheng.personId };
    const [first, second] = [await payment(by, 200_000, more), await payment(by, 200_000, more)];
    const asking = (of: Body, fen: number) =>
      ask(by, 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), {
        of: 'refund',
        id: of.paymentId,
        fen,
        reason: '退房',
      });
    expect((await asking(first, 100_001)).body.code).toBe('cash-limit');
    expect((await asking(first, 60_000)).status).toBe(201);
    expect((await asking(second, 40_001)).body.code).toBe('cash-limit');
    expect((await asking(second, 40_000)).status).toBe(201);
  });
});
