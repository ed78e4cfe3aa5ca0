import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { deliveryOf } from './delivery.ts';
import { type Handover, ref } from './handover.ts';
import { type Home, handovers, homes, unprovenNotices } from './handovers.store.ts';
import { type Changed, count } from './plan/phase-counters.ts';

/**
 * The handover with the day of its delivery, where what happened makes it delivered by a day (R3.4) and none is on record
 * yet: the day stays as it was recorded first.
 */
export function withDelivery(handover: Handover, today: string): Handover {
  if (handover.delivery) return handover;
  const { notice, keys, sheet, refused } = handover;
  const delivery = deliveryOf(
    {
      ...(notice?.proven && { noticedFor: notice.noticedFor }),
      ...(keys && { possessionOn: keys.on }),
      ...(sheet && { sheetSignedOn: sheet.signedOn }),
      ...(refused && { refused }),
    },
    today,
  );
  return delivery ? { ...handover, delivery } : handover;
}

/**
 * Adds the new state of a handover to a transaction with all that is kept of it elsewhere: the figures of its phase, the
 * list of notices that are not proven, and, when it has just been delivered, `HomeDelivered` and the day from which on its
 * fees are the owner's. Every change of a handover goes through here.
 */
export function saveHandover(
  transaction: Transaction,
  after: Handover,
  before: Handover | undefined,
  act: ActionContext,
): Transaction {
  return saveHandovers(transaction, [{ before, after }], act);
}

/** Keeps several handovers of one phase in one transaction. */
export function saveHandovers(
  transaction: Transaction,
  changes: readonly { before?: Handover | undefined; after: Handover }[],
  act: ActionContext,
): Transaction {
  for (const { before, after } of changes) {
    transaction.save(handovers, after, before);
    keepUnproven(transaction, { before, after });
    const { handoverId, phaseId, unitId, delivery } = after;
    const home: Home = { unitId, handoverId, phaseId, ...(delivery && { deliveredOn: delivery.on }) };
    if (!before) transaction.put(homes, home, { text: 'attribute_not_exists(pk)' }, takenMeanwhile);
    else if (delivery && !before.delivery) {
      transaction.put(homes, home).record(handovers, after, 'HomeDelivered', { ...ref(after), ...delivery }, act);
    }
  }
  const [first] = changes;
  if (first) count(transaction, first.after.phaseId, first.after.handoverId, changes);
  return transaction;
}

/** Takes a handover out of its phase; its home may be in another one. */
export function dropHandover(transaction: Transaction, before: Handover): Transaction {
  const { handoverId, unitId, version, phaseId } = before;
  const same = { text: 'version = :version', values: { ':version': version } };
  transaction.remove(handovers, { handoverId }, same).remove(homes, { unitId });
  count(transaction, phaseId, handoverId, [{ before }]);
  return transaction;
}

const takenMeanwhile = () => new VersionConflict('another phase has just taken this home');

const isUnproven = (handover: Handover | undefined) => handover?.notice !== undefined && !handover.notice.proven;

function keepUnproven(transaction: Transaction, { before, after }: Changed): void {
  if (after && isUnproven(after) && after.notice) {
    const { handoverId, phaseId, unitId, unitLabel, buyerId, notice } = after;
    const { writtenOn, failed } = notice;
    if (isUnproven(before) && before?.notice?.failed === failed && before?.notice?.writtenOn === writtenOn) return;
    transaction.put(unprovenNotices, { handoverId, phaseId, unitId, unitLabel, buyerId, writtenOn, failed });
  } else if (after && isUnproven(before)) transaction.remove(unprovenNotices, after);
}
