import { describe, expect, it } from 'vitest';
import {
  chargeEntry,
  creditNoteEntry,
  meterUseEntry,
  writeOffEntry,
} from '../../../../functions/money/ledger/entry-builders.ts';
import type { Entry } from '../../../../functions/money/ledger/posting.ts';
import { earnedPostings } from '../../../../functions/money/ledger/vat-postings.ts';
import { taxIn, type VatTerms } from '../../../../functions/money/ledger/vat-rates.ts';
import { neutralVouchers, voucherOfEntry, voucherRows } from '../../../../functions/money/ledger/vouchers.ts';
import { head } from './ledger-fixtures.ts';

const payerId = 'psn_wang';
const bill = { billId: 'bil_q1', dueOn: '2026-12-31' };
const six: VatTerms = { vatClass: 'service', method: 'general', percent: '6' };
const line = (fen: number, terms = six) => ({ feeItemId: 'property', fen, vat: taxIn(fen, terms) });
const posted = (entry: Entry | undefined) => entry?.postings.map(({ account, fen }) => [account, fen]);

describe('postings of value added tax', () => {
  it('R23.7 a bill of 239.51 at 6 % is revenue of 225.95 and output tax of 13.56', () => {
    expect(posted(chargeEntry(head(1), { payerId, bill, lines: [line(23_951)] }))).toEqual([
      ['assets:receivable:psn_wang', 23_951],
      ['income:revenue:property', -22_595],
      ['liabilities:output-vat:6', -1_356],
    ]);
  });

  it.each([
    ['simplified', '5', 'liabilities:simplified-vat:5', '2221.09'],
    ['small-scale', '1', 'liabilities:small-scale-vat:1', '2221.01'],
    ['general', '13', 'liabilities:output-vat:13', '2221.01.01'],
  ] as const)('R23.7, R31.1 the %s method at %s %% posts to %s, in vouchers %s', (method, percent, code, number) => {
    const entry = chargeEntry(head(1), { payerId, bill, lines: [line(10_000, { ...six, method, percent })] });
    expect(entry.postings[2]?.account).toBe(code);
    expect(voucherRows([voucherOfEntry(entry, neutralVouchers)], neutralVouchers, 1)).toContain(`,${number},`);
  });

  it('R21.5 a supplementary bill of 50.00 is 47.17 and 2.83', () => {
    expect(posted(chargeEntry(head(1), { payerId, bill, lines: [line(5_000)] }))?.slice(1)).toEqual([
      ['income:revenue:property', -4_717],
      ['liabilities:output-vat:6', -283],
    ]);
  });

  it('R21.6 a credit note of 40.00 takes off 37.74 and 2.26', () => {
    const note = { payerId, bill, lines: [line(4_000)], lessFen: 4_000, badDebtFen: 0 };
    expect(posted(creditNoteEntry(head(1), note))).toEqual([
      ['income:revenue:property', 3_774],
      ['liabilities:output-vat:6', 226],
      ['assets:receivable:psn_wang', -4_000],
    ]);
    expect(() => creditNoteEntry(head(1), { ...note, lessFen: 3_999 })).toThrow(RangeError);
  });

  it('D31 a bad debt gives no tax back, a waiver does', () => {
    const lost = writeOffEntry(head(1), { payerId, bill, fen: 4_000, as: { badDebt: 'provision' } });
    expect(posted(lost)?.[0]).toEqual(['assets:provision', 4_000]);
    const waived = writeOffEntry(head(1), { payerId, bill, fen: 4_000, as: { waived: [line(4_000)] } });
    expect(posted(waived)?.slice(0, 2)).toEqual([
      ['income:revenue:property', 3_774],
      ['liabilities:output-vat:6', 226],
    ]);
    const other = { waived: [line(3_000)] };
    expect(() => writeOffEntry(head(1), { payerId, bill, fen: 4_000, as: other })).toThrow(RangeError);
  });

  it('R23.1 usage of a prepaid meter is taxed when it is settled, and a correction takes tax off', () => {
    const meter = { payerId, meterId: 'm1', feeItemId: 'electricity', held: false };
    const use = (fen: number) => {
      const vat = taxIn(fen, { vatClass: 'electricity', method: 'general', percent: '13' });
      return meterUseEntry(head(1), { ...meter, fen, vat });
    };
    expect(posted(use(11_300))?.slice(1)).toEqual([
      ['income:revenue:electricity', -10_000],
      ['liabilities:output-vat:13', -1_300],
    ]);
    expect(posted(use(-1_130))?.slice(1)).toEqual([
      ['income:revenue:electricity', 1_000],
      ['liabilities:output-vat:13', 130],
    ]);
  });

  it('R4.8 money collected for others bears no tax, and no amount has more tax than itself', () => {
    expect(() => earnedPostings({ ...line(10_000), held: true })).toThrow(RangeError);
    expect(() => earnedPostings({ feeItemId: 'property', fen: 1, vat: { ...six, taxFen: 2 } })).toThrow(RangeError);
    expect(() => earnedPostings({ feeItemId: 'property', fen: 10, vat: { ...six, taxFen: -1 } })).toThrow(RangeError);
  });
});
