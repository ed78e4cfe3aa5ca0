import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { WithAccount } from './account-access.ts';
import { type AccountChange, type DunningContext, refOf } from './account-change.ts';
import { openFenOf } from './agree-instalments.ts';
import { accounts } from './dunning.store.ts';
import type { DunnedBill } from './dunning.ts';
import type { AccountRecord } from './dunning-account.ts';
import { isProcedure, type LimitationEvent, type limitationEventInputSchema } from './limitation-event.ts';
import { assertWithinLimit } from './record-limits.ts';

/** Input of the end of a procedure or an obstacle. */
export const endLimitationEventSchema = z
  .strictObject({
    eventId: z.string().max(64),
    /** The day on which the procedure or the obstacle ended. */
    endedOn: dateSchema,
    /** Reference of the document that proves the end. */
    proof: z.string().regex(/\S/).max(200),
  })
  .meta({ id: 'EndLimitationEventBody' });

/** Input that withdraws an event of limitation entered by mistake. */
export const withdrawLimitationEventSchema = z
  .strictObject({ eventId: z.string().max(64), reason: reasonSchema(300) })
  .meta({ id: 'WithdrawLimitationEventBody' });

const unknownEvent = problemKind('limitation-event-not-found', 409, {
  'zh-CN': '该账户没有这条诉讼时效记录，或记录已撤回。请核对 eventId。',
  'zh-TW': '該帳戶沒有這筆消滅時效記錄，或記錄已撤回。請核對 eventId。',
  en: 'This account has no such event of limitation, or it was withdrawn. Check eventId.',
});
const doesNotLast = problemKind('limitation-event-has-ended', 409, {
  'zh-CN': '这条诉讼时效记录没有进行中的程序或障碍。如登记有误，请撤回后重新登记。',
  'zh-TW': '這筆消滅時效記錄沒有進行中的程序或障礙。如登記有誤，請撤回後重新登記。',
  en: 'This event of limitation has no procedure or obstacle that lasts. If it is wrong, withdraw it and record it again.',
});

const nothingDue = problemKind('nothing-due-before-event', 409, {
  'zh-CN': '在 {on} 之前没有到期未缴的账单，该记录不会影响诉讼时效。请核对 on 和 billIds。',
  'zh-TW': '在 {on} 之前沒有到期未繳的帳單，該記錄不會影響消滅時效。請核對 on 和 billIds。',
  en: 'No open bill was due before {on}, so this event would not change any limitation period. Check on and billIds.',
});

/** No act before the longest period counts. */
const mostDays = 20 * 366;

/** Returns the change that stores an event of limitation, with the event that tells of it. */
function withEvent(
  { before, account, context }: WithAccount,
  events: readonly LimitationEvent[],
  { eventId, kind }: LimitationEvent,
  name: 'LimitationEventRecorded' | 'LimitationEventEnded' | 'LimitationEventWithdrawn',
): AccountChange {
  const record = (act: DunningContext['act']): AccountChange['told'][number] => {
    return (of, after) => of.record(accounts, after, name, { ...refOf(after), eventId, kind }, act);
  };
  return { before, account: { ...account, limitationEvents: [...events] }, told: [record(context.act)] };
}

function changed(account: AccountRecord, after: LimitationEvent): LimitationEvent[] {
  return (account.limitationEvents ?? []).map((one) => (one.eventId === after.eventId ? after : one));
}

/** Returns an event of the account. @throws Problem 409 `limitation-event-not-found`. */
function eventOf(account: AccountRecord, eventId: string): LimitationEvent {
  const found = account.limitationEvents?.find((one) => one.eventId === eventId);
  if (!found || found.withdrawnBy !== undefined) throw new Problem(unknownEvent);
  return found;
}

/**
 * Records an act that starts the limitation period again, or an obstacle that suspends it, with its proof
 * (R26.3, R26.4). It never changes what is owed.
 * @throws Problem 400 for a day in the future or too long ago, 409 for a bill that is not open or not due.
 */
export function recordLimitationEvent(
  at: WithAccount,
  input: z.output<typeof limitationEventInputSchema>,
): AccountChange {
  const { before, account, context } = at;
  const { today, act } = context;
  mustLieIn(input.on, { from: addDays(today, -mostDays), to: today }, 'on');
  if (input.endedOn !== undefined) mustLieIn(input.endedOn, { from: input.on, to: today }, 'endedOn');
  const { on, kind, billIds = account.bills.map(({ billId }) => billId) } = input;
  openFenOf(account, input.billIds ?? []);
  const isDue = ({ billId, dueOn }: DunnedBill) => billIds.includes(billId) && dueOn < on;
  if (kind !== 'obstacle' && !account.bills.some(isDue)) throw new Problem(nothingDue, { on });
  assertWithinLimit(account, 'limitationEvents');
  const event: LimitationEvent = {
    ...input,
    eventId: derivedId('lim', before.accountId, before.version + 1),
    recordedBy: act.actor.id,
    recordedOn: today,
  };
  return withEvent(at, [...(account.limitationEvents ?? []), event], event, 'LimitationEventRecorded');
}

/**
 * Records the end of a procedure or an obstacle. After a procedure the limitation period starts again on that
 * day. After an obstacle it ends six months later at the earliest (R26.3, R26.4).
 * @throws Problem 400 for a day before its start or in the future, 409 when there is no such event, or it has
 * ended or has no duration.
 */
export function endLimitationEvent(at: WithAccount, input: z.output<typeof endLimitationEventSchema>): AccountChange {
  const { account, context } = at;
  const event = eventOf(account, input.eventId);
  const { kind, on } = event;
  if (event.endedOn !== undefined || !(kind === 'obstacle' || isProcedure(kind))) throw new Problem(doesNotLast);
  mustLieIn(input.endedOn, { from: on, to: context.today }, 'endedOn');
  const after = { ...event, endedOn: input.endedOn, endedBy: context.act.actor.id, endProof: input.proof };
  return withEvent(at, changed(account, after), after, 'LimitationEventEnded');
}

/** Withdraws an event entered by mistake; it stays on record without effect. @throws Problem 409 as above. */
export function withdrawLimitationEvent(
  at: WithAccount,
  { eventId, reason }: z.output<typeof withdrawLimitationEventSchema>,
): AccountChange {
  const { account, context } = at;
  const after = { ...eventOf(account, eventId), withdrawnBy: context.act.actor.id, withdrawReason: reason };
  return withEvent(at, changed(account, after), after, 'LimitationEventWithdrawn');
}
