import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { accountOf } from './account.ts';
import { ledgerLists } from './ledger.store.ts';

const table = 'ledger';

const keptSchema = z.object({ estateId: z.string(), account: z.string(), fen: fenSchema }).meta({ id: 'LedgerKept' });
type Kept = z.infer<typeof keptSchema>;

/**
 * The balance of a prepaid account, meter or deposit, fen: the sum of its postings. The stored sum lets a
 * condition reject overuse.
 */
export const customerFunds = entity<Kept, { estateId: string; account: string }>({
  table,
  type: 'kept-money',
  schema: keptSchema,
  key: ({ estateId, account }) => ({ pk: `MONEY#${estateId}#${account}`, sk: 'MONEY' }),
  indexes: ({ estateId, account }) => ({
    ...indexKeys('mine', ledgerLists.fundsOfPayer(estateId, accountOf(account).ids[0] ?? ''), account),
  }),
});

const moneyAtSchema = z
  .object({
    estateId: z.string(),
    account: z.string(),
    /** The sum of the postings of the account. */
    fen: fenSchema,
    /** How often money left the account. A withdrawal is conditional on the value that was read. */
    outs: z.number().int(),
  })
  .meta({ id: 'MoneyAt' });
export type MoneyAt = z.infer<typeof moneyAtSchema>;

const moneyPartition = (estateId: string, account: string) => `MONEYAT#${estateId}#${account}`;

/**
 * The balance of a money account (cash, channel, bank), fen. A withdrawal is written only if no other was
 * since it was read (R20.3).
 */
export const moneyAt = entity<MoneyAt, { estateId: string; account: string }>({
  table,
  type: 'money-at',
  schema: moneyAtSchema,
  key: ({ estateId, account }) => ({ pk: moneyPartition(estateId, account), sk: 'HEAD' }),
});

const moneyMoveSchema = z
  .object({
    estateId: z.string(),
    account: z.string(),
    entryId: z.string(),
    /** The sort key within the money account (`orderOf`). */
    order: z.string(),
    fen: fenSchema,
  })
  .meta({ id: 'MoneyMove' });
export type MoneyMove = z.infer<typeof moneyMoveSchema>;

/** Every movement of a money account, in order. It is written with its entry and never changed. */
export const moneyMoves = entity<MoneyMove, Pick<MoneyMove, 'estateId' | 'account' | 'entryId' | 'order'>>({
  table,
  type: 'money-move',
  schema: moneyMoveSchema,
  key: ({ estateId, account, order, entryId }) => ({
    pk: moneyPartition(estateId, account),
    sk: `MOVE#${order}#${entryId}`,
  }),
});

/** Returns the sort condition for movements after a given order, or for all movements. */
export function movesAfter(order?: string): { beginsWith: string } | { from: string; to: string } {
  return order === undefined ? { beginsWith: 'MOVE#' } : { from: `MOVE#${order}#~`, to: 'MOVE#~' };
}

const handsSchema = z
  .object({ estateId: z.string(), account: z.string(), day: dateSchema, personId: z.string() })
  .meta({ id: 'Hands' });
type Hands = z.infer<typeof handsSchema>;

/**
 * Records who moved money of an account on a day. They may not import the statement that confirms it (R20.2).
 */
export const hands = entity<Hands, Hands>({
  table,
  type: 'hands',
  schema: handsSchema,
  key: ({ estateId, account, day, personId }) => ({ pk: `HANDS#${estateId}#${account}#${day}`, sk: `BY#${personId}` }),
});
