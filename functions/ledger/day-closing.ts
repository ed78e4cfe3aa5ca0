import { consumer, type Handling } from '../../shared/events/consumer.ts';
import { Transaction } from '../../shared/store/transaction.ts';
import { closeThrough, goOn } from './close-days.ts';

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
  await once.join(rest && goOn(rest, through, handling.act)).commit();
}

/** Closes the books day by day: the ledger against vouchers, receipts and channels, then the seal (日清月结, D29). */
export const dayClosing = consumer({
  name: 'day-closing',
  on: { CloseRequested: close, CloseContinued: close },
});
