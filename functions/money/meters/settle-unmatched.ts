import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get } from '../../../shared/store/table.ts';
import { meters, unmatchedReadings } from './meters.store.ts';
import { noSuchMeter } from './reading-refusals.ts';
import { enterShown } from './readings-at-keys.ts';
import type { UnmatchedReading } from './unmatched-reading.ts';

export const settleUnmatchedSchema = z
  .strictObject({
    /** The meter of the home that showed the value; without it the value is set aside. */
    meterId: z.string().min(1).max(64).optional(),
    reason: reasonSchema(500),
  })
  .meta({ id: 'SettleUnmatchedReadingBody' });

/**
 * Matches an unmatched reading to a meter and enters it, or sets it aside. Nothing is deleted.
 * @throws Problem `illegal-state` when it is settled, `unknown-meter`, and those of a reading that its meter
 * cannot have given.
 */
export async function settleUnmatched(
  before: UnmatchedReading,
  { meterId, reason }: z.output<typeof settleUnmatchedSchema>,
  zone: string,
  act: ActionContext,
): Promise<{ after: UnmatchedReading; transaction: Transaction }> {
  if (before.state !== 'open') throw illegalState(before.state, ['open']);
  const { unmatchedId, unitId, handoverId, utility } = before;
  const meter = meterId === undefined ? undefined : await get(meters, { meterId });
  if (meterId !== undefined && (meter?.unitId !== unitId || meter.utility !== utility)) throw noSuchMeter(meterId);
  const done = meter && (await enterShown(meter, before, zone, act));
  const reading = done && { meterId, readingId: done.entry.id };
  const after: UnmatchedReading = {
    ...before,
    state: done ? 'entered' : 'set-aside',
    settled: { by: act.actor.id, at: act.recordedAt, reason, ...reading },
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  const told = { unmatchedId, unitId, handoverId, utility, ...reading };
  const transaction = new Transaction()
    .save(unmatchedReadings, after, before)
    .record(unmatchedReadings, after, 'UnmatchedReadingSettled', told, { ...act, reason })
    .join(done?.entered.transaction);
  return { after, transaction };
}
