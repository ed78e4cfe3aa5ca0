import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { WithAccount } from './account-access.ts';
import { type AccountChange, refOf } from './account-change.ts';
import { accounts } from './dunning.store.ts';
import { holdReasons } from './dunning-account.ts';
import { assertWithinLimit } from './record-limits.ts';

const reason = reasonSchema(1_000);

/** Input of a hold on an account (D31, R12.4). */
export const holdSchema = z
  .strictObject({
    why: z.enum(holdReasons),
    /** The first day; today by default. */
    from: dateSchema.optional(),
    /** The last day; open by default. */
    to: dateSchema.optional(),
    reason,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: 'from must not be after to',
    path: ['to'],
  })
  .meta({ id: 'HoldDunningBody' });

/** Input that ends a hold. */
export const endHoldSchema = z
  .strictObject({
    why: z.enum(holdReasons),
    /** The last day of the hold, at the earliest the day before its first; today by default. */
    to: dateSchema.optional(),
    reason,
  })
  .meta({ id: 'EndDunningHoldBody' });

const heldAlready = problemKind('held-already', 409, {
  'zh-CN': '该账户已因同一原因暂停催缴。请先结束原有暂停。',
  'zh-TW': '該帳戶已因同一原因暫停催繳。請先結束原有暫停。',
  en: 'This account is already on hold for that reason. End that hold first.',
});
const notHeld = problemKind('not-on-hold', 409, {
  'zh-CN': '该账户没有因此原因而暂停催缴。请核对 why。',
  'zh-TW': '該帳戶沒有因此原因而暫停催繳。請核對 why。',
  en: 'This account is not on hold for that reason. Check the value of why.',
});

/** How many days back and ahead a hold may begin. */
const mostDays = 366;

/**
 * Suspends dunning of an account. Open tasks are cancelled.
 * @throws Problem 409 held-already, dunning-account-is-full; 400 day-out-of-range.
 */
export function holdAccount(
  { before, account, context }: WithAccount,
  input: z.output<typeof holdSchema>,
): AccountChange {
  const { today, act } = context;
  const { why, to, reason: because, from = today } = input;
  mustLieIn(from, { from: addDays(today, -mostDays), to: addDays(today, mostDays) }, 'from');
  if (to !== undefined) mustLieIn(to, { from, to: addDays(from, 10 * mostDays) }, 'to');
  const overlaps = account.holds.some(
    (one) => one.why === why && (one.to === undefined || from <= one.to) && (to === undefined || one.from <= to),
  );
  if (overlaps) throw new Problem(heldAlready);
  assertWithinLimit(account, 'holds');
  const holds = [...account.holds, { why, from, to, reason: because, by: act.actor.id }];
  return {
    before,
    account: { ...account, holds },
    told: [(of, after) => of.record(accounts, after, 'DunningHeld', { ...refOf(after), why, from, to }, act)],
  };
}

/**
 * Ends a hold. The ladder continues where it was, on the day after the hold's last day.
 * @throws Problem 409 not-on-hold; 400 day-out-of-range.
 */
export function endHold(
  { before, account, context }: WithAccount,
  input: z.output<typeof endHoldSchema>,
): AccountChange {
  const { today, act } = context;
  const { why, reason: endReason, to = today } = input;
  const hold = account.holds.find((one) => one.why === why && (one.to === undefined || today <= one.to));
  if (!hold) throw new Problem(notHeld);
  mustLieIn(to, { from: addDays(hold.from, -1), to: hold.from > today ? hold.from : today }, 'to');
  const ended = { ...hold, to, endedBy: act.actor.id, endReason };
  return {
    before,
    account: { ...account, holds: account.holds.map((one) => (one === hold ? ended : one)) },
    told: [(of, after) => of.record(accounts, after, 'DunningHoldEnded', { ...refOf(after), why, to }, act)],
  };
}
