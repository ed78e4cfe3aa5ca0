import * as z from 'zod';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { getMany } from '../../../shared/store/table.ts';
import { type WaivedAlone, type Waiver, waiverSchema } from './waiver.ts';

const table = 'ledger';

/**
 * Partitions of the lists of waivers: by status in the order of work, by bill, and in the order of change.
 */
export const waiverLists = {
  waivers: (estateId: string) => `ESTATE#${estateId}#WAIVERS`,
  waiversIn: (estateId: string, status: string) => `ESTATE#${estateId}#WAIVERS#${status}`,
  waiversOf: (billId: string) => `BILL#${billId}#WAIVERS`,
};

export const waivers = entity<Waiver, { waiverId: string }>({
  table,
  type: 'waiver',
  schema: waiverSchema,
  key: ({ waiverId }) => ({ pk: `WAIVER#${waiverId}`, sk: 'WAIVER' }),
  indexes: ({ waiverId, estateId, billId, status, asked, updatedAt }) => ({
    ...indexKeys('lists', waiverLists.waiversIn(estateId, status), asked.at, waiverId),
    ...indexKeys('mine', waiverLists.waiversOf(billId), asked.at, waiverId),
    ...indexKeys('updates', waiverLists.waivers(estateId), updatedAt, waiverId),
  }),
});

const waivedAloneSchema = z
  .object({
    estateId: z.string(),
    of: z.enum(['payer', 'person', 'bill']),
    id: z.string(),
    /** A day in the estate's zone; `ever` for a bill. */
    day: z.string(),
    fen: fenSchema,
    version: z.int(),
  })
  .meta({ id: 'WaivedAlone' });
type Sum = z.infer<typeof waivedAloneSchema>;

/**
 * What was waived alone on a day: for a payer, or by a person; and what other acts than waivers gave up of a
 * bill (R20.10). Fen.
 */
const waivedAlone = entity<Sum, Pick<Sum, 'estateId' | 'of' | 'id' | 'day'>>({
  table,
  type: 'waived-alone',
  schema: waivedAloneSchema,
  key: ({ estateId, of, id, day }) => ({ pk: `WAIVED#${estateId}#${of}#${id}`, sk: `DAY#${day}` }),
});

/** What was waived alone on a day before a waiver, and a function that adds the waiver to it. */
export interface AloneSoFar {
  readonly so: WaivedAlone;
  readonly add: (transaction: Transaction, fen: number) => Transaction;
}

/**
 * Adds late charge that another act than a waiver gave up to the sums of the person who wanted it, of the
 * payer on that day, and of its bills (R20.10). Of bills, the ten with most are counted, so that the
 * transaction stays small.
 */
export async function countGivenUp(
  transaction: Transaction,
  of: { estateId: string; payerId: string; personId: string; day: string },
  bills: readonly { readonly billId: string; readonly fen: number }[],
): Promise<Transaction> {
  const { estateId, payerId, personId, day } = of;
  const given = bills.filter(({ fen }) => fen > 0).toSorted((a, b) => b.fen - a.fen);
  const fen = given.reduce((sum, one) => sum + one.fen, 0);
  if (fen === 0) return transaction;
  const added = [
    { estateId, of: 'payer' as const, id: payerId, day, fen },
    { estateId, of: 'person' as const, id: personId, day, fen },
    ...given.slice(0, 10).map((one) => ({ estateId, of: 'bill' as const, id: one.billId, day: 'ever', fen: one.fen })),
  ];
  const found = await getMany(waivedAlone, added, { consistent: true });
  return added.reduce((writes, one) => {
    const before = found.find((sum) => sum.of === one.of && sum.id === one.id);
    const after = { ...one, fen: (before?.fen ?? 0) + one.fen, version: (before?.version ?? 0) + 1 };
    return writes.save(waivedAlone, after, before);
  }, transaction);
}

/**
 * Reads what a person waived alone on a day, what anybody waived alone for a payer, and what other acts gave
 * up of a bill (R20.10).
 */
export async function aloneSoFar(of: {
  estateId: string;
  payerId: string;
  personId: string;
  billId: string;
  day: string;
}): Promise<AloneSoFar> {
  const { estateId, payerId, personId, billId, day } = of;
  const keys = [
    { estateId, of: 'payer' as const, id: payerId, day },
    { estateId, of: 'person' as const, id: personId, day },
  ];
  const ofBill = { estateId, of: 'bill' as const, id: billId, day: 'ever' };
  const found = await getMany(waivedAlone, [...keys, ofBill], { consistent: true });
  const sumOf = (what: Sum['of']) => found.find((one) => one.of === what);
  return {
    so: {
      byPerson: sumOf('person')?.fen ?? 0,
      forPayer: sumOf('payer')?.fen ?? 0,
      otherwiseOnBill: sumOf('bill')?.fen ?? 0,
    },
    add: (transaction, fen) =>
      keys.reduce((writes, key) => {
        const before = sumOf(key.of);
        const after = { ...key, fen: (before?.fen ?? 0) + fen, version: (before?.version ?? 0) + 1 };
        return writes.save(waivedAlone, after, before);
      }, transaction),
  };
}
