import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { defaultPaymentOrder, paymentOrderSchema } from './allocation.ts';
import { accountIdSchema, mostFen } from './amounts.ts';

const places = z
  .array(accountIdSchema)
  .max(50)
  .refine((all) => new Set(all).size === all.length, { message: 'each once' });

/** What an estate decides about taking money and paying it back. */
export const paymentsPolicyDetailsSchema = z.strictObject({
  /** In which order the parts of a bill are paid (R5.5). */
  paymentOrder: paymentOrderSchema,
  /**
   * The most that one person may pay back or take back alone, fen: of one payment, to one payer on a day, and by one cashier
   * on a day (R20.10). For more somebody else approves, whatever the role.
   */
  cashierLimitFen: fenSchema.min(0).max(mostFen),
  /** The most that goes back in cash, fen: of one payment, and to one payer on a day (R20.9). */
  cashLimitFen: fenSchema.min(0).max(mostFen).default(100_000),
  /** Whether money that was not cash may go back in cash, with approval (R20.9). */
  cashForNonCash: z.boolean().default(false),
  /** Bank accounts of the estate; where none is named, any is taken. */
  bankAccounts: places,
  /** Channels (第三方支付) that the estate uses; where none is named, any is taken. */
  channels: places,
});

export const paymentsPolicySchema = z.object({
  ...paymentsPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.number().int(),
});
export type PaymentsPolicy = z.infer<typeof paymentsPolicySchema>;

/** The policy of an estate that has set none (§17): 500 yuan are paid back without asking, and 1,000 yuan in cash. */
export function defaultPaymentsPolicy(estateId: string): PaymentsPolicy {
  return {
    estateId,
    version: 0,
    paymentOrder: defaultPaymentOrder,
    cashierLimitFen: 50_000,
    cashLimitFen: 100_000,
    cashForNonCash: false,
    bankAccounts: [],
    channels: [],
  };
}
