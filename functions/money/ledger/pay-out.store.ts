import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type PayOut, payOutSchema } from './pay-out.ts';
import { type Payee, payeeSchema } from './payee.ts';

const table = 'ledger';

/** Partitions of the lists of an estate. */
export const payOutLists = {
  payees: (estateId: string) => `ESTATE#${estateId}#PAYEES`,
  payOuts: (estateId: string) => `ESTATE#${estateId}#PAYOUTS`,
  payOutsIn: (estateId: string, status: string) => `ESTATE#${estateId}#PAYOUTS#${status}`,
};

/** Payees by name (R21.11). */
export const payees = entity<Payee, { payeeId: string }>({
  table,
  type: 'payee',
  schema: payeeSchema,
  key: ({ payeeId }) => ({ pk: `PAYEE#${payeeId}`, sk: 'PAYEE' }),
  indexes: ({ payeeId, estateId, name }) => indexKeys('lists', payOutLists.payees(estateId), name, payeeId),
});

/** Pay-outs; those of a status are listed oldest first (R21.11). */
export const payOuts = entity<PayOut, { payOutId: string }>({
  table,
  type: 'pay-out',
  schema: payOutSchema,
  key: ({ payOutId }) => ({ pk: `PAYOUT#${payOutId}`, sk: 'PAYOUT' }),
  indexes: ({ payOutId, estateId, status, asked, updatedAt }) => ({
    ...indexKeys('lists', payOutLists.payOutsIn(estateId, status), asked.at, payOutId),
    ...indexKeys('updates', payOutLists.payOuts(estateId), updatedAt, payOutId),
  }),
});

const outflowSchema = z
  .object({
    estateId: z.string(),
    account: z.string(),
    /** The pay-outs and returns after the last closed day, fen: those of closed days are in its balances. */
    recent: z.array(z.object({ entryId: z.string(), postedOn: dateSchema, fen: fenSchema })).max(1_000),
    /** A pay-out is conditional on the version that was read. */
    version: z.number().int(),
  })
  .meta({ id: 'Outflow' });
type Outflow = z.infer<typeof outflowSchema>;

/** Lets one pay-out at a time take from a liability, so that two cannot take the same money. */
export const outflows = entity<Outflow, { estateId: string; account: string }>({
  table,
  type: 'outflow',
  schema: outflowSchema,
  key: ({ estateId, account }) => ({ pk: `OUTFLOW#${estateId}#${account}`, sk: 'OUTFLOW' }),
});

const bankNumberSchema = z
  .object({ estateId: z.string(), bankAccountId: z.string(), reference: z.string(), payOutId: z.string() })
  .meta({ id: 'PayOutNumber' });

/** The numbers of the bank under which pay-outs were posted, each once. */
export const payOutNumbers = entity<
  z.infer<typeof bankNumberSchema>,
  Omit<z.infer<typeof bankNumberSchema>, 'payOutId'>
>({
  table,
  type: 'pay-out-number',
  schema: bankNumberSchema,
  key: ({ estateId, bankAccountId, reference }) => ({
    pk: `PAYOUTNUMBER#${estateId}#${bankAccountId}#${reference}`,
    sk: 'PAYOUTNUMBER',
  }),
});
