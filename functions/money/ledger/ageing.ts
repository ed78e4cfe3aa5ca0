import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { daysAfter } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { isOfPayer, isReceivable } from './account.ts';
import { type Entry, type Posting, sumFen } from './posting.ts';

/** The last day of each age bucket, counted from the due day of the bill (D34). */
const buckets = { days0to30: 30, days31to60: 60, days61to90: 90, over90: Number.POSITIVE_INFINITY } as const;

/** The age of a payer's debts (欠费账龄) at the end of a day; fen. */
export const ageingSchema = z
  .object({
    asOf: dateSchema,
    /** Billed, but due after that day. */
    notDue: fenSchema,
    days0to30: fenSchema,
    days31to60: fenSchema,
    days61to90: fenSchema,
    over90: fenSchema,
    /** The overpaid amount of bills of any age, which the payer can get back. */
    credit: fenSchema,
    /** What the payer owes, also to third parties: all of the above minus the credit. */
    total: fenSchema,
  })
  .meta({ id: 'Ageing' });
export type Ageing = z.infer<typeof ageingSchema>;

/**
 * Returns the age of a payer's debts at the end of any ledger day.
 * Each bill's open amount is in the bucket of its age in days since the due day. On the due day its age is 0.
 * Closed days never change, so neither does this result.
 */
export function ageingOf(entries: readonly Entry[], payerId: string, asOf: string): Ageing {
  const claims = entries
    .filter((entry) => entry.postedOn <= asOf)
    .flatMap((entry) => entry.postings)
    .filter((posting) => isReceivable(posting.account) && isOfPayer(posting.account, payerId));
  const open = [...Map.groupBy(claims, (posting) => posting.bill?.billId).values()].map(openOf);
  const within = (from: number, to: number) =>
    sumFen(open.filter(({ fen, dueOn }) => fen > 0 && isAged(dueOn, asOf, from, to)).map(({ fen }) => fen));
  return {
    asOf,
    notDue: within(Number.NEGATIVE_INFINITY, -1),
    days0to30: within(0, buckets.days0to30),
    days31to60: within(buckets.days0to30 + 1, buckets.days31to60),
    days61to90: within(buckets.days31to60 + 1, buckets.days61to90),
    over90: within(buckets.days61to90 + 1, buckets.over90),
    credit: sumFen(open.filter(({ fen }) => fen < 0).map(({ fen }) => -fen)),
    total: sumFen(open.map(({ fen }) => fen)),
  };
}

/** Returns the open amount of a bill and the due day of its first posting. */
function openOf(claims: readonly Posting[]): { fen: number; dueOn: string } {
  return { fen: sumFen(claims.map(({ fen }) => fen)), dueOn: claims[0]?.bill?.dueOn ?? '' };
}

function isAged(dueOn: string, asOf: string, from: number, to: number): boolean {
  const age = daysAfter(dueOn, asOf);
  return from <= age && age <= to;
}
