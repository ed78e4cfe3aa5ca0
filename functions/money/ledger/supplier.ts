import { get } from '../../../shared/store/table.ts';
import { payees } from './pay-out.store.ts';
import { accountOfPayee } from './pay-out.ts';
import type { Payee } from './payee.ts';

/** Returns an approved supplier of an estate (R21.11). @throws Problem `payee-not-approved`. */
export async function supplierOf(estateId: string, payeeId: string): Promise<Payee | undefined> {
  const payee = await get(payees, { payeeId });
  accountOfPayee(payee, { estateId, kind: 'supplier', payeeId });
  return payee;
}
