import { describe, expect, test } from 'vitest';
import { fundDueBy, mustBePaidInFull } from '../../../../../functions/homes/handovers/fund/fund-due.ts';
import type { FundVersion } from '../../../../../functions/homes/handovers/fund/maintenance-fund.ts';
import type { TitleDossier } from '../../../../../functions/homes/titles/title-dossier.ts';
import { fundDueOf } from '../../../../../functions/homes/titles/title-money.ts';
import { languages } from '../../../../../shared/kernel/language.ts';
import { Problem } from '../../../../../shared/kernel/problem.ts';
import { filled } from '../../../../filled.ts';
import { codeOf } from '../code-of.ts';

const fund: FundVersion[] = [
  { version: '2024', from: '2024-01-01', rate: { by: 'cost', costPerM2: '2400', rate: '0.06' } },
  { version: '2025', from: '2025-07-01', rate: { by: 'flat', perM2: { lift: '150', 'no-lift': '90' } } },
];
const paid = { paidOn: '2025-07-01' };
const byTable = (said: object = {}) => fundDueBy({ fund }, '96.50', { ...paid, ...said });

describe('the amount due as the first payment into the fund (R7.2)', () => {
  test('R7.2: one fen less than 13,896.00 is rejected, exactly that or more is accepted', () => {
    const due = { fen: 1_389_600, version: '2024' };
    expect(codeOf(() => mustBePaidInFull(1_389_599, due))).toBe('fund-not-in-full');
    expect(() => mustBePaidInFull(1_389_600, due)).not.toThrow();
    expect(() => mustBePaidInFull(1_389_601, due)).not.toThrow();
    expect(() => mustBePaidInFull(1, undefined)).not.toThrow();
  });

  test('R7.2: without a contract it follows from the registered area and the table of the payment day, or of the contract day when given', () => {
    expect(byTable()).toMatchObject({ fen: 1_447_500, version: '2025' });
    expect(byTable({ contractOn: '2025-06-30' })).toMatchObject({ fen: 1_389_600, version: '2024' });
    expect(byTable({ paidOn: '2025-06-30' })).toMatchObject({ fen: 1_389_600, version: '2024' });
    expect(byTable({ building: 'no-lift' })).toMatchObject({ fen: 868_500 });
    expect(codeOf(() => byTable({ building: 'villa' }))).toBe('no-rate-for-building');
  });

  test('R7.2: without a table on that day, no due amount is known', () => {
    expect(byTable({ contractOn: '2023-12-31' })).toBeUndefined();
    expect(fundDueBy({ fund: [] }, '96.50', paid)).toBeUndefined();
    expect(fundDueOf({ money: {}, notes: [] })).toBeUndefined();
  });

  test("R7.2: the dossier's amount is due, unless a note grants a reduction", () => {
    const money = { fund: { fen: 1_389_600, perM2: '144', area: '96.50', version: '2024' } };
    const noted = (kind: 'exemption' | 'other', about: 'fund' | 'tax'): Pick<TitleDossier, 'money' | 'notes'> => ({
      money,
      notes: [{ kind, about, text: '批复', on: '2025-07-01', by: 'manager' }],
    });
    expect(fundDueOf({ money, notes: [] })?.fen).toBe(1_389_600);
    expect(fundDueOf(noted('other', 'fund'))?.fen).toBe(1_389_600);
    expect(fundDueOf(noted('exemption', 'tax'))?.fen).toBe(1_389_600);
    expect(fundDueOf(noted('exemption', 'fund'))).toBeUndefined();
  });

  test('R7.2: a rejection names the due and the paid amount in each language', () => {
    const refusal = (() => {
      try {
        mustBePaidInFull(1_389_599, { fen: 1_389_600, version: '甲市2024' });
      } catch (error) {
        if (error instanceof Problem) return error;
      }
      throw new Error('a fen too little was taken');
    })();
    for (const language of filled(languages)) {
      const said = refusal.document(language, 't');
      expect(said).toMatchObject({ status: 422, rule: 'R7.2', dueFen: 1_389_600, paidFen: 1_389_599 });
      for (const part of ['13896.00', '13895.99', '甲市2024']) expect(said.title).toContain(part);
    }
  });
});
