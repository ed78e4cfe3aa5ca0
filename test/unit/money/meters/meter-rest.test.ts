import { describe, expect, test } from 'vitest';
import { account, refundEntry } from '../../../../functions/money/ledger/public.ts';
import { balanceOf, foldEntries, nothingYet } from '../../../../functions/money/meters/account-fold.ts';
import { defaultLevels, pricesSchema, tariffOf } from '../../../../functions/money/meters/prepaid-entries.ts';
import { defaultReadingChecks, readingEntry, readingSchema } from '../../../../functions/money/meters/reading.ts';
import { assertRefundable, restOf } from '../../../../functions/money/meters/refund-rest.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';

const zone = 'Asia/Shanghai';
const terms = {
  tariff: tariffOf(pricesSchema.parse([{ from: '2024-01-01', price: '0.5383' }]), zone),
  rules: [{ checks: defaultReadingChecks, levels: defaultLevels }],
};
const read = (day: string, value: string) =>
  readingEntry(readingSchema.parse({ meterId: 'm1', takenAt: `${day}T20:00:00+08:00`, value, by: 'device' }), zone);
const topUp = (day: string, fen: number, payerId = 'psn_1') => ({
  kind: 'top-up' as const,
  id: `${fen > 0 ? 'pay' : 'rfd'}-${day}`,
  at: `${day}T13:00:00Z`,
  fen,
  payerId,
});
const stateOf = (...entries: Parameters<typeof foldEntries>[1]) =>
  foldEntries(nothingYet, entries, terms).at(-1)?.after ?? nothingYet;
const codeOf = (run: () => void) => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return undefined;
};
/** 52.30 topped up, 8.91 kWh used. */
const used = [topUp('2025-03-01', 5_230), read('2025-03-01', '1000'), read('2025-03-10', '1008.91')];
const of = { meterId: 'm1', payerId: 'psn_1', fen: 4_750, today: '2025-03-10', zone };

describe('R25.5 the rest of a prepaid meter', () => {
  test('R25.5 52.30 less 4.80 is 47.50, and the refund leaves nothing on the meter', () => {
    expect(restOf(stateOf(...used), 'psn_1')).toBe(4_750);
    const after = stateOf(...used, topUp('2025-03-11', -4_750));
    expect([balanceOf(after), restOf(after, 'psn_1')]).toEqual([0, 0]);
    expect(after.money).toEqual([{ payerId: 'psn_1', fen: 480 }]);
  });

  test('R25.5 the refund is Dr Meter 47.50 / Cr Bank 47.50', () => {
    const head = {
      entryId: 'ent_1',
      estateId: 'yg',
      occurredOn: '2025-03-11',
      postedOn: '2025-03-11',
      recordedAt: '2025-03-11T04:00:00Z',
      reference: 'rfd_1',
      description: '',
    };
    const moneyAccount = account.bank('icbc');
    const what = { paymentId: 'pay_1', payerId: 'psn_1', from: { meterId: 'm1' }, moneyAccount, fen: 4_750 };
    expect(refundEntry(head, what).postings).toEqual([
      { account: account.meter('psn_1', 'm1'), fen: 4_750 },
      { account: moneyAccount, fen: -4_750 },
    ]);
  });

  test('R25.5 each payer gets what is left of their own money; the oldest is used first', () => {
    const state = stateOf(topUp('2025-03-01', 300, 'psn_old'), topUp('2025-03-02', 5_000), ...used.slice(1));
    expect([restOf(state, 'psn_old'), restOf(state, 'psn_1')]).toEqual([0, 4_820]);
  });

  test('R25.5 more than the rest, an old reading and a reading that waits for review are refused', () => {
    const state = stateOf(...used);
    expect(codeOf(() => assertRefundable(state, of))).toBeUndefined();
    expect(codeOf(() => assertRefundable(state, { ...of, fen: 4_751 }))).toBe('above-meter-rest');
    expect(codeOf(() => assertRefundable(state, { ...of, today: '2025-03-18' }))).toBe('final-reading-needed');
    expect(codeOf(() => assertRefundable(nothingYet, of))).toBe('final-reading-needed');
    const lower = stateOf(...used, read('2025-03-12', '900'));
    expect(codeOf(() => assertRefundable(lower, { ...of, today: '2025-03-12' }))).toBe('readings-held');
  });
});
