import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { feesPolicyOf } from '../fees/public.ts';
import { account } from '../ledger/public.ts';
import type { Payment } from './payment.ts';
import { unidentified } from './payments.store.ts';
import { recordPayment } from './record-payment.ts';
import { takeUnidentified } from './record-unidentified.ts';
import { assertSameReceipt, type UnidentifiedReceipt, unassignedEstate, unidentifiedIdOf } from './unidentified.ts';
import { isPayer } from './who-pays.ts';

/** What a channel says of money that moved. */
export interface Reported {
  readonly estateId: string;
  readonly payerId: string;
  readonly fen: number;
  readonly reference: string;
  readonly paidAt: string;
  readonly billIds?: readonly string[] | undefined;
  readonly purpose?: string | undefined;
  readonly meterId?: string | undefined;
}

export type Taken =
  | { readonly payment: Payment; readonly transaction?: Transaction }
  | { readonly receipt: UnidentifiedReceipt; readonly transaction?: Transaction };

/**
 * Takes money that a channel reports: it has moved, so it is always booked. What fits is paid and the rest is prepaid money
 * of the payer; where the payer or the estate is not in the register it is an unidentified receipt (R21.2). The same number
 * is the same money. A clock of the channel that is ahead of ours counts as now.
 * @throws Problem payment-differs, receipt-differs, number-used: under the number other money is known.
 */
export async function takeReported(said: Reported, channel: string, act: ActionContext): Promise<Taken> {
  const { paidAt, ...rest } = said;
  const place = account.channel(channel);
  const { reference, payerId, fen } = said;
  const occurredAt = compareInstants(paidAt, act.recordedAt) > 0 ? act.recordedAt : paidAt;
  const ids = [said.estateId, unassignedEstate].map((estateId) => unidentifiedIdOf(estateId, place, reference));
  const [estate, fees, ...found] = await Promise.all([
    estateOf(said.estateId),
    feesPolicyOf(said.estateId),
    ...ids.map((receiptId) => get(unidentified, { receiptId })),
  ]);
  const receipt = found.find((one) => one !== undefined);
  if (receipt) {
    assertSameReceipt(receipt, said);
    return { receipt };
  }
  const how = 'channel' as const;
  if (estate && (await isPayer(payerId, estate.estateId, fees))) {
    const taking = { ...rest, occurredAt, how, place, receiptsOf: channel, reported: true };
    const { after: payment, transaction } = await recordPayment(taking, act);
    return { payment, ...(transaction && { transaction }) };
  }
  const { after, transaction } = await takeUnidentified(
    {
      ...{ estateId: estate?.estateId ?? unassignedEstate, fen, how, place, reference, occurredAt },
      said: { payerId, ...(!estate && { estateId: said.estateId }) },
    },
    act,
  );
  return { receipt: after, ...(transaction && { transaction }) };
}
