import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { endOfDay } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { account, type Entry, entryHeader, type LedgerState, openingEntry, postEntries } from '../ledger/public.ts';
import { createMeter } from './create-meter.ts';
import { addEntries, type Dated } from './enter-account.ts';
import type { NewMeter } from './meter.ts';
import { meterTerms } from './meter-access.ts';
import { meters } from './meters.store.ts';
import { readingEntry } from './reading.ts';

/** A meter of the system before, with its last reading; a prepaid one with its money, fen. */
interface MeterToCarry extends NewMeter {
  readonly meterId: string;
  readonly value: string;
  readonly readOn: string;
  readonly payerId?: string | undefined;
  readonly balanceFen: number;
}

/**
 * Registers a meter that came from the system before, with its last reading as the base of usage, and the
 * money on it (R30.2, R30.4). What exists already stays, so a repetition only adds what is missing.
 * @throws Problem `unknown-unit`, `fee-item-without-price`.
 */
export async function carryMeter(
  { ledger, on, zone, act }: { ledger: LedgerState; on: string; zone: string; act: ActionContext },
  { value, readOn, payerId, balanceFen, ...details }: MeterToCarry,
): Promise<void> {
  const { estateId } = ledger;
  const { meterId } = details;
  if (!(await get(meters, { meterId }))) {
    await (await createMeter(estateId, details, act)).transaction.commit();
  }
  await retryOnConflict(async () => {
    const meter = await get(meters, { meterId });
    if (!meter) throw new Error(`the meter is gone: ${meterId}`);
    const takenAt = endOfDay(readOn, zone);
    const reading = readingEntry({ meterId, takenAt, value, by: 'person' }, zone);
    const dated: Dated[] = [{ day: dayIn(zone, takenAt), entry: reading }];
    const entries: Entry[] = [];
    if (payerId !== undefined && balanceFen > 0) {
      const id = `opening-${meterId}`;
      const at = endOfDay(on, zone);
      dated.push({ day: dayIn(zone, at), entry: { kind: 'top-up', id, at, fen: balanceFen, payerId } });
      const said = { occurredOn: on, recordedAt: act.recordedAt, reference: id, description: details.plate };
      const head = entryHeader(ledger, { cause: ['opening-meter', meterId], ...said });
      entries.push(openingEntry(head, [{ account: account.meter(payerId, meterId), fen: -balanceFen }]));
    }
    const { transaction, fresh } = await addEntries(await meterTerms(meter, zone), dated, act);
    if (!transaction || fresh.size === 0) return;
    await postEntries(transaction, ledger, entries, [], act).commit();
  });
}
