import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import {
  type AccountState,
  type AccountStep,
  type AccountTerms,
  accountStateSchema,
  foldEntries,
  nothingYet,
} from './account-fold.ts';
import type { Meter } from './meter.ts';
import type { MetersPolicy } from './meters.policy.ts';
import { msOf, type PrepaidEntry, pricesSchema, startOfDay, tariffOf } from './prepaid-entries.ts';
import { repricedFrom } from './price-list.ts';
import { readingChecksSchema } from './reading.ts';
import { settledSchema, toSettleSchema } from './settlement.ts';

/*
 * Keeps the account of a meter (预存账户): the current fold of its entries, and the openings (states at the
 * beginning of days). Entries in time continue from the end; late ones and corrections are folded again from
 * the nearest opening. The result always equals the pure rules over all entries (`balanceHistory`,
 * `judgeReadings`).
 */

const ruleSchema = z
  .object({
    after: z.string().optional(),
    checks: readingChecksSchema,
    levels: z.array(fenSchema),
  })
  .meta({ id: 'Rule' });

export const meterAccountSchema = z
  .object({
    meterId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    prepaid: z.boolean(),
    /** Checks and levels; each rule applies to entries later than those before it. */
    rules: z.array(ruleSchema).min(1).max(200),
    /** The prices of the fold; empty for a meter that is not prepaid. */
    prices: z.union([pricesSchema, z.array(z.never())]),
    state: accountStateSchema,
    /** Days with a valid stored opening (the state before the day), in order. */
    openings: z.array(dateSchema),
    /** The time of each level's last notice, past or planned. */
    told: z.array(z.object({ levelFen: fenSchema, at: z.string() })),
    /**
     * The usage settled in the ledger, and the next month to settle; absent for a meter that is not prepaid.
     */
    settled: settledSchema.optional(),
    toSettle: toSettleSchema.optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'MeterAccount' });
export type MeterAccount = z.infer<typeof meterAccountSchema>;

/** The state of an account before the first entry of a day. */
export const openingSchema = z
  .object({ meterId: z.string(), day: dateSchema, state: accountStateSchema })
  .meta({ id: 'Opening' });

/** The terms under which entries are entered. */
export interface MeterTerms {
  readonly meter: Meter;
  readonly zone: string;
  readonly policy: MetersPolicy;
  /** Prices of the meter's fee item; empty for a meter that is not prepaid. */
  readonly prices: MeterAccount['prices'];
}

type Kept = Pick<MeterAccount, 'rules' | 'prices'>;

/** Returns the rules by which entries change an account; prices only for a prepaid meter. */
export function termsOf({ rules, prices, prepaid }: Kept & Pick<MeterAccount, 'prepaid'>, zone: string): AccountTerms {
  return { rules, tariff: prepaid ? tariffOf(prices, zone) : undefined };
}

/** Returns the account of a meter without entries. */
export function newAccount({ meterId, estateId, unitId, prepaid }: Meter): Omit<MeterAccount, 'rules'> {
  const nothing = { prices: [], state: nothingYet, openings: [], told: [] };
  return { meterId, estateId, unitId, prepaid, ...nothing, updatedAt: '', version: 0 };
}

/** Adds the current rules when they changed. They apply to entries later than those already entered. */
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
  // Two changes without an entry between them: the first never applied.
  const kept = rules.at(-1)?.after === after ? rules.slice(0, -1) : rules;
  return [...kept, { after, ...now }];
}

/** A day with its entries. */
export interface DayFolded {
  readonly day: string;
  readonly entries: readonly PrepaidEntry[];
}

/**
 * Returns where to begin the fold: `onward` from the end when all new entries are later than the known ones.
 * Otherwise returns the last stored opening at or before the earliest changed day, or none to begin at the
 * start.
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
  // The reversal of a payment may arrive before the payment.
  const isReversed = ({ entries, known }: (typeof fresh)[number]) =>
    known.some((one) => one.kind === 'reversal' && entries.some(({ id }) => id === one.reverses));
  // A day may have an opening although all its entries are reversed.
  const lastOpened = account.openings.at(-1) ?? '';
  const onward = fresh.every((one) => one.day >= lastOpened && one.entries.every(isLater) && !isReversed(one));
  const touched = repriced !== undefined && atMs !== undefined && startOfDay(repriced, zone) <= atMs;
  if (onward && !touched) return 'onward';
  const days = [...fresh.map(({ day }) => day), ...(touched ? [repriced] : [])].sort();
  return { opening: account.openings.findLast((day) => day <= (days[0] ?? '')) };
}

/** The result of a fold: its steps, the final state, and the state before each day. */
export interface Folding {
  readonly steps: readonly AccountStep[];
  readonly state: AccountState;
  readonly openings: readonly { readonly day: string; readonly state: AccountState }[];
}

/** Applies the entries of days, in order, to a state. */
export function foldDays(from: AccountState, days: readonly DayFolded[], terms: AccountTerms): Folding {
  const steps: AccountStep[] = [];
  const openings: { day: string; state: AccountState }[] = [];
  let state = from;
  for (const { day, entries } of days) {
    openings.push({ day, state });
    const walked = foldEntries(state, entries, terms);
    steps.push(...walked);
    state = walked.at(-1)?.after ?? state;
  }
  return { steps, state, openings };
}

/** The latest days keep their openings; of earlier days the first of each month does. */
const latestDays = 10;
/** The most openings written at once; of more the earlier ones are left out. */
const mostOpenings = 40;

/**
 * Returns the valid openings after a fold, and which of them to write. Openings before the start of the fold
 * stay; later ones are new. `from` is the opening that the fold began at; undefined for the beginning,
 * `onward` for the end.
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

/** Returns the new prices, and the first day whose price changed. */
export function pricesWith(
  { prices, prepaid }: Pick<MeterAccount, 'prices' | 'prepaid'>,
  now: MeterAccount['prices'],
): { prices: MeterAccount['prices']; repriced: string | undefined } {
  return prepaid ? { prices: now, repriced: repricedFrom(prices, now) } : { prices: [], repriced: undefined };
}
