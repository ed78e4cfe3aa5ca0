import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type Invoice, invoiceSchema } from './invoice.ts';
import { type RedLetter, redLetterSchema } from './red-letter.ts';

const table = 'ledger';

/** Partitions of the lists. */
export const invoiceLists = {
  invoices: (estateId: string) => `ESTATE#${estateId}#INVOICES`,
  invoicesOf: (estateId: string, payerId: string) => `ESTATE#${estateId}#PAYER#${payerId}#INVOICES`,
  redLetters: (estateId: string) => `ESTATE#${estateId}#REDLETTERS`,
  redLettersOf: (number: string) => `INVOICE#${number}#REDLETTERS`,
};

/** Blue and red invoices. The number is the key, so no two invoices of any estate share one (R23.8). */
export const invoices = entity<Invoice, { number: string }>({
  table,
  type: 'invoice',
  schema: invoiceSchema,
  key: ({ number }) => ({ pk: `INVOICE#${number}`, sk: 'INVOICE' }),
  indexes: ({ number, estateId, payerId, recordedAt, updatedAt }) => ({
    ...indexKeys('lists', invoiceLists.invoices(estateId), recordedAt, number),
    ...indexKeys('mine', invoiceLists.invoicesOf(estateId, payerId), recordedAt, number),
    ...indexKeys('updates', invoiceLists.invoices(estateId), updatedAt, number),
  }),
});

export const redLetters = entity<RedLetter, { redLetterId: string }>({
  table,
  type: 'red-letter',
  schema: redLetterSchema,
  key: ({ redLetterId }) => ({ pk: `REDLETTER#${redLetterId}`, sk: 'REDLETTER' }),
  indexes: ({ redLetterId, estateId, number, requested, updatedAt }) => ({
    ...indexKeys('lists', invoiceLists.redLetters(estateId), requested.at, redLetterId),
    ...indexKeys('mine', invoiceLists.redLettersOf(number), requested.at, redLetterId),
    ...indexKeys('updates', invoiceLists.redLetters(estateId), updatedAt, redLetterId),
  }),
});
