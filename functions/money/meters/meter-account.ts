import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import {
  type AccountState,
  type AccountStep,
  type AccountTerms,
  accountStateSchema,
  nothingYet,
  walk,
} from './account-fold.ts';
import type { Meter } from './meter.ts';
import type { MetersPolicy } from './meters.policy.ts';
import { msOf, type PrepaidEntry, pricesSchema, startOfDay, tariffOf } from './prepaid-entries.ts';
import { repricedFrom } from './price-book.ts';
import { readingChecksSchema } from './reading.ts';
import { settledSchema, toSettleSchema } from './settlement.ts';

/*
 * How the account of a meter (预存账户) is kept: the fold of all its entries as far as it has come, and the days at whose
 * beginning its state was written down. What comes in time goes on from the end; what comes late, or corrects, folds anew from
 * the nearest such day. Either way the account is what the pure rules make of all entries (`balanceHistory`, `judgeReadings`).
 */

const ruleSchema = z.object({
  after: z.string().optional(),
  checks: readingChecksSchema,
  levels: z.array(fenSchema),
});

export const meterAccountSchema = z.object({
  meterId: z.string(),
  estateId: z.string(),
  unitId: z.string(),
  prepaid: z.boolean(),
  /** Checks and levels, each from after what was entered when it came. */
  rules: z.array(ruleSchema).min(1).max(200),
  /** The prices that it is folded under; none where nothing is prepaid. */
  prices: z.union([pricesSchema, z.array(z.never())]),
  state: accountStateSchema,
  /** Days whose opening (the state before them) is written down and holds, in order. */
  openings: z.array(dateSchema),
  /** When each level was told last, or will be. */
  told: z.array(z.object({ levelFen: fenSchema, at: z.string() })),
  /** What of its use is in the books, and which month is to be settled next; nothing is to be settled of what is not prepaid. */
  settled: settledSchema.optional(),
  toSettle: toSettleSchema.optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type MeterAccount = z.infer<typeof meterAccountSchema>;

/** The state of an account before the first entry of a day. */
export const openingSchema = z.object({ meterId: z.string(), day: dateSchema, state: accountStateSchema });

/** What entries are entered under. */
export interface MeterTerms {
  readonly meter: Meter;
  readonly zone: string;
  readonly policy: MetersPolicy;
  /** Of its fee item; none where nothing is prepaid. */
  readonly prices: MeterAccount['prices'];
}

type Kept = Pick<MeterAccount, 'rules' | 'prices'>;

/** What an account is folded under. */
export function termsOf({ rules, prices, prepaid }: Kept & Pick<MeterAccount, 'prepaid'>, zone: string): AccountTerms {
  return { rules, tariff: prepaid ? tariffOf(prices, zone) : undefined };
}

/** The account of a meter to which nothing was entered. */
export function newAccount({ meterId, estateId, unitId, prepaid }: Meter): Omit<MeterAccount, 'rules'> {
  const nothing = { prices: [], state: nothingYet, openings: [], told: [] };
  return { meterId, estateId, unitId, prepaid, ...nothing, updatedAt: '', version: 0 };
}

/** The rules with those that hold now: other ones than before begin after what was entered up to here. */
export function rulesWith(
  before: { readonly rules?: MeterAccount['rules']; readonly state: AccountState },
  { levels }: Pick<Meter, 'levels'>,
  policy: MetersPolicy,
): MeterAccount['rules'] {
  const rules = before.rules ?? [];
  const now = { checks: policy.checks, levels: levels ?? policy.levels };
  const { after: _, ...last } = rules.at(-1) ?? { after: undefined };
  if (JSON.stringify(last) === JSON.stringify(now)) return rules;
  const { atMs } = before.state;
  if (atMs === undefined) return [now];
  const after = new Date(atMs).toISOString();
  // Twice changed without anything in between: the first change never held.
  const kept = rules.at(-1)?.after === after ? rules.slice(0, -1) : rules;
  return [...kept, { after, ...now }];
}

/** A day with its entries. */
export interface DayFolded {
  readonly day: string;
  readonly entries: readonly PrepaidEntry[];
}

/**
 * Where to begin: `onward` from the end when all of it is later than everything there is; otherwise anew from the last
 * written opening at or before the earliest day that changes, or from the beginning when there is none.
 */
export function whereToBegin(
  account: Pick<MeterAccount, 'state' | 'openings'>,
  fresh: readonly (DayFolded & { readonly known: readonly PrepaidEntry[] })[],
  repriced: string | undefined,
  zone: string,
): 'onward' | { readonly opening: string | undefined } {
  const { atMs } = account.state;
  const isLater = (entry: PrepaidEntry) => {
    const at = entry.kind === 'reading' ? entry.takenAt : entry.kind === 'top-up' ? entry.at : undefined;
    return at !== undefined && (atMs === undefined || msOf(at) > atMs);
  };
  // The reversal of a payment may come before the payment.
  const isReversed = ({ entries, known }: (typeof fresh)[number]) =>
    known.some((one) => one.kind === 'reversal' && entries.some(({ id }) => id === one.reverses));
  // A day may have an opening although nothing of it stands.
  const lastOpened = account.openings.at(-1) ?? '';
  const onward = fresh.every((one) => one.day >= lastOpened && one.entries.every(isLater) && !isReversed(one));
  const touched = repriced !== undefined && atMs !== undefined && startOfDay(repriced, zone) <= atMs;
  if (onward && !touched) return 'onward';
  const days = [...fresh.map(({ day }) => day), ...(touched ? [repriced] : [])].sort();
  return { opening: account.openings.findLast((day) => day <= (days[0] ?? '')) };
}

/** How an account was folded: each step, the state that it came to, and that before each day. */
export interface Folding {
  readonly steps: readonly AccountStep[];
  readonly state: AccountState;
  readonly openings: readonly { readonly day: string; readonly state: AccountState }[];
}

/** Folds days, in order, from a state. */
export function foldDays(from: AccountState, days: readonly DayFolded[], terms: AccountTerms): Folding {
  const steps: AccountStep[] = [];
  const openings: { day: string; state: AccountState }[] = [];
  let state = from;
  for (const { day, entries } of days) {
    openings.push({ day, state });
    const walked = walk(state, entries, terms);
    steps.push(...walked);
    state = walked.at(-1)?.after ?? state;
  }
  return { steps, state, openings };
}

/** So many of the latest days keep their openings, and the first of each month before them. */
const latestDays = 10;
/** So many openings are written at once; where more are due, the earlier ones are left out. */
const mostOpenings = 40;

/**
 * Which openings hold after a fold and which of them are to be written: those before it stand, those after where it began are
 * the new ones. `from` is the opening that it began at; undefined for the beginning, `onward` for the end.
 */
export function openingsAfter(
  before: readonly string[],
  began: 'onward' | { readonly opening: string | undefined },
  folded: Folding['openings'],
): { openings: string[]; write: Folding['openings'] } {
  const first = began === 'onward' ? undefined : (began.opening ?? '');
  const stand = first === undefined ? before : before.filter((day) => day <= first);
  const made = folded.filter(({ day }) => !stand.includes(day)).slice(-mostOpenings);
  const days = [...stand, ...made.map(({ day }) => day)].sort();
  const openings = days.filter(
    (day, i) => i >= days.length - latestDays || day.slice(0, 7) !== days[i - 1]?.slice(0, 7),
  );
  return { openings, write: made.filter(({ day }) => openings.includes(day)) };
}

/** The first day that another price than before holds on, and the prices from now on. */
export function pricesWith(
  { prices, prepaid }: Pick<MeterAccount, 'prices' | 'prepaid'>,
  now: MeterAccount['prices'],
): { prices: MeterAccount['prices']; repriced: string | undefined } {
  return prepaid ? { prices: now, repriced: repricedFrom(prices, now) } : { prices: [], repriced: undefined };
}
