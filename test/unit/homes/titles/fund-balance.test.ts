import { beforeAll, describe, expect, test, vi } from 'vitest';
import { enterFundBalance } from '../../../../functions/homes/titles/fund-balance.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { codeOf } from '../handovers/code-of.ts';
import { aDossier } from './a-dossier.ts';

const calendar = stateCouncilCalendar();
const money = { fund: { fen: 1_389_600, perM2: '144', area: '96.50', version: '2024' } };
const blank = aDossier({ money });
/** Enters a balance on its own day. */
const enter = (fen: number, on = '2025-01-31', dossier = blank, today = on) => {
  const recordedAt = `${today}T02:00:00Z`;
  const act = { actor: { kind: 'staff', id: 'desk' }, recordedAt } as const;
  return enterFundBalance({ before: dossier, act, calendar, today, language: 'en' }, { fen, on });
};
const noticed = ({ transaction }: ReturnType<typeof enter>) =>
  transaction.events.map(({ data }) => ('topUpBy' in data ? data.topUpBy : undefined));

describe('the balance of the maintenance fund (R7.3)', () => {
  beforeAll(() => void vi.stubEnv('HANDOVERS_TABLE', 'handovers'));

  test('R7.3: after a first payment of 13,896.00, 4,168.80 is enough; at 4,168.79 the buyer is notified and has 30 days', () => {
    expect(noticed(enter(416_880))).toEqual([undefined]);
    expect(enter(416_880).after.fundBalance).not.toHaveProperty('low');
    expect(noticed(enter(416_879))).toEqual(['2025-03-03']);
    expect(enter(416_879).after.fundBalance?.low).toEqual({ noticedOn: '2025-01-31', topUpBy: '2025-03-03' });
  });

  test('R7.3: the buyer is notified once until it is topped up, and again when it falls below again', () => {
    const low = enter(416_879).after;
    const lower = enter(300_000, '2025-02-10', low);
    expect(noticed(lower)).toEqual([undefined]);
    expect(lower.after.fundBalance).toMatchObject({ fen: 300_000, low: { topUpBy: '2025-03-03' } });
    const full = enter(1_389_600, '2025-02-20', lower.after).after;
    expect(full.fundBalance).not.toHaveProperty('low');
    expect(noticed(enter(416_879, '2026-01-01', full))).toEqual(['2026-02-02']);
  });

  test("R7.3: the first payment is the receipt's amount, otherwise the contract's", () => {
    const steps = blank.steps.map((one) =>
      one.step === 'fund-receipt' ? { ...one, doneOn: '2024-07-01', fen: 2_000_000 } : one,
    );
    expect(noticed(enter(599_999, '2025-01-31', { ...blank, steps }))).toEqual(['2025-03-03']);
    expect(noticed(enter(600_000, '2025-01-31', { ...blank, steps }))).toEqual([undefined]);
    expect(codeOf(() => enter(1, '2025-01-31', { ...blank, money: {} }))).toBe('first-payment-unknown');
  });

  test('R7.3: a balance in the future or older than the known one is rejected', () => {
    const known = enter(416_880).after;
    expect(codeOf(() => enter(1, '2025-02-02', known, '2025-02-01'))).toBe('day-in-the-future');
    expect(codeOf(() => enter(1, '2025-01-30', known))).toBe('older-balance');
    expect(codeOf(() => enter(1, '2025-01-31', known))).toBe('done');
  });
});
