import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { everyItem, get, getMany } from '../../../shared/store/table.ts';
import { accountOf } from './account.ts';
import { slipDifferenceId } from './drawer.store.ts';
import { arrivalEntry } from './entry-builders.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { entryHeader } from './ledger-state.ts';
import { openDifference } from './open-difference.ts';
import { openLedger, postEntries } from './post-entries.ts';
import { arrivals, openSlips, settlements, transitPartition } from './settlement.store.ts';
import {
  type ChannelLine,
  channelFiles,
  channelLines,
  sourceDocumentsPartition,
  vouchers,
} from './source-document.store.ts';
import { type OpenSlip, slipOf } from './transit.ts';

/** Lists every slip in transit of an estate. */
export function slipsInTransit(estateId: string): Promise<OpenSlip[]> {
  return Array.fromAsync(everyItem(openSlips, { partition: transitPartition(estateId), limit: 1_000 }));
}

/** Lists the bank statement lines that are filed under a ledger day. */
export async function bankLinesOn(estateId: string, day: string): Promise<ChannelLine[]> {
  const partition = sourceDocumentsPartition(estateId, day);
  const sort = { beginsWith: 'CHANNEL#' };
  const lines = await Array.fromAsync(everyItem(channelLines, { partition, sort, limit: 1_000 }));
  return lines.filter(({ account }) => accountOf(account).kind === 'bank');
}

/**
 * Posts the arrival of money in transit for each bank line that confirms a slip (R20.7): by number, and with
 * `byAmount` also by exact amount.
 * A line confirms one slip, once (R21.1). A line that is other money confirms none. A statement imported by
 * the maker of the slip confirms none (R20.2).
 * A repetition changes nothing.
 */
export async function matchLines(
  estateId: string,
  lines: readonly ChannelLine[],
  { byAmount, act }: { byAmount: boolean; act: ActionContext },
): Promise<void> {
  let slips = lines.length === 0 ? [] : await slipsInTransit(estateId);
  if (slips.length === 0) return;
  const { transitMatchDays: matchDays } = await ledgerPolicy.of(estateId);
  // Numbers first: a line that carries the number of one slip must not confirm another by its amount.
  for (const isByAmount of byAmount ? [false, true] : [false]) {
    for (const line of lines) {
      const slip = slipOf(line, slips, { byAmount: isByAmount, matchDays });
      if (!slip || !(await isProof(line, slip))) continue;
      await arrive(line, slip, act);
      slips = slips.filter((one) => one !== slip);
    }
  }
}

async function isProof({ estateId, account, reference, postedOn, fileId }: ChannelLine, slip: OpenSlip) {
  const days = [addDays(postedOn, -1), postedOn, addDays(postedOn, 1)];
  const papers = days.map((day) => ({ estateId, postedOn: day, account, reference }));
  const [known, others, file] = await Promise.all([
    get(arrivals, { estateId, account, reference }),
    getMany(vouchers, papers, { consistent: true }),
    get(channelFiles, { fileId }),
  ]);
  return !known && others.length === 0 && file !== undefined && !file.withdrawn && file.takenBy !== slip.by;
}

async function arrive(line: ChannelLine, slip: OpenSlip, act: ActionContext): Promise<void> {
  const { estateId, account, reference, fen, day, fileId } = line;
  const [ledger, known, file] = await Promise.all([
    openLedger(estateId, day, act.recordedAt),
    get(settlements, slip),
    get(channelFiles, { fileId }),
  ]);
  if (!known || !file) throw new Error(`a slip without its settlement: ${slip.reference}`);
  const head = entryHeader(ledger, {
    cause: ['arrival', account, reference, fileId, file.version],
    occurredOn: day,
    recordedAt: act.recordedAt,
    reference,
    description: `arrival of ${slip.reference}`,
  });
  const entry = arrivalEntry(head, { bank: account, slipFen: slip.fen, lineFen: fen });
  const { entryId } = entry;
  const after = {
    ...known,
    arrived: { fen, day, reference, fileId, entryId, at: act.recordedAt },
    version: known.version + 1,
  };
  const told = { entryId, from: slip.from, to: account, reference: slip.reference, line: reference, fen };
  const transaction = new Transaction()
    .save(settlements, after, known)
    .record(settlements, after, 'TransitArrived', { ...told, differsFen: fen - slip.fen }, act)
    .put(
      arrivals,
      { estateId, account, reference, from: slip.from, slip: slip.reference },
      { text: 'attribute_not_exists(pk)' },
    )
    .remove(openSlips, slip, { text: 'attribute_exists(pk)' });
  const differenceId = slipDifferenceId(entryId);
  const named = { from: slip.from, to: account, reference: slip.reference, line: reference };
  const difference = { differenceId, estateId, cashierId: slip.by, day, fen: fen - slip.fen, entryId, slip: named };
  await openDifference(transaction, difference, { at: act.recordedAt });
  postEntries(transaction, ledger, [entry], [], act);
  await transaction.commit();
}
