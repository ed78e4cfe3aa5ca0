import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { deliveryOf } from './delivery.ts';
import { changed, type Handover, ref } from './handover.ts';
import { type Home, handovers, homes, unprovenNotices } from './handovers.store.ts';
import { type Changed, count } from './plan/phase-counters.ts';

/**
 * Returns the handover with its delivery day when the facts deliver it by `today` (R3.4).
 * A delivery day that is already recorded stays.
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

/** A handover after a change, and the transaction to commit. */
export interface HandoverChange {
  readonly after: Handover;
  readonly transaction: Transaction;
}

/** Returns the next version of a handover, and a transaction that saves it. */
export function changeHandover(before: Handover, change: Partial<Handover>, act: ActionContext): HandoverChange {
  const after = changed(before, change, act.recordedAt);
  return { after, transaction: saveHandover(new Transaction(), after, before, act) };
}

/**
 * Adds the new state of a handover to a transaction, with its phase counters and the list of unproven
 * notices.
 * On delivery it adds `HomeDelivered` and the day from which the owner owes the fees.
 * Every change of a handover uses this function.
 */
export function saveHandover(
  transaction: Transaction,
  after: Handover,
  before: Handover | undefined,
  act: ActionContext,
): Transaction {
  return saveHandovers(transaction, [{ before, after }], act);
}

/** Adds several handovers of one phase to one transaction. */
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

/** Removes a handover from its phase. Its home may then be in another phase. */
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
