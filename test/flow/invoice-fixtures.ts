import { type Body, must, type TestEstate } from './backend.ts';
import { today } from './ledger-fixtures.ts';

/** Records an ordinary invoice without tax for all of a payment. */
export async function invoicedPayment(
  { estateId, staff: { cashier } }: TestEstate,
  { paymentId, fen }: Body,
  number: string,
): Promise<Body> {
  const lines = [{ paymentId, name: '物业费', fen, percent: '0', taxFen: 0 }];
  const invoice = { number, kind: 'ordinary', issuedOn: today(), buyer: { name: '王芳' }, lines, fen, taxFen: 0 };
  return must(cashier, 'POST', `/v1/invoices/estates/${estateId}/invoices`, invoice);
}

/** Takes an invoice back by a red one, in part with `lines`. */
export async function takenBack(
  { staff: { cashier } }: TestEstate,
  number: string,
  redNumber: string,
  lines?: readonly object[],
): Promise<void> {
  const asked = { reason: '开票有误', ...(lines && { lines }) };
  const { redLetterId } = await must(cashier, 'POST', `/v1/invoices/${number}/red-letters`, asked);
  const letter = `/v1/invoices/red-letters/${redLetterId}`;
  await must(cashier, 'POST', `${letter}/submit`, { confirmationNumber: '33010026117', buyerConfirms: false });
  await must(cashier, 'POST', `${letter}/issue`, { number: redNumber, issuedOn: today() });
}
