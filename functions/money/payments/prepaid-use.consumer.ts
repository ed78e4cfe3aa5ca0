import type { AnyEvent, EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { AlreadyHandled, Transaction } from '../../../shared/events/transaction.ts';
import { billOf, openBillsOf } from '../fees/public.ts';
import { account, fundsOfPayer, fundsOn } from '../ledger/public.ts';
import { noteFreed } from './freed-money.ts';
import { generalPurpose } from './share-out.ts';
import { coverPrepaid, type Prepaid, usePrepaid } from './use-prepaid.ts';

/**
 * Uses prepaid money for a bill as soon as it is published.
 * The rest of a payment goes on to bills that did not fit into one transaction or were published at the same
 * time.
 * When a payment is reversed or moved and its money was used, the uses are undone.
 */
export const prepaidUse = consumer({
  name: 'prepaid-use',
  on: {
    BillPublished: useForBill,
    // Money that a credit note freed goes on to other open bills (R21.6).
    BillCredited: async (event, handling) => {
      await noteFreed(event, handling);
      const { payerId, freed } = event.data;
      await useEach(
        freed.map(({ purpose }) => purpose),
        { estateId: event.estateId, payerId },
        event,
        handling,
      );
    },
    PaymentTaken: async (event, handling) => {
      const { payerId, prepaidFen, meterId, purpose = generalPurpose } = event.data;
      // The meter uses its own top-ups.
      if (prepaidFen > 0 && meterId === undefined)
        await useFor({ estateId: event.estateId, payerId, purpose }, event, handling);
    },
    PrepaidUsed: async (event, handling) => {
      const { payerId, more, purpose = generalPurpose } = event.data;
      if (more) await useFor({ estateId: event.estateId, payerId, purpose }, event, handling);
    },
    PaymentReversed: async (event, { act }) => {
      const { payerId, purpose = generalPurpose } = event.data;
      await coverPrepaid({ estateId: event.estateId, payerId, purpose }, act);
    },
    PaymentMoved: async (event, { act }) => {
      const { payerId, purpose } = event.data;
      await coverPrepaid({ estateId: event.estateId, payerId, purpose }, act);
    },
  },
});

/**
 * Uses the money for the bill's fee item first, then the general money. Without prepaid money it needs only
 * two reads.
 */
async function useForBill(event: EventOf<'BillPublished'>, handling: Handling): Promise<void> {
  const { estateId } = event;
  const { billId, payerId } = event.data;
  // The list may lag, so the general balance is read from the account itself.
  const [listed, generalFen] = await Promise.all([
    fundsOfPayer(estateId, payerId),
    fundsOn(estateId, account.prepaid(payerId, generalPurpose)),
  ]);
  const has = (purpose: string) =>
    listed.some((one) => one.account === account.prepaid(payerId, purpose) && one.fen > 0);
  if (generalFen <= 0 && listed.every(({ fen }) => fen <= 0)) return;
  const bill = await billOf(billId);
  const item = bill?.lines[0]?.feeItemId;
  const purposes = [...(item !== undefined && has(item) ? [item] : []), ...(generalFen > 0 ? [generalPurpose] : [])];
  await useEach(purposes, { estateId, payerId }, event, handling, billId);
}

/** Uses prepaid money of several purposes, one after the other. */
async function useEach(
  purposes: readonly string[],
  of: Omit<Prepaid, 'purpose'>,
  event: AnyEvent,
  handling: Handling,
  billId?: string,
): Promise<void> {
  for (const purpose of purposes) {
    try {
      await useFor({ ...of, purpose }, event, handling, billId);
    } catch (error) {
      // This purpose was handled by an earlier delivery of the event; another purpose may not have been.
      if (!(error instanceof AlreadyHandled)) throw error;
    }
  }
}

/** Uses prepaid money of one purpose for a bill, or for all open bills. */
async function useFor(prepaid: Prepaid, event: AnyEvent, { consumer: name, act }: Handling, billId?: string) {
  const { estateId, payerId, purpose } = prepaid;
  const keptFen = await fundsOn(estateId, account.prepaid(payerId, purpose));
  if (keptFen <= 0) return;
  // A single bill is read fresh; the list of open bills may lag.
  const bill = billId === undefined ? undefined : await billOf(billId);
  const bills = billId === undefined ? await openBillsOf(estateId, payerId) : bill ? [bill] : [];
  const transaction = new Transaction().once('ledger', `${name} ${purpose}`, event);
  await usePrepaid(transaction, prepaid, { keptFen, bills, cause: event.id }, act);
  await transaction.commit();
}
