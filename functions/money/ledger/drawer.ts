import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { daysAfter } from '../../../shared/kernel/periods.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { compareInstants, dateSchema } from '../../../shared/kernel/time.ts';
import { account, accountOf } from './account.ts';
import { type Entry, movedBy, sumFen } from './posting.ts';

/*
 * The drawer of a cashier (R20.4-R20.6): counts by denomination, the difference of a count, the handover to
 * the next cashier. A day with cash movements closes only when each drawer was counted and a witness signed.
 */

/** The notes and coins of the yuan, in fen. */
const denominations = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1] as const;

/** Cash by denomination. An empty list is an empty drawer. */
export const cashSchema = z
  .array(z.strictObject({ denominationFen: z.literal(denominations), pieces: z.int().min(0).max(1_000_000) }))
  .max(denominations.length)
  .refine((all) => new Set(all.map((one) => one.denominationFen)).size === all.length, {
    message: 'name each denomination once',
  })
  .meta({ id: 'CashByDenomination' });
type Cash = z.output<typeof cashSchema>;

/** Returns the sum of counted cash, fen. */
export function sumOfCash(cash: Cash): number {
  return sumFen(cash.map(({ denominationFen, pieces }) => denominationFen * pieces));
}

/** What should be in a drawer at the end of a day, fen. */
export const expectedCashSchema = z
  .object({
    /** At the start of the day. */
    openingFen: fenSchema,
    /** Came in. */
    inFen: fenSchema,
    /** Went out, without deposits. */
    outFen: fenSchema,
    /** Deposited at a bank. */
    depositedFen: fenSchema,
    fen: fenSchema,
  })
  .meta({ id: 'ExpectedCash' });
export type ExpectedCash = z.infer<typeof expectedCashSchema>;

/** Returns the expected cash: opening + cash in - cash out - deposits (R20.5). Fen; money out is negative. */
export function expectedCash(
  openingFen: number,
  moves: readonly { readonly fen: number; readonly isDeposit: boolean }[],
): ExpectedCash {
  const sumOf = (wanted: (move: (typeof moves)[number]) => boolean) =>
    sumFen(moves.filter(wanted).map(({ fen }) => fen));
  const inFen = sumOf(({ fen }) => fen > 0);
  const outFen = 0 - sumOf(({ fen, isDeposit }) => fen < 0 && !isDeposit);
  const depositedFen = 0 - sumOf(({ fen, isDeposit }) => fen < 0 && isDeposit);
  return { openingFen, inFen, outFen, depositedFen, fen: openingFen + inFen - outFen - depositedFen };
}

/** The count of a drawer (盘点). It is never changed; a later count of the day counts instead of it. */
export const drawerCountSchema = z
  .object({
    countId: z.string(),
    estateId: z.string(),
    cashierId: z.string(),
    day: dateSchema,
    purpose: z.enum(['opening', 'closing', 'handover']),
    cash: cashSchema,
    /** The sum of the cash, fen. */
    countedFen: fenSchema,
    expected: expectedCashSchema,
    /** Counted minus expected: negative is short (短款), positive is long (长款). */
    differenceFen: fenSchema,
    /** What is in the drawer after the count: nothing after a handover. */
    leftFen: fenSchema,
    /** The entry of the difference or of the handover. */
    entryId: z.string().optional(),
    by: z.string(),
    at: z.string(),
    /** Why another person than the cashier counted. */
    reason: z.string().optional(),
    /** The second person, who saw the count. */
    witness: z.object({ by: z.string(), at: z.string() }).optional(),
    version: z.int(),
  })
  .meta({ id: 'DrawerCount' });
export type DrawerCount = z.infer<typeof drawerCountSchema>;

/** The last count of a drawer, by which a later difference is between two counts. */
export const lastCountSchema = z
  .object({
    countId: z.string(),
    day: dateSchema,
    at: z.string(),
    by: z.string(),
    leftFen: fenSchema,
  })
  .meta({ id: 'LastDrawerCount' });

/** Why a drawer blocks the close of a day. */
export const drawerFindingSchema = z
  .object({
    account: z.string(),
    what: z.enum(['not-counted', 'moved-after-count', 'not-witnessed']),
    day: dateSchema,
  })
  .meta({ id: 'DrawerFinding' });
export type DrawerFinding = z.infer<typeof drawerFindingSchema>;

/** A drawer that was counted on a closed day. */
export const countedDrawerSchema = z
  .object({ account: z.string(), countId: z.string(), countedFen: fenSchema, differenceFen: fenSchema })
  .meta({ id: 'CountedDrawer' });

/**
 * Compares the drawers that moved on a day with their last counts (R20.5). Each must have been counted after
 * its last movement, hold exactly what was left, and have a witness. No tolerance hides a difference.
 * `before` are the balances at the end of the day before, fen; `entries` those of the day.
 */
export function checkDrawers(
  day: string,
  of: {
    readonly before: Readonly<Record<string, number>>;
    readonly entries: readonly Entry[];
    readonly counts: readonly DrawerCount[];
  },
): { findings: DrawerFinding[]; counted: z.infer<typeof countedDrawerSchema>[] } {
  // The count of a drawer at the cut-over is signed with the opening (R30.5).
  const happened = of.entries.filter(({ kind }) => kind !== 'opening');
  const moved = new Set(happened.flatMap(({ postings }) => postings.map((posting) => posting.account)));
  const drawers = [...moved].filter((code) => accountOf(code).kind === 'cash').sort();
  const checked = drawers.map((code) => {
    const entries = of.entries.filter(({ postings }) => postings.some((posting) => posting.account === code));
    const balance = sumFen([of.before[code] ?? 0, ...entries.map((entry) => movedBy(entry, code))]);
    const last = of.counts
      .filter(({ cashierId }) => account.cash(cashierId) === code)
      .sort((a, b) => compareInstants(a.at, b.at))
      .at(-1);
    const isLater = entries.some(
      ({ kind, recordedAt }) => kind !== 'opening' && last && compareInstants(recordedAt, last.at) > 0,
    );
    // An opening count does not close the day of a drawer that took cash after it.
    const isOnlyOpened = last?.purpose === 'opening' && isLater;
    if (!last || isOnlyOpened) return { finding: { account: code, what: 'not-counted' as const, day } };
    if (isLater || last.leftFen !== balance)
      return { finding: { account: code, what: 'moved-after-count' as const, day } };
    if (!last.witness) return { finding: { account: code, what: 'not-witnessed' as const, day } };
    const { countId, leftFen: countedFen, differenceFen } = last;
    return { counted: { account: code, countId, countedFen, differenceFen } };
  });
  return {
    findings: checked.flatMap(({ finding }) => finding ?? []),
    counted: checked.flatMap(({ counted }) => counted ?? []),
  };
}

/** A numbered paper that passes with a drawer. */
const paper = z.string().trim().min(1).max(100);

/** What passes with a drawer beside its cash (R20.6): open slips, cheques, blank receipts. */
export const handedOverSchema = {
  cheques: z
    .array(z.strictObject({ reference: paper, fen: fenSchema.min(1).max(1e12) }))
    .max(100)
    .default([]),
  blankReceipts: z
    .array(z.strictObject({ from: paper, to: paper }))
    .max(20)
    .default([]),
};

/** The handover of a drawer (交接): the outgoing cashier offers it, the incoming one counts and signs. */
export const drawerHandoverSchema = z
  .object({
    handoverId: z.string(),
    estateId: z.string(),
    /** The outgoing cashier. */
    from: z.string(),
    /** The incoming cashier. */
    to: z.string(),
    day: dateSchema,
    status: z.enum(['offered', 'accepted']),
    /** What the outgoing cashier counted. Shown after the incoming one has counted. */
    offeredFen: fenSchema.optional(),
    offeredAt: z.string(),
    /** Deposit slips whose money has not arrived. */
    slips: z.array(z.object({ to: z.string(), reference: z.string(), fen: fenSchema })).max(100),
    ...handedOverSchema,
    /** What the incoming cashier counted: the closing of the one and the opening of the other. */
    acceptedFen: fenSchema.optional(),
    acceptedAt: z.string().optional(),
    /** By the ledger. */
    expectedFen: fenSchema.optional(),
    /** Accepted minus expected. It stays with the outgoing cashier. */
    differenceFen: fenSchema.optional(),
    entryId: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'DrawerHandover' });
export type DrawerHandover = z.infer<typeof drawerHandoverSchema>;

/** How a difference is cleared: the cashier pays a short one, its owner is found, or no cause is found. */
export const clearings = ['cashier-answers', 'owner-found', 'no-cause'] as const;

/** `withdrawn`: the bank line that showed it was withdrawn with its statement. */
export const differenceStatuses = ['open', 'asked', 'cleared', 'withdrawn'] as const;

const storedDifference = z.object({
  /** The id of the count or the handover; of a slip an id of its own. */
  differenceId: z.string(),
  estateId: z.string(),
  /** The cashier of the drawer, or who made the slip. */
  cashierId: z.string(),
  day: dateSchema,
  /** The slip whose bank line had another amount (R20.7). Without it, a count found the difference. */
  slip: z.object({ from: z.string(), to: z.string(), reference: z.string(), line: z.string() }).optional(),
  /** Negative is short, positive is long. */
  fen: fenSchema,
  entryId: z.string(),
  /** The count before it: what is missing or too much came between the two counts. */
  since: lastCountSchema.optional(),
  status: z.enum(differenceStatuses),
  asked: z
    .object({
      as: z.enum(clearings),
      payerId: z.string().optional(),
      reason: reasonSchema(500),
      by: z.string(),
      at: z.string(),
    })
    .optional(),
  /** Who approved the clearing, or refused the last request. */
  decided: z.object({ by: z.string(), at: z.string(), reason: z.string().optional() }).optional(),
  clearedBy: z.string().optional(),
  /** When it is told next that nobody has cleared it. */
  lookAt: z.string().optional(),
  updatedAt: z.string(),
  version: z.int(),
});

/** A difference on account 1901 until two people cleared it (R20.5): of a count, a handover or a slip. */
export const storedDifferenceSchema = storedDifference.meta({ id: 'StoredDrawerDifference' });
export type DrawerDifference = z.infer<typeof storedDifferenceSchema>;

/** A difference on account 1901 with its age. */
export const drawerDifferenceSchema = z
  .object({ ...storedDifference.omit({ lookAt: true }).shape, /** Days since its day. */ ageDays: z.int() })
  .meta({ id: 'DrawerDifference' });

/** Returns a difference with its age on a day. */
export function withAge(
  { lookAt: _, ...difference }: DrawerDifference,
  today: string,
): z.output<typeof drawerDifferenceSchema> {
  return { ...difference, ageDays: Math.max(0, daysAfter(difference.day, today)) };
}
