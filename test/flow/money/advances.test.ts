import { beforeAll, describe, expect, test } from 'vitest';
import { serveAdvance } from '../../../functions/money/fees/serve-advance.ts';
import { flawText } from '../../../functions/money/ledger/ledger-flaws.ts';
import { everyLedger } from '../../../functions/money/ledger/verify-ledger.ts';
import { verifyEstate } from '../../../infra/tools/audit/verify-estate.ts';
import { addDays, endOfDay } from '../../../shared/kernel/periods.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { monthsAhead } from '../advance-fixtures.ts';
import { ask, type Body, estateCalled, type Household, idle, must, runJob, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { tableOf } from '../engine-table.ts';
import { entriesOn, ledgerStores, today } from '../ledger-fixtures.ts';

const building = '预收楼';
const year = monthsAhead(12);
let estate: TestEstate;
let owner: Household;
let unitId: string;
let feeItemId: string;
let advance: Body;
let advancePaymentId: string;

const at = (path: string) => path.replace('{estateId}', estate.estateId);
const balanceOf = async (account: string): Promise<number> =>
  (await must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`))).fen;
const balances = () =>
  Promise.all(
    [`liabilities:advance:${feeItemId}`, 'liabilities:pending-vat:6', 'liabilities:output-vat:6'].map(balanceOf),
  );
const unitWith = async (label: string, area: string): Promise<string> => {
  const { administrator } = estate.staff;
  const unit = { label: `${building}${label}`, building, area, use: 'dwelling' };
  const created = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit);
  const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
  await must(administrator, 'POST', `/v1/units/${created.unitId}/tenures`, tenure);
  return created.unitId;
};
const charge = (body: object) => must(estate.staff.operator, 'POST', '/v1/fees/advances', body);
const refusal = async (body: object) => (await ask(estate.staff.operator, 'POST', '/v1/fees/advances', body)).body.code;
/** Takes what is due of months in advance when a day begins, as the job does on that day. */
const serveOn = (advanceId: string, day: string) => {
  const now = endOfDay(addDays(day, -1), 'Asia/Shanghai');
  const act = { actor: { kind: 'system' as const, id: 'revenue-recognition' }, recordedAt: now };
  return serveAdvance(advanceId, act, toInstant(now));
};
const seen = (advanceId: string): Promise<Body> => must(estate.staff.auditor, 'GET', `/v1/fees/advances/${advanceId}`);

beforeAll(async () => {
  await ledgerStores();
  process.env.OWNERS_TABLE = (await tableOf('owners')).TableName;
  process.env.HANDOVERS_TABLE = (await tableOf('handovers')).TableName;
  estate = await estateCalled('ADV');
  await changePolicy(estate, 'ledger', { taxpayer: [{ from: '2026-01-01', kind: 'general' }] });
  await changePolicy(estate, 'payments', { cashLimitFen: 1_000_000 });
  owner = await estate.household('advance-owner');
  unitId = await unitWith('101', '77.55');
  feeItemId = await feeFor(estate, building, '2.71', { kind: 'building-area' });
});

describe('R24 money in advance', () => {
  test('R24.4 with an unknown contract end, twelve months are out only when another person approves', async () => {
    const { operator, manager } = estate.staff;
    const asked = await charge({ unitId, feeItemId, ...year });
    expect(asked).toMatchObject({ status: 'asked', fen: 252_193, payerId: owner.personId });
    expect(asked).not.toHaveProperty('billId');
    const decide = `/v1/fees/advances/${asked.advanceId}`;
    expect((await ask(operator, 'POST', `${decide}/approve`, {})).status).toBe(403);
    const own = await must(manager, 'POST', '/v1/fees/advances', { unitId, feeItemId, ...year });
    const alone = await ask(manager, 'POST', `/v1/fees/advances/${own.advanceId}/approve`, {});
    expect(alone).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
    await must(manager, 'POST', `/v1/fees/advances/${own.advanceId}/refuse`, { reason: '重复' });
    advance = await must(manager, 'POST', `${decide}/approve`, {});
    expect(advance).toMatchObject({ status: 'charged', vat: { percent: '6', taxFen: 14_275 } });
    expect(advance.months.map(({ netFen }: Body) => netFen)).toEqual([
      ...Array(6).fill(19_827),
      ...Array(6).fill(19_826),
    ]);
  });

  test('R24.4 a thirteenth month, months past the contract and months billed before are refused', async () => {
    expect(await refusal({ unitId, feeItemId, ...monthsAhead(1, 12) })).toBe('too-many-months-in-advance');
    expect(await refusal({ unitId, feeItemId, ...monthsAhead(1, 3) })).toBe('months-billed-before');
    expect(await refusal({ unitId, feeItemId, from: today(), to: year.to })).toBe('advance-has-begun');
    await changePolicy(estate, 'fees', { contractEndsOn: addDays(year.to, -40) });
    const other = await unitWith('102', '50.00');
    expect(await refusal({ unitId: other, feeItemId, ...year })).toBe('advance-beyond-contract');
    const parking = await feeFor(estate, '没有的楼', '30', { name: '别处的车位费' });
    const nowhere = await ask(estate.staff.operator, 'POST', '/v1/fees/advances', {
      ...{ unitId, feeItemId: parking },
      ...monthsAhead(1),
    });
    expect(nowhere).toMatchObject({ status: 409, body: { code: 'days-without-charge' } });
    expect(nowhere.body.title).toContain('该房屋不收此项费用');
    const lamps = await feeFor(estate, building, '1', { name: '代收灯费', nature: 'agency' });
    expect(await refusal({ unitId, feeItemId: lamps, ...monthsAhead(1) })).toBe('fee-item-not-monthly');
    await changePolicy(estate, 'fees', { contractEndsOn: addDays(year.to, 400) });
  });

  test('R24.4 of two requests at the same moment only one is charged', async () => {
    const other = await unitWith('103', '50.00');
    const body = { unitId: other, feeItemId, ...monthsAhead(7) };
    const both = await Promise.all([1, 2].map(() => ask(estate.staff.operator, 'POST', '/v1/fees/advances', body)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await refusal({ unitId: other, feeItemId, ...monthsAhead(6, 7) })).toBe('too-many-months-in-advance');
  });

  test('R24.1 paid in advance, 2,521.93 is 2,379.18 of liability and 142.75 of pending tax, and no revenue', async () => {
    const before = await balances();
    const paying = {
      payerId: owner.personId,
      fen: 252_193,
      method: 'cash',
      reference: 'adv-1',
      billIds: [advance.billId],
    };
    const paid = await must(estate.staff.cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), paying);
    advancePaymentId = paid.paymentId;
    await idle();
    expect(await balances()).toEqual(before);
    const { status } = await must(owner, 'GET', `/v1/fees/bills/${advance.billId}`);
    expect(status).toBe('paid');
    const entries = await entriesOn(estate.estateId, [today()]);
    const charged = entries.find(({ kind, reference }) => kind === 'charge' && reference === advance.billId);
    expect(charged?.postings.map(({ account, fen }) => [account.split(':')[1], fen])).toEqual([
      ['receivable', 252_193],
      ['advance', -237_918],
      ['pending-vat', -14_275],
    ]);
    expect(await balanceOf(`income:revenue:${feeItemId}`)).toBe(0);
  });

  test('R24.1 a bill in advance is neither cancelled nor waived', async () => {
    const { manager } = estate.staff;
    const other = await unitWith('104', '50.00');
    const { billId, advanceId } = await charge({ unitId: other, feeItemId, ...monthsAhead(1) });
    const cancel = await ask(manager, 'POST', `/v1/fees/bills/${billId}/cancel`, { reason: '重复' });
    expect(cancel).toMatchObject({ status: 409, body: { code: 'bill-in-advance' } });
    const waiver = { part: 'principal', fen: 100, reason: '优惠' };
    const waived = await ask(manager, 'POST', `/v1/fees/bills/${billId}/waivers`, waiver);
    expect(waived).toMatchObject({ status: 409, body: { code: 'bill-in-advance' } });
    // Nobody pays: it lapses when its first month begins, and the days are free again.
    expect(await serveOn(advanceId, monthsAhead(1).from)).toEqual({ months: 0, lapsed: 1 });
    expect(await seen(advanceId)).toMatchObject({ status: 'lapsed' });
    expect(await must(manager, 'GET', `/v1/fees/bills/${billId}`)).toMatchObject({
      status: 'paid',
      open: { principal: 0 },
    });
    expect(await charge({ unitId: other, feeItemId, ...monthsAhead(1) })).toMatchObject({ status: 'charged' });
  });

  test('R24.5 a billing run leaves out a prepaid month, also after a new price', async () => {
    const month = year.from.slice(0, 7);
    const bills = await billsOut(estate, [feeItemId], month);
    expect(bills.map((bill: Body) => bill.unitId)).not.toContain(unitId);
    const rows = await must(
      estate.staff.auditor,
      'GET',
      at(`/v1/fees/estates/{estateId}/completeness/${month}?limit=50`),
    );
    const mine = rows.items
      .find((one: Body) => one.unitId === unitId)
      .rows.find((one: Body) => one.feeItemId === feeItemId);
    expect(mine).toMatchObject({ differenceFen: 0, reasons: [{ why: 'paid-in-advance' }] });
  });

  test('R24.1 an invoice at once makes 142.75 due', async () => {
    const [, pending, output] = await balances();
    const line = { billId: advance.billId, line: 0, name: '*物业管理服务*物业费', percent: '6', taxFen: 14_275 };
    await must(estate.staff.cashier, 'POST', at('/v1/invoices/estates/{estateId}/invoices'), {
      number: '26332000000024000001',
      kind: 'ordinary',
      issuedOn: today(),
      buyer: { name: '王芳' },
      lines: [{ ...line, fen: 252_193 }],
      fen: 252_193,
      taxFen: 14_275,
    });
    await idle();
    const [, pendingAfter = 0, outputAfter = 0] = await balances();
    expect([pendingAfter - (pending ?? 0), outputAfter - (output ?? 0)]).toEqual([14_275, -14_275]);
    expect(await seen(advance.advanceId)).toMatchObject({ invoiced: { netFen: 237_918, taxFen: 14_275 } });
  });

  test('R24.2 each month is revenue once, on its last day', async () => {
    await runJob('revenue-recognition');
    expect(await seen(advance.advanceId)).toMatchObject({ status: 'charged' });
    const [first, second] = advance.months;
    expect(await serveOn(advance.advanceId, first.to)).toEqual({ months: 1, lapsed: 0 });
    expect(await serveOn(advance.advanceId, first.to)).toEqual({ months: 0, lapsed: 0 });
    expect(await serveOn(advance.advanceId, addDays(second.to, 5))).toEqual({ months: 1, lapsed: 0 });
    const entries = (await entriesOn(estate.estateId, [first.to, second.to])).filter(
      ({ reference }) => reference === advance.advanceId,
    );
    expect(entries.map(({ occurredOn }) => occurredOn).toSorted()).toEqual([first.to, second.to]);
    const revenue = entries.flatMap(({ postings }) => postings.filter(({ account }) => account.includes('revenue')));
    expect(revenue.map(({ fen }) => fen)).toEqual([-19_827, -19_827]);
  });

  test('R24.3 what was not served is refunded the way it came, by two people, and pays no arrears meanwhile', async () => {
    const { operator, manager, cashier } = estate.staff;
    // Arrears of the same payer: the freed money must not pay them.
    const garage = await feeFor(estate, building, '30', { name: '车位管理费' });
    const [arrears] = (await billsOut(estate, [garage], '2026-01')).filter((bill: Body) => bill.unitId === unitId);
    const through = addDays(advance.months[2].from, 14);
    const decide = `/v1/fees/advances/${advance.advanceId}`;
    const end = { through, back: 'refund', reason: '业主搬离' };
    const unsigned = await ask(operator, 'POST', `${decide}/request-end`, { ...end, back: 'arrears' });
    expect(unsigned.status).toBe(400);
    const late = await ask(operator, 'POST', `${decide}/request-end`, { ...end, through: year.to });
    expect(late).toMatchObject({ status: 409, body: { code: 'end-outside-advance' } });
    await must(manager, 'POST', `${decide}/request-end`, end);
    const alone = await ask(manager, 'POST', `${decide}/approve-end`, {});
    expect(alone).toMatchObject({ status: 409, body: { code: 'another-person-needed' } });
    const ended = await must(estate.staff.administrator, 'POST', `${decide}/approve-end`, {});
    expect(ended).toMatchObject({ to: through, end: { status: 'approved' }, status: 'serving' });
    // The broken month becomes revenue when it ends, not before.
    await runJob('revenue-recognition');
    expect((await seen(advance.advanceId)).months.at(-1)).not.toHaveProperty('entryId');
    await idle();
    const back = 252_193 - ended.months.reduce((sum: number, one: Body) => sum + one.netFen + one.taxFen, 0);
    expect(await must(owner, 'GET', `/v1/fees/bills/${arrears.billId}`)).toMatchObject({ open: { principal: 3_000 } });
    const paid = await must(cashier, 'GET', `/v1/payments/${advancePaymentId}`);
    expect(paid.freed).toMatchObject({ fen: back, dueFen: back });
    const reversed = await ask(cashier, 'POST', `/v1/payments/${advancePaymentId}/reverse`, { reason: '试图冲销' });
    expect(reversed).toMatchObject({ status: 409, body: { code: 'refund-is-due', dueFen: back } });
    const asked = { of: 'refund', id: advancePaymentId, fen: back, reason: '未服务部分退还' };
    const path = at('/v1/payments/estates/{estateId}/refund-requests');
    const request = await must(cashier, 'POST', path, asked);
    await must(manager, 'POST', `/v1/payments/refund-requests/${request.requestId}/approve`, {});
    const refund = { fen: back, method: 'cash', requestId: request.requestId, reason: '未服务部分退还' };
    await must(cashier, 'POST', `/v1/payments/${advancePaymentId}/refunds`, refund);
    expect(await balanceOf(`liabilities:prepaid:${owner.personId}:to-refund`)).toBe(0);
  });

  test('R24.1 verify-ledger finds the liability equal to the months not served', async () => {
    const ledger = (await everyLedger()).find(({ estateId }) => estateId === estate.estateId);
    if (!ledger) throw new Error('the estate has no ledger');
    const { flaws } = await verifyEstate(ledger, advance.months[1].to, () => {});
    expect(flaws.map(flawText)).toEqual([]);
  });
});
