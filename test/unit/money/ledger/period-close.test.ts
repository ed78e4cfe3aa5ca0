import { describe, expect, test } from 'vitest';
import {
  acceptGroup,
  acceptRows,
  addOpenRows,
  approvePeriod,
  keepAcceptance,
  reopenPeriod,
  withdrawPeriod,
} from '../../../../functions/money/ledger/decide-period.ts';
import type { OpenRow, PeriodClose } from '../../../../functions/money/ledger/period-close.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';

const at = '2026-11-02T01:00:00Z';
const begun: PeriodClose = {
  closeId: 'pcl_1',
  estateId: 'yg',
  month: '2026-10',
  state: 'checking',
  requested: { by: 'li', at },
  units: 0,
  rows: 0,
  openRows: 0,
  shouldFen: 0,
  billedFen: 0,
  groups: [],
  updatedAt: at,
  version: 1,
};
const row = (unitId: string, more: Partial<OpenRow> = {}): OpenRow => ({
  closeId: 'pcl_1',
  unitId,
  label: unitId,
  feeItemId: 'fee_area',
  name: '物业费',
  period: { from: '2026-10-01', to: '2026-10-31' },
  shouldFen: 0,
  billedFen: 0,
  differenceFen: 0,
  whys: ['no-payer'],
  ...more,
});
const short = row('u1', { shouldFen: 24_152, billedFen: 23_951, differenceFen: 201, whys: [] });
const empty = [row('u2'), row('u3')];
const checked: PeriodClose = { ...addOpenRows(begun, [short, ...empty]), state: 'checked' };
const said = (by: string) => ({ by, at, reason: '业主已死亡，继承人未定' });

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'done';
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
}

describe('R22.4 the close of a billing month', () => {
  test('R22.4 needs a difference of 0, or its reason accepted by another person than the requester', () => {
    expect(checked.openRows).toBe(3);
    expect(codeOf(() => approvePeriod(checked, { by: 'wang', at }))).toBe('differences-not-accepted');
    expect(codeOf(() => acceptRows(checked, [short], [short], said('li')))).toBe('another-person-needed');
    expect(codeOf(() => acceptGroup(checked, { feeItemId: 'fee_area', why: 'no-payer' }, said('li')))).toBe(
      'another-person-needed',
    );
    const { after, rows } = acceptRows(checked, [short], [short], said('wang'));
    expect(rows).toMatchObject([{ unitId: 'u1', accepted: said('wang') }]);
    const accepted = acceptGroup(after, { feeItemId: 'fee_area', why: 'no-payer' }, said('wang'));
    expect(accepted).toMatchObject({
      openRows: 0,
      groups: [
        { why: 'difference', rows: 1, open: 0 },
        { why: 'no-payer', rows: 2, open: 0, accepted: said('wang') },
      ],
    });
    expect(codeOf(() => approvePeriod(accepted, { by: 'li', at }))).toBe('another-person-needed');
    expect(approvePeriod(accepted, { by: 'wang', at })).toMatchObject({
      state: 'closed',
      requested: { by: 'li' },
      approved: { by: 'wang' },
    });
  });

  test('R22.4 amounts are accepted row by row, and only those that the check found', () => {
    expect(codeOf(() => acceptGroup(checked, { feeItemId: 'fee_area', why: 'difference' }, said('wang')))).toBe(
      'no-such-difference',
    );
    expect(codeOf(() => acceptRows(checked, [row('u9')], [], said('wang')))).toBe('no-such-difference');
  });

  test('R22.4 an acceptance keeps who gave it: accepting again, by row or by group, changes nothing', () => {
    const first = acceptRows(checked, empty, empty, said('wang'));
    expect(acceptRows(first.after, empty, first.rows, said('zhao'))).toEqual({ after: first.after, rows: [] });
    const group = acceptGroup(checked, { feeItemId: 'fee_area', why: 'no-payer' }, said('wang'));
    expect(acceptRows(group, empty, empty, said('zhao'))).toEqual({ after: group, rows: [] });
    expect(acceptGroup(group, { feeItemId: 'fee_area', why: 'no-payer' }, said('zhao'))).toEqual(group);
  });

  test('R22.4 the next close keeps an acceptance of the same figures, but not that of its requester', () => {
    const accepted = { ...short, accepted: said('wang') };
    expect(keepAcceptance(short, accepted, 'li')).toEqual(accepted);
    expect(keepAcceptance(short, accepted, 'wang')).toEqual(short);
    const other = { ...short, shouldFen: 24_153, differenceFen: 202 };
    expect(keepAcceptance(other, accepted, 'li')).toEqual(other);
    expect(addOpenRows(begun, [accepted]).openRows).toBe(0);
  });

  test('R20.2 a third person reopens a closed month, and only that; the close stays as it was', () => {
    const closed: PeriodClose = { ...checked, state: 'closed', openRows: 0, approved: { by: 'wang', at } };
    expect(codeOf(() => reopenPeriod(closed, said('li')))).toBe('third-person-reopens-month');
    expect(codeOf(() => reopenPeriod(closed, said('wang')))).toBe('third-person-reopens-month');
    expect(reopenPeriod(closed, said('zhao'))).toEqual({ ...closed, state: 'reopened', reopened: said('zhao') });
    expect(codeOf(() => reopenPeriod(checked, said('zhao')))).toBe('illegal-state');
    expect(codeOf(() => withdrawPeriod(closed, said('zhao')))).toBe('illegal-state');
  });
});
