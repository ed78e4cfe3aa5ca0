import { beforeAll, describe, expect, test } from 'vitest';
import { dayIn } from '../../../shared/kernel/time.ts';
import { ask, type Body, estateCalled, type Household, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { signatureOf } from '../gateway-signs.ts';
import { invoicedPayment, takenBack } from '../invoice-fixtures.ts';
import { billed, feeOf, itemsAt, referenceNumbers, reversedBy, today } from '../ledger-fixtures.ts';
import { endBill } from '../two-people.ts';

let estate: TestEstate;
let property: string;
let hygiene: string;
let wang: Household;
let zhao: Household;
let month = 0;

/** Bills every household 100 yuan for the next month. */
async function nextMonth(feeItemId = property): Promise<void> {
  month += 1;
  const text = `2025-${String(month).padStart(2, '0')}`;
  await billed(estate, feeItemId, text, `${text}-28`);
}
const reference = referenceNumbers('ref');
const desk = () => estate.staff.cashier;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const pay = (who: Household, fen: number, more: object = {}): Promise<Body> =>
  must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), {
    payerId: who.personId,
    fen,
    method: 'cash',
    reference: reference(),
    ...more,
  });
const balances = (who: Household): Promise<Body> =>
  must(desk(), 'GET', at(`/v1/payments/estates/{estateId}/payers/${who.personId}/balances`));
const payment = (paymentId: string): Promise<Body> => must(desk(), 'GET', `/v1/payments/${paymentId}`);

beforeAll(async () => {
  estate = await estateCalled('PY');
  [wang, zhao] = [await estate.household('wang'), await estate.household('zhao')];
  property = await feeOf(estate, '物业费', '100');
  hygiene = await feeOf(estate, '垃圾清运费', '10');
});

describe('a payment (D27)', () => {
  test('a payment pays the bill that is due first, and the rest becomes prepaid', async () => {
    await nextMonth();
    await nextMonth();
    const [first, second] = (await balances(wang)).bills;
    expect([first.openFen, second.openFen]).toEqual([10_000, 10_000]);
    const taken = await pay(wang, 15_000);
    const paid = taken.allocation.map((one: Body) => [one.billId, one.parts.principal]);
    expect(paid).toEqual([
      [first.billId, 10_000],
      [second.billId, 5_000],
    ]);
    expect(taken).toMatchObject({ status: 'taken', restFen: 0, occurredOn: today() });
    expect(await balances(wang)).toMatchObject({ owedFen: 5_000, prepaidFen: 0 });
    expect((await pay(wang, 8_000)).restFen).toBe(3_000);
    expect(await balances(wang)).toMatchObject({ owedFen: 0, prepaidFen: 3_000 });
  });

  test('sixteen requests with one reference at the same time are one payment with one receipt', async () => {
    const body = {
      payerId: zhao.personId,
      fen: 1_234,
      method: 'transfer',
      moneyAccount: 'icbc',
      reference: reference('bank'),
    };
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), body)),
    );
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 201)).toEqual([]);
    expect(new Set(answers.map((one) => one.body.paymentId)).size).toBe(1);
    expect(new Set(answers.map((one) => one.body.receiptNumber)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const other = await ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), { ...body, fen: 1_235 });
    expect(other).toMatchObject({ status: 409, body: { code: 'payment-differs', fen: 1_234 } });
  });

  test('sixteen payments of one cashier at the same time all succeed, with receipts 1 to 16', async () => {
    const cashier = { ...desk(), sub: 'estate-py-second', personId: 'estate-py-second' };
    const paying = () =>
      must(cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), {
        payerId: zhao.personId,
        fen: 1,
        method: 'cash',
        reference: reference(),
      });
    const taken = await Promise.all(Array.from({ length: 16 }, paying));
    const day = today().replaceAll('-', '');
    const expected = Array.from({ length: 16 }, (_, i) => `${day}-estate-py-second-${String(i + 1).padStart(4, '0')}`);
    expect(taken.map((one) => one.receiptNumber).sort()).toEqual(expected);
  });

  test('a number in another spelling is the same number: no bank line is recorded twice', async () => {
    const nth = reference().replace(/\D/g, '');
    const said = { payerId: zhao.personId, fen: 777, method: 'cash', reference: `BANK-${nth}` };
    const first = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), said);
    const typed = (text: string, more = {}) =>
      ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), { ...said, reference: text, ...more });
    for (const text of [`bank ${nth}`, `Bank${nth}`, `BANK.${nth}`]) {
      expect(await typed(text)).toMatchObject({ status: 200, body: { paymentId: first.paymentId } });
    }
    expect(await typed(`bank${nth}`, { fen: 778 })).toMatchObject({ status: 409, body: { code: 'payment-differs' } });
    expect((await typed(`BANK-${nth}-1`)).status).toBe(201);
  });

  test('a number is used for one sum of money at a money account, whatever its purpose', async () => {
    const twice = reference('deposit');
    const deposit = { payerId: wang.personId, purpose: 'keys', fen: 500, method: 'cash', reference: twice };
    await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/deposits'), deposit);
    const said = { payerId: wang.personId, fen: 500, method: 'cash', reference: twice };
    const answer = await ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), said);
    expect(answer).toMatchObject({ status: 409, body: { code: 'number-used' } });
  });

  test('a person whom the estate does not know cannot pay, and no payment is dated in the future', async () => {
    const said = { payerId: 'nobody-here', fen: 1, method: 'cash', reference: reference() };
    expect((await ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), said)).body.code).toBe(
      'unknown-payer',
    );
    const late = { ...said, payerId: wang.personId, occurredOn: '2199-01-01' };
    expect((await ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), late)).body.code).toBe(
      'in-the-future',
    );
  });
});

describe('a recorded payment', () => {
  test('a payment is reallocated to another bill, and its receipt stays valid', async () => {
    await nextMonth();
    await nextMonth();
    const open = (await balances(zhao)).bills;
    const taken = await pay(zhao, 10_000, { billIds: [open[0].billId] });
    const body = { billIds: [open[1].billId], reason: '业主要求先付这一张' };
    const moved = await must(desk(), 'POST', `/v1/payments/${taken.paymentId}/reallocate`, body);
    expect(moved.allocation).toHaveLength(1);
    expect(moved).toMatchObject({ receiptNumber: taken.receiptNumber, allocation: [{ billId: open[1].billId }] });
    const after = (await balances(zhao)).bills;
    const fenOf = (billId: string) => after.find((one: Body) => one.billId === billId)?.openFen ?? 0;
    expect(fenOf(open[0].billId)).toBe(open[0].openFen);
    const none = await must(desk(), 'POST', `/v1/payments/${taken.paymentId}/reallocate`, {
      billIds: [],
      reason: '退',
    });
    expect(none).toMatchObject({ allocation: [], restFen: 10_000 });
    const events = await must(desk(), 'GET', `/v1/payments/${taken.paymentId}/events`);
    expect(events.items.map((one: Body) => one.name)).toEqual([
      'PaymentTaken',
      'PaymentReallocated',
      'PaymentReallocated',
    ]);
  });

  test('a payment reversed on its ledger day leaves no trace in the balances; its receipt is void and keeps its number', async () => {
    const before = await balances(wang);
    const taken = await pay(wang, 777);
    const { body: reversed } = await reversedBy(desk(), estate, taken.paymentId, '录错了人');
    expect(reversed).toMatchObject({ status: 'reversed', restFen: 0, reversal: { reason: '录错了人' } });
    expect(await balances(wang)).toEqual(before);
    const papers = await itemsAt(`PAPERS#${estate.estateId}#${today()}`);
    const receipt = papers.find((one) => one.type === 'receipt' && one.reference === taken.reference);
    expect(receipt).toMatchObject({ voided: true, fen: 777 });
    expect(papers.find((one) => one.type === 'voucher' && one.reference === taken.reference)).toBeUndefined();
    const again = await ask(desk(), 'POST', `/v1/payments/${taken.paymentId}/reverse`, { reason: '录错了人' });
    expect(again).toMatchObject({ status: 409, body: { code: 'payment-reversed' } });
  });

  test('a reversed payment opens the bill again that its prepaid rest was used for', async () => {
    const li = await estate.household('li');
    const taken = await pay(li, 10_000, { method: 'transfer', moneyAccount: 'icbc' });
    expect(taken.restFen).toBe(10_000);
    await nextMonth();
    expect(await balances(li)).toMatchObject({ owedFen: 0, prepaidFen: 0 });
    expect((await reversedBy(desk(), estate, taken.paymentId, '支票退票')).status).toBe(200);
    await idle();
    expect(await balances(li)).toMatchObject({ owedFen: 10_000, prepaidFen: 0 });
  });
});

describe('prepaid money', () => {
  test('prepaid money is used for a bill as soon as it is published; money for one fee item pays no other (R11.4)', async () => {
    const sun = await estate.household('sun');
    await pay(sun, 3_000);
    await pay(sun, 50_000, { purpose: hygiene });
    await nextMonth();
    const after = await balances(sun);
    expect(after).toMatchObject({ owedFen: 7_000, prepaid: [{ purpose: hygiene, fen: 50_000 }] });
    await billed(estate, hygiene, '2025-01', '2025-01-31');
    expect(await balances(sun)).toMatchObject({ owedFen: 7_000, prepaidFen: 49_000 });
  });
});

describe('a refund (D33)', () => {
  test('sixteen refunds at the same time never exceed what was paid', async () => {
    const qian = await estate.household('qian');
    const taken = await pay(qian, 1_600);
    const refunding = () =>
      ask(desk(), 'POST', `/v1/payments/${taken.paymentId}/refunds`, { fen: 300, method: 'cash', reason: '多收' });
    const answers = await Promise.all(Array.from({ length: 16 }, refunding));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    // The prepaid balance is read after the payment, so either check may reject first.
    const refused = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
    expect(refused.filter((code) => !['refund-above-paid', 'balance-too-low'].includes(code))).toEqual([]);
    expect(await payment(taken.paymentId)).toMatchObject({ refundedFen: 1_500, restFen: 100 });
    const { items } = await must(desk(), 'GET', `/v1/payments/${taken.paymentId}/refunds`);
    expect(items).toHaveLength(5);
    expect((await balances(qian)).prepaidFen).toBe(100);
    const reversing = await ask(desk(), 'POST', `/v1/payments/${taken.paymentId}/reverse`, { reason: '冲销' });
    expect(reversing.body.code).toBe('payment-refunded');
  });

  test('a refund takes only money that pays no bill', async () => {
    const zhou = await estate.household('zhou');
    await nextMonth();
    const taken = await pay(zhou, 10_000);
    const body = { fen: 10_000, method: 'cash', reason: '退费' };
    const path = `/v1/payments/${taken.paymentId}`;
    expect((await ask(desk(), 'POST', `${path}/refunds`, body)).body).toMatchObject({
      code: 'money-on-bills',
      leftFen: 0,
    });
    await must(desk(), 'POST', `${path}/reallocate`, { billIds: [], reason: '退费' });
    await must(desk(), 'POST', `${path}/refunds`, body);
    expect(await balances(zhou)).toMatchObject({ owedFen: 10_000, prepaidFen: 0 });
  });

  test('a refund above the limit of one person is requested, approved by another and paid as approved', async () => {
    const wu = await estate.household('wu');
    const taken = await pay(wu, 60_000, { method: 'transfer', moneyAccount: 'icbc' });
    const path = `/v1/payments/${taken.paymentId}/refunds`;
    const body = { fen: 50_001, method: 'transfer', moneyAccount: 'icbc', reference: reference(), reason: '退费' };
    const { manager, administrator } = estate.staff;
    for (const one of [desk(), manager]) {
      expect(await ask(one, 'POST', path, body)).toMatchObject({ status: 403, body: { limitFen: 50_000 } });
    }
    const asking = { of: 'refund', id: taken.paymentId, fen: 50_001, reason: '退费' };
    const { requestId, status } = await must(
      manager,
      'POST',
      at('/v1/payments/estates/{estateId}/refund-requests'),
      asking,
    );
    expect(status).toBe('asked');
    const unapproved = await ask(desk(), 'POST', path, { ...body, requestId });
    expect(unapproved).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    const approve = `/v1/payments/refund-requests/${requestId}/approve`;
    expect((await ask(manager, 'POST', approve, {})).body.code).toBe('another-person-needed');
    expect((await ask(desk(), 'POST', approve, {})).status).toBe(403);
    await must(administrator, 'POST', approve, {});
    const other = await ask(desk(), 'POST', path, { ...body, fen: 50_002, requestId });
    expect(other).toMatchObject({ status: 409, body: { code: 'refund-request-differs' } });
    const { refundId } = await must(desk(), 'POST', path, { ...body, requestId });
    // The same number again is the same refund.
    expect((await must(desk(), 'POST', path, { ...body, requestId })).refundId).toBe(refundId);
    expect((await payment(taken.paymentId)).refundedFen).toBe(50_001);
    const done = await must(desk(), 'GET', `/v1/payments/refund-requests/${requestId}`);
    expect(done).toMatchObject({ status: 'done', sameWay: true, done: { by: desk().personId } });
  });

  test('the refund of an invoiced payment opens a credit-note task', async () => {
    const zheng = await estate.household('zheng');
    const taken = await pay(zheng, 900);
    const invoiceNumber = '04400190011100000264';
    await invoicedPayment(estate, taken, invoiceNumber);
    await must(desk(), 'POST', `/v1/payments/${taken.paymentId}/refunds`, { fen: 100, method: 'cash', reason: '多收' });
    const list = `/v1/invoices/credit-note-tasks?estateId=${estate.estateId}&status=open`;
    const task = (await must(desk(), 'GET', list)).items.find((one: Body) => one.paymentId === taken.paymentId);
    expect(task).toMatchObject({ invoiceNumber, fen: 100, status: 'open' });
    const done = { redInvoiceNumber: '04400190022200000264' };
    const completing = `/v1/invoices/credit-note-tasks/${task.taskId}/complete`;
    const unknown = await ask(desk(), 'POST', completing, done);
    expect(unknown).toMatchObject({ status: 409, body: { code: 'no-red-invoice' } });
    await takenBack(estate, invoiceNumber, done.redInvoiceNumber);
    await must(desk(), 'POST', completing, done);
    expect((await must(desk(), 'GET', list)).items).toEqual([]);
  });
});

describe('a gateway', () => {
  const channel = 'wechat';
  const path = `/callbacks/payments/${channel}`;
  const report = (body: object, headers = signatureOf(channel, body)) =>
    ask(undefined, 'POST', path, body, { headers });
  const said = (fen: number, more: object = {}) => ({
    estateId: estate.estateId,
    payerId: zhao.personId,
    fen,
    reference: reference('4200'),
    paidAt: new Date().toISOString(),
    ...more,
  });

  test('a payment reported several times is recorded once', async () => {
    const body = said(4_321);
    const answers = await Promise.all(Array.from({ length: 8 }, () => report(body)));
    expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
    expect(new Set(answers.map((one) => one.body.paymentId)).size).toBe(1);
    const taken = await payment(answers[0]?.body.paymentId);
    expect(taken).toMatchObject({ fen: 4_321, method: 'channel', moneyAccount: 'assets:channel:wechat' });
    expect(taken.receiptNumber).toMatch(/-wechat-\d{4}$/);
    const differs = { ...body, fen: 4_322 };
    expect(await report(differs)).toMatchObject({ status: 409, body: { code: 'payment-differs' } });
  });

  test('a late report counts from the day of the payment', async () => {
    const paidAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const { body } = await report(said(99, { paidAt }));
    expect((await payment(body.paymentId)).occurredOn).toBe(dayIn('Asia/Shanghai', paidAt));
  });

  test('a report without the signature of its channel is rejected', async () => {
    const body = said(1);
    for (const headers of [{}, { 'x-anju-signature': 'zz' }, signatureOf('alipay', body), signatureOf(channel, {})]) {
      expect(await report(body, headers)).toMatchObject({ status: 400, body: { code: 'signature-wrong' } });
    }
  });

  /** Returns a household with a number of bills of 100 yuan. */
  const owing = async (name: string, bills = 1): Promise<{ who: Household; bills: Body[] }> => {
    const who = await estate.household(name);
    for (let n = 0; n < bills; n += 1) await nextMonth();
    return { who, bills: (await balances(who)).bills };
  };

  test('a bill paid twice at the same time is paid once, and the second payment becomes prepaid (R21.12)', async () => {
    const { who, bills } = await owing('gate-twice');
    const paying = () => report(said(10_000, { payerId: who.personId, billIds: [bills[0].billId] }));
    const answers = await Promise.all([paying(), paying()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    await idle();
    expect(await balances(who)).toMatchObject({ owedFen: 0, prepaidFen: 10_000 });
  });

  test('for bills that are cancelled, partly paid, disputed, unknown or of another payer, the payment pays what it can and the rest becomes prepaid', async () => {
    const { who, bills } = await owing('gate-left', 2);
    const payerId = who.personId;
    const [first, second] = bills.map((one: Body) => one.billId);
    await endBill(estate, second, 'cancelled');
    const cancelled = await report(said(10_000, { payerId, billIds: [second, 'bill_unknown', second] }));
    expect(cancelled).toMatchObject({ status: 201, body: { status: 'taken' } });
    await idle();
    // The open bill takes it, like prepaid money.
    expect(await balances(who)).toMatchObject({ owedFen: 0, prepaidFen: 0 });

    const other = await owing('gate-other');
    await pay(other.who, 4_000, { billIds: [other.bills[0].billId] });
    const parted = { payerId: other.who.personId, billIds: [other.bills[0].billId, first] };
    expect(await report(said(10_000, parted))).toMatchObject({ status: 201 });
    await idle();
    expect(await balances(other.who)).toMatchObject({ owedFen: 0, prepaidFen: 4_000 });

    await nextMonth();
    const [open] = (await balances(zhao)).bills;
    const foreign = await report(
      said(10_000, { payerId: (await estate.household('gate-foreign')).personId, billIds: [open.billId] }),
    );
    expect(foreign).toMatchObject({ status: 201 });
    expect((await balances(zhao)).bills[0]).toMatchObject({ billId: open.billId, openFen: open.openFen });
  });

  test('money for an unknown prepaid meter becomes prepaid', async () => {
    const { personId: payerId } = await estate.household('gate-meter');
    const { status, body } = await report(
      said(700, { payerId, meterId: 'mtr_gone', purpose: property, billIds: ['x'] }),
    );
    expect(status).toBe(201);
    const taken = await payment(body.paymentId);
    expect(taken).toMatchObject({ fen: 700, restFen: 700, purpose: property });
    expect(taken.meter).toBeUndefined();
  });

  test('a channel time in the future counts as now', async () => {
    const paidAt = new Date(Date.now() + 30 * 60_000).toISOString();
    const { status, body } = await report(said(88, { paidAt }));
    expect(status).toBe(201);
    expect((await payment(body.paymentId)).occurredOn).toBe(today());
  });

  test('money from an unknown payer becomes one unidentified receipt and no income (R21.2)', async () => {
    const body = said(12_300, { payerId: 'nobody-here' });
    const answers = await Promise.all(Array.from({ length: 4 }, () => report(body)));
    expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
    expect(new Set(answers.map((one) => one.body.paymentId)).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ status: 'unidentified', fen: 12_300 });
    expect(await report({ ...body, fen: 12_301 })).toMatchObject({ status: 409, body: { code: 'receipt-differs' } });
    const path = `/v1/payments/unidentified-receipts?estateId=${estate.estateId}&status=open`;
    const open = (await must(desk(), 'GET', path)).items;
    expect(open).toMatchObject([{ fen: 12_300, said: { payerId: 'nobody-here' }, ageDays: 0, overdue: false }]);
    const suspense = await must(
      desk(),
      'GET',
      at('/v1/ledger/estates/{estateId}/accounts/liabilities:suspense/balance'),
    );
    expect(suspense.fen).toBe(-12_300);
  });

  test('money for an unknown estate is posted for the company to identify', async () => {
    const answer = await report(said(1, { estateId: 'no-estate' }));
    expect(answer).toMatchObject({ status: 201, body: { status: 'unidentified' } });
  });
});

describe('a deposit (R10.5)', () => {
  test('a deposit is returned once, minus documented and signed deductions', async () => {
    const body = { payerId: wang.personId, purpose: 'fit-out', fen: 200_000, method: 'cash', reference: reference() };
    const taken = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/deposits'), body);
    expect((await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/deposits'), body)).depositId).toBe(
      taken.depositId,
    );
    expect((await balances(wang)).deposits).toContainEqual({ purpose: 'fit-out', fen: 200_000 });
    const kept = { item: '电梯轿厢保护', evidence: ['photo-1'], signedBy: wang.personId, fen: 35_000 };
    const returning = { method: 'cash', deductions: [kept] };
    const path = `/v1/payments/deposits/${taken.depositId}`;
    const tooMuch = { method: 'cash', deductions: [{ ...kept, fen: 200_001 }] };
    expect((await ask(estate.staff.manager, 'POST', `${path}/return`, tooMuch)).body.code).toBe(
      'deductions-above-deposit',
    );
    // Nobody keeps a part of a deposit alone, and the request lists what is kept.
    expect((await ask(desk(), 'POST', `${path}/return`, returning)).body.code).toBe('deductions-need-request');
    const whole = { ...returning, deductions: [{ ...kept, fen: 200_000 }] };
    expect((await ask(desk(), 'POST', `${path}/return`, whole)).body.code).toBe('deductions-need-request');
    // Above 1,000.00 cash is not possible even with approval (R20.9): the money goes to an account of the
    // payer.
    expect((await ask(desk(), 'POST', `${path}/return`, { method: 'cash' })).body.code).toBe('cash-limit');
    const { manager } = estate.staff;
    const asking = {
      ...{ of: 'deposit-return', id: taken.depositId, fen: 165_000, deductions: [kept], reason: '验收通过' },
    };
    const unsaid = { ...asking, deductions: undefined };
    expect((await ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), unsaid)).body.code).toBe(
      'deposit-not-whole',
    );
    expect((await ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), asking)).body.code).toBe(
      'cash-limit',
    );
    const transfer = { method: 'transfer', moneyAccount: 'icbc' };
    const byBank = { ...asking, ...transfer };
    expect((await ask(desk(), 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), byBank)).body.code).toBe(
      'payee-missing',
    );
    const payee = { name: '王先生', proof: '身份证尾号 1234', account: '6222 0000 0000 0001' };
    const { requestId } = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/refund-requests'), {
      ...byBank,
      payee,
    });
    await must(manager, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
    await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), {
      payerId: zhao.personId,
      fen: 165_000,
      method: 'transfer',
      moneyAccount: 'icbc',
      reference: reference(),
    });
    const back = { ...returning, ...transfer, requestId };
    expect((await ask(manager, 'POST', `${path}/return`, back)).body.code).toBe('approver-does-not-pay');
    const others = { ...back, deductions: [{ ...kept, item: '电梯轿厢' }] };
    expect((await ask(desk(), 'POST', `${path}/return`, others)).body.code).toBe('refund-request-differs');
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(desk(), 'POST', `${path}/return`, back)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await must(desk(), 'GET', path)).toMatchObject({
      status: 'returned',
      returned: { fen: 165_000, keptFen: 35_000 },
    });
    expect((await balances(wang)).deposits).not.toContainEqual({ purpose: 'fit-out', fen: 200_000 });
  });
});

describe('a forfeited deposit (R20.1)', () => {
  test('R20.1 a whole deposit is kept by two people only, and the payer is written to', async () => {
    const { manager, administrator } = estate.staff;
    const body = { payerId: wang.personId, purpose: 'keys', fen: 800, method: 'cash', reference: reference() };
    const { depositId } = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/deposits'), body);
    const kept = { item: '钥匙遗失', evidence: ['登记表'], signedBy: wang.personId, fen: 800 };
    const path = `/v1/payments/deposits/${depositId}/return`;
    const keeping = { method: 'cash', deductions: [kept] };
    expect((await ask(manager, 'POST', path, keeping)).body.code).toBe('deductions-need-request');
    const requests = at('/v1/payments/estates/{estateId}/refund-requests');
    const asking = { of: 'deposit-return', id: depositId, fen: 0, deductions: [kept], reason: '钥匙遗失' };
    expect((await ask(manager, 'POST', requests, { ...asking, deductions: undefined })).status).toBe(400);
    const { requestId } = await must(manager, 'POST', requests, asking);
    const approving = `/v1/payments/refund-requests/${requestId}/approve`;
    expect((await ask(manager, 'POST', approving, {})).body.code).toBe('another-person-needed');
    await must(administrator, 'POST', approving, {});
    const before = await mailsTo(String(wang.email));
    await must(manager, 'POST', path, { ...keeping, requestId });
    await idle();
    const mails = (await mailsTo(String(wang.email))).slice(before.length);
    expect(mails.map(({ subject }) => subject)).toHaveLength(1);
    expect(await must(wang, 'GET', `/v1/payments/deposits/${depositId}`)).toMatchObject({
      status: 'returned',
      returned: { fen: 0, keptFen: 800 },
    });
  });
});

describe('access to payments', () => {
  test('residents see their own payments, balances and deposits, and no others', async () => {
    const taken = await pay(wang, 10);
    const mine = await must(wang, 'GET', `/v1/payments?estateId=${estate.estateId}`);
    expect(mine.items.length).toBeGreaterThan(0);
    expect(new Set(mine.items.map((one: Body) => one.payerId))).toEqual(new Set([wang.personId]));
    await must(wang, 'GET', at(`/v1/payments/estates/{estateId}/payers/${wang.personId}/balances`));
    for (const path of [
      `/v1/payments/${taken.paymentId}`,
      `/v1/payments/${taken.paymentId}/refunds`,
      `/v1/payments?estateId=${estate.estateId}&payerId=${wang.personId}`,
      `/v1/payments/deposits?estateId=${estate.estateId}&payerId=${wang.personId}`,
      at(`/v1/payments/estates/{estateId}/payers/${wang.personId}/balances`),
    ]) {
      expect(await ask(zhao, 'GET', path), path).toMatchObject({ status: 404 });
    }
  });
});
