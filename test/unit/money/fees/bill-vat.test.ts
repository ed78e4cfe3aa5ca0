import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bill, billSchema, openPrincipal, postedOpen } from '../../../../functions/money/fees/bill.ts';
import { addCosts } from '../../../../functions/money/fees/bill-costs.ts';
import { postedTaxFen, vatTermsFor } from '../../../../functions/money/fees/bill-vat.ts';
import { creditBill } from '../../../../functions/money/fees/credit-bill.ts';
import { differencesOf } from '../../../../functions/money/fees/difference.ts';
import { writeOffBill } from '../../../../functions/money/fees/end-bill.ts';
import { waivePart } from '../../../../functions/money/fees/waive-charge.ts';
import type { Waiver } from '../../../../functions/money/fees/waiver.ts';
import { vatPercentOf } from '../../../../functions/money/ledger/account.ts';
import { account, taxIn, type VatTerms } from '../../../../functions/money/ledger/public.ts';
import { aBill, Counter, estateId, parts, payerId } from './a-bill.ts';
import { byArea, itemWith, water } from './billed-unit.ts';

const six: VatTerms = { vatClass: 'service', method: 'general', percent: '6' };
const nine: VatTerms = { vatClass: 'parking-lease', method: 'general', percent: '9' };
const [line] = aBill().lines;
if (!line) throw new Error('a bill without a line');
const lineWith = (feeItemId: string, fen: number, terms: VatTerms) => ({
  ...line,
  feeItemId,
  fen,
  vat: taxIn(fen, terms),
});
const billOf = (...lines: Bill['lines']): Bill => aBill({ lines, fen: lines.reduce((sum, { fen }) => sum + fen, 0) });
const taxedBill = (fen = 71_853) => billOf(lineWith('fee_property', fen, six));
const [sixes, nines] = [account.vat(six), account.vat(nine)];
const property = account.revenue('fee_property');
/** The tax of the bill in the ledger, as a credit. */
const taxOf = (counter: Counter) =>
  counter.recorded
    .flatMap(({ postings }) => postings)
    .filter((one) => vatPercentOf(one.account) !== undefined)
    .reduce((sum, { fen }) => sum - fen, 0);

const waiverOf = (part: Waiver['part'], fen: number): Waiver => ({
  waiverId: `wvr_${part}_${fen}`,
  estateId,
  billId: 'bill_1',
  unitId: 'unt_1',
  unitLabel: '1栋1201',
  payerId,
  part,
  fen,
  reason: '优惠',
  status: 'granted',
  asked: { by: 'stf_zhou', on: '2025-03-15', at: '2025-03-15T04:00:00Z' },
  updatedAt: '',
  version: 1,
});
const credit = (counter: Counter, fen: number, today = '2025-03-20', noteId = 'crn_1') => {
  const { bill } = counter;
  const lines = bill.lines.slice(0, 1).map((one) => ({ ...one, fen: -fen }));
  const note = { billId: noteId, period: bill.period, lines };
  counter.change(today, (change, context) => creditBill(change, note, context));
};
const waive = (counter: Counter, waiver: Waiver, today = '2025-03-21') =>
  counter.change(today, (change, context) => waivePart(change, waiver, 'stf_manager', context));

describe('value added tax of a bill', () => {
  it('R23.1 a line is taxed by the class of its price, else by the nature of its item', () => {
    const settings = { taxpayer: [{ from: '2026-01-01', kind: 'general' as const }], vatRates: [] };
    const of = (item: typeof byArea, to = '2026-11-30') => vatTermsFor(item, { to }, settings, '2026-12-01')?.percent;
    expect([of(byArea), of(water), of({ ...water, nature: 'resale' })]).toEqual(['6', undefined, '3']);
    const parking = itemWith({
      tariff: [
        { number: 1, from: '2026-01-01', price: '300', addOn: '0', ground: '合同' },
        { number: 2, from: '2026-11-01', price: '300', addOn: '0', ground: '合同', vatClass: 'parking-lease' },
      ],
    });
    expect([of(parking, '2026-10-31'), of(parking)]).toEqual(['6', '9']);
    expect(of({ ...parking, nature: 'agency' })).toBeUndefined();
    expect(vatTermsFor(byArea, { to: '2026-11-30' }, { taxpayer: [], vatRates: [] }, '2026-12-01')).toBeUndefined();
  });

  it('R23.3 late charge of 16.17 is claimed with the service: 15.25 and 0.92', () => {
    const counter = new Counter(taxedBill());
    counter.pay('pay_1', parts({ 'late-charge': 1_617, principal: 71_853 }), '2025-05-15');
    expect(counter.balance(account.revenue('late-charge'))).toBe(-1_525);
    expect(counter.bill.lateClaims).toMatchObject([{ fen: 1_617, taxFen: 92 }]);
    expect(taxOf(counter)).toBe(4_067 + 92);
    // The bill is credited: the claim and its tax are reversed.
    credit(counter, 71_853, '2025-05-20');
    expect([counter.balance(account.revenue('late-charge')), taxOf(counter)]).toEqual([0, 0]);
  });

  it('R23.1 late charge and costs of a bill with two rates are divided by its lines', () => {
    const counter = new Counter(billOf(lineWith('fee_property', 20_000, six), lineWith('fee_parking', 10_000, nine)));
    counter.change('2025-05-15', (change, context) => addCosts(change, { what: '邮费', fen: 3_000 }, context));
    expect([counter.balance(sixes), counter.balance(nines)]).toEqual([-1_132 - 113, -826 - 83]);
    expect(counter.balance(account.revenue('costs'))).toBe(-(3_000 - 113 - 83));
    expect(counter.bill.costs).toMatchObject([{ fen: 3_000, taxFen: 196 }]);
  });

  it('R21.6, R22.6 a credit note of 40.00 takes off 37.74 and 2.26; the last one takes the rest', () => {
    const counter = new Counter(taxedBill());
    credit(counter, 4_000);
    expect([counter.balance(property), counter.balance(sixes)]).toEqual([-(67_786 - 3_774), -(4_067 - 226)]);
    credit(counter, 67_853, '2025-03-21', 'crn_2');
    expect([counter.balance(property), counter.balance(sixes)]).toEqual([0, 0]);
    expect(billSchema.parse(counter.bill)).toEqual(counter.bill);
  });

  it('D32 a waiver lowers revenue and tax, D31 a write-off neither', () => {
    const counter = new Counter(taxedBill());
    waive(counter, waiverOf('principal', 4_000));
    expect([counter.balance(property), counter.balance(sixes)]).toEqual([-(67_786 - 3_774), -(4_067 - 226)]);
    counter.change('2025-04-15', (change, context) => writeOffBill(change, { reason: '破产' }, context));
    expect(counter.balance(sixes)).toBe(-(4_067 - 226));
    expect(counter.balance(account.provision())).toBe(67_853);
  });

  it('R21.6 what was waived before gives no tax back again', () => {
    const counter = new Counter(taxedBill());
    waive(counter, waiverOf('principal', 71_853));
    credit(counter, 4_000, '2025-03-22');
    expect([counter.balance(property), counter.balance(sixes), postedTaxFen(counter.bill)]).toEqual([0, 0, 0]);
  });

  it('D32 waived late charge gives its tax back', () => {
    const counter = new Counter(taxedBill());
    waive(counter, waiverOf('late-charge', 1_617), '2025-05-15');
    expect([counter.balance(account.revenue('late-charge')), taxOf(counter)]).toEqual([0, 4_067]);
    expect(counter.bill.waived).toMatchObject([{ fen: 1_617, taxFen: 92 }]);
  });

  it('R21.5, R22.6 a difference has the rate of its original, also for a payer who was not billed before', () => {
    const bill = billOf(lineWith('fee_property', 71_853, nine));
    const billed = bill.lines.map((one) => ({ bill, line: one }));
    const { vat: _, ...now } = lineWith('fee_property', 76_853, six);
    const [more] = differencesOf([now], billed);
    expect([more?.fen, more?.vat]).toEqual([5_000, taxIn(5_000, nine)]);
    const lines = differencesOf([{ ...now, payerId: 'psn_zhao' }], billed);
    expect(lines.map(({ payerId: who, fen, vat }) => [who, fen, vat?.percent])).toEqual([
      ['psn_zhao', 76_853, '9'],
      ['psn_wang', -71_853, undefined],
    ]);
  });

  it('R23.1 a bill without tax stays without: nothing of it is taxed later', () => {
    const counter = new Counter(aBill());
    credit(counter, 4_000);
    waive(counter, waiverOf('principal', 4_000));
    counter.change('2025-05-15', (change, context) => addCosts(change, { what: '邮费', fen: 3_000 }, context));
    expect([taxOf(counter), postedTaxFen(counter.bill), counter.bill.lowered]).toEqual([0, 0, undefined]);
  });

  it('R21.12, R22.6 after any sequence the tax on the bill is that of the ledger, and nothing left has no tax left', () => {
    const step = fc.record({
      what: fc.constantFrom('credit', 'waive', 'pay', 'costs'),
      fen: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 40_000 })),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 80_000 }),
        (steps, fen) => {
          const counter = new Counter(taxedBill(fen));
          const credited = () => (counter.bill.credited ?? []).reduce((sum, one) => sum + one.fen, 0);
          steps.forEach(({ what, fen: wanted }, n) => {
            const today = `2025-05-${String(n + 10)}`;
            const { bill } = counter;
            const open = openPrincipal(bill);
            const left = fen - credited();
            if (what === 'credit' && left > 0) credit(counter, Math.min(wanted, left), today, `crn_${n}`);
            if (bill.status !== 'published') return;
            if (what === 'pay' && open > 0)
              counter.pay(`pay_${n}`, parts({ principal: Math.min(wanted, open) }), today);
            const most = Math.min(open, left - bill.waived.reduce((sum, one) => sum + one.fen, 0));
            if (what === 'waive' && most > 0) waive(counter, waiverOf('principal', Math.min(wanted, most)), today);
            if (what === 'costs') {
              counter.change(today, (change, context) => addCosts(change, { what: '邮费', fen: wanted }, context));
            }
          });
          expect(postedTaxFen(counter.bill)).toBe(taxOf(counter));
          expect(postedOpen(counter.bill).principal).toBeGreaterThanOrEqual(0);
          const lowered = counter.bill.lowered ?? [];
          const off = lowered.reduce((sum, one) => sum + one.fen, 0);
          const taxOff = lowered.reduce((sum, one) => sum + one.taxFen, 0);
          expect(taxOff).toBeLessThanOrEqual(taxIn(fen, six).taxFen);
          if (off >= fen) expect(taxOff).toBe(taxIn(fen, six).taxFen);
        },
      ),
    );
  });
});
