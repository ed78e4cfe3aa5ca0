import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { accountOf } from './account.ts';
import { closeThrough, continueClose } from './close-ledger.ts';
import { matchLines } from './match-lines.ts';
import { channelFiles, channelLines } from './source-document.store.ts';

interface Cause {
  id: string;
  recordedAt: string;
  estateId: string;
  data: { through: string };
}

async function close(event: Cause, handling: Handling): Promise<void> {
  const { through } = event.data;
  const rest = await closeThrough(event.estateId, through, handling.act);
  const once = new Transaction().once('ledger', handling.consumer, event);
  await once.join(rest && continueClose(rest, through, handling.act)).commit();
}

/**
 * Posts the slips that a bank statement confirms by number. A match by amount alone waits for the close of
 * the day (R20.7).
 */
async function match(event: { estateId: string; data: { fileId: string } }, { act }: Handling): Promise<void> {
  const { estateId } = event;
  const file = await get(channelFiles, event.data);
  if (!file || accountOf(file.account).kind !== 'bank') return;
  const ids = file.filed.map((line) => ({ ...line, estateId, fileId: file.fileId }));
  await matchLines(estateId, await getMany(channelLines, ids, { consistent: true }), { byAmount: false, act });
}

/**
 * Closes days one by one: compares the ledger with vouchers, receipts and statements, then seals the day
 * (日清月结, D29).
 */
export const dayClosing = consumer({
  name: 'day-closing',
  on: { CloseRequested: close, CloseContinued: close, ChannelFileTaken: match },
});
