import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema, dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import type { Rules } from './account-change.ts';
import { dunningOf, isPlanKept, openFen, type Rest } from './dunning.ts';
import { type AccountRecord, accountSchema, factsOf } from './dunning-account.ts';
import { limitationsOf } from './limitation.ts';
import { interruptions } from './limitation-event.ts';

const { bills, holds, plans, endings, limitationEvents, next } = accountSchema.shape;
const rests = [
  ...(['dispute', 'hardship', 'owner-deceased', 'owner-changed'] as const),
  ...(['instalments', 'small', 'legal', 'written-off'] as const),
] as const satisfies readonly Rest[];

/** A dunning account as the API answers it: its stored facts and its current state by the rules. */
export const accountViewSchema = accountSchema
  .omit({ nextDueAt: true, contacts: true, limitation: true })
  .extend({
    bills: z.array(bills.element.omit({ disputes: true }).extend({ openFen: fenSchema })),
    holds: z.array(holds.element.partial({ by: true, reason: true })),
    /** Agreements on instalments, and whether they are kept. */
    plans: z.array(
      plans.element.partial({ by: true }).extend({
        /** Whether each instalment so far was paid by its day. */
        standing: z.enum(['kept', 'broken', 'paid']),
      }),
    ),
    endings: z.array(endings.element.partial({ by: true, reason: true })),
    next: next.unwrap().extend({ notBefore: instantSchema }).optional(),
    /** Days since `anchor`, negative before it. */
    age: z.number().int().optional(),
    /** Bills that are not dunned at the moment, and why. */
    rests: z.array(z.object({ billId: z.string(), why: z.enum(rests) })),
    /**
     * The limitation period of each open bill, for information: nothing is blocked or deleted after it
     * (R26.2).
     */
    limitations: z.array(
      z.object({
        billId: z.string(),
        /** The last day; absent while a suit, an arbitration or an obstacle lasts. */
        endsOn: dateSchema.optional(),
        /** Whether it is over, so that the debtor may refuse to pay. */
        risk: z.boolean(),
        /** Whether the last day may still move, because its year has no notice of the State Council yet. */
        provisional: z.boolean(),
        /** What started the period again last. */
        restartedBy: z.object({ kind: z.enum(interruptions), on: dateSchema }).optional(),
      }),
    ),
    /** Acts and obstacles that staff recorded; for staff only. */
    limitationEvents,
    /** Whether a claim is about to become statute-barred. */
    limitationRisk: z.boolean(),
    /** The day to which all this refers. */
    asOf: dateSchema,
  })
  .meta({ id: 'Account' });
export type AccountView = z.infer<typeof accountViewSchema>;

function standingOf(plan: AccountRecord['plans'][number], { bills: known }: AccountRecord, today: string) {
  const open = known.filter((bill) => plan.billIds.includes(bill.billId) && openFen(bill) > 0);
  if (open.length === 0) return 'paid' as const;
  return isPlanKept(plan, known, today) ? ('kept' as const) : ('broken' as const);
}

/** Returns what the caller may read of an account. Removes staff names and internal reasons for residents. */
export function viewOf(record: AccountRecord, caller: Caller, rules: Rules, now: Temporal.Instant): AccountView {
  const today = dayIn(rules.calendar.zone, now.toString());
  const facts = factsOf(record);
  const { state, openFen: open, anchor, age, next: planned, rests: left } = dunningOf(facts, rules, now);
  const limitations = limitationsOf(facts, rules.calendar, now);
  const ours = isStaff(caller);
  return {
    ...record,
    state,
    openFen: open,
    anchor,
    age,
    rests: [...left],
    limitations,
    asOf: today,
    limitationRisk: limitations.some(({ risk }) => risk),
    next: planned && {
      step: planned.step.step,
      means: planned.step.means,
      on: planned.on,
      notBefore: planned.notBefore,
      billIds: [...planned.billIds],
      fen: planned.fen,
    },
    bills: record.bills.map(({ disputes, ...bill }) => ({ ...bill, openFen: openFen(bill) })),
    limitationEvents: ours ? record.limitationEvents : undefined,
    holds: ours ? record.holds : record.holds.map(({ why, from, to }) => ({ why, from, to })),
    plans: record.plans.map((plan) => ({
      ...plan,
      by: ours ? plan.by : undefined,
      standing: standingOf(plan, record, today),
    })),
    endings: ours ? record.endings : record.endings.map(({ as, billIds, on }) => ({ as, billIds, on })),
  };
}
