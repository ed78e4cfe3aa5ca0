import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { ledgerStores, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { endBill, waive } from '../two-people.ts';

const building = '含税楼';
let estate: TestEstate;
let owner: Household;
let unitId: string;
let feeItemId: string;

const at = (path: string) => path.replace('{estateId}', estate.estateId);
const balanceOf = async (account: string): Promise<number> =>
  (await must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`))).fen;
const outputTax = () => balanceOf('liabilities:output-vat:6');
const summary = (more = ''): Promise<Body> =>
  must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/vat-summaries/${today().slice(0, 7)}${more}`));

/** Corrects the area of the unit for the whole past. */
async function correctArea(area: string): Promise<void> {
  const { administrator } = estate.staff;
  const { version } = await must(administrator, 'GET', `/v1/units/${unitId}`);
  const unit = { label: `${building}101`, building, area, use: 'dwelling' };
  await must(administrator, 'PUT', `/v1/units/${unitId}`, unit, { ifMatch: version });
}

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('VAT');
  const { administrator } = estate.staff;
  const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling' };
  ({ unitId } = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit));
  owner = await estate.household('vat-owner');
  const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
  await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);
  feeItemId = await feeFor(estate, building, '2.68', { kind: 'building-area' });
});

describe('value added tax', () => {
  test('R23.1 an estate that has set no taxpayer kind is not taxed', async () => {
    const [bill] = await billsOut(estate, [feeItemId], '2026-01');
    expect(bill.lines[0]).not.toHaveProperty('vat');
    const rates = await must(estate.staff.auditor, 'GET', at('/v1/ledger/estates/{estateId}/vat-rates'));
    expect(rates).toEqual({ on: today(), taxpayer: null, rates: [] });
    expect(await summary()).toMatchObject({ taxpayer: null, rows: [], untaxedFen: 23_951, taxFen: 0 });
  });

  test('R23.7 the bills of a general taxpayer are net revenue and output tax: 239.51 is 225.95 and 13.56', async () => {
    await changePolicy(estate, 'ledger', { taxpayer: [{ from: '2026-01-01', kind: 'general' }] });
    const [bill] = await billsOut(estate, [feeItemId], '2026-02');
    const vat = { vatClass: 'service', method: 'general', percent: '6', taxFen: 1_356 };
    expect(bill.lines).toMatchObject([{ fen: 23_951, vat }]);
    expect(await outputTax()).toBe(-1_356);
    expect(await balanceOf(`income:revenue:${feeItemId}`)).toBe(-23_951 - 22_595);
    const rates = await must(estate.staff.auditor, 'GET', at('/v1/ledger/estates/{estateId}/vat-rates?on=2026-06-01'));
    expect(rates.rates[0]).toMatchObject({ vatClass: 'service', percent: '6', certainty: 'cited' });
  });

  test('R22.6 a difference has the rate of its original: 2.01 more is 1.90 and 0.11, and the credit takes both back', async () => {
    await correctArea('90.12');
    const [untaxed] = await billsOut(estate, [feeItemId], '2026-01');
    expect(untaxed.fen).toBe(201);
    expect(untaxed.lines[0]).not.toHaveProperty('vat');
    const [more] = await billsOut(estate, [feeItemId], '2026-02');
    expect(more.lines).toMatchObject([{ fen: 201, vat: { percent: '6', taxFen: 11 } }]);
    expect(await outputTax()).toBe(-1_367);
    await correctArea('89.37');
    const [note] = await billsOut(estate, [feeItemId], '2026-02');
    expect(note).toMatchObject({ kind: 'credit-note', lines: [{ fen: -201, vat: { percent: '6', taxFen: -11 } }] });
    expect(await outputTax()).toBe(-1_356);
  });

  test('R21.6, D32 a waiver of 40.00 lowers tax by 2.26, and a cancelled bill has none', async () => {
    const [bill] = await billsOut(estate, [feeItemId], '2026-03');
    const waiver = { part: 'principal', fen: 4_000, reason: '停梯补偿' };
    await waive(estate, bill.billId, waiver);
    expect(await outputTax()).toBe(-1_356 - 1_356 + 226);
    const seen = await must(owner, 'GET', `/v1/fees/bills/${bill.billId}`);
    expect(seen.lowered).toMatchObject([{ line: 0, fen: 4_000, taxFen: 226 }]);
    await endBill(estate, bill.billId, 'cancelled', '付款人有误');
    expect(await outputTax()).toBe(-1_356);
  });

  test('R23.1 a price may name its class: a parking space let is taxed at 9 %', async () => {
    const tariff = { from: '2020-01-01', price: '300', addOn: '0', ground: '车位租赁合同', vatClass: 'parking-lease' };
    const parking = await feeFor(estate, building, '300', { tariff });
    const [bill] = await billsOut(estate, [parking], '2026-02');
    expect(bill.lines).toMatchObject([{ fen: 30_000, vat: { percent: '9', taxFen: 2_477 } }]);
    expect(await balanceOf('liabilities:output-vat:9')).toBe(-2_477);
  });

  test('R23.4 the summary of a month and of a quarter has sales and tax by rate', async () => {
    const rows = [
      { kind: 'output-vat', percent: '6', netFen: 22_595, taxFen: 1_356 },
      { kind: 'output-vat', percent: '9', netFen: 27_523, taxFen: 2_477 },
    ];
    // January was billed before the kind was set, and its difference keeps that.
    expect(await summary()).toMatchObject({ taxpayer: 'general', rows, untaxedFen: 24_152, belowThreshold: false });
    expect(await summary('?months=3')).toMatchObject({ rows });
    const resident = await ask(owner, 'GET', at(`/v1/ledger/estates/{estateId}/vat-summaries/2026-11`));
    expect(resident.status).toBe(403);
  });

  test('R21.12 ledger and bills agree on the tax', async () => {
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});
