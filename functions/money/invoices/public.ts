import { list, type Page } from '../../../shared/store/table.ts';
import type { Invoice } from './invoice.ts';
import { invoiceLists, invoices } from './invoices.store.ts';

export type { Invoice } from './invoice.ts';
export { verifyInvoices } from './verify-invoices.ts';

/** Returns a page of the invoices of an estate, blue and red, by when they were recorded. */
export function invoicesOfEstate(
  estateId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<Invoice>> {
  return list(invoices, { index: 'lists', partition: invoiceLists.invoices(estateId), ...page });
}
