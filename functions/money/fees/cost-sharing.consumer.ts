import { consumer } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { finishSharing } from './create-sharing.ts';
import { sharings } from './fees.store.ts';

/** Shares common costs among the units of their pools (D25). */
export const costSharing = consumer({
  name: 'cost-sharing',
  on: {
    SharingRequested: async (event, handling) => {
      const sharing = await get(sharings, event.data);
      if (!sharing) return log.warn('event of a sharing that is not there', { eventId: event.id });
      const once = new Transaction().once('ledger', handling.consumer, event);
      if (sharing.state === 'sharing') once.join(await finishSharing(sharing, handling.act));
      await once.commit();
    },
  },
});
