import * as z from 'zod';
import { fenSchema } from '../../shared/kernel/money.ts';
import { defaultPaymentOrder, paymentOrderSchema } from './allocation.ts';
import { accountIdSchema, mostFen } from './place.ts';

const places = z
  .array(accountIdSchema)
  .max(50)
  .refine((all) => new Set(all).size === all.length, { message: 'each once' });

/** What an estate decides about taking money and paying it back. */
export const paymentsPolicyDetailsSchema = z.strictObject({
  /** In which order the parts of a bill are paid (R5.5). */
  paymentOrder: paymentOrderSchema,
  /** The most that a cashier may pay back or take back by himself, fen; what is more is a manager's. */
  cashierLimitFen: fenSchema.min(0).max(mostFen),
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

/** The policy of an estate that has set none (§17): 500 yuan are paid back without asking. */
export function defaultPaymentsPolicy(estateId: string): PaymentsPolicy {
  return {
    estateId,
    version: 0,
    paymentOrder: defaultPaymentOrder,
    cashierLimitFen: 50_000,
    bankAccounts: [],
    channels: [],
  };
}
