import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, must, type TestEstate } from '../backend.ts';
import {
  billed,
  closedBy,
  entriesOn,
  firstOfLastMonth,
  ledgerBeganOn,
  ledgerStores,
  referenceNumbers,
} from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';

/*
 * Money of the company goes out to an approved payee, by three people, with a document and a bank line
 * (R21.11).
 */

let estate: TestEstate;
let opened: string;
let feeItemId: string;
const number = referenceNumbers('OUT');
const icbc = 'assets:bank:icbc';
const ledger = (path: string) => `/v1/ledger/estates/${estate.estateId}/${path}`;
const requested = (body: object, as: Caller = estate.staff.cashier) =>
  ask(as, 'POST', ledger('pay-outs'), { proof: '单据 1', reason: '应付', ...body });
const on = ({ payOutId }: Body, name: string, body: object = {}, as: Caller = estate.staff.manager) =>
  ask(as, 'POST', `/v1/ledger/pay-outs/${payOutId}/${name}`, body);
/** A second cashier, who neither requests nor approves. */
const payer = (): Caller => ({
  ...estate.staff.cashier,
  sub: `${estate.estateId}-payer`,
  personId: `${estate.estateId}-payer`,
});
const accountOf = (digits: string) => ({ holder: '市水务公司', bank: '工商银行', number: digits });
const postingsOf = async (entryId: string) => {
  const entries = await entriesOn(estate.estateId, [opened, addDays(opened, 1), addDays(opened, 2), today()]);
  const entry = entries.find((one) => one.entryId === entryId);
  return entry?.postings.map(({ account, fen }) => [account, fen]);
};
const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

async function payeeFor(purposes: string[], digits: string): Promise<Body> {
  const { cashier, manager } = estate.staff;
  const wanted = { name: '市水务公司', purposes, account: accountOf(digits), proof: '合同', reason: '新收款人' };
  const payee = await must(cashier, 'POST', ledger('payees'), wanted);
  return must(manager, 'POST', `/v1/ledger/payees/${payee.payeeId}/approve`, { number: digits });
}

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('PO');
  const wang = await estate.household('wang');
  const { manager, cashier } = estate.staff;
  const tariff = { from: '2024-01-01', price: '60', addOn: '0', ground: '供水合同' };
  const item = { name: '水费', kind: 'fixed', nature: 'agency', tariff };
  ({ feeItemId } = await must(manager, 'POST', `/v1/fees/estates/${estate.estateId}/fee-items`, item));
  await billed(estate, feeItemId, '2025-01', '2025-01-28');
  opened = firstOfLastMonth();
  await ledgerBeganOn(estate.estateId, opened);
  const body = {
    payerId: wang.personId,
    fen: 600_000,
    method: 'transfer',
    moneyAccount: 'icbc',
    reference: 'IN-1',
    occurredOn: opened,
  };
  await must(cashier, 'POST', `/v1/payments/estates/${estate.estateId}/payments`, body);
}, 180_000);

describe('R21.11 a payee', () => {
  test('is approved by another person who types the account number again; nothing is paid to it before', async () => {
    const { cashier, manager } = estate.staff;
    const wanted = {
      name: '维修公司',
      purposes: ['supplier'],
      account: accountOf('622202001'),
      proof: '合同',
      reason: '新',
    };
    const payee = await must(manager, 'POST', ledger('payees'), wanted);
    const approve = (as: Caller, digits = '622202001') =>
      ask(as, 'POST', `/v1/ledger/payees/${payee.payeeId}/approve`, { number: digits });
    const early = await requested({ kind: 'supplier', payeeId: payee.payeeId, bankAccountId: 'icbc', fen: 100 });
    expect(early).toMatchObject({ status: 409, body: { code: 'payee-not-approved' } });
    expect((await approve(cashier)).status).toBe(403);
    expect((await approve(manager)).body.code).toBe('another-person-needed');
    const { administrator } = estate.staff;
    expect((await approve(administrator, '622202009')).body.code).toBe('payee-number-differs');
    expect((await approve(administrator)).body).toMatchObject({ status: 'approved', account: { number: '622202001' } });
    const other = await requested({ kind: 'compensation', payeeId: payee.payeeId, bankAccountId: 'icbc', fen: 100 });
    expect(other.body.code).toBe('payee-not-approved');
  });

  test('whose account changes is an act of two, and what was approved for the old account is not paid', async () => {
    const { cashier, manager } = estate.staff;
    const payee = await payeeFor(['supplier'], '622202100');
    const { body: out } = await requested({
      kind: 'supplier',
      payeeId: payee.payeeId,
      bankAccountId: 'icbc',
      fen: 100,
    });
    expect((await on(out, 'approve')).status).toBe(200);
    const other = { account: accountOf('622202199'), proof: '来函', reason: '换开户行' };
    const path = `/v1/ledger/payees/${payee.payeeId}`;
    const asked = await must(cashier, 'POST', `${path}/request-account`, other);
    expect(asked).toMatchObject({ account: { number: '622202100' }, asked: { account: { number: '622202199' } } });
    await must(manager, 'POST', `${path}/approve`, { number: '622202199' });
    const paid = await on(out, 'pay', { reference: number() }, payer());
    expect(paid).toMatchObject({ status: 409, body: { code: 'payee-account-changed' } });
    const ended = await on(out, 'refuse', { reason: '账户已变更' });
    expect(ended.body).toMatchObject({ status: 'refused', withdrawn: { reason: '账户已变更' } });
    const balance = await must(manager, 'GET', ledger(`accounts/liabilities:payable:${payee.payeeId}/balance`));
    expect(balance.fen).toBe(0);
  });
});

describe('R21.11 money out', () => {
  test('the utility gets what was collected for it, never more: Dr Agency / Cr Bank, with its bank line', async () => {
    const payee = await payeeFor(['utility'], '622202200');
    const wanted = { kind: 'utility', payeeId: payee.payeeId, bankAccountId: 'icbc', feeItemId };
    const { body: much } = await requested({ ...wanted, fen: 6_001 });
    expect((await on(much, 'approve')).status).toBe(200);
    const refused = await on(much, 'pay', { reference: number() }, payer());
    expect(refused).toMatchObject({ status: 409, body: { code: 'pay-out-above-balance', leftFen: 6_000 } });
    const { body: out } = await requested({ ...wanted, fen: 6_000 }, estate.staff.manager);
    expect((await on(out, 'approve')).body.code).toBe('another-person-needed');
    expect((await on(out, 'approve', {}, estate.staff.administrator)).status).toBe(200);
    const day = addDays(opened, 1);
    const reference = number();
    const paid = await on(out, 'pay', { reference, occurredOn: day }, payer());
    expect(paid.body).toMatchObject({ status: 'paid', to: { number: '622202200' }, reference });
    expect(await postingsOf(paid.body.entryId)).toEqual([
      [`liabilities:held:${feeItemId}`, 6_000],
      [icbc, -6_000],
    ]);
    const { auditor: _, manager } = estate.staff;
    const bankLines = (lines: object[]) => must(manager, 'POST', ledger('channel-files'), { account: icbc, lines });
    await bankLines([{ day: opened, reference: 'IN-1', fen: 600_000 }]);
    expect(await closedBy(estate, opened)).toMatchObject({ state: 'closed' });
    expect((await closedBy(estate, day)).differences).toMatchObject([{ kind: 'missing-in-channel', reference }]);
    await bankLines([{ day, reference, fen: -6_000 }]);
    expect(await closedBy(estate, day)).toMatchObject({
      state: 'closed',
      balances: { [icbc]: 594_000 },
    });
  });

  test('the approver does not pay, and a bank number is used once', async () => {
    const payee = await payeeFor(['compensation'], '622202300');
    const wanted = { kind: 'compensation', payeeId: payee.payeeId, bankAccountId: 'icbc', fen: 500 };
    const { body: out } = await requested(wanted);
    await on(out, 'approve');
    const reference = number();
    expect((await on(out, 'pay', { reference }, estate.staff.manager)).body.code).toBe('approver-does-not-pay-out');
    const paid = await on(out, 'pay', { reference }, payer());
    expect(await postingsOf(paid.body.entryId)).toEqual([
      ['expenses:compensation', 500],
      [icbc, -500],
    ]);
    const { body: again } = await requested(wanted);
    await on(again, 'approve');
    expect((await on(again, 'pay', { reference }, payer())).body.code).toBe('bank-number-used');
    expect((await on(out, 'pay', { reference: number() }, payer())).body.code).toBe('illegal-state');
  });

  test('a supplier is owed from the approval on (Dr 6401 / Cr 2202), then paid (Dr 2202 / Cr Bank), and the bank may send it back', async () => {
    const payee = await payeeFor(['supplier'], '622202400');
    const { body: out } = await requested({
      kind: 'supplier',
      payeeId: payee.payeeId,
      bankAccountId: 'icbc',
      fen: 700,
    });
    const approved = await on(out, 'approve');
    const payable = `liabilities:payable:${payee.payeeId}`;
    expect(await postingsOf(approved.body.accruedBy)).toEqual([
      ['expenses:operating-costs', 700],
      [payable, -700],
    ]);
    const paid = await on(out, 'pay', { reference: number() }, payer());
    expect(await postingsOf(paid.body.entryId)).toEqual([
      [payable, 700],
      [icbc, -700],
    ]);
    const back = await on(out, 'return', { reference: number() }, payer());
    expect(back.body).toMatchObject({ status: 'returned' });
    expect(await postingsOf(back.body.returned.entryId)).toEqual([
      [payable, -700],
      [icbc, 700],
    ]);
  });

  test('a bank fee, interest and a provision are posted when another person approves them', async () => {
    const { manager, administrator } = estate.staff;
    const onStatement = { bankAccountId: 'icbc', occurredOn: today() };
    const { body: fee } = await requested({ kind: 'bank-fee', fen: 1_000, reference: number(), ...onStatement });
    const { body: interest } = await requested(
      { kind: 'interest', fen: 321, reference: number(), ...onStatement },
      manager,
    );
    const { body: provision } = await requested({ kind: 'provision', fen: 71_853 });
    expect((await on(interest, 'approve')).body.code).toBe('another-person-needed');
    const posted = await Promise.all([
      on(fee, 'approve'),
      on(interest, 'approve', {}, administrator),
      on(provision, 'approve'),
    ]);
    expect(posted.map(({ body }) => body.status)).toEqual(['posted', 'posted', 'posted']);
    const [ofFee, ofInterest] = posted.map(({ body }) => body.entryId);
    expect(await postingsOf(ofFee)).toEqual([
      ['expenses:finance-costs', 1_000],
      [icbc, -1_000],
    ]);
    expect(await postingsOf(ofInterest)).toEqual([
      ['expenses:finance-costs', -321],
      [icbc, 321],
    ]);
    expect(await postingsOf(posted[2].body.accruedBy)).toEqual([
      ['expenses:bad-debts', 71_853],
      ['assets:provision', -71_853],
    ]);
    expect((await on(fee, 'pay', { reference: number() }, payer())).body.code).toBe('illegal-state');
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });

  test('two payments at the same time take no more than was collected', async () => {
    const payee = await payeeFor(['utility'], '622202500');
    await billed(estate, feeItemId, '2025-02', '2025-02-28');
    const outs = await Promise.all(
      [4_000, 4_000].map(async (fen) => {
        const { body } = await requested({
          kind: 'utility',
          payeeId: payee.payeeId,
          bankAccountId: 'icbc',
          feeItemId,
          fen,
        });
        await on(body, 'approve');
        return body;
      }),
    );
    const paid = await Promise.all(outs.map((out) => on(out, 'pay', { reference: number() }, payer())));
    expect(paid.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });

  test('R25.3 the utility’s bill is what residents bear and the company’s own use: Dr Agency, Dr 6401 / Cr Bank', async () => {
    const payee = await payeeFor(['utility'], '622202600');
    const wanted = { kind: 'utility', payeeId: payee.payeeId, bankAccountId: 'icbc', feeItemId };
    expect((await requested({ ...wanted, fen: 2_500, ownUseFen: 2_501 })).status).toBe(400);
    const { body: out } = await requested({ ...wanted, fen: 2_500, ownUseFen: 500 });
    await on(out, 'approve');
    const paid = await on(out, 'pay', { reference: number() }, payer());
    expect(await postingsOf(paid.body.entryId)).toEqual([
      [`liabilities:held:${feeItemId}`, 2_000],
      ['expenses:operating-costs', 500],
      [icbc, -2_500],
    ]);
    const back = await on(out, 'return', { reference: number() }, payer());
    expect(await postingsOf(back.body.returned.entryId)).toEqual([
      [`liabilities:held:${feeItemId}`, -2_000],
      ['expenses:operating-costs', -500],
      [icbc, 2_500],
    ]);
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});
