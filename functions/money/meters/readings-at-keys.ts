import type { ActionContext, EventOf } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { exact } from '../../../shared/kernel/money.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf, unitOf } from '../../register/owners/public.ts';
import { addEntries, type Entered } from './enter-account.ts';
import type { Meter } from './meter.ts';
import { meterTerms } from './meter-access.ts';
import { metersOf, unmatchedReadings } from './meters.store.ts';
import { type ReadingEntry, readingEntry } from './reading.ts';
import { mustFitMeter } from './reading-refusals.ts';
import { meterShowing, type Shown, type UnmatchedReading, unmatchedIdOf } from './unmatched-reading.ts';

/**
 * Enters the reading of a meter at a handover, by the rules of any reading. A known one changes nothing; one
 * below the previous is held. The caller commits.
 * @throws Problem of a reading that its meter cannot have given.
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
  return { entry, entered: await addEntries(terms, [{ day: dayIn(zone, takenAt), entry }], act) };
}

/** Enters a reading, or returns why it cannot be entered. */
async function index(
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
 * Enters the readings of a home's meters when its sheet is signed and its keys are given (D17, D24). They are
 * the first that the owner is charged from. A reading's id follows from its content, so a repeated one counts
 * once. A reading without a meter, or with several possible meters, is kept for staff to settle.
 */
export async function enterAtKeys(
  event: EventOf<'KeysGiven'> | EventOf<'SheetSigned'>,
  { consumer: name, act: caused }: Handling,
): Promise<void> {
  const { handoverId, unitId, readings = {}, readAt = event.occurredAt } = event.data;
  const { estateId } = event;
  const said = Object.entries(readings);
  if (said.length === 0) return;
  const [estate, unit, found] = await Promise.all([estateOf(estateId), unitOf(unitId), metersOf(unitId)]);
  if (!estate || !unit) throw new Error(`a handover names an unknown unit or estate: ${unitId}`);
  const { zone } = estate.calendar;
  const act: ActionContext = { ...caused, occurredAt: undefined };
  const transaction = new Transaction().once('ledger', name, event);
  for (const [measured, shownValue] of said) {
    const value = exact(shownValue).top.toFixed();
    const shown: Shown = { handoverId, utility: utilitySchema.parse(measured), value, readAt };
    const unmatchedId = unmatchedIdOf(shown, dayIn(zone, readAt));
    // An unmatched reading stays for staff to settle, even when the home has a matching meter by now.
    if (await get(unmatchedReadings, { unmatchedId })) continue;
    const why = await index(found, shown, zone, act);
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
