import { describe, expect, test } from 'vitest';
import {
  figuresOf,
  monthlyParts,
  remunerationOn,
  resultOf,
} from '../../../../functions/money/common-income/service-year.ts';
import { feeSystemOn, isServiceFee } from '../../../../functions/money/fees/fee-system.ts';
import {
  account,
  chargeEntry,
  remunerationEntry,
  serviceCostEntry,
} from '../../../../functions/money/ledger/public.ts';
import { byArea, itemWith, water } from '../fees/billed-unit.ts';
import { head } from '../ledger/ledger-fixtures.ts';

const year = { takenFen: 100_000_000, spentFen: 87_000_000, remuneration: { percent: '10' } };
const bill = { billId: 'bill_1', dueOn: '2026-03-31' };

describe('R34.5 the two systems of service fees', () => {
  test('R34.5 remuneration: of 1,000,000.00 the company has 100,000.00, and the owners carry 30,000.00', () => {
    expect(resultOf('remuneration', year)).toEqual({
      revenueFen: 10_000_000,
      companyFen: 10_000_000,
      ownersFen: 3_000_000,
    });
  });

  test('R34.5 fixed fee: the company has 1,000,000.00 of revenue and a result of 130,000.00', () => {
    expect(resultOf('fixed', year)).toEqual({ revenueFen: 100_000_000, companyFen: 13_000_000, ownersFen: 0 });
  });

  test('R34.5 a loss is the owners’ on remuneration, and the company’s on a fixed fee', () => {
    const loss = { ...year, spentFen: 95_000_000 };
    expect(resultOf('remuneration', loss).ownersFen).toBe(-5_000_000);
    expect(resultOf('fixed', loss)).toMatchObject({ companyFen: 5_000_000, ownersFen: 0 });
  });

  test('R34.5 a sum is drawn whatever is charged; a percentage is rounded half up', () => {
    expect(remunerationOn(1, { fen: 500 })).toBe(500);
    expect(remunerationOn(5, { percent: '10' })).toBe(1);
    expect(remunerationOn(4, { percent: '10' })).toBe(0);
  });

  test('R34.5 a year’s remuneration is drawn in twelve parts that add up', () => {
    const months = Array.from({ length: 12 }, (_, nth) => `2026-${String(nth + 1).padStart(2, '0')}`);
    const parts = monthlyParts(10_000_000, months).map(({ fen }) => fen);
    expect(parts).toEqual([...Array(4).fill(833_334), ...Array(8).fill(833_333)]);
    expect(parts.reduce((sum, fen) => sum + fen, 0)).toBe(10_000_000);
    expect(monthlyParts(7, ['2026-12'])).toEqual([{ month: '2026-12', fen: 7 }]);
  });

  test('R34.5 the system is that of its day; before the first one the fee is fixed', () => {
    const ground = '业主大会决议';
    const feeSystems = [
      { from: '2027-01-01', system: 'remuneration' as const, ground },
      { from: '2029-01-01', system: 'fixed' as const, ground },
    ];
    const on = (day: string) => feeSystemOn({ feeSystems }, day);
    expect(['2026-12-31', '2027-01-01', '2028-12-31', '2029-01-01'].map(on)).toEqual([
      'fixed',
      'remuneration',
      'remuneration',
      'fixed',
    ]);
    expect(feeSystemOn({ feeSystems: [] }, '2026-01-01')).toBe('fixed');
  });

  test('R34.5 only the company’s own service is held for the owners: no water, no rent of parking', () => {
    const version = { number: 1, from: '2020-01-01', price: '300', addOn: '0', ground: '合同' };
    const rent = itemWith({ kind: 'fixed', tariff: [{ ...version, vatClass: 'parking-lease' }] });
    expect([byArea, water, rent].map((item) => isServiceFee(item, '2026-01-01'))).toEqual([true, false, false]);
  });

  test('R34.5 postings: the fee is no revenue, the remuneration is, and the rest stays on 2241.06', () => {
    const charge = chargeEntry(head(1), {
      payerId: 'psn_wang',
      bill,
      lines: [{ feeItemId: 'property', ownersFund: true, fen: 100_000_000 }],
    });
    const spent = serviceCostEntry(head(2), { fen: 87_000_000, payeeId: 'pye_1' });
    const vat = { method: 'general', percent: '6', taxFen: 566_038 } as const;
    const drawn = remunerationEntry(head(3), { fen: 10_000_000, vat });
    const balances = new Map<string, number>();
    for (const { account: code, fen } of [charge, spent, drawn].flatMap(({ postings }) => postings)) {
      balances.set(code, (balances.get(code) ?? 0) + fen);
    }
    expect(Object.fromEntries(balances)).toEqual({
      [account.receivable('psn_wang')]: 100_000_000,
      [account.serviceFund('property')]: -100_000_000,
      [account.serviceFund('spending')]: 87_000_000,
      [account.payable('pye_1')]: -87_000_000,
      [account.serviceFund('remuneration')]: 10_000_000,
      [account.revenue('remuneration')]: -9_433_962,
      [account.vat(vat)]: -566_038,
    });
    expect(figuresOf({}, Object.fromEntries(balances), year)).toEqual({
      ...{ openingFen: 0, incomeFen: 100_000_000, spentFen: 87_000_000, remunerationFen: 10_000_000 },
      ...{ drawnFen: 10_000_000, resultFen: 3_000_000, closingFen: 3_000_000 },
    });
  });

  test('R34.5 what was drawn too much goes back: the same accounts with debit and credit exchanged', () => {
    const vat = { method: 'general', percent: '6', taxFen: -57 } as const;
    expect(remunerationEntry(head(1), { fen: -1_000, vat }).postings).toEqual([
      { account: account.serviceFund('remuneration'), fen: -1_000 },
      { account: account.revenue('remuneration'), fen: 943 },
      { account: account.vat(vat), fen: 57 },
    ]);
    expect(() => remunerationEntry(head(1), { fen: 0 })).toThrow(RangeError);
    expect(() => serviceCostEntry(head(1), { fen: -1, payeeId: 'pye_1' })).toThrow(RangeError);
  });
});
