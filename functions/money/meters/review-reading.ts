import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { illegalState, Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { addEntries, type Dated } from './enter-account.ts';
import type { MeterAccount, MeterTerms } from './meter-account.ts';
import { accounts, daysOfEntries } from './meters.store.ts';
import { daysRead } from './read-account.ts';
import {
  confirmationOf,
  correctionOf,
  dayOfReading,
  type MeterEntry,
  type ReadingEntry,
  readingEntry,
  readingSchema,
  reversalOf,
} from './reading.ts';
import { mustFitMeter } from './reading-refusals.ts';
import { type ReadingView, readingsOf, viewOf } from './reading-view.ts';

/* Confirms, reverses or corrects readings by entries of their own, never by editing (R6.5, D24). */

const reason = reasonSchema(500);
export const reverseReadingSchema = z.strictObject({ reason }).meta({ id: 'ReverseReadingBody' });
export const correctReadingSchema = z
  .strictObject({
    ...readingSchema.omit({ meterId: true }).shape,
    reason,
  })
  .meta({ id: 'CorrectReadingBody' });

/** The result of a review: the reading after it, to be committed. */
export interface Reviewed {
  readonly view: ReadingView;
  readonly transaction?: Transaction;
}

const needsMore = problemKind('cannot-be-confirmed', 409, {
  'zh-CN':
    '该读数与其他读数或自身的峰谷读数矛盾（{why}），不能直接确认。请更正或冲销其中之一；如已换表或翻转，请填写 change。',
  'zh-TW':
    '該讀數與其他讀數或自身的峰谷讀數矛盾（{why}），不能直接確認。請更正或沖銷其中之一；如已換表或翻轉，請填寫 change。',
  en: 'The reading contradicts another one or its own registers ({why}) and cannot be confirmed. Correct or reverse one of them, or fill in change when the meter rolled over or was replaced.',
});
const sameReading = problemKind('nothing-to-correct', 409, {
  'zh-CN': '更正后的读数与原读数相同。请核对 value。',
  'zh-TW': '更正後的讀數與原讀數相同。請核對 value。',
  en: 'The correction equals the original reading. Check value.',
});

interface Known {
  readonly account: MeterAccount;
  readonly day: string;
  readonly entry: ReadingEntry;
  readonly view: ReadingView;
}

/** Returns a reading of a meter with its current result. @throws Problem `not-found`. */
async function knownReading({ meter, zone }: MeterTerms, readingId: string): Promise<Known> {
  const day = dayOfReading(readingId);
  const account = day === undefined ? undefined : await get(accounts, meter);
  if (day === undefined || !account) throw new Problem(problems.notFound);
  for await (const read of daysRead(account, { from: day, to: day }, zone)) {
    const found = readingsOf(read, zone).find(({ id }) => id === readingId);
    if (!found) continue;
    const { id: _id, at: _at, ...view } = found;
    const { takenAt, value, by, change, registers } = view;
    const more = { ...(change && { change }), ...(registers && { registers }) };
    const entry = readingEntry({ meterId: meter.meterId, takenAt, value, by, ...more }, zone);
    return { account, day, entry, view };
  }
  throw new Problem(problems.notFound);
}

async function enterReview(of: MeterTerms, entries: readonly Dated[], shown: ReadingEntry, act: ActionContext) {
  const { after, judged, transaction } = await addEntries(of, entries, act);
  return { after, view: viewOf(shown, judged.get(shown.id)), transaction };
}

/** Confirms a held reading. @throws Problem `illegal-state` when it is not held, `cannot-be-confirmed`. */
export async function confirmReading(of: MeterTerms, readingId: string, act: ActionContext): Promise<Reviewed> {
  const { day, entry, view } = await knownReading(of, readingId);
  if (view.state !== 'held') throw illegalState(view.state, ['held']);
  const { why } = view;
  if (why === 'below-previous' || why === 'same-time' || why === 'parts-differ') throw new Problem(needsMore, { why });
  const done = await enterReview(of, [{ day, entry: confirmationOf(readingId, act.actor.id) }], entry, act);
  const { meterId, unitId } = of.meter;
  done.transaction?.record(accounts, done.after, 'ReadingConfirmed', { meterId, unitId, readingId }, act);
  return done;
}

/** Reverses a reading. @throws Problem `illegal-state` when it is already reversed. */
export async function reverseReading(
  of: MeterTerms,
  readingId: string,
  reason: string,
  act: ActionContext,
): Promise<Reviewed> {
  const { day, entry, view } = await knownReading(of, readingId);
  if (view.state === 'reversed') throw illegalState(view.state, ['base', 'counted', 'held']);
  const reversal = await latestOf(of, day, entry, act.actor.id, reason);
  const done = await enterReview(of, [{ day, entry: reversal }], entry, act);
  const { meterId, unitId } = of.meter;
  const why = { ...act, reason };
  done.transaction?.record(accounts, done.after, 'ReadingReversed', { meterId, unitId, readingId }, why);
  return { ...done, view: { ...done.view, reversal: { by: reversal.by, reason } } };
}

/**
 * Corrects a reading: reverses it and enters the right one, which the answer shows (D24).
 * @throws Problem `illegal-state` when it is already reversed, `nothing-to-correct`, and those of a reading
 * that its meter cannot have given.
 */
export async function correctReading(
  of: MeterTerms,
  readingId: string,
  { reason, ...right }: z.output<typeof correctReadingSchema>,
  act: ActionContext,
): Promise<Reviewed> {
  const { meter, zone } = of;
  const { meterId, unitId } = meter;
  const wrong = await knownReading(of, readingId);
  if (wrong.view.state === 'reversed') throw illegalState(wrong.view.state, ['base', 'counted', 'held']);
  const reading = { ...right, meterId };
  mustFitMeter(reading, of, act.recordedAt);
  if (readingEntry(reading, zone).id === readingId) throw new Problem(sameReading);
  const [, entry] = correctionOf(wrong.entry, reading, zone, act.actor.id, reason);
  const day = dayIn(zone, entry.takenAt);
  const entries: Dated[] = [
    { day: wrong.day, entry: await latestOf(of, wrong.day, wrong.entry, act.actor.id, reason) },
    { day, entry: await standingAgain(of, day, entry, act.actor.id, reason) },
  ];
  const done = await enterReview(of, entries, entry, act);
  const said = { meterId, unitId, readingId, correctedBy: entry.id };
  done.transaction?.record(accounts, done.after, 'ReadingReversed', said, { ...act, reason });
  return done;
}

/** Returns the chain of reversals of an entry: its id, that of its reversal, and so on. */
async function chainOf({ meter: { meterId } }: MeterTerms, day: string, entry: MeterEntry): Promise<string[]> {
  const stored = await get(daysOfEntries, { meterId, day });
  const chain = [entry.id];
  for (;;) {
    const next = stored?.reversals.find(({ reverses }) => reverses === chain.at(-1));
    if (!next) return chain;
    chain.push(next.id);
  }
}

/**
 * Returns the reversal of a valid entry. It reverses the entry itself, or the last reversal that restored it.
 */
async function latestOf(of: MeterTerms, day: string, entry: ReadingEntry, by: string, reason: string) {
  return reversalOf((await chainOf(of, day, entry)).at(-1) ?? entry.id, by, reason);
}

/** Returns the reading, or what restores it when it was entered and reversed before. */
async function standingAgain(of: MeterTerms, day: string, entry: ReadingEntry, by: string, reason: string) {
  const chain = await chainOf(of, day, entry);
  return chain.length % 2 === 0 ? reversalOf(chain.at(-1) ?? entry.id, by, reason) : entry;
}
