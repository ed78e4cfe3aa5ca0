import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';
import { dateSchema, instantSchema } from '../../../shared/kernel/time.ts';
import { type Dunning, type DunningAccount, type DunningTerms, dunningAccountSchema, dunningOf } from './dunning.ts';
import { means } from './dunning-ladder.ts';
import { earliestLimitation, nextMoment } from './dunning-moments.ts';

const { bills, contacts, plans, endings, limitationEvents } = dunningAccountSchema.shape;

/** A bill as of the account's last update. Its days in dispute come from fees. */
const billAtHandSchema = bills.element.extend({
  period: spanSchema,
  disputes: z.array(z.object({ from: dateSchema, to: dateSchema.optional() })),
});
export type BillAtHand = z.infer<typeof billAtHandSchema>;

/** A step that was taken, with the ids of its contact and its task. */
const entrySchema = contacts.element.extend({
  contactId: z.string(),
  /** Days to answer, from the day on which the contact reached the debtor. */
  answerDays: z.number().int(),
  /** True while the result is unknown: the letter is on its way or the task is open. */
  waiting: z.boolean(),
  taskId: z.string().optional(),
});
export type ContactEntry = z.infer<typeof entrySchema>;

/** Reasons for a hold on a whole account. A dispute holds only its bill. */
export const holdReasons = ['hardship', 'owner-deceased', 'owner-changed'] as const;

const holdSchema = z
  .object({
    why: z.enum(holdReasons),
    from: dateSchema,
    to: dateSchema.optional(),
    reason: z.string(),
    by: z.string(),
    endedBy: z.string().optional(),
    /** Why the hold ended. */
    endReason: z.string().optional(),
  })
  .meta({ id: 'DunningAccountHold' });

export const accountStates = [
  'clear',
  'at-rest',
  'waiting',
  'step-due',
  'to-be-decided',
] as const satisfies readonly Dunning['state'][];

/** The most records of each kind on one account. Of contacts about settled bills the latest are kept. */
export const most = {
  holds: 50,
  plans: 30,
  endings: 50,
  limitationEvents: 40,
  contacts: 40,
  settledBills: 24,
} as const;

/**
 * A dunning account (催缴账户): what one payer owes for one unit of an estate. Holds, plans, endings and contacts
 * are stored; the bills are a copy from fees. The rest follows from these by the rules (`dunning.ts`).
 */
export const accountSchema = z
  .object({
    accountId: z.string(),
    estateId: z.string(),
    payerId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    /** The open bills, and settled ones that still matter. */
    bills: z.array(billAtHandSchema),
    contacts: z.array(entrySchema),
    /** Periods without dunning. */
    holds: z.array(holdSchema).max(most.holds),
    /** Agreements on instalments. */
    plans: z.array(plans.element.extend({ by: z.string() })).max(most.plans),
    /** When dunning ended before, and why. */
    endings: z.array(endings.element).max(most.endings),
    /** Acts that start the limitation period again, and obstacles that suspend it, as staff recorded them. */
    limitationEvents: limitationEvents.unwrap().max(most.limitationEvents).optional(),
    /** The state at the last update; time alone changes it at `nextDueAt`. */
    state: z.enum(accountStates),
    openFen: fenSchema,
    anchor: dateSchema.optional(),
    /** The next step and its day. */
    next: z
      .object({
        /** Key of the step. */
        step: z.string(),
        means: z.enum(means),
        on: dateSchema,
        billIds: z.array(z.string()),
        fen: fenSchema,
      })
      .optional(),
    /** The limitation period that ends first among its bills, and whether it is over (R0.3). */
    limitation: z.object({ billId: z.string(), endsOn: dateSchema, risk: z.boolean() }).optional(),
    nextDueAt: instantSchema.optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'AccountRecord' });
export type AccountRecord = z.infer<typeof accountSchema>;

/** Returns the id of the one account of a payer and a unit. */
export function accountIdOf(estateId: string, payerId: string, unitId: string): string {
  return derivedId('dac', estateId, payerId, unitId);
}

/** Returns an empty account in version 0. */
export function newAccount(of: Pick<AccountRecord, 'estateId' | 'payerId' | 'unitId' | 'unitLabel'>): AccountRecord {
  return {
    accountId: accountIdOf(of.estateId, of.payerId, of.unitId),
    ...of,
    bills: [],
    contacts: [],
    holds: [],
    plans: [],
    endings: [],
    state: 'clear',
    openFen: 0,
    updatedAt: '',
    version: 0,
  };
}

/** Returns the facts of an account for the rules. Disputes of its bills become holds. */
export function factsOf(record: AccountRecord): DunningAccount {
  const disputes = record.bills.flatMap(({ billId, disputes: days }) =>
    days.map((one) => ({ why: 'dispute' as const, billId, ...one })),
  );
  return { ...record, holds: [...record.holds, ...disputes] };
}

/** Returns the account without a contact, as if that step had not been taken. */
export function withoutContact(record: AccountRecord, contactId: string): AccountRecord {
  return { ...record, contacts: record.contacts.filter((one) => one.contactId !== contactId) };
}

/** Returns the account with its state, next step and due time, which follow from the rules at an instant. */
export function withState(record: AccountRecord, terms: DunningTerms, now: Temporal.Instant): AccountRecord {
  const facts = factsOf(record);
  const dunning = dunningOf(facts, terms, now);
  const { state, openFen, anchor, next } = dunning;
  return {
    ...record,
    state,
    openFen,
    anchor,
    next: next && {
      step: next.step.step,
      means: next.step.means,
      on: next.on,
      billIds: [...next.billIds],
      fen: next.fen,
    },
    limitation: earliestLimitation(facts, terms.calendar, now),
    nextDueAt: nextMoment(facts, dunning, terms, now),
  };
}
