import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { addDays, correspondingDay } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { getMany } from '../../../shared/store/table.ts';
import { isMonthClosed } from './close-day.ts';
import { acceptGroup, acceptRows, approvePeriod, reopenPeriod, withdrawPeriod } from './decide-period.ts';
import type { LedgerState } from './ledger-state.ts';
import { latestCloseOf, moveMonth, openRows, periodCloses } from './period-close.store.ts';
import type { OpenRow, PeriodClose } from './period-close.ts';

const daysOpen = problemKind('days-of-month-open', 409, {
  'zh-CN': '{month} 还有未日结的日期（已结至 {closedThrough}）。请先日结到 {last}。',
  'zh-TW': '{month} 還有未日結的日期（已結至 {closedThrough}）。請先日結到 {last}。',
  en: 'Days of {month} are open; days are closed through {closedThrough}. Close them through {last} first.',
});
const beforeCutOver = problemKind('month-before-cut-over', 409, {
  'zh-CN': '{month} 在启用日 {on} 之前，由原系统出账，不在这里关账。请选择以后的月份。',
  'zh-TW': '{month} 在啟用日 {on} 之前，由原系統出帳，不在這裡關帳。請選擇以後的月份。',
  en: '{month} was billed in the system before the cut-over {on}, so it is not closed here. Choose a later month.',
});

interface Changed {
  readonly after: PeriodClose;
  readonly transaction: Transaction;
}

/**
 * Requests the close of a billing month (关账, R22.4). All its days must be closed, so nothing can be posted
 * into it. From now on no billing run takes the month. The check runs in the background.
 * @throws Problem days-of-month-open, month-before-cut-over, billing-month-shut.
 */
export async function requestPeriodClose(ledger: LedgerState, month: string, act: ActionContext): Promise<Changed> {
  const { estateId, closedThrough, cutOver } = ledger;
  if (cutOver && `${month}-01` <= cutOver.on) throw new Problem(beforeCutOver, { month, on: cutOver.on });
  if (!isMonthClosed(month, ledger)) {
    const last = addDays(correspondingDay(`${month}-01`, { months: 1 }), -1);
    throw new Problem(daysOpen, { month, closedThrough, last });
  }
  const earlier = await latestCloseOf(estateId, month);
  const after: PeriodClose = {
    closeId: newId('pcl', toInstant(act.recordedAt)),
    estateId,
    month,
    state: 'checking',
    requested: { by: act.actor.id, at: act.recordedAt },
    ...(earlier && { earlierCloseId: earlier.closeId }),
    units: 0,
    rows: 0,
    openRows: 0,
    shouldFen: 0,
    billedFen: 0,
    groups: [],
    updatedAt: act.recordedAt,
    version: 1,
  };
  const { closeId } = after;
  const transaction = new Transaction()
    .save(periodCloses, after)
    .record(periodCloses, after, 'PeriodCloseRequested', { closeId, month }, act);
  await moveMonth(transaction, after, 'shut');
  return { after, transaction };
}

function changed(before: PeriodClose, decided: PeriodClose, act: ActionContext): Changed {
  const after = { ...decided, updatedAt: act.recordedAt, version: before.version + 1 };
  return { after, transaction: new Transaction().save(periodCloses, after, before) };
}

const said = (act: ActionContext, reason: string) => ({ by: act.actor.id, at: act.recordedAt, reason });

/** Accepts rows of a check with a reason. @throws Problem as `acceptRows`. */
export async function acceptDifferences(
  before: PeriodClose,
  { rows: wanted, reason }: { rows: readonly Pick<OpenRow, 'unitId' | 'feeItemId'>[]; reason: string },
  act: ActionContext,
): Promise<Changed> {
  const { closeId, month } = before;
  const ids = wanted.map(({ unitId, feeItemId }) => ({ closeId, unitId, feeItemId }));
  const found = await getMany(openRows, ids, { consistent: true });
  const { after: decided, rows } = acceptRows(before, wanted, found, said(act, reason));
  const { after, transaction } = changed(before, decided, act);
  for (const row of rows) transaction.put(openRows, row);
  const data = { closeId, month, rows: rows.length };
  transaction.record(periodCloses, after, 'PeriodDifferencesAccepted', data, { ...act, reason });
  return { after, transaction };
}

/** Accepts all rows of a fee item that are not charged for a reason. @throws Problem as `acceptGroup`. */
export function acceptReason(
  before: PeriodClose,
  { feeItemId, why, reason }: { feeItemId: string; why: string; reason: string },
  act: ActionContext,
): Changed {
  const decided = acceptGroup(before, { feeItemId, why }, said(act, reason));
  const { after, transaction } = changed(before, decided, act);
  const { closeId, month } = after;
  const data = { closeId, month, rows: before.openRows - after.openRows };
  transaction.record(periodCloses, after, 'PeriodDifferencesAccepted', data, { ...act, reason });
  return { after, transaction };
}

/** Approves a close. @throws Problem as `approvePeriod`. */
export function approvePeriodClose(before: PeriodClose, act: ActionContext): Changed {
  const decided = approvePeriod(before, { by: act.actor.id, at: act.recordedAt });
  const { after, transaction } = changed(before, decided, act);
  const { closeId, month, requested } = after;
  const data = { closeId, month, requestedBy: requested.by };
  transaction.record(periodCloses, after, 'PeriodClosed', data, act);
  return { after, transaction };
}

/** Withdraws a close that is not approved. @throws Problem illegal-state. */
export async function withdrawPeriodClose(before: PeriodClose, reason: string, act: ActionContext): Promise<Changed> {
  const { after, transaction } = changed(before, withdrawPeriod(before, said(act, reason)), act);
  const { closeId, month } = after;
  transaction.record(periodCloses, after, 'PeriodCloseWithdrawn', { closeId, month }, { ...act, reason });
  await moveMonth(transaction, after, 'open');
  return { after, transaction };
}

/** Reopens a closed month. @throws Problem illegal-state, third-person-reopens-month. */
export async function reopenPeriodClose(before: PeriodClose, reason: string, act: ActionContext): Promise<Changed> {
  const { after, transaction } = changed(before, reopenPeriod(before, said(act, reason)), act);
  const { closeId, month } = after;
  transaction.record(periodCloses, after, 'PeriodReopened', { closeId, month }, { ...act, reason });
  await moveMonth(transaction, after, 'open');
  return { after, transaction };
}
