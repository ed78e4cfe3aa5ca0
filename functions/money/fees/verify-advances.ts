import { everyItem } from '../../../shared/store/table.ts';
import { account, type Flaw } from '../ledger/public.ts';
import { balancesOf } from './advance.ts';
import { advanceLists, advances } from './advances.store.ts';

/**
 * Compares money in advance with the ledger of an estate (R24): by fee item the liability, by rate the
 * pending tax. `balances` holds fen by account, debit positive.
 */
export async function verifyAdvances(estateId: string, balances: Readonly<Record<string, number>>): Promise<Flaw[]> {
  const should = new Map<string, number>();
  const add = (code: string, fen: number) => should.set(code, (should.get(code) ?? 0) + fen);
  for await (const one of everyItem(advances, { index: 'updates', partition: advanceLists.advances(estateId) })) {
    const { advanceFen, invoicedFen, pendingTaxFen } = balancesOf(one);
    add(account.advance(one.feeItemId), advanceFen);
    add(account.invoicedAdvance(one.feeItemId), invoicedFen);
    if (one.vat) add(account.pendingVat(one.vat.percent), pendingTaxFen);
  }
  const kinds = ['advance', 'invoiced-advance', 'pending-vat'];
  const posted = Object.keys(balances).filter((code) => kinds.includes(code.split(':')[1] ?? ''));
  return [...new Set([...should.keys(), ...posted])].flatMap((code): Flaw[] => {
    const [is, owed] = [0 - (balances[code] ?? 0), should.get(code) ?? 0];
    return is === owed ? [] : [{ estateId, what: 'advance-differs', field: code, is, should: owed }];
  });
}
