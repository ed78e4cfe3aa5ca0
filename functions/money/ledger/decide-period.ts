import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import type { Group, OpenRow, PeriodClose, Said } from './period-close.ts';

/*
 * Who may accept, approve and reopen the close of a billing month (R22.4, R20.2). Two people close, a third
 * one reopens.
 */

const notAccepted = problemKind('differences-not-accepted', 409, {
  'zh-CN': '还有 {count} 处差异未确认。请逐项确认原因，或撤回关账后补收或更正。',
  'zh-TW': '還有 {count} 處差異未確認。請逐項確認原因，或撤回關帳後補收或更正。',
  en: '{count} differences are not accepted. Accept them with a reason, or withdraw the close and bill them.',
});
const noDifference = problemKind('no-such-difference', 409, {
  'zh-CN': '关账检查没有这处差异：{what}。请重新读取差异列表。',
  'zh-TW': '關帳檢查沒有這處差異：{what}。請重新讀取差異清單。',
  en: 'The check found no such difference: {what}. Read the list of differences again.',
});
const thirdPerson = problemKind('third-person-reopens-month', 409, {
  'zh-CN': '重新打开已关账的月份须由申请人和批准人以外的第三人操作。请另一位经理或管理员操作。',
  'zh-TW': '重新開啟已關帳的月份須由申請人和核准人以外的第三人操作。請另一位經理或管理員操作。',
  en: 'The people who requested or approved this close cannot reopen the month. Ask another manager or administrator.',
});

type Actor = Pick<Said, 'by' | 'at'>;

const ofAmount = 'difference';

/** Returns the cause by which a row is counted: its only reason, or `difference` (R22.4). */
function causeOf({ differenceFen, whys }: Pick<OpenRow, 'differenceFen' | 'whys'>): string {
  const [only, ...others] = whys;
  return differenceFen === 0 && only !== undefined && others.length === 0 ? only : ofAmount;
}

const openIn = (groups: readonly Group[]) => groups.reduce((sum, { open }) => sum + open, 0);

function withGroups(close: PeriodClose, groups: Group[]): PeriodClose {
  return { ...close, groups, openRows: openIn(groups) };
}

/** Returns groups with a change of the group of a row; a new group begins with no rows. */
function changeGroup(groups: readonly Group[], row: OpenRow, change: (group: Group) => Group): Group[] {
  const why = causeOf(row);
  const isOf = (group: Group) => group.feeItemId === row.feeItemId && group.why === why;
  if (groups.some(isOf)) return groups.map((group) => (isOf(group) ? change(group) : group));
  return [...groups, change({ feeItemId: row.feeItemId, name: row.name, why, rows: 0, open: 0 })];
}

/** Returns the close with the open rows of further units. */
export function addOpenRows(close: PeriodClose, rows: readonly OpenRow[]): PeriodClose {
  return withGroups(
    close,
    rows.reduce<Group[]>(
      (groups, row) =>
        changeGroup(groups, row, (group) => ({
          ...group,
          rows: group.rows + 1,
          open: group.open + (row.accepted ? 0 : 1),
        })),
      close.groups,
    ),
  );
}

/**
 * Returns a row with the acceptance that it had in an earlier close of the month. It counts only for the same
 * amounts and reasons, and not when its person requests this close.
 */
export function keepAcceptance(row: OpenRow, earlier: OpenRow | undefined, requestedBy: string): OpenRow {
  const figures = (one: OpenRow) => JSON.stringify([one.period, one.shouldFen, one.billedFen, one.whys]);
  const accepted = earlier?.accepted;
  if (!accepted || accepted.by === requestedBy || figures(earlier) !== figures(row)) return row;
  return { ...row, accepted };
}

function mustBeChecked({ state }: PeriodClose): void {
  if (state !== 'checked') throw illegalState(state, ['checked']);
}

/**
 * Accepts rows with a reason (R22.4). Rows accepted before keep their acceptance.
 * @throws Problem illegal-state, another-person-needed, no-such-difference.
 */
export function acceptRows(
  close: PeriodClose,
  wanted: readonly Pick<OpenRow, 'unitId' | 'feeItemId'>[],
  found: readonly OpenRow[],
  accepted: Said,
): { after: PeriodClose; rows: OpenRow[] } {
  mustBeChecked(close);
  assertAnotherPerson(close.requested, accepted.by);
  const missing = wanted.find(
    ({ unitId, feeItemId }) => !found.some((row) => row.unitId === unitId && row.feeItemId === feeItemId),
  );
  if (missing) throw new Problem(noDifference, { what: `${missing.unitId} ${missing.feeItemId}` });
  const isAccepted = (row: OpenRow) =>
    close.groups.some((one) => one.accepted && one.feeItemId === row.feeItemId && one.why === causeOf(row));
  const rows = found.filter((row) => !row.accepted && !isAccepted(row)).map((row) => ({ ...row, accepted }));
  const groups = rows.reduce<Group[]>(
    (all, row) => changeGroup(all, row, (group) => ({ ...group, open: group.open - 1 })),
    close.groups,
  );
  return { after: withGroups(close, groups), rows };
}

/**
 * Accepts all rows of a fee item that are not charged for the same reason. Amounts are accepted row by row.
 * @throws Problem illegal-state, another-person-needed, no-such-difference.
 */
export function acceptGroup(
  close: PeriodClose,
  { feeItemId, why }: Pick<Group, 'feeItemId' | 'why'>,
  accepted: Said,
): PeriodClose {
  mustBeChecked(close);
  assertAnotherPerson(close.requested, accepted.by);
  const isOf = (group: Group) => group.feeItemId === feeItemId && group.why === why && why !== ofAmount;
  if (!close.groups.some(isOf)) throw new Problem(noDifference, { what: `${feeItemId} ${why}` });
  return withGroups(
    close,
    close.groups.map((group) => (isOf(group) && group.open > 0 ? { ...group, open: 0, accepted } : group)),
  );
}

/**
 * Closes the month by another person than the requester, when nothing is left to accept (R22.4).
 * @throws Problem illegal-state, another-person-needed, differences-not-accepted.
 */
export function approvePeriod(close: PeriodClose, approved: Actor): PeriodClose {
  mustBeChecked(close);
  assertAnotherPerson(close.requested, approved.by);
  const { openRows: count } = close;
  if (count > 0) throw new Problem(notAccepted, { count });
  return { ...close, state: 'closed', approved };
}

/** Gives up a close that is not approved, so that the month can be billed. @throws Problem illegal-state. */
export function withdrawPeriod(close: PeriodClose, withdrawn: Said): PeriodClose {
  const { state } = close;
  if (state !== 'checking' && state !== 'checked') throw illegalState(state, ['checking', 'checked']);
  return { ...close, state: 'withdrawn', withdrawn };
}

/**
 * Reopens a closed month by a third person (R20.2). The close stays as it was, and the next one is another.
 * @throws Problem illegal-state, third-person-reopens-month.
 */
export function reopenPeriod(close: PeriodClose, reopened: Said): PeriodClose {
  const { state, requested, approved } = close;
  if (state !== 'closed') throw illegalState(state, ['closed']);
  if ([requested.by, approved?.by].includes(reopened.by)) throw new Problem(thirdPerson);
  return { ...close, state: 'reopened', reopened };
}
