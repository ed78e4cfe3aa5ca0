import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays, daysAfter, endOfPeriod } from '../../../shared/kernel/periods.ts';
import { type QuietHours, quietUntil } from '../../../shared/kernel/quiet-hours.ts';
import { dateSchema, dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { type DunningStep, type LadderRules, means } from './dunning-ladder.ts';
import { limitationEventSchema } from './limitation-event.ts';

/*
 * Pure rules of dunning (催缴, R12, D31): the facts of an account give its state and its next step. Nothing
 * derived is stored that could contradict the bills and payments. Days are calendar days in the zone of the
 * estate's calendar.
 */

/**
 * A bill of the account with its payments; a bounced payment has a negative counterpart on its day. Amounts
 * in fen.
 */
const billSchema = z
  .object({
    billId: z.string(),
    dueOn: dateSchema,
    fen: fenSchema,
    /** Payments by day. */
    paid: z.array(
      z.object({
        on: dateSchema,
        fen: fenSchema,
        /** Of it what the debtor paid, without prepaid money that the system used (R26.4). */
        byDebtorFen: fenSchema.optional(),
      }),
    ),
  })
  .meta({ id: 'DunningBill' });
export type DunnedBill = z.infer<typeof billSchema>;

/**
 * A step that was taken, with its proof: a demand that reached the debtor restarts the limitation period
 * (R0.3).
 */
const contactSchema = z
  .object({
    step: z.string(),
    means: z.enum(means),
    at: instantSchema,
    /** The debtor's last day to answer. */
    answerBy: dateSchema,
    billIds: z.array(z.string()).min(1),
    fen: fenSchema,
    reached: z.boolean(),
    /** Reference of the proof: notice id, call record or receipt of the letter. */
    proof: z.string().min(1).max(200),
  })
  .meta({ id: 'Contact' });
export type DunningContact = z.infer<typeof contactSchema>;

const days = { from: dateSchema, to: dateSchema.optional() };

/**
 * A hold suspends dunning from `from` to `to` inclusive (R12.4, D31). A dispute suspends one bill; every
 * other hold suspends the account.
 */
const holdSchema = z
  .discriminatedUnion('why', [
    z.object({ why: z.literal('dispute'), billId: z.string(), ...days }),
    z.object({ why: z.enum(['hardship', 'owner-deceased', 'owner-changed']), ...days }),
  ])
  .meta({ id: 'DunningHold' });

/** An instalment plan (分期): the amounts to pay on these bills with their days, fen. */
const planSchema = z
  .object({
    agreedOn: dateSchema,
    billIds: z.array(z.string()).min(1),
    instalments: z.array(z.object({ dueOn: dateSchema, fen: fenSchema.min(1) })).min(1),
  })
  .meta({ id: 'Plan' });

/** How dunning ended for some bills: taken to a court or an arbitrator, or written off (D31). */
const endingSchema = z
  .object({
    as: z.enum(['legal', 'written-off']),
    billIds: z.array(z.string()).min(1),
    on: dateSchema,
    by: z.string(),
    reason: z.string().min(1),
  })
  .meta({ id: 'Ending' });

/** The facts of an account: what one debtor owes for one unit. */
export const dunningAccountSchema = z
  .object({
    accountId: z.string(),
    bills: z.array(billSchema),
    contacts: z.array(contactSchema),
    holds: z.array(holdSchema),
    plans: z.array(planSchema),
    endings: z.array(endingSchema),
    /** What staff recorded about the limitation period. */
    limitationEvents: z.array(limitationEventSchema).optional(),
  })
  .meta({ id: 'DunningAccount' });
export type DunningAccount = z.infer<typeof dunningAccountSchema>;

export interface DunningTerms {
  readonly policy: LadderRules;
  readonly quietHours: QuietHours;
  readonly calendar: WorkingCalendar;
}

/** Why an open bill is left alone. */
export type Rest =
  | 'dispute'
  | 'hardship'
  | 'owner-deceased'
  | 'owner-changed'
  | 'instalments'
  | 'small'
  | 'legal'
  | 'written-off';

/** A step to take: not before an instant, for these bills and their open fen. */
export interface PlannedStep {
  readonly step: DunningStep;
  /** Day from which it is due. */
  readonly on: string;
  readonly notBefore: string;
  readonly billIds: readonly string[];
  readonly fen: number;
}

export interface Dunning {
  /**
   * `clear`: nothing is open. `at-rest`: everything open is left alone. `waiting`: the next step is not due
   * yet. `step-due`: it is due. `to-be-decided`: the ladder is complete, and staff decide on legal action or
   * write-off.
   */
  readonly state: 'clear' | 'at-rest' | 'waiting' | 'step-due' | 'to-be-decided';
  readonly openFen: number;
  /** Day from which the age counts; absent when no bill is dunned. */
  readonly anchor?: string;
  /** Days since the anchor, negative before it. */
  readonly age?: number;
  readonly next?: PlannedStep;
  readonly rests: readonly { readonly billId: string; readonly why: Rest }[];
}

const total = (amounts: readonly { readonly fen: number }[]) => amounts.reduce((all, one) => all + one.fen, 0);
const later = (a: string, b: string) => (a > b ? a : b);

/** Returns what is open of a bill, fen; negative when too much was paid. */
export function openFen(bill: DunnedBill): number {
  return bill.fen - total(bill.paid);
}

/**
 * Returns true while a plan is kept: each past instalment was paid by the end of its day. Today's instalment
 * is not past.
 */
export function isPlanKept(
  plan: DunningAccount['plans'][number],
  bills: readonly DunnedBill[],
  today: string,
): boolean {
  const paid = bills
    .filter((bill) => plan.billIds.includes(bill.billId))
    .flatMap((bill) => bill.paid)
    .filter((payment) => payment.on >= plan.agreedOn);
  const past = plan.instalments.map((one) => one.dueOn).filter((dueOn) => dueOn < today);
  return past.every(
    (day) =>
      total(paid.filter((payment) => payment.on <= day)) >= total(plan.instalments.filter((one) => one.dueOn <= day)),
  );
}

/** Returns why a bill is left alone on a day; undefined when it is dunned (R12.4). */
function restOf(account: DunningAccount, bill: DunnedBill, policy: LadderRules, today: string): Rest | undefined {
  const ending = account.endings.find((one) => one.billIds.includes(bill.billId) && one.on <= today);
  if (ending) return ending.as;
  const hold = account.holds.find(
    (one) =>
      one.from <= today &&
      (one.to === undefined || today <= one.to) &&
      (one.why !== 'dispute' || one.billId === bill.billId),
  );
  if (hold) return hold.why;
  if (openFen(bill) < policy.smallestFen) return 'small';
  const plan = account.plans
    .filter((one) => one.agreedOn <= today && one.billIds.includes(bill.billId))
    .toSorted((a, b) => (a.agreedOn < b.agreedOn ? -1 : 1))
    .at(-1);
  return plan && isPlanKept(plan, account.bills, today) ? 'instalments' : undefined;
}

/**
 * Returns the latest day on which a part payment was large enough (`reanchorPercent`) to count the age of the
 * debt from that day. Payments of one day count together, relative to what was overdue before them.
 */
function reanchoredOn(account: DunningAccount, policy: LadderRules): string | undefined {
  const paymentDays = account.bills.flatMap((bill) =>
    bill.paid.filter(({ on }) => on > bill.dueOn).map(({ on }) => on),
  );
  return [...new Set(paymentDays)]
    .sort()
    .reverse()
    .find((day) => {
      const overdue = account.bills.filter((bill) => bill.dueOn < day);
      const before = overdue.reduce(
        (all, bill) => all + Math.max(0, bill.fen - total(bill.paid.filter(({ on }) => on < day))),
        0,
      );
      const paid = overdue.reduce((all, bill) => all + total(bill.paid.filter(({ on }) => on === day)), 0);
      return paid > 0 && paid * 100 >= before * policy.reanchorPercent;
    });
}

/** Returns the number of ladder steps up to the furthest one taken for a bill. */
function stepsBehind(bill: DunnedBill, account: DunningAccount, ladder: readonly DunningStep[]): number {
  const taken = account.contacts.filter((one) => one.billIds.includes(bill.billId)).map((one) => one.step);
  return 1 + ladder.findLastIndex((one) => taken.includes(one.step));
}

/** Returns the debtor's last day to answer about a bill. */
function answerBy(bill: DunnedBill, account: DunningAccount): string | undefined {
  const asked = account.contacts.filter((one) => one.billIds.includes(bill.billId));
  return asked
    .map((one) => one.answerBy)
    .sort()
    .at(-1);
}

/**
 * Returns the earliest time of a step: its day, outside quiet hours. A legal file goes to no debtor and may
 * be made at any hour.
 */
function notBefore(step: DunningStep, on: string, terms: DunningTerms, now: Temporal.Instant): string {
  const { zone } = terms.calendar;
  const opens = Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
  const at = Temporal.Instant.compare(opens, now) > 0 ? opens : now;
  if (step.means === 'legal-file') return at.toString();
  return (quietUntil(terms.quietHours, zone, at) ?? at).toString();
}

/**
 * Returns the state of an account in the ladder (R12.3, R12.4, D31). The age counts from the due day of the
 * oldest dunned bill, or from a later part payment. The step after the furthest one taken for that bill comes
 * next, at its age and after the previous deadline. No step is skipped, and none is taken twice for a bill. A
 * step covers the oldest bill and all bills overdue with it. Bills that are further on the ladder, or whose
 * deadline still runs, are left out (as after a dispute about the older bill).
 */
export function dunningOf(account: DunningAccount, terms: DunningTerms, now: Temporal.Instant): Dunning {
  const { policy, calendar } = terms;
  const today = dayIn(calendar.zone, now.toString());
  const open = account.bills.filter((bill) => openFen(bill) > 0);
  const rested = open.map((bill) => ({ bill, why: restOf(account, bill, policy, today) }));
  const standing = {
    openFen: open.reduce((all, bill) => all + openFen(bill), 0),
    rests: rested.flatMap(({ bill, why }) => (why === undefined ? [] : [{ billId: bill.billId, why }])),
  };
  if (open.length === 0) return { state: 'clear', ...standing };

  const dunned = rested
    .filter(({ why }) => why === undefined)
    .map(({ bill }) => bill)
    .toSorted((a, b) => (a.dueOn === b.dueOn ? (a.billId < b.billId ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1));
  const [oldest] = dunned;
  if (!oldest) return { state: 'at-rest', ...standing };

  const anchor = later(oldest.dueOn, reanchoredOn(account, policy) ?? oldest.dueOn);
  const aged = { anchor, age: daysAfter(anchor, today), ...standing };
  const behind = stepsBehind(oldest, account, policy.ladder);
  const step = policy.ladder[behind];
  const answered = answerBy(oldest, account);
  if (!step) return { state: answered !== undefined && today <= answered ? 'waiting' : 'to-be-decided', ...aged };

  const on = later(addDays(anchor, step.day), answered === undefined ? '' : addDays(answered, 1));
  const asked = dunned.filter(
    (bill) =>
      (bill.dueOn <= oldest.dueOn || bill.dueOn < later(on, today)) &&
      stepsBehind(bill, account, policy.ladder) <= behind &&
      (answerBy(bill, account) ?? '') < later(on, today),
  );
  const next: PlannedStep = {
    step,
    on,
    notBefore: notBefore(step, on, terms, now),
    billIds: asked.map((bill) => bill.billId).sort(),
    fen: asked.reduce((all, bill) => all + openFen(bill), 0),
  };
  const isDue = Temporal.Instant.compare(Temporal.Instant.from(next.notBefore), now) <= 0;
  return { state: isDue ? 'step-due' : 'waiting', ...aged, next };
}

/**
 * Returns true when a planned step is still due at the time of sending: same step, bills and amount. A
 * payment, a hold or quiet hours in between cancel it (R12.4); the next run plans again.
 */
export function isStillDue(
  planned: PlannedStep,
  account: DunningAccount,
  terms: DunningTerms,
  now: Temporal.Instant,
): boolean {
  const { state, next } = dunningOf(account, terms, now);
  return (
    state === 'step-due' &&
    next?.step.step === planned.step.step &&
    next.fen === planned.fen &&
    next.billIds.join() === planned.billIds.join()
  );
}

/**
 * Returns the debtor's last day to answer a demand of a day. The day itself does not count, and a rest day
 * moves the last one (R0.1, R26.6). Without days to answer it is the day itself.
 */
export function lastDayToAnswer(demandedOn: string, answerDays: number): string {
  return answerDays === 0 ? demandedOn : endOfPeriod(demandedOn, { days: answerDays });
}

/** Returns the record of a step with its proof and the last day to answer. */
export function contactOf(
  taken: PlannedStep,
  outcome: Pick<DunningContact, 'reached' | 'proof'>,
  at: Temporal.Instant,
  calendar: WorkingCalendar,
): DunningContact {
  const { step, means } = taken.step;
  return contactSchema.parse({
    step,
    means,
    at: at.toString(),
    answerBy: lastDayToAnswer(dayIn(calendar.zone, at.toString()), taken.step.answerDays),
    billIds: [...taken.billIds],
    fen: taken.fen,
    ...outcome,
  });
}
