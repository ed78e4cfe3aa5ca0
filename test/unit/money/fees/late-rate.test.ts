import { describe, expect, test } from 'vitest';
import { feeItems } from '../../../../functions/money/fees/fees.store.ts';
import {
  approveLateTerms,
  assertPolicyRate,
  estateTermsFor,
  lateRateLimits,
  lateRateLimitsSchema,
  lateTermsFor,
  setLateTermsSchema,
  withLateTerms,
} from '../../../../functions/money/fees/late-rate.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { parseItem } from '../../../../shared/store/entity.ts';
import { byArea, itemWith, water } from './billed-unit.ts';

const zhang = { by: 'stf_zhang', at: '2026-01-01T00:00:00Z' };
const wang = { by: 'stf_wang', at: '2026-01-02T00:00:00Z' };
const terms = (dailyRate: string, from = '2026-01-01') =>
  setLateTermsSchema.parse({ from, dailyRate, clause: '物业服务合同第二十条' });
const withRate = (item: typeof byArea, dailyRate: string, from?: string) =>
  withLateTerms(item, terms(dailyRate, from), zhang, lateRateLimits);

function refusal(doing: () => unknown): string | undefined {
  try {
    doing();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return undefined;
}

describe('R27.5 the rate of a fee item', () => {
  test('is refused for money collected for others', () => {
    expect(refusal(() => withRate(water, '0.0005'))).toBe('no-late-charge-for-others');
    expect(refusal(() => withRate(itemWith({ nature: 'resale' }), '0.0005'))).toBeUndefined();
  });

  test('above 1 permille a day waits for another person', () => {
    expect(withRate(byArea, '0.001').lateTerms).toMatchObject([{ status: 'in-force', cap: '1', number: 1 }]);
    const asked = withRate(byArea, '0.0011');
    expect(lateTermsFor(asked, '2026-12-31')).toBeUndefined();
    expect(refusal(() => approveLateTerms(asked, 1, zhang))).toBe('another-person-needed');
    expect(refusal(() => approveLateTerms(asked, 2, wang))).toBe('not-found');
    const approved = approveLateTerms(asked, 1, wang);
    expect(lateTermsFor(approved, '2026-12-31')).toEqual({ dailyRate: '0.0011', cap: '1' });
    expect(refusal(() => approveLateTerms(approved, 1, wang))).toBe('illegal-state');
  });

  test('above 1 percent a day is always refused; an estate may lower the limits, not raise them', () => {
    expect(refusal(() => withRate(byArea, '0.01'))).toBeUndefined();
    expect(refusal(() => withRate(byArea, '0.0101'))).toBe('late-rate-too-high');
    const low = { alone: '0.0003', most: '0.001' };
    expect(refusal(() => withLateTerms(byArea, terms('0.0011'), zhang, low))).toBe('late-rate-too-high');
    expect(withLateTerms(byArea, terms('0.0005'), zhang, low).lateTerms).toMatchObject([{ status: 'asked' }]);
    expect(lateRateLimitsSchema.safeParse({ alone: '0.002', most: '0.01' }).success).toBe(false);
    expect(lateRateLimitsSchema.safeParse({ alone: '0.001', most: '0.02' }).success).toBe(false);
  });

  test('in the policy of the estate has the same limits, and there nobody can approve it', () => {
    const late = (dailyRate: string, more: object = {}) =>
      refusal(() => assertPolicyRate({ late: { dailyRate }, ...more }));
    expect([late('0.001'), late('0.0011'), late('0.011')]).toEqual([
      undefined,
      'late-rate-needs-approval',
      'late-rate-too-high',
    ]);
    expect(late('0.0005', { lateRateLimits: { alone: '0.0003', most: '0.01' } })).toBe('late-rate-needs-approval');
    expect(refusal(() => assertPolicyRate({ late: null }))).toBeUndefined();
  });

  test('when changed never applies to a due day before it', () => {
    const first = withRate(byArea, '0.0005', '2026-01-01');
    const item = withRate(withRate(first, '0.0003', '2026-07-01'), '0.0004', '2026-07-01');
    const rateOn = (dueOn: string) => lateTermsFor(item, dueOn)?.dailyRate;
    expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map(rateOn)).toEqual([
      undefined,
      '0.0005',
      '0.0005',
      '0.0004',
    ]);
  });

  test('of the estate applies to due days from its first day on; without one, to those not yet past', () => {
    const late = { dailyRate: '0.0005', cap: '1' };
    const [today, past] = ['2026-03-10', '2026-03-09'];
    expect(estateTermsFor(late, { dueOn: today, today })).toEqual(late);
    expect(estateTermsFor(late, { dueOn: past, today })).toBeNull();
    expect(estateTermsFor({ ...late, from: past }, { dueOn: past, today })).toEqual(late);
    expect(estateTermsFor({ ...late, from: '2026-05-01' }, { dueOn: '2026-04-30', today })).toBeNull();
    expect(estateTermsFor(null, { dueOn: today, today })).toBeNull();
  });

  test('R27.7 for electricity of homes is at most 1 permille a day', () => {
    const power = (more: object) => itemWith({ kind: 'metered', utility: 'electricity', nature: 'resale', ...more });
    expect(refusal(() => withRate(power({}), '0.0011'))).toBe('late-rate-too-high');
    expect(refusal(() => withRate(power({ scope: { uses: ['dwelling', 'shop'] } }), '0.0011'))).toBe(
      'late-rate-too-high',
    );
    expect(refusal(() => withRate(power({ scope: { uses: ['shop'] } }), '0.0011'))).toBeUndefined();
    expect(refusal(() => withRate(power({}), '0.001'))).toBeUndefined();
  });
});

test('R25.1 a stored fee item that was held for others is agency, every other one is own', () => {
  const { nature: _, ...old } = byArea;
  expect(parseItem(feeItems, { ...old, held: true })).toMatchObject({ nature: 'agency' });
  expect(parseItem(feeItems, { ...old, held: false })).toMatchObject({ nature: 'own' });
});
