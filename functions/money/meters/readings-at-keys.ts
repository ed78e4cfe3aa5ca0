import type { ActionContext, EventOf } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { exact } from '../../../shared/kernel/money.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateOf, unitOf } from '../../register/owners/public.ts';
import { type Entered, enter } from './enter-account.ts';
import type { Meter } from './meter.ts';
import { meterTerms } from './meter-access.ts';
import { meterLists, meters, unmatchedReadings } from './meters.store.ts';
import { type ReadingEntry, readingEntry } from './reading.ts';
import { mustFitMeter } from './reading-refusals.ts';
import { meterShowing, type Shown, type UnmatchedReading, unmatchedIdOf } from './unmatched-reading.ts';

/**
 * Enters what a meter showed at the keys, by the rules of any reading: what is there already changes nothing, what is below the
 * one before is held. To be committed. @throws Problem of a reading that its meter cannot have given.
 */
export async function enterShown(
  meter: Meter,
  { value, readAt: takenAt }: Shown,
  zone: string,
  act: ActionContext,
): Promise<{ entry: ReadingEntry; entered: Entered }> {
  const terms = await meterTerms(meter, zone);
  const reading = { meterId: meter.meterId, takenAt, value, by: 'handover' as const };
  mustFitMeter(reading, terms, act.recordedAt);
  const entry = readingEntry(reading, zone);
  return { entry, entered: await enter(terms, [{ day: dayIn(zone, takenAt), entry }], act) };
}

/** Enters it, or says why it cannot be. */
async function place(
  found: readonly Meter[],
  shown: Shown,
  zone: string,
  act: ActionContext,
): Promise<string | undefined> {
  const meter = meterShowing(found, shown, dayIn(zone, shown.readAt));
  if (typeof meter === 'string') return meter;
  try {
    await retryOnConflict(async () => (await enterShown(meter, shown, zone, act)).entered.transaction?.commit());
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem) || error.kind.status >= 500) throw error;
    return error.kind.code;
  }
}

/**
 * What the meters of a home showed when its sheet was signed and its keys were given are readings of these meters (D17, D24):
 * the first that the owner is charged from. A reading says itself which it is, so that one that comes twice is one. What
 * is of no meter, or could be of several, is kept for somebody to settle.
 */
export async function enterAtKeys(
  event: EventOf<'KeysGiven'> | EventOf<'SheetSigned'>,
  { consumer: name, act: caused }: Handling,
): Promise<void> {
  const { handoverId, unitId, readings = {}, readAt = event.occurredAt } = event.data;
  const { estateId } = event;
  const said = Object.entries(readings);
  if (said.length === 0) return;
  const [estate, unit, found] = await Promise.all([
    estateOf(estateId),
    unitOf(unitId),
    list(meters, { index: 'mine', partition: meterLists.ofUnit(unitId), limit: 200 }),
  ]);
  if (!estate || !unit) throw new Error(`keys are of a unit or an estate that is not there: ${unitId}`);
  const { zone } = estate.calendar;
  const act: ActionContext = { ...caused, occurredAt: undefined };
  const transaction = new Transaction().once('ledger', name, event);
  for (const [measured, shownValue] of said) {
    const value = exact(shownValue).top.toFixed();
    const shown: Shown = { handoverId, utility: utilitySchema.parse(measured), value, readAt };
    const unmatchedId = unmatchedIdOf(shown, dayIn(zone, readAt));
    // Where it was of no meter once it is somebody's to settle, whatever meters there are by now.
    if (await get(unmatchedReadings, { unmatchedId })) continue;
    const why = await place(found.items, shown, zone, act);
    if (why === undefined) continue;
    const at = act.recordedAt;
    const home = { estateId, unitId, unitLabel: unit.label };
    const open: UnmatchedReading = { unmatchedId, ...home, ...shown, why, state: 'open', updatedAt: at, version: 1 };
    const { utility } = shown;
    transaction
      .save(unmatchedReadings, open)
      .record(
        ...([unmatchedReadings, open, 'ReadingUnmatched'] as const),
        { unmatchedId, unitId, handoverId, utility, value, readAt, why },
        act,
      );
  }
  await transaction.commit();
}
