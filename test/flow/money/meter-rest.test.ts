import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { entriesOn, ledgerStores, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { meterAt, meteredItem, readingsOf, toppedUp } from '../meter-fixtures.ts';

let estate: TestEstate;
let household: Household;
let meterId: string;
let payment: Body;

const balance = async (): Promise<number> =>
  (await must(estate.staff.auditor, 'GET', `/v1/meters/${meterId}/balance`)).balanceFen;
const refund = (fen: number) =>
  ask(estate.staff.cashier, 'POST', `/v1/payments/${payment.paymentId}/refunds`, {
    fen,
    method: 'cash',
    reason: '搬离退余额',
  });
const read = (day: string, value: string) => ({ meterId, takenAt: `${day}T00:30:00+08:00`, value, by: 'device' });

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('MR');
  household = await estate.household('moving-out');
  ({ meterId } = await meterAt(estate, household.unitId, await meteredItem(estate)));
  payment = await toppedUp(estate, { meterId, payerId: household.personId, fen: 5_230, reference: 'mr-1' });
});

describe('R25.5 the rest of a prepaid meter at move-out', () => {
  test('without a final reading, or above what is left, nothing is refunded', async () => {
    expect(await refund(5_230)).toMatchObject({ status: 409, body: { code: 'final-reading-needed' } });
    await readingsOf(estate, [read(addDays(today(), -30), '1000')]);
    expect(await refund(5_230)).toMatchObject({ status: 409, body: { code: 'final-reading-needed' } });
    await readingsOf(estate, [read(today(), '1008.91')]);
    expect(await balance()).toBe(4_750);
    expect(await refund(4_751)).toMatchObject({ status: 409, body: { code: 'above-meter-rest', restFen: 4_750 } });
  });

  test('52.30 less 4.80 of use is 47.50, refunded to the person who topped up: Dr Meter 47.50 / Cr Cash 47.50', async () => {
    expect(await refund(4_750)).toMatchObject({ status: 201, body: { fen: 4_750, payerId: household.personId } });
    await idle();
    expect(await balance()).toBe(0);
    const entry = (await entriesOn(estate.estateId, [today()])).find(({ kind }) => kind === 'refund');
    expect(entry?.postings).toEqual([
      { account: `liabilities:meter:${household.personId}:${meterId}`, fen: 4_750 },
      { account: `assets:cash:${estate.staff.cashier.personId}`, fen: -4_750 },
    ]);
    expect(await refund(1)).toMatchObject({ status: 409, body: { code: 'above-meter-rest', restFen: 0 } });
  });

  test('the unsettled 4.80 of use stays on the account of the meter, and the ledger has no flaw', async () => {
    const account = `liabilities:meter:${household.personId}:${meterId}`;
    const path = `/v1/ledger/estates/${estate.estateId}/accounts/${account}/balance`;
    expect((await must(estate.staff.auditor, 'GET', path)).fen).toBe(-480);
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });

  test('of two refunds at the same moment only one leaves', async () => {
    payment = await toppedUp(estate, { meterId, payerId: household.personId, fen: 3_000, reference: 'mr-2' });
    const both = await Promise.all([refund(2_000), refund(1_999)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });
});
