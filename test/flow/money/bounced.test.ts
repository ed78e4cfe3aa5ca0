import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import {
  billed,
  closedBy,
  entriesOn,
  feeOf,
  firstOfLastMonth,
  ledgerBeganOn,
  ledgerStores,
  referenceNumbers,
} from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';

let estate: TestEstate;
let wang: Household;
let opened: string;
const icbc = 'assets:bank:icbc';
const number = referenceNumbers('B');
const desk = () => estate.staff.cashier;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const dayOf = (nth: number) => addDays(opened, nth);
const transferred = (fen: number, occurredOn: string, more: object = {}): Promise<Body> =>
  must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), {
    payerId: wang.personId,
    fen,
    method: 'transfer',
    moneyAccount: 'icbc',
    reference: number(),
    occurredOn,
    ...more,
  });
const byBank = () => ({ method: 'transfer', moneyAccount: 'icbc', reference: number() });
const bankLines = (...lines: object[]) =>
  must(estate.staff.manager, 'POST', at('/v1/ledger/estates/{estateId}/channel-files'), { account: icbc, lines });
const bounced = ({ paymentId }: Body, reference: string, occurredOn: string) =>
  ask(desk(), 'POST', `/v1/payments/${paymentId}/reverse`, { reason: '退票', bounced: true, reference, occurredOn });
const owed = async () =>
  (await must(desk(), 'GET', at(`/v1/payments/estates/{estateId}/payers/${wang.personId}/balances`))).owedFen;
const postings = async (kind: string) => {
  const days = Array.from({ length: 62 }, (_, nth) => dayOf(nth));
  const entries = await entriesOn(estate.estateId, days);
  return entries
    .filter((one) => one.kind === kind)
    .map((one) => one.postings.map(({ account, fen }) => [account, fen]));
};

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('BN');
  wang = await estate.household('wang');
  await billed(estate, await feeOf(estate, '物业费', '500'), '2025-01', '2025-01-28');
  // Limits of one person are not the subject here.
  await changePolicy(estate, 'payments', { cashierLimitFen: 1_000_000 });
  opened = firstOfLastMonth();
  await ledgerBeganOn(estate.estateId, opened);
}, 180_000);

describe('R21.9 a bounced payment', () => {
  test('a cheque and its return on one day: both lines are posted and matched, net 0, and the bill is open', async () => {
    const day = dayOf(0);
    const paid = await transferred(50_000, day);
    expect(await owed()).toBe(0);
    const back = number();
    const { body } = await bounced(paid, back, day);
    expect(body).toMatchObject({ status: 'reversed', reversal: { bounced: true } });
    expect(await owed()).toBe(50_000);
    await bankLines({ day, reference: paid.reference, fen: 50_000 }, { day, reference: back, fen: -50_000 });
    const close = await closedBy(estate, day);
    expect(close).toMatchObject({ state: 'closed', open: 0 });
    expect(close.balances[icbc] ?? 0).toBe(0);
    const receipt = await must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/receipts/${paid.receiptNumber}`));
    expect(receipt).toMatchObject({ voided: true });
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });

  test('later: Dr AR / Cr Bank on the day of the return, also after the day of the payment was closed', async () => {
    const [day, later] = [dayOf(1), dayOf(3)];
    const paid = await transferred(50_000, day);
    await bankLines({ day, reference: paid.reference, fen: 50_000 });
    expect(await closedBy(estate, day)).toMatchObject({ state: 'closed', balances: { [icbc]: 50_000 } });
    const back = number();
    expect((await bounced(paid, back, later)).status).toBe(200);
    expect(await owed()).toBe(50_000);
    expect(await postings('bounce')).toContainEqual([
      [`liabilities:prepaid:${wang.personId}:general`, 50_000],
      [icbc, -50_000],
    ]);
    const reversals = await postings('reversal');
    expect(reversals).toContainEqual([
      [`liabilities:prepaid:${wang.personId}:general`, -50_000],
      [`assets:receivable:${wang.personId}`, 50_000],
    ]);
    await bankLines({ day: later, reference: back, fen: -50_000 });
    const close = await closedBy(estate, later);
    expect(close).toMatchObject({ state: 'closed', open: 0 });
    const receipt = await must(desk(), 'GET', at(`/v1/ledger/estates/{estateId}/receipts/${paid.receiptNumber}`));
    expect(receipt.voided).toBe(true);
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });

  test('the line of the return is named, and the number is used once', async () => {
    const paid = await transferred(100, dayOf(4));
    const path = `/v1/payments/${paid.paymentId}/reverse`;
    expect((await ask(desk(), 'POST', path, { reason: '退票', bounced: true })).status).toBe(400);
    expect((await bounced(paid, paid.reference, dayOf(4))).body.code).toBe('number-used');
    expect((await bounced(paid, number(), addDays(dayOf(4), 400))).body.code).toBe('in-the-future');
  });
});

describe('R21.10 a refund that the bank sends back', () => {
  test('Dr Bank 200.00 / Cr Prepaid 200.00: the refund is returned, and refunding again is a new act', async () => {
    const day = dayOf(5);
    const paid = await transferred(90_000, day);
    const refund = (reference: string) =>
      ask(desk(), 'POST', `/v1/payments/${paid.paymentId}/refunds`, {
        fen: 20_000,
        method: 'transfer',
        moneyAccount: 'icbc',
        reference,
        occurredOn: day,
        reason: '多收',
      });
    const { body: first } = await refund(number());
    expect(first).toMatchObject({ fen: 20_000 });
    const path = `/v1/payments/refunds/${first.refundId}/return`;
    const back = await ask(desk(), 'POST', path, { reference: number(), occurredOn: day });
    expect(back).toMatchObject({ status: 200, body: { returned: { on: day } } });
    expect(await postings('refund-returned')).toEqual([
      [
        [icbc, 20_000],
        [`liabilities:prepaid:${wang.personId}:general`, -20_000],
      ],
    ]);
    expect((await ask(desk(), 'POST', path, { reference: number() })).body.code).toBe('illegal-state');
    expect((await must(desk(), 'GET', `/v1/payments/${paid.paymentId}`)).refundedFen).toBe(0);
    expect((await refund(number())).status).toBe(201);
    await idle();
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});

describe('R21.10 a deposit wrongly kept', () => {
  test('350.00 is the deposit of the payer again by two people: Dr revenue / Cr Deposit, and is returned', async () => {
    const { manager } = estate.staff;
    const day = dayOf(6);
    const body = { payerId: wang.personId, purpose: 'fit-out', fen: 100_000, ...byBank(), occurredOn: day };
    const { depositId } = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/deposits'), body);
    const kept = { item: '墙面修补', evidence: ['照片一'], signedBy: '业主本人', fen: 35_000 };
    const requests = at('/v1/payments/estates/{estateId}/refund-requests');
    const asking = { of: 'deposit-return', id: depositId, fen: 65_000, deductions: [kept], reason: '验收' };
    const { requestId } = await must(desk(), 'POST', requests, asking);
    await must(manager, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
    const back = { ...byBank(), deductions: [kept], occurredOn: day, requestId };
    await must(desk(), 'POST', `/v1/payments/deposits/${depositId}/return`, back);
    const on = (name: string, input: object, as = manager) =>
      ask(as, 'POST', `/v1/payments/deposits/${depositId}/${name}`, input);
    const wrong = { fen: 35_001, reason: '损坏非其所为' };
    expect((await on('request-restoration', wrong)).body.code).toBe('above-kept');
    expect((await on('request-restoration', { ...wrong, fen: 35_000 })).status).toBe(200);
    expect((await on('approve-restoration', {})).body.code).toBe('another-person-needed');
    const { body: held } = await on('approve-restoration', {}, estate.staff.administrator);
    expect(held).toMatchObject({ fen: 35_000, status: 'held', restores: depositId, payerId: wang.personId });
    expect(await postings('deposit-restored')).toEqual([
      [
        ['income:revenue:deposit-deductions', 35_000],
        [`liabilities:deposit:${wang.personId}:fit-out`, -35_000],
      ],
    ]);
    expect((await on('request-restoration', { ...wrong, fen: 1 })).body.code).toBe('illegal-state');
    const returned = await ask(desk(), 'POST', `/v1/payments/deposits/${held.depositId}/return`, byBank());
    expect(returned).toMatchObject({ status: 200, body: { status: 'returned', returned: { fen: 35_000 } } });
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});

describe('R21.8 somebody else pays', () => {
  test('the tenant pays the bill of the owner: the debtor stays, the receipt names both, a refund goes to the tenant', async () => {
    const li = await estate.household('li');
    const paid = await transferred(300, dayOf(6), { paidBy: { personId: li.personId } });
    expect(paid).toMatchObject({ payerId: wang.personId, paidBy: { personId: li.personId } });
    const names = await Promise.all(
      [li, wang].map(async ({ personId }) => (await must(desk(), 'GET', `/v1/persons/${personId}`)).name),
    );
    const page = async (language: string) => {
      const path = at(`/v1/payments/estates/{estateId}/receipts/${paid.receiptNumber}/page?language=${language}`);
      return String((await ask(desk(), 'GET', path)).body);
    };
    expect(await page('zh-CN')).toContain(`${names[0]}（代 ${names[1]} 交纳）`);
    expect(await page('zh-TW')).toContain(`${names[0]}（代 ${names[1]} 繳納）`);
    expect(await page('en')).toContain(`${names[0]} on behalf of ${names[1]}`);
    const refund = { fen: 300, method: 'transfer', moneyAccount: 'icbc', reference: number(), reason: '多收' };
    const { body } = await ask(desk(), 'POST', `/v1/payments/${paid.paymentId}/refunds`, refund);
    expect(body).toMatchObject({ paidTo: { personId: li.personId } });
  });

  test('a person who is not in the register is refused; anyone else is named', async () => {
    const body = { payerId: wang.personId, fen: 100, method: 'cash', reference: number() };
    const path = at('/v1/payments/estates/{estateId}/payments');
    const unknown = await ask(desk(), 'POST', path, { ...body, paidBy: { personId: 'per_nobody' } });
    expect(unknown.body.code).toBe('unknown-payer');
    expect((await ask(desk(), 'POST', path, { ...body, paidBy: { name: '某某公司' } })).status).toBe(201);
  });
});
