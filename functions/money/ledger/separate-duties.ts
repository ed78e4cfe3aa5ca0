import { type Caller, hasRole } from '../../../shared/http/auth.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { list } from '../../../shared/store/table.ts';
import { accountSchema } from './account.ts';
import type { Closing } from './close-day.ts';
import type { DayClose } from './closed-day.ts';
import { moneyAt, moneyMoves } from './money.store.ts';

/*
 * Separated duties (钱账分管, R20.1, R20.2): who takes money neither imports the statements that confirm it nor
 * closes its day, and a day is reopened by a third person.
 */

const cashierKeepsNone = problemKind('cashier-keeps-no-ledger', 403, {
  'zh-CN': '钱账分管：本小区的收费员不能导入或撤回对账单，也不能结账。请由不兼收费员的经理或管理员办理。',
  'zh-TW': '錢帳分管：本社區的收費員不能匯入或撤回對帳單，也不能結帳。請由不兼收費員的經理或管理員辦理。',
  en: 'A cashier of the estate neither imports or withdraws statements nor closes days. Ask a manager or administrator who is no cashier there.',
});
const tookCash = problemKind('took-cash-that-day', 403, {
  'zh-CN': '您在 {day} 经手过现金，不能结账或批准重开该日。请由当日未经手现金的同事办理。',
  'zh-TW': '您在 {day} 經手過現金，不能結帳或核准重開該日。請由當日未經手現金的同事辦理。',
  en: 'You moved cash on {day}, so you can neither close that day nor approve its reopening. Ask a colleague who moved no cash that day.',
});
const closedIt = problemKind('third-person-needed', 409, {
  'zh-CN': '{day} 由您结账，不能由您批准重开。请由第三人批准。',
  'zh-TW': '{day} 由您結帳，不能由您核准重開。請由第三人核准。',
  en: 'You closed {day}, so you cannot approve its reopening. Ask a third person to approve it.',
});

/**
 * Rejects a cashier of the estate who would import statements or close days, whatever other roles they have
 * (R20.1).
 * @throws Problem cashier-keeps-no-ledger.
 */
export function assertNoCashier(caller: Pick<Caller, 'roles'>): void {
  if (hasRole(caller, 'cashier')) throw new Problem(cashierKeepsNone);
}

/**
 * Rejects a person whose own drawer moved on one of the days, both included: they took money then, whatever
 * their role (R20.1).
 * @throws Problem took-cash-that-day with the first such day.
 */
export async function assertTookNoCash(
  estateId: string,
  personId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  // An id that cannot be part of an account code has no drawer.
  const { data: drawer } = accountSchema.safeParse(`assets:cash:${personId}`);
  if (drawer === undefined) return;
  const { pk: partition } = moneyAt.key({ estateId, account: drawer });
  const sort = { from: `MOVE#${from}`, to: `MOVE#${addDays(to, 1)}` };
  const { items } = await list(moneyMoves, { partition, sort, limit: 1 });
  const [first] = items;
  if (first) throw new Problem(tookCash, { day: first.order.slice(0, 'YYYY-MM-DD'.length) });
}

/**
 * Rejects who closed the day as the approver of its reopening (R20.2). Who requested the reopening is
 * rejected by `approveReopening`.
 * @throws Problem third-person-needed.
 */
export function assertThirdPerson({ day, requestedBy }: Pick<DayClose, 'day' | 'requestedBy'>, personId: string): void {
  if (requestedBy === personId) throw new Problem(closedIt, { day });
}

/** Returns the days that a close through `through` would close, both included. */
export function daysToClose(
  { closedThrough }: Pick<Closing, 'closedThrough'>,
  through: string,
): { from: string; to: string } {
  return { from: closedThrough === undefined ? through : addDays(closedThrough, 1), to: through };
}
