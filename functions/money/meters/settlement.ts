import * as z from 'zod';
import { exact, exactOf, exactText, fenSchema, product, sum, toFen } from '../../../shared/kernel/money.ts';
import { addDays, endOfDay, monthsOf, type Span, spanSchema } from '../../../shared/kernel/periods.ts';
import { dateSchema, dayIn, toInstant } from '../../../shared/kernel/time.ts';
import type { AccountState } from './account-fold.ts';
import { msOf, type PrepaidEntry } from './prepaid-entries.ts';

/*
 * Settles the usage of a prepaid meter by month (结转): moves its cost from the meter's money in the ledger to
 * revenue. The settled amount is cumulative: the cost of all usage up to the end of the month less what was
 * settled before. The next settlement therefore includes late and corrected readings, and ledger and account
 * agree to the fen.
 */

/** A month, `2026-03`, in the zone of the estate. */
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const partSchema = z.object({ payerId: z.string(), fen: fenSchema }).meta({ id: 'Part' });
type Part = z.infer<typeof partSchema>;

/** The settlement so far: the last month, all usage, and what was taken from each payer's money. */
export const settledSchema = z
  .object({ through: monthSchema, used: z.string(), taken: z.array(partSchema) })
  .meta({ id: 'MeterSettled' });
type Settled = z.infer<typeof settledSchema>;

/** The next month to settle, its due time, and since when it is known. */
export const toSettleSchema = z
  .object({ month: monthSchema, dueAt: z.string(), knownAt: z.string() })
  .meta({ id: 'ToSettle' });
type ToSettle = z.infer<typeof toSettleSchema>;

const settledPartSchema = partSchema
  .extend({
    entryId: z.string(),
    /** The posting day: the last of the month, or the next open day (D29). */
    postedOn: dateSchema,
  })
  .meta({ id: 'SettledPart' });

/** The record of a month's settlement, corrections of earlier months included. */
export const settlementSchema = z
  .object({
    meterId: z.string(),
    estateId: z.string(),
    month: monthSchema,
    /** Units of the meter; negative where less was used than was settled before. */
    quantity: z.string(),
    /** The amount, fen: the sum of its parts. */
    fen: fenSchema,
    /** The payers; more than one only when the payer changed. */
    parts: z.array(settledPartSchema).min(1),
    settledAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'MeterSettlement' });
export type Settlement = z.infer<typeof settlementSchema>;

/** A settlement as the API answers it. A resident does not see earlier payers. */
export const settlementViewSchema = settlementSchema
  .omit({ version: true })
  .extend({ parts: z.array(settledPartSchema) })
  .meta({ id: 'SettlementView' });

/** Returns a settlement as a resident sees it: their own part. Returns all parts without a person. */
export function settlementSeenBy(
  personId: string | undefined,
  settlement: Settlement,
): z.infer<typeof settlementViewSchema> {
  if (personId === undefined) return settlement;
  return { ...settlement, parts: settlement.parts.filter(({ payerId }) => payerId === personId) };
}

/** Returns the last settled month of a meter and the settled amount, fen. */
export function settledSoFar({ through, taken }: Settled): { settledThrough: string; settledFen: number } {
  return { settledThrough: through, settledFen: taken.reduce((all, { fen }) => all + fen, 0) };
}

/** Returns the days of a month, first to last. */
export function daysOfMonth(month: string): Span {
  const from = `${month}-01`;
  return spanSchema.parse(monthsOf({ from, to: addDays(from, 30) })[0]);
}

function monthAfter(month: string): string {
  return addDays(daysOfMonth(month).to, 1).slice(0, 'YYYY-MM'.length);
}

/**
 * Returns the end of a month as an instant (ISO). A reading at exactly that midnight closes the month (R0.1).
 */
export function endOfMonth(month: string, zone: string): string {
  return endOfDay(daysOfMonth(month).to, zone);
}

/** Hours after the end of a month for its last readings to arrive. */
const graceHours = 6;

function toSettle(month: string, zone: string, knownAt: string): ToSettle {
  return { month, knownAt, dueAt: toInstant(endOfMonth(month, zone)).add({ hours: graceHours }).toString() };
}

/** New entries of a day. */
interface Fresh {
  readonly day: { readonly day: string };
  readonly fresh: readonly PrepaidEntry[];
}

/** Returns the month of new entries. */
function monthOf({ day: { day }, fresh }: Fresh, zone: string): string {
  const closed = fresh.map((one) => (one.kind === 'reading' ? justBefore(one.takenAt, zone) : day));
  return (closed.sort()[0] ?? day).slice(0, 'YYYY-MM'.length);
}

function justBefore(at: string, zone: string): string {
  return dayIn(zone, new Date(msOf(at) - 1).toISOString());
}

/**
 * Returns the next month to settle after new entries: their own month, or the first unsettled one when they
 * are late.
 */
export function toSettleWith(
  before: { readonly settled?: Settled | undefined; readonly toSettle?: ToSettle | undefined },
  fresh: readonly Fresh[],
  zone: string,
  now: string,
): ToSettle | undefined {
  const open = before.settled ? monthAfter(before.settled.through) : '';
  const months = fresh.map((one) => monthOf(one, zone)).map((month) => (month < open ? open : month));
  const [first] = [...months, ...(before.toSettle ? [before.toSettle.month] : [])].sort();
  if (first === undefined || first === before.toSettle?.month) return before.toSettle;
  return toSettle(first, zone, now);
}

/** Returns the next month to settle after a settlement; undefined when there are no later entries. */
export function toSettleAfter(
  month: string,
  { atMs }: Pick<AccountState, 'atMs'>,
  zone: string,
  now: string,
): ToSettle | undefined {
  if (atMs === undefined || atMs <= msOf(endOfMonth(month, zone))) return undefined;
  return toSettle(monthAfter(month), zone, now);
}

/**
 * Returns what a cost takes from each payer, fen. The oldest money is used first. Usage without money (on
 * credit, R11.5) is charged to the household that holds the home, otherwise to the last payer. Without any
 * payer it is charged to nobody until somebody pays.
 */
export function takenFrom(
  costFen: number,
  money: readonly Part[],
  household: string | undefined,
): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  const take = ({ payerId, fen }: Part) => {
    if (fen > 0) taken.set(payerId, (taken.get(payerId) ?? 0) + fen);
  };
  let left = costFen;
  for (const { payerId, fen } of money) {
    take({ payerId, fen: Math.min(fen, left) });
    left = Math.max(0, left - fen);
  }
  const debtor = household ?? money.at(-1)?.payerId;
  if (debtor !== undefined) take({ payerId: debtor, fen: left });
  return taken;
}

/** The result of a month's settlement. */
export interface Settling {
  readonly settled: Settled;
  readonly quantity: string;
  readonly fen: number;
  /** The fen to take from each payer; negative amounts are given back. Empty when nothing is to settle. */
  readonly parts: readonly Part[];
}

/**
 * Calculates the settlement of a month from the account's state at its end. `household` holds the home on
 * the last day of the month.
 */
export function calculateSettlement(
  before: Settled | undefined,
  month: string,
  state: Pick<AccountState, 'money' | 'used' | 'spent'>,
  household: string | undefined,
): Settling {
  const was = new Map(before?.taken.map(({ payerId, fen }) => [payerId, fen]));
  const is = takenFrom(toFen(exactOf(state.spent)), state.money, household);
  const parts = [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((payerId) => {
    const fen = (is.get(payerId) ?? 0) - (was.get(payerId) ?? 0);
    return fen === 0 ? [] : [{ payerId, fen }];
  });
  const used = before?.used ?? '0';
  const quantity = exactText(sum(exact(state.used), product(exact(used), exact('-1'))));
  // Usage that costs nothing yet is settled together with later usage.
  if (parts.length === 0)
    return { settled: { through: month, used, taken: before?.taken ?? [] }, quantity, fen: 0, parts };
  const taken = [...is].map(([payerId, fen]) => ({ payerId, fen }));
  const fen = parts.reduce((all, part) => all + part.fen, 0);
  return { settled: { through: month, used: state.used, taken }, quantity, fen, parts };
}
