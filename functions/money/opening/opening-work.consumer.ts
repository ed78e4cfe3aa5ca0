import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { inSlices } from '../../../shared/events/slices.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { endOpening } from '../ledger/public.ts';
import { compareNext } from './compare-month.ts';
import { comparisons } from './comparison.store.ts';
import { loadPart } from './load-part.ts';
import { openingErrors, openings } from './opening.store.ts';
import { nextPart, type Opening } from './opening.ts';
import type { FileError } from './opening-errors.ts';
import { validateOpening } from './validate-opening.ts';

/*
 * Thousands of homes take longer than a function may run, so an opening is posted part by part. The end
 * of each part is saved with the event of the next one. A repeated event finds a newer version and does
 * nothing; a killed part is posted again, and what is there stays.
 */

const keptErrors = 1_000;
const errorsAnItem = 100;

interface Cause {
  readonly id: string;
  readonly recordedAt: string;
  readonly version: number;
  readonly data: { readonly openingId: string };
}

/** Returns the opening that an event is about, while the event is the latest of it. */
async function openingOf(event: Cause): Promise<Opening | undefined> {
  const opening = await get(openings, event.data);
  if (!opening) log.warn('the opening of this event does not exist', { eventId: event.id });
  return opening?.version === event.version ? opening : undefined;
}

const changed = (opening: Opening, act: ActionContext): Opening => ({
  ...opening,
  updatedAt: act.recordedAt,
  version: opening.version + 1,
});

function keepErrors(transaction: Transaction, { openingId, run }: Opening, errors: readonly FileError[]): void {
  for (let from = 0; from < Math.min(errors.length, keptErrors); from += errorsAnItem) {
    const some = errors.slice(from, Math.min(from + errorsAnItem, keptErrors));
    transaction.put(openingErrors, { openingId, run, from, errors: some });
  }
}

async function validate(event: Cause, { act, consumer: name }: Handling): Promise<void> {
  const before = await openingOf(event);
  if (before?.state !== 'validating') return;
  const { after: validated, errors } = await validateOpening(before, act.recordedAt);
  const after = changed(validated, act);
  const transaction = new Transaction().once('ledger', name, event).save(openings, after, before);
  keepErrors(transaction, after, errors);
  const { openingId } = after;
  transaction.record(openings, after, 'OpeningValidated', { openingId, errors: errors.length }, act);
  await transaction.commit();
}

async function load(event: Cause, { act, consumer: name }: Handling): Promise<void> {
  const before = await openingOf(event);
  if (before?.state !== 'loading') return;
  const { openingId, estateId, counts, at } = before;
  const rows = at ? await loadPart(before, at, act) : 0;
  const next = nextPart(counts, at);
  const { at: _, ...rest } = before;
  const loaded = before.loaded + rows;
  const progress: Opening = next ? { ...rest, at: next, loaded } : { ...rest, state: 'loaded', loaded };
  const after = changed(progress, act);
  const transaction = new Transaction().once('ledger', name, event).save(openings, after, before);
  if (next) transaction.record(openings, after, 'OpeningContinued', { openingId, loaded }, act);
  else {
    transaction.record(openings, after, 'OpeningLoaded', { openingId, cutOverOn: after.cutOverOn, loaded }, act);
    await endOpening(transaction, estateId, act);
  }
  await transaction.commit();
}

const compare = inSlices({
  kind: comparisons,
  last: 'compared',
  next: compareNext,
  record: (transaction, after, act) => {
    const { comparisonId, state, units, unitsThatDiffer } = after;
    if (state === 'comparing') {
      transaction.record(comparisons, after, 'MonthComparisonContinued', { comparisonId, units }, act);
    } else {
      const isRefused = state === 'refused';
      const data = { comparisonId, isRefused, unitsThatDiffer };
      transaction.record(comparisons, after, 'MonthCompared', data, act);
    }
  },
});

/** Validates and posts openings, and compares months with the system before (R30). */
export const openingWork = consumer({
  name: 'opening-work',
  on: {
    OpeningValidationRequested: validate,
    OpeningApproved: load,
    OpeningContinued: load,
    MonthComparisonRequested: compare,
    MonthComparisonContinued: compare,
  },
});
