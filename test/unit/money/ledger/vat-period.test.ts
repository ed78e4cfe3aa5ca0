import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeEntry, writeOffEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { reversalOf } from '../../../../functions/money/ledger/posting.ts';
import { splitVat } from '../../../../functions/money/ledger/vat.ts';
import {
  isBelowThreshold,
  taxOnDifference,
  taxPointOf,
  VatOfPeriod,
} from '../../../../functions/money/ledger/vat-period.ts';
import { taxIn } from '../../../../functions/money/ledger/vat-rates.ts';
import { attempts, head, ledgerAfter } from './ledger-fixtures.ts';

const payerId = 'psn_wang';
const bill = { billId: 'bil_1', dueOn: '2026-12-31' };
const terms = (percent: string, method: 'general' | 'small-scale' = 'general') =>
  ({ vatClass: 'service', method, percent }) as const;
const lineOf = (feeItemId: string, fen: number, percent: string) => ({
  feeItemId,
  fen,
  vat: taxIn(fen, terms(percent)),
});
const summaryOf = (...entries: Parameters<VatOfPeriod['add']>[0]) => {
  const sums = new VatOfPeriod();
  // Page by page, as the ledger is read.
  for (const entry of entries) sums.add([entry]);
  return sums.summary({ from: '2026-11-01', to: '2026-11-30', months: 1, taxpayer: 'general' });
};

describe('value added tax of a period', () => {
  it('R23.2 sales below 100,000.00 a month or 300,000.00 a quarter are free; exactly the threshold is not', () => {
    expect(isBelowThreshold(9_999_999, 1, '2026-11-30')).toBe(true);
    expect(isBelowThreshold(10_000_000, 1, '2026-11-30')).toBe(false);
    expect(isBelowThreshold(29_999_999, 3, '2026-12-31')).toBe(true);
    expect(isBelowThreshold(30_000_000, 3, '2026-12-31')).toBe(false);
    // 100,000.00 at 1 %: 1,000.00.
    expect(splitVat(10_100_000, '1')).toEqual({ netFen: 10_000_000, taxFen: 100_000 });
    expect(isBelowThreshold(1, 1, '2028-01-31')).toBe(false);
  });

  it('R23.2 the relief is of small-scale taxpayers', () => {
    const sums = new VatOfPeriod();
    const of = { from: '2026-11-01', to: '2026-11-30', months: 1 } as const;
    expect(sums.summary({ ...of, taxpayer: 'small-scale' }).belowThreshold).toBe(true);
    expect(sums.summary({ ...of, taxpayer: 'general' }).belowThreshold).toBe(false);
    expect(sums.summary({ ...of, taxpayer: undefined })).toMatchObject({ taxpayer: null, belowThreshold: false });
  });

  it('R23.5 water is taxed on what was collected less what was paid: 1,030.00 less 927.00 is 100.00 and 3.00', () => {
    expect(taxOnDifference({ collectedFen: 103_000, paidFen: 92_700 }, '3')).toEqual({ netFen: 10_000, taxFen: 300 });
    expect(taxOnDifference({ collectedFen: 92_700, paidFen: 92_700 }, '3').taxFen).toBe(0);
    expect(taxOnDifference({ collectedFen: 90_000, paidFen: 92_700 }, '3')).toEqual({ netFen: 0, taxFen: 0 });
  });

  it('R23.5 the summary sums the water that the estate billed', () => {
    const sums = new VatOfPeriod(['water']);
    const lines = [{ feeItemId: 'water', fen: 103_000 }, lineOf('property', 23_951, '6')];
    sums.add([chargeEntry(head(1), { payerId, bill, lines })]);
    const of = { from: '2026-11-01', to: '2026-11-30', months: 1, taxpayer: 'general' } as const;
    const water = { collectedFen: 103_000, paidFen: 92_700, netFen: 10_000, taxFen: 300 };
    expect(sums.summary({ ...of, water: { paidFen: 92_700, percent: '3' } }).water).toEqual(water);
    expect(sums.summary(of)).not.toHaveProperty('water');
  });

  it('R23.6 tax arises when the service is rendered and paid or due, or when an earlier invoice was issued', () => {
    expect(taxPointOf({ servedOn: '2026-11-30', dueOn: '2026-12-15' })).toBe('2026-12-15');
    expect(taxPointOf({ servedOn: '2026-11-30', dueOn: '2026-12-15', paidOn: '2026-12-01' })).toBe('2026-12-01');
    expect(taxPointOf({ servedOn: '2026-11-30', paidOn: '2026-10-01' })).toBe('2026-11-30');
    expect(taxPointOf({ servedOn: '2026-11-30', paidOn: '2026-10-01', invoicedOn: '2026-10-02' })).toBe('2026-10-02');
    expect(taxPointOf({ paidOn: '2026-10-01' })).toBeUndefined();
    expect(taxPointOf({ servedOn: '2026-11-30' })).toBeUndefined();
  });

  it('R23.4 sums sales and tax of lines by rate: three times 239.51 is 677.85 and 40.68', () => {
    const charges = [1, 2, 3].map((n) =>
      chargeEntry(head(n), { payerId, bill, lines: [lineOf('property', 23_951, '6'), { feeItemId: 'old', fen: 5 }] }),
    );
    const parking = chargeEntry(head(4), { payerId, bill, lines: [lineOf('parking', 30_000, '9')] });
    expect(summaryOf(...charges, parking)).toMatchObject({
      rows: [
        { kind: 'output-vat', percent: '6', netFen: 67_785, taxFen: 4_068 },
        { kind: 'output-vat', percent: '9', netFen: 27_523, taxFen: 2_477 },
      ],
      untaxedFen: 15,
      netFen: 95_308,
      taxFen: 6_545,
    });
  });

  it('D31 a reversal and a waiver lower both, a bad debt neither', () => {
    const charge = chargeEntry(head(1), { payerId, bill, lines: [lineOf('property', 23_951, '6')] });
    const waived = writeOffEntry(head(2), {
      payerId,
      bill,
      fen: 5_000,
      as: { waived: [lineOf('property', 5_000, '6')] },
    });
    const lost = writeOffEntry(head(3), { payerId, bill, fen: 5_000, as: { badDebt: 'provision' } });
    const row = { percent: '6', netFen: 22_595 - 4_717, taxFen: 1_356 - 283 };
    expect(summaryOf(charge, waived, lost).rows).toMatchObject([row]);
    expect(summaryOf(charge, reversalOf(charge, head(4)))).toMatchObject({ netFen: 0, taxFen: 0, untaxedFen: 0 });
  });

  it('R23.7 for any ledger: tax, sales and untaxed revenue of the summary are the balances of their accounts', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const recorded = ledgerAfter(tried);
        const summary = summaryOf(...recorded);
        const postings = recorded.flatMap((entry) => entry.postings);
        const credited = (what: (code: string) => boolean) =>
          postings.filter(({ account }) => what(account)).reduce((sum, { fen }) => sum - fen, 0);
        expect(summary.taxFen).toBe(credited((code) => code.includes('-vat:')));
        expect(summary.netFen + summary.untaxedFen).toBe(credited((code) => code.startsWith('income:revenue:')));
      }),
    );
  });
});
