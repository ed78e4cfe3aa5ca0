import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, payerOfAccount } from './account.ts';
import { differenceSchema } from './close.ts';
import { type Entry, sumFen } from './posting.ts';
import { receiptNumberSchema } from './receipt.ts';
import { sealSchema } from './seal.ts';
import { inTransitSchema } from './transit.ts';

/** So many differences are kept with a refused close; the figures count all. */
export const keptDifferences = 200;

/** What came of closing a day (日结): closed with its seal, refused with what does not agree, or opened again. */
export const dayCloseSchema = z.object({
  estateId: z.string(),
  day: dateSchema,
  state: z.enum(['closed', 'refused', 'reopened']),
  /** The seal in force, and those that reopenings have ended. */
  seal: sealSchema.optional(),
  superseded: z.array(sealSchema),
  /** How often the day was sealed. */
  sealings: z.number().int(),
  entries: z.number().int(),
  /** Balances at the end of the day, debit positive: of every account that is no payer's, and of each kind of those that are. */
  balances: z.record(z.string(), fenSchema),
  /** The latest instant at which an entry of this day or one before was recorded. */
  knownBy: z.string().optional(),
  differences: z.array(differenceSchema).max(keptDifferences),
  gaps: z
    .array(z.object({ number: receiptNumberSchema, what: z.enum(['missing', 'twice', 'never-given-out']) }))
    .max(keptDifferences),
  /** Money in transit at the end of the day, oldest first, and its sum, fen (R20.7). */
  transit: z.array(inTransitSchema).max(keptDifferences).default([]),
  transitFen: fenSchema.default(0),
  /** How many differences, gaps and slips keep the day from closing. */
  open: z.number().int(),
  at: z.string(),
  by: z.string(),
  version: z.number().int(),
});
export type DayClose = z.infer<typeof dayCloseSchema>;

/** The account under which a close keeps a balance: itself, or its kind where it is a payer's. */
export function balanceKey(code: string): string {
  const root = code.slice(0, code.indexOf(':'));
  return payerOfAccount(code) === undefined ? code : `${root}:${accountOf(code).kind}`;
}

/** Balances after some entries. Fen, debit positive; accounts that come to nothing stay. */
export function balancesAfter(
  before: Readonly<Record<string, number>>,
  entries: readonly Entry[],
): Record<string, number> {
  const moved = Map.groupBy(
    entries.flatMap((entry) => entry.postings),
    (posting) => balanceKey(posting.account),
  );
  const after = new Map(Object.entries(before));
  for (const [key, postings] of moved) {
    after.set(key, sumFen([after.get(key) ?? 0, ...postings.map(({ fen }) => fen)]));
  }
  return Object.fromEntries([...after].sort(([a], [b]) => (a < b ? -1 : 1)));
}
