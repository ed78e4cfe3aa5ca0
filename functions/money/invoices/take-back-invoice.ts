import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { billsNow, recordInvoiced } from '../fees/public.ts';
import { paymentOf, withdrawInvoice } from '../payments/public.ts';
import { type Invoice, sumOf } from './invoice.ts';
import { invoices, redLetters } from './invoices.store.ts';
import { mustBeNewNumber, saveNewInvoice } from './record-invoice.ts';
import {
  amountsOf,
  issued,
  type issueRedInvoiceSchema,
  type RedLetter,
  type requestRedLetterSchema,
} from './red-letter.ts';

/** Returns a new red letter for an invoice. @throws Problem illegal-state, red-above-invoice. */
export function requestRedLetter(
  invoice: Invoice,
  { reason, lines: asked }: z.output<typeof requestRedLetterSchema>,
  act: ActionContext,
  now: Temporal.Instant,
): { after: RedLetter; transaction: Transaction } {
  // A red invoice is never taken back.
  if (invoice.red || invoice.state === 'red') throw illegalState('red', ['blue', 'part-red']);
  const { estateId, number } = invoice;
  const lines = amountsOf(invoice, asked);
  const at = act.recordedAt;
  const letter: RedLetter = {
    redLetterId: newId('rlt', now),
    estateId,
    number,
    lines,
    fen: sumOf(lines, 'fen'),
    taxFen: sumOf(lines, 'taxFen'),
    reason,
    status: 'requested',
    requested: { by: act.actor.id, at },
    updatedAt: at,
    version: 1,
  };
  return { after: letter, transaction: saveRedLetter(letter, undefined, act) };
}

/** Returns the transaction that saves a red letter with its event. */
export function saveRedLetter(after: RedLetter, before: RedLetter | undefined, act: ActionContext): Transaction {
  const { redLetterId, number: invoiceNumber, status, fen } = after;
  return new Transaction()
    .save(redLetters, after, before)
    .record(redLetters, after, 'RedLetterChanged', { redLetterId, invoiceNumber, status, fen }, act);
}

/**
 * Records the red invoice of a confirmed red letter (R23.9). The lines of bills can be invoiced again by its
 * amounts; a payment once all of its invoice is red. No money moves.
 * @throws Problem illegal-state, red-above-invoice, invoice-number-used, day-in-the-future, bill-is-full.
 */
export async function issueRedInvoice(
  before: RedLetter,
  { number, issuedOn }: z.output<typeof issueRedInvoiceSchema>,
  { today, act, now }: { today: string; act: ActionContext; now: Temporal.Instant },
): Promise<{ after: RedLetter; transaction: Transaction }> {
  mustHaveCome(issuedOn, today);
  await mustBeNewNumber(number);
  const original = await get(invoices, { number: before.number });
  if (!original) throw new Error(`red letter ${before.redLetterId} is of an unknown invoice`);
  const { letter, red, blue } = issued(before, original, { number, issuedOn, by: act.actor.id }, now);
  const transaction = saveNewInvoice(saveRedLetter(letter, before, act), red, act);
  transaction.save(invoices, blue, original);
  for (const bill of await billsNow([...new Set(red.lines.flatMap(({ billId }) => billId ?? []))])) {
    const amounts = red.lines.flatMap(({ billId, line, fen }) =>
      billId === bill.billId && line !== undefined ? [{ line, number: blue.number, fen }] : [],
    );
    transaction.join(recordInvoiced(bill, amounts, act));
  }
  const paymentId = blue.lines.find((line) => line.paymentId !== undefined)?.paymentId;
  const isBack = blue.lines.every((line) => line.paymentId === undefined || line.redFen === line.fen);
  const payment = paymentId !== undefined && isBack ? await paymentOf(paymentId) : undefined;
  if (payment?.invoice?.number === blue.number) transaction.join(withdrawInvoice(payment, act));
  return { after: letter, transaction };
}
