import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { daysAfter } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type Entry, type Posting, sumFen } from './posting.ts';

/** Last day of each bucket but the last, counted from the day on which the bill was due (D34). */
const buckets = { days0to30: 30, days31to60: 60, days61to90: 90, over90: Number.POSITIVE_INFINITY } as const;

/** Age of what is owed (欠费账龄) at the end of a day; fen. */
export const ageingSchema = z.object({
  asOf: dateSchema,
  /** Billed and due later than that day. */
  notDue: fenSchema,
  days0to30: fenSchema,
  days31to60: fenSchema,
  days61to90: fenSchema,
  over90: fenSchema,
  /** Bills of which more was paid than is left of them: ours to give back, whatever their age. */
  credit: fenSchema,
  /** The balance of the account: all of the above, the credit taken off. */
  total: fenSchema,
});
export type Ageing = z.infer<typeof ageingSchema>;

/**
 * Age of a payer's debt by the books as of the end of any day: each bill's open amount in the bucket of its age, in days
 * since it was due; on the day itself its age is 0. As closed days never change, neither does this.
 */
export function ageingOf(entries: readonly Entry[], receivable: string, asOf: string): Ageing {
  const claims = entries
    .filter((entry) => entry.bookedOn <= asOf)
    .flatMap((entry) => entry.postings)
    .filter((posting) => posting.account === receivable);
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

/** What is open of a bill, and since when it is due: as its first posting said. */
function openOf(claims: readonly Posting[]): { fen: number; dueOn: string } {
  return { fen: sumFen(claims.map(({ fen }) => fen)), dueOn: claims[0]?.bill?.dueOn ?? '' };
}

function isAged(dueOn: string, asOf: string, from: number, to: number): boolean {
  const age = daysAfter(dueOn, asOf);
  return from <= age && age <= to;
}
