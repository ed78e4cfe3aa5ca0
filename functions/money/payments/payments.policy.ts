import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { lowered, switchedOff } from '../../../shared/http/policy-change.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { defaultPaymentOrder, paymentOrderFields } from './allocation.ts';
import { accountIdSchema, mostFen } from './amounts.ts';
import { cashDesk } from './roles.ts';

const moneyAccounts = z
  .array(accountIdSchema)
  .max(50)
  .refine((all) => new Set(all).size === all.length, { message: 'each only once' });

function rankOf(paymentOrder: unknown): 'before' | 'after' {
  const parts = Array.isArray(paymentOrder) ? paymentOrder : [];
  return parts.indexOf('late-charge') < parts.indexOf('principal') ? 'before' : 'after';
}

/** What an estate has set for payments and refunds. */
export const paymentsPolicy = policy({
  context: 'payments',
  table: 'ledger',
  remember: false,
  twoPeople: {
    tightens: { cashierLimitFen: lowered, cashLimitFen: lowered, cashForNonCash: switchedOff },
    limitOf: { cashierLimitFen: cashDesk, cashLimitFen: cashDesk, cashForNonCash: cashDesk },
    zoneOf,
  },
  details: z.strictObject({
    ...paymentOrderFields,
    /**
     * The most that one person may pay back alone, fen: of one payment, to one payer on a day, and by one
     * cashier on a day (R20.10).
     * Above it another person must approve, whatever the role.
     */
    cashierLimitFen: fenSchema.min(0).max(mostFen),
    /** The most that goes back in cash, fen: of one payment, and to one payer on a day (R20.9). */
    cashLimitFen: fenSchema.min(0).max(mostFen).default(100_000),
    /** Whether money that was not cash may go back in cash, with approval (R20.9). */
    cashForNonCash: z.boolean().default(false),
    /** Bank accounts of the estate. When empty, any account is accepted. */
    bankAccounts: moneyAccounts,
    /** Payment channels (第三方支付) of the estate. When empty, any channel is accepted. */
    channels: moneyAccounts,
  }),
  // One person pays back 500 yuan alone; 1,000 yuan go back in cash (R17).
  defaults: {
    ...defaultPaymentOrder,
    cashierLimitFen: 50_000,
    cashLimitFen: 100_000,
    cashForNonCash: false,
    bankAccounts: [],
    channels: [],
  },
  upgrades: [
    // An estate that had ordered the parts of a bill keeps the rank of its late charge.
    ({ paymentOrder, ...rest }) => ({ ...rest, lateChargeRank: rankOf(paymentOrder) }),
  ],
});
export type PaymentsPolicy = z.output<typeof paymentsPolicy.schema>;
