import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { feesPolicy } from '../fees/public.ts';
import { account } from '../ledger/public.ts';
import type { Payment } from './payment.ts';
import { unidentified } from './payments.store.ts';
import { recordPayment } from './record-payment.ts';
import { recordUnidentified } from './record-unidentified.ts';
import { assertSameReceipt, type UnidentifiedReceipt, unassignedEstate, unidentifiedIdOf } from './unidentified.ts';
import { isPayer } from './who-pays.ts';

/** A payment as a channel reports it. */
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
 * Records money that a channel reports. The money has moved, so it is always posted.
 * It pays the bills it can, and the rest becomes prepaid. With an unknown payer or estate it becomes an
 * unidentified receipt (R21.2).
 * The same reference is the same money. A `paidAt` in the future counts as now.
 * @throws Problem payment-differs, receipt-differs, number-used when the reference was used for other money.
 */
export async function takeReported(said: Reported, channel: string, act: ActionContext): Promise<Taken> {
  const { paidAt, ...rest } = said;
  const moneyAccount = account.channel(channel);
  const { reference, payerId, fen } = said;
  const occurredAt = compareInstants(paidAt, act.recordedAt) > 0 ? act.recordedAt : paidAt;
  const ids = [said.estateId, unassignedEstate].map((estateId) => unidentifiedIdOf(estateId, moneyAccount, reference));
  const [estate, fees, ...found] = await Promise.all([
    estateOf(said.estateId),
    feesPolicy.of(said.estateId),
    ...ids.map((receiptId) => get(unidentified, { receiptId })),
  ]);
  const receipt = found.find((one) => one !== undefined);
  if (receipt) {
    assertSameReceipt(receipt, said);
    return { receipt };
  }
  const method = 'channel' as const;
  if (estate && (await isPayer(payerId, estate.estateId, fees))) {
    const taking = { ...rest, occurredAt, method, moneyAccount, receiptsOf: channel, reported: true };
    const { after: payment, transaction } = await recordPayment(taking, act);
    return { payment, ...(transaction && { transaction }) };
  }
  const { after, transaction } = await recordUnidentified(
    {
      estateId: estate?.estateId ?? unassignedEstate,
      fen,
      method,
      moneyAccount,
      reference,
      occurredAt,
      said: { payerId, ...(!estate && { estateId: said.estateId }) },
    },
    act,
  );
  return { receipt: after, ...(transaction && { transaction }) };
}
