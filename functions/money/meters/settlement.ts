import * as z from 'zod';
import { exact, exactOf, exactText, fenSchema, product, sum, toFen } from '../../../shared/kernel/money.ts';
import { addDays, endOfDay, monthsOf, type Span, spanSchema } from '../../../shared/kernel/periods.ts';
import { dateSchema, dayIn, toInstant } from '../../../shared/kernel/time.ts';
import type { AccountState } from './account-fold.ts';
import { msOf, type PrepaidEntry } from './prepaid-entries.ts';

/*
 * What a prepaid meter used is settled month by month (结转): taken from the money that is on it in the books, and earned. What
 * is settled is cumulative, the cost of all use up to the end of the month less what was settled before: so what is late and
 * what is corrected is made good by the next settlement, and the books come to what the meter's account says, to the fen.
 */

/** A month, `2026-03`, in the zone of the estate. */
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const partSchema = z.object({ payerId: z.string(), fen: fenSchema });
type Part = z.infer<typeof partSchema>;

/** How far a meter is settled: all its use so far, and what was taken from whose money, since the first settlement. */
export const settledSchema = z.object({ through: monthSchema, used: z.string(), taken: z.array(partSchema) });
type Settled = z.infer<typeof settledSchema>;

/** The month that is to be settled next, from when on, and since when that is known. */
export const toSettleSchema = z.object({ month: monthSchema, dueAt: z.string(), knownAt: z.string() });
type ToSettle = z.infer<typeof toSettleSchema>;

const settledPartSchema = partSchema.extend({
  entryId: z.string(),
  /** The day of the books: the last of the month, or the next that was open (D29). */
  bookedOn: dateSchema,
});

/** The settlement of a month as it is on record; what earlier months were corrected by is in it. */
export const settlementSchema = z.object({
  meterId: z.string(),
  estateId: z.string(),
  month: monthSchema,
  /** Units of the meter; negative where less was used than was settled before. */
  quantity: z.string(),
  /** What it came to, the sum of its parts. */
  fen: fenSchema,
  /** From whose money; of one payer but where they changed. */
  parts: z.array(settledPartSchema).min(1),
  settledAt: z.string(),
  version: z.number().int(),
});
export type Settlement = z.infer<typeof settlementSchema>;

/** A settlement as it is shown; a resident sees none of whoever paid before him. */
export const settlementViewSchema = settlementSchema
  .omit({ version: true })
  .extend({ parts: z.array(settledPartSchema) });

/** A settlement as a resident sees it: his own part; all of them where nobody is named. */
export function settlementSeenBy(
  personId: string | undefined,
  settlement: Settlement,
): z.infer<typeof settlementViewSchema> {
  if (personId === undefined) return settlement;
  return { ...settlement, parts: settlement.parts.filter(({ payerId }) => payerId === personId) };
}

/** How far a meter is settled, and how much of its use is in the books. */
export function settledSoFar({ through, taken }: Settled): { settledThrough: string; settledFen: number } {
  return { settledThrough: through, settledFen: taken.reduce((all, { fen }) => all + fen, 0) };
}

/** Days of a month, first to last. */
export function daysOfMonth(month: string): Span {
  const from = `${month}-01`;
  return spanSchema.parse(monthsOf({ from, to: addDays(from, 30) })[0]);
}

function monthAfter(month: string): string {
  return addDays(daysOfMonth(month).to, 1).slice(0, 'YYYY-MM'.length);
}

/** The instant (ISO) up to which use and money belong to a month; a reading of that very midnight closes it (R0.1). */
export function endOfMonth(month: string, zone: string): string {
  return endOfDay(daysOfMonth(month).to, zone);
}

/** Hours after the end of a month in which its last readings come in. */
const graceHours = 6;

function toSettle(month: string, zone: string, knownAt: string): ToSettle {
  return { month, knownAt, dueAt: toInstant(endOfMonth(month, zone)).add({ hours: graceHours }).toString() };
}

/** What is new of some days. */
interface Fresh {
  readonly day: { readonly day: string };
  readonly fresh: readonly PrepaidEntry[];
}

/** The month to which something new belongs. */
function monthOf({ day: { day }, fresh }: Fresh, zone: string): string {
  const closed = fresh.map((one) => (one.kind === 'reading' ? justBefore(one.takenAt, zone) : day));
  return (closed.sort()[0] ?? day).slice(0, 'YYYY-MM'.length);
}

function justBefore(at: string, zone: string): string {
  return dayIn(zone, new Date(msOf(at) - 1).toISOString());
}

/** What is to be settled when something new is entered: its own month, or the first that is not settled yet where it is late. */
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

/** What is to be settled once a month is: the next one, if anything was entered after it. */
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
 * From whose money a cost is taken: first come, first used, as the meter uses it. What no money covers (use on credit, R11.5)
 * is the household's, which holds the home and its meter; where it is nobody's, of who paid last. Where nobody ever paid
 * either, it is taken from nobody until somebody does.
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

/** What the settlement of a month comes to. */
export interface Settling {
  readonly settled: Settled;
  readonly quantity: string;
  readonly fen: number;
  /** What is to be taken from whose money, by payer; given back where it is negative. None where nothing is to be settled. */
  readonly parts: readonly Part[];
}

/** Settles a month by the state of the account at its end. `household` is who holds the home on its last day. */
export function settling(
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
  // Use that costs nothing yet goes along with the next that does.
  if (parts.length === 0)
    return { settled: { through: month, used, taken: before?.taken ?? [] }, quantity, fen: 0, parts };
  const taken = [...is].map(([payerId, fen]) => ({ payerId, fen }));
  const fen = parts.reduce((all, part) => all + part.fen, 0);
  return { settled: { through: month, used: state.used, taken }, quantity, fen, parts };
}
