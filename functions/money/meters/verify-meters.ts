import { everyPage, getMany } from '../../../shared/store/table.ts';
import { type Flaw, usedBy } from '../ledger/public.ts';
import { accounts, meterLists, meters } from './meters.store.ts';

/**
 * Compares the settled use of each prepaid meter of an estate with its postings, by payer. `used` holds fen
 * by `usedBy` key.
 */
export async function verifyMeters(estateId: string, used: ReadonlyMap<string, number>): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  const listing = { index: 'updates', partition: meterLists.meters(estateId), limit: 100 } as const;
  for await (const page of everyPage(meters, listing)) {
    for (const { meterId, settled } of await getMany(accounts, page, { consistent: true })) {
      for (const { payerId, fen: is } of settled?.taken ?? []) {
        const should = used.get(usedBy({ payerId, meterId })) ?? 0;
        if (is === should) continue;
        flaws.push({ estateId, what: 'meter-differs', field: `${payerId} on ${meterId}`, is, should });
      }
    }
  }
  return flaws;
}
