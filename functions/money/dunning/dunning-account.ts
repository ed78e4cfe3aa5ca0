import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';
import { dateSchema, instantSchema } from '../../../shared/kernel/time.ts';
import { type Dunning, type DunningAccount, type DunningTerms, dunningAccountSchema, dunningOf } from './dunning.ts';
import { means } from './dunning-ladder.ts';
import { earliestLimitation, nextMoment } from './dunning-moments.ts';

const { bills, contacts, plans, endings } = dunningAccountSchema.shape;

/** A bill as it stood when the account was last brought up to date; days in dispute come from the bill itself. */
const billAtHandSchema = bills.element.extend({
  period: spanSchema,
  disputes: z.array(z.object({ from: dateSchema, to: dateSchema.optional() })),
});
export type BillAtHand = z.infer<typeof billAtHandSchema>;

/** A step that was taken, with the record of it and the task that somebody of ours has with it. */
const entrySchema = contacts.element.extend({
  contactId: z.string(),
  /** Days that the debtor has from the day on which it reached him. */
  answerDays: z.number().int(),
  /** Nobody knows yet what came of it: the letter is on its way, the task is open. */
  waiting: z.boolean(),
  taskId: z.string().optional(),
});
export type ContactEntry = z.infer<typeof entrySchema>;

/** Why an account as a whole is left alone; a dispute is its bill's. */
export const holdReasons = ['hardship', 'owner-deceased', 'owner-changed'] as const;

const holdSchema = z.object({
  why: z.enum(holdReasons),
  from: dateSchema,
  to: dateSchema.optional(),
  reason: z.string(),
  by: z.string(),
  endedBy: z.string().optional(),
  endReason: z.string().optional(),
});

export const accountStates = [
  'clear',
  'at-rest',
  'waiting',
  'step-due',
  'to-be-decided',
] as const satisfies readonly Dunning['state'][];

/** So much is kept of each kind on one account; of contacts about bills that are settled the latest. */
export const most = { holds: 50, plans: 30, endings: 50, contacts: 40, settledBills: 24 } as const;

/**
 * A dunning account (催缴账户): what one payer owes for one unit of an estate. What is decided of it and what was done is
 * stored; the bills are a copy of what fees say, and the rest follows from both by the rules (`dunning.ts`).
 */
export const accountSchema = z.object({
  accountId: z.string(),
  estateId: z.string(),
  payerId: z.string(),
  unitId: z.string(),
  unitLabel: z.string(),
  bills: z.array(billAtHandSchema),
  contacts: z.array(entrySchema),
  holds: z.array(holdSchema).max(most.holds),
  plans: z.array(plans.element.extend({ by: z.string() })).max(most.plans),
  endings: z.array(endings.element).max(most.endings),
  /** Where it stood when it was last looked at; time changes it at `nextDueAt`. */
  state: z.enum(accountStates),
  openFen: fenSchema,
  anchor: dateSchema.optional(),
  next: z
    .object({
      step: z.string(),
      means: z.enum(means),
      on: dateSchema,
      billIds: z.array(z.string()),
      fen: fenSchema,
    })
    .optional(),
  /** The first of its bills whose period of limitation ends, and whether it is over (R0.3). */
  limitation: z.object({ billId: z.string(), endsOn: dateSchema, risk: z.boolean() }).optional(),
  nextDueAt: instantSchema.optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type AccountRecord = z.infer<typeof accountSchema>;

/** Id of the one account of a payer and a unit. */
export function accountIdOf(estateId: string, payerId: string, unitId: string): string {
  return derivedId('dac', estateId, payerId, unitId);
}

/** A new account, without anything yet; its first version is the next. */
export function newAccount(of: Pick<AccountRecord, 'estateId' | 'payerId' | 'unitId' | 'unitLabel'>): AccountRecord {
  return {
    accountId: accountIdOf(of.estateId, of.payerId, of.unitId),
    ...of,
    ...{ bills: [], contacts: [], holds: [], plans: [], endings: [] },
    state: 'clear',
    openFen: 0,
    updatedAt: '',
    version: 0,
  };
}

/** What the rules want to know of an account, with the disputes of its bills among the holds. */
export function factsOf(record: AccountRecord): DunningAccount {
  const disputes = record.bills.flatMap(({ billId, disputes: days }) =>
    days.map((one) => ({ why: 'dispute' as const, billId, ...one })),
  );
  return { ...record, holds: [...record.holds, ...disputes] };
}

/** The account without one of its contacts: as if that step had not been taken. */
export function withoutContact(record: AccountRecord, contactId: string): AccountRecord {
  return { ...record, contacts: record.contacts.filter((one) => one.contactId !== contactId) };
}

/** The account with what follows from it by the rules at an instant: its state, its next step, and when to look again. */
export function asItStands(record: AccountRecord, terms: DunningTerms, now: Temporal.Instant): AccountRecord {
  const facts = factsOf(record);
  const dunning = dunningOf(facts, terms, now);
  const { state, openFen, anchor, next } = dunning;
  return {
    ...record,
    state,
    openFen,
    anchor,
    next: next && {
      ...{ step: next.step.step, means: next.step.means, on: next.on },
      ...{ billIds: [...next.billIds], fen: next.fen },
    },
    limitation: earliestLimitation(facts, terms.calendar, now),
    nextDueAt: nextMoment(facts, dunning, terms, now),
  };
}
