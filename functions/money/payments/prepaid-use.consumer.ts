import type { AnyEvent, EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { AlreadyHandled, Transaction } from '../../../shared/events/transaction.ts';
import { billOf, openBillsOf } from '../fees/public.ts';
import { account, fundsOfPayer, fundsOn } from '../ledger/public.ts';
import { noteFreed } from './freed-money.ts';
import { generalPurpose } from './share-out.ts';
import { coverPrepaid, type Prepaid, usePrepaid } from './use-prepaid.ts';

/**
 * What a payer has prepaid is used for a bill as soon as it is published; what a payment left over goes on to bills that one
 * transaction could not hold, or that were published the same moment. Where a payment is taken back whose money was used,
 * the uses are taken back.
 */
export const prepaidUse = consumer({
  name: 'prepaid-use',
  on: {
    BillPublished: useForBill,
    // What a credit note freed goes on to what else is open (R21.6).
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
      // What tops up a meter is used by the meter.
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

/** Money for the bill's fee item first, then the general money. Where nothing is prepaid that is all there is to it: two reads. */
async function useForBill(event: EventOf<'BillPublished'>, handling: Handling): Promise<void> {
  const { estateId } = event;
  const { billId, payerId } = event.data;
  // The list may be a moment behind: whether general money is there is asked of the account itself.
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

/** Uses prepaid money of several kinds, one after the other. */
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
      // That of one kind was used before the delivery broke off; the other may not have been.
      if (!(error instanceof AlreadyHandled)) throw error;
    }
  }
}

/** Uses prepaid money of one kind for a bill, or for all that are open. */
async function useFor(prepaid: Prepaid, event: AnyEvent, { consumer: name, act }: Handling, billId?: string) {
  const { estateId, payerId, purpose } = prepaid;
  const keptFen = await fundsOn(estateId, account.prepaid(payerId, purpose));
  if (keptFen <= 0) return;
  // A bill is read as it is now; the list of all that are open may be a moment behind.
  const bill = billId === undefined ? undefined : await billOf(billId);
  const bills = billId === undefined ? await openBillsOf(estateId, payerId) : bill ? [bill] : [];
  const transaction = new Transaction().once('ledger', `${name} ${purpose}`, event);
  await usePrepaid(transaction, prepaid, { keptFen, bills, cause: event.id }, act);
  await transaction.commit();
}
