import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { entryHeader, openLedger, postEntries, referenceSchema, unidentifiedEntry } from '../ledger/public.ts';
import { accountIdSchema, someFenSchema } from './amounts.ts';
import { describeEntry, recordedAt, words } from './entry-words.ts';
import type { PaymentMethod } from './money-account.ts';
import { mustBeOfThisSystem, saveNewReceipt, takeNumber, unidentified } from './payments.store.ts';
import { assertSameReceipt, newReceipt, type UnidentifiedReceipt, unidentifiedIdOf } from './unidentified.ts';
import { dayPaid, instantKnown, oneWhen, oneWhenSaid, type When, whenFields } from './when-paid.ts';

/** Money on a statement whose payer is unknown, as the cash desk enters it. */
export const recordUnidentifiedSchema = z
  .strictObject({
    fen: someFenSchema,
    /** Cash is never unidentified, because a person brings it. */
    method: z.enum(['transfer', 'channel']),
    /** The bank account or the channel. */
    moneyAccount: accountIdSchema,
    reference: referenceSchema,
    ...whenFields,
    /** The sender as the bank writes it. */
    sender: z.string().min(1).max(200).optional(),
    remark: z.string().min(1).max(200).optional(),
  })
  .refine(oneWhen, oneWhenSaid)
  .meta({ id: 'RecordUnidentifiedReceiptBody' });

/** Received money whose payer is unknown. */
export interface UnidentifiedInput extends When {
  /** The estate of the ledger; `unassigned` when the estate is unknown. */
  readonly estateId: string;
  readonly fen: number;
  readonly method: PaymentMethod['method'];
  readonly moneyAccount: string;
  readonly reference: string;
  readonly said: UnidentifiedReceipt['said'];
}

/** Returns the zone and the language of an estate; the company's when the estate is unknown. */
export async function zoneAndLanguageOf(estateId: string) {
  const estate = await estateOf(estateId);
  return { zone: estate?.calendar.zone ?? stateCouncilCalendar().zone, language: estate?.language ?? 'zh-CN' } as const;
}

/**
 * Posts money from an unknown payer (待查收款, R21.2): Dr money account / Cr suspense, never income.
 * The same reference at the same money account is the same receipt: then nothing is written.
 * @throws Problem receipt-differs, number-used, in-the-future.
 */
export async function recordUnidentified(
  taking: UnidentifiedInput,
  act: ActionContext,
): Promise<{ after: UnidentifiedReceipt; transaction?: Transaction }> {
  const { estateId, fen, moneyAccount, reference, said } = taking;
  const receiptId = unidentifiedIdOf(estateId, moneyAccount, reference);
  const known = await get(unidentified, { receiptId });
  if (known) {
    assertSameReceipt(known, taking);
    return { after: known };
  }
  const { zone, language } = await zoneAndLanguageOf(estateId);
  const on = dayPaid(taking, act, zone);
  const ledger = await openLedger(estateId, dayIn(zone, act.recordedAt), act.recordedAt);
  await mustBeOfThisSystem(ledger, moneyAccount, reference);
  const description = describeEntry(words.unidentified, language, said.sender ?? said.remark);
  const head = { occurredOn: on, recordedAt: recordedAt(act, 1), reference, description };
  const entry = unidentifiedEntry(entryHeader(ledger, { cause: ['unidentified', receiptId], ...head }), {
    moneyAccount,
    fen,
  });
  const moved = new Transaction();
  const vouchers = [{ account: moneyAccount, reference, fen, day: on }];
  postEntries(moved, ledger, [entry], [{ entry, vouchers }], act, instantKnown(taking, act, zone));
  const money = { ...taking, occurredOn: on, entryId: entry.entryId };
  const after = newReceipt(money, { receiptId, said, takenBy: act.actor.id }, act.recordedAt);
  const transaction = saveNewReceipt(new Transaction(), after, act);
  takeNumber(transaction, { estateId, moneyAccount, reference, what: 'unidentified', id: receiptId });
  return { after, transaction: transaction.join(moved) };
}
