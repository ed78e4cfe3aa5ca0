import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import {
  billed,
  deliveredLongAgo,
  feeOf,
  firstOfLastMonth,
  itemsAt,
  ledgerBeganOn,
  ledgerStores,
  referenceNumbers,
  today,
} from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';

/* Cash counts on the day of its entry; an earlier day needs a proof and a second person (R20.12). */

let estate: TestEstate;
let wang: Household;
const number = referenceNumbers('cd');
const at = (path: string) => `/v1/payments/estates/${estate.estateId}${path}`;
const desk = () => estate.staff.cashier;
const paying = (more: object) => ({
  payerId: wang.personId,
  method: 'cash',
  fen: 20_000,
  reference: number(),
  ...more,
});
const asked = (paymentId: string, change: object) =>
  ask(desk(), 'POST', `/v1/payments/${paymentId}/corrections`, { change, reason: '停电时开具纸质收据' });
const approved = ({ correctionId }: Body, body: object) =>
  ask(estate.staff.manager, 'POST', `/v1/payments/corrections/${correctionId}/approve`, body);
/** A day on which late charge ran, and that no close reaches. */
const paperDay = () => addDays(today(), -10);

beforeAll(async () => {
  estate = await estateCalled('CDY');
  wang = await estate.household('wang');
  await ledgerStores();
  await changePolicy(estate, 'fees', { late: { dailyRate: '0.0005', cap: '1', from: '2020-01-01' } });
  await billed(estate, await feeOf(estate, '物业费', '100'), '2025-01', '2025-01-31');
  const { items } = await must(estate.staff.auditor, 'GET', `/v1/fees/bills?estateId=${estate.estateId}`);
  for (const { billId } of items) await deliveredLongAgo(billId, '2025-01-20');
  await ledgerBeganOn(estate.estateId, firstOfLastMonth());
});

describe('R20.12 the day of cash', () => {
  test('R20.12 cash of an earlier day is refused: a payment and a deposit', async () => {
    for (const occurredOn of ['2026-11-27', '1999-01-01', addDays(today(), -1)]) {
      const paid = await ask(desk(), 'POST', at('/payments'), paying({ occurredOn }));
      expect([paid.status, paid.body.code]).toEqual([400, 'cash-counts-today']);
    }
    const deposit = paying({ purpose: 'keys', occurredOn: '1999-01-01' });
    expect((await ask(desk(), 'POST', at('/deposits'), deposit)).body.code).toBe('cash-counts-today');
  });

  test('R20.12 a paper receipt and an approver prove an earlier day, and the waived late charge is approved', async () => {
    const taken = await must(desk(), 'POST', at('/payments'), paying({ occurredOn: today() }));
    const lateFen = taken.allocation[0].parts['late-charge'];
    expect(lateFen).toBeGreaterThan(0);
    const without = await asked(taken.paymentId, { kind: 'entry', occurredOn: paperDay() });
    expect(without.body.code).toBe('paper-receipt-needed');
    const old = await asked(taken.paymentId, { kind: 'entry', occurredOn: '1999-01-01', paperReceipt: 'SJ-0012' });
    expect(old.body.code).toBe('day-before-last-close');
    const change = { kind: 'entry', occurredOn: paperDay(), paperReceipt: 'SJ-0012' };
    const { body: correction } = await asked(taken.paymentId, change);
    const refused = await approved(correction, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'late-charge-to-waive' } });
    const { waivesFen } = refused.body;
    expect(waivesFen).toBeGreaterThan(0);
    expect((await approved(correction, { waivesFen: waivesFen - 1 })).status).toBe(409);
    const done = await approved(correction, { waivesFen });
    expect(done).toMatchObject({ status: 200, body: { status: 'approved', waivedFen: waivesFen } });
    const payment = await must(desk(), 'GET', `/v1/payments/${done.body.became.paymentId}`);
    expect(payment).toMatchObject({ occurredOn: paperDay(), status: 'taken' });
    // Ten days at 0.05 % of 100.00 a day.
    expect(waivesFen).toBe(50);
    const bill = await must(estate.staff.auditor, 'GET', `/v1/fees/bills/${payment.allocation[0].billId}`);
    expect(bill).toMatchObject({ status: 'paid', lateCharge: { claimedFen: lateFen - waivesFen } });
    // The receipt carries the day of entry, and the cash is in the count of that day.
    expect(payment.receiptNumber.startsWith(today().replaceAll('-', ''))).toBe(true);
    const papers = await itemsAt(`PAPERS#${estate.estateId}#${today()}`);
    const receipts = papers.filter((one) => one.type === 'receipt' && one.reference === taken.reference);
    expect(receipts.map(({ voided, day }) => [voided === true, day])).toEqual([
      [true, today()],
      [false, paperDay()],
    ]);
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});

describe('R20.10 what other acts than waivers give up', () => {
  let zhao: Household;
  let sun: Household;
  const billOf = async ({ personId }: Household, status: string) => {
    const path = `/v1/fees/bills?estateId=${estate.estateId}&payerId=${personId}&status=${status}`;
    return (await must(estate.staff.auditor, 'GET', path)).items[0];
  };
  const waived = async (as: Caller, bill: Body, fen: number) => {
    const body = { part: 'principal', fen, reason: '停水' };
    return (await must(as, 'POST', `/v1/fees/bills/${bill.billId}/waivers`, body)).status;
  };
  const settled = (as: Caller, bill: Body, decision: string) =>
    ask(as, 'POST', `/v1/fees/bills/${bill.billId}/settle-dispute`, { outcome: '属实', decision });

  beforeAll(async () => {
    zhao = await estate.household('zhao');
    sun = await estate.household('sun');
    const { items } = await must(estate.staff.manager, 'GET', `/v1/fees/estates/${estate.estateId}/fee-items`);
    await billed(estate, items[0].feeItemId, '2025-02', '2025-02-28');
    for (const who of [wang, zhao, sun]) await deliveredLongAgo((await billOf(who, 'published')).billId, '2025-02-20');
    await changePolicy(estate, 'fees', { waiverLimits: { supervisor: 60, manager: 60 } });
  });

  test('R20.10 late charge that an earlier day of cash took off counts to what is waived for the payer that day', async () => {
    const bill = await billOf(wang, 'published');
    expect(await waived(estate.staff.manager, bill, 11)).toBe('asked');
    expect(await waived(estate.staff.manager, bill, 10)).toBe('granted');
  });

  test('R20.1 who entered an objection does not find it founded, and another person does', async () => {
    const { manager, supervisor } = estate.staff;
    const bill = await billOf(zhao, 'published');
    await must(manager, 'POST', `/v1/fees/bills/${bill.billId}/dispute`, { reason: '面积不对' });
    expect((await settled(manager, bill, 'founded')).body.code).toBe('another-person-needed');
    expect((await settled(supervisor, bill, 'founded')).status).toBe(200);
  });

  test('R20.10 the late charge that a founded objection gives up counts to the limit of who settled it', async () => {
    const bill = await billOf(sun, 'published');
    expect(await waived(estate.staff.supervisor, bill, 1)).toBe('asked');
    // The manager waived 10 fen today and settled nothing.
    expect(await waived(estate.staff.manager, bill, 1)).toBe('granted');
  });
});
