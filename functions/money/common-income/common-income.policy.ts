import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { zoneOf } from '../../register/owners/public.ts';

const bankAccountId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** What an estate has set about common income (公共收益). */
export const commonIncomePolicy = policy({
  context: 'common-income',
  table: 'ledger',
  remember: false,
  twoPeople: { tightens: {}, limitOf: {}, zoneOf },
  details: z.strictObject({
    /** The bank account for common income alone, where a local rule wants one; null: any bank account. */
    bankAccountId: bankAccountId.nullable(),
    /**
     * The fee of the company that the owners agreed to, percent of income less costs, with its ground; null:
     * none.
     */
    fee: z.strictObject({ percent: decimalSchema, ground: z.string().min(1).max(500) }).nullable(),
  }),
  defaults: { bankAccountId: null, fee: null },
  effect: 'What was posted before stays as it is.',
});
export type CommonIncomePolicy = z.output<typeof commonIncomePolicy.schema>;
