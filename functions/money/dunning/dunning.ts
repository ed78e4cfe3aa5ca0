import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays, daysAfter } from '../../../shared/kernel/periods.ts';
import { type QuietHours, quietUntil } from '../../../shared/kernel/quiet-hours.ts';
import { dateSchema, instantSchema } from '../../../shared/kernel/time.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { type DunningPolicy, type DunningStep, means } from './dunning-ladder.ts';

/*
 * Dunning (催缴, R12, D31). Pure: what is known of an account gives where it stands and which step comes next. Nothing is
 * stored that could contradict the bills and payments. Days are calendar days in the zone of the estate's calendar.
 */

/** A bill of the account with what was paid on it; a payment that bounced has a negative one of its day. Amounts in fen. */
const billSchema = z.object({
  billId: z.string(),
  dueOn: dateSchema,
  fen: fenSchema,
  paid: z.array(z.object({ on: dateSchema, fen: fenSchema })),
});
export type DunnedBill = z.infer<typeof billSchema>;

/** A step that was taken. Its proof is kept: a demand that reached the debtor restarts the limitation period (R0.3). */
const contactSchema = z.object({
  step: z.string(),
  means: z.enum(means),
  at: instantSchema,
  /** The last day that the debtor had to answer. */
  answerBy: dateSchema,
  billIds: z.array(z.string()).min(1),
  fen: fenSchema,
  reached: z.boolean(),
  /** Where the proof lies: id of the notice, the call record, the letter's receipt. */
  proof: z.string().min(1).max(200),
});
export type DunningContact = z.infer<typeof contactSchema>;

const days = { from: dateSchema, to: dateSchema.optional() };

/** Why nothing is sent from a day on, up to and with another (R12.4, D31); a dispute holds its bill, the others the account. */
const holdSchema = z.discriminatedUnion('why', [
  z.object({ why: z.literal('dispute'), billId: z.string(), ...days }),
  z.object({ why: z.enum(['hardship', 'owner-deceased', 'owner-changed']), ...days }),
]);

/** An instalment plan (分期): what is to be paid on these bills by when, in fen. */
const planSchema = z.object({
  agreedOn: dateSchema,
  billIds: z.array(z.string()).min(1),
  instalments: z.array(z.object({ dueOn: dateSchema, fen: fenSchema.min(1) })).min(1),
});

/** How dunning ended for some bills: in the hands of a court or an arbitrator, or written off (D31). */
const endingSchema = z.object({
  as: z.enum(['legal', 'written-off']),
  billIds: z.array(z.string()).min(1),
  on: dateSchema,
  by: z.string(),
  reason: z.string().min(1),
});

/** What dunning knows of an account: what one debtor owes for one unit. */
export const dunningAccountSchema = z.object({
  accountId: z.string(),
  bills: z.array(billSchema),
  contacts: z.array(contactSchema),
  holds: z.array(holdSchema),
  plans: z.array(planSchema),
  endings: z.array(endingSchema),
});
export type DunningAccount = z.infer<typeof dunningAccountSchema>;

export interface DunningTerms {
  readonly policy: DunningPolicy;
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
   * `clear`: nothing is open. `at-rest`: all that is open is left alone. `waiting`: the next step is not due yet.
   * `step-due`: it is. `to-be-decided`: the ladder is at its end, somebody decides on legal or write-off.
   */
  readonly state: 'clear' | 'at-rest' | 'waiting' | 'step-due' | 'to-be-decided';
  readonly openFen: number;
  /** Day from which the age counts; absent when nothing is dunned. */
  readonly anchor?: string;
  /** Days since the anchor, negative before it. */
  readonly age?: number;
  readonly next?: PlannedStep;
  readonly rests: readonly { readonly billId: string; readonly why: Rest }[];
}

const total = (amounts: readonly { readonly fen: number }[]) => amounts.reduce((all, one) => all + one.fen, 0);
const later = (a: string, b: string) => (a > b ? a : b);

/** What is open of a bill, in fen. Negative when too much was paid. */
export function openFen(bill: DunnedBill): number {
  return bill.fen - total(bill.paid);
}

/** The estate's day of an instant. */
export function dayOf(at: string, calendar: WorkingCalendar): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(calendar.zone).toPlainDate().toString();
}

/** A plan is kept while each instalment was paid by the end of its day; the day itself is not over. */
export function isCustomerFunds(
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

/** Why a bill is left alone on a day; undefined when it is dunned (R12.4). */
function restOf(account: DunningAccount, bill: DunnedBill, policy: DunningPolicy, today: string): Rest | undefined {
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
  return plan && isCustomerFunds(plan, account.bills, today) ? 'instalments' : undefined;
}

/**
 * The latest day on which a part payment on what was overdue counts the age anew. Payments of one day count together, and
 * are held against what was overdue before them.
 */
function reanchoredOn(account: DunningAccount, policy: DunningPolicy): string | undefined {
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

/** Steps of the ladder that a bill has behind it: up to the furthest that was taken for it. */
function stepsBehind(bill: DunnedBill, account: DunningAccount, ladder: readonly DunningStep[]): number {
  const taken = account.contacts.filter((one) => one.billIds.includes(bill.billId)).map((one) => one.step);
  return 1 + ladder.findLastIndex((one) => taken.includes(one.step));
}

/** The last day that the debtor has to answer what he was asked for a bill. */
function answerBy(bill: DunnedBill, account: DunningAccount): string | undefined {
  const asked = account.contacts.filter((one) => one.billIds.includes(bill.billId));
  return asked
    .map((one) => one.answerBy)
    .sort()
    .at(-1);
}

/** From when on a step may be taken: its day, and not in quiet hours; a file that goes to no debtor may at any hour. */
function notBefore(step: DunningStep, on: string, terms: DunningTerms, now: Temporal.Instant): string {
  const { zone } = terms.calendar;
  const opens = Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant();
  const at = Temporal.Instant.compare(opens, now) > 0 ? opens : now;
  if (step.means === 'legal-file') return at.toString();
  return (quietUntil(terms.quietHours, zone, at) ?? at).toString();
}

/**
 * Where an account stands in the ladder (R12.3, R12.4, D31). The age counts from the due day of the oldest bill that is
 * dunned, or from a later part payment; the step after the furthest that was taken for that bill comes next, when the age
 * has its days and the answer to the step before is overdue. So no step is skipped, and none is taken twice for a bill.
 * A step asks for the bill that the age counts from and for all that are overdue with it, but for those that are further
 * already or whose answer is still awaited (as after a dispute about the older bill).
 */
export function dunningOf(account: DunningAccount, terms: DunningTerms, now: Temporal.Instant): Dunning {
  const { policy, calendar } = terms;
  const today = dayOf(now.toString(), calendar);
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
 * Whether a step that a run planned is still to be taken at the moment of sending: the same step, bills and amount. A
 * payment, a hold or quiet hours that came between cancel it (R12.4); the next run plans anew.
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

/** The record of a step that was taken: with its proof, and the last day to answer (the day itself does not count, R0.1). */
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
    answerBy: addDays(dayOf(at.toString(), calendar), taken.step.answerDays),
    billIds: [...taken.billIds],
    fen: taken.fen,
    ...outcome,
  });
}
