import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { type DebtPart, debtParts } from '../fees/public.ts';

/** The order in which the parts of a bill are paid, set by the estate; each part once. */
export const paymentOrderSchema = z
  .array(z.enum(debtParts))
  .length(debtParts.length)
  .refine((order) => new Set(order).size === debtParts.length, { message: 'each part exactly once' });
export type PaymentOrder = z.infer<typeof paymentOrderSchema>;

/** The default order: costs, late charge, principal (Civil Code 561; R5.5, R17). */
export const defaultPaymentOrder: PaymentOrder = [...debtParts];

/** The open amounts of a bill, fen each. */
export interface OpenBill {
  readonly billId: string;
  readonly dueOn: string;
  readonly open: Readonly<Record<DebtPart, number>>;
}

export const allocationSchema = z
  .object({
    paid: z.array(z.object({ billId: z.string(), part: z.enum(debtParts), fen: fenSchema })),
    /** The amount left after all bills, which becomes prepaid money of the payer (预存); fen. */
    prepaidFen: fenSchema,
  })
  .meta({ id: 'Allocation' });
export type Allocation = z.infer<typeof allocationSchema>;

function isFen(fen: number): boolean {
  return Number.isSafeInteger(fen) && fen >= 0;
}

/**
 * Allocates a payment to bills (R5.5, R17). Bills named by the payer come first, in their order; then the
 * others by due day and bill id, oldest first.
 * Within a bill, its parts (costs, late charge, principal) follow the estate's order. The paid amounts and
 * the prepaid rest add up to the payment.
 * Pass only bills that the money may pay: money for electricity pays no property fee (R11.4).
 * @throws RangeError when an amount is negative or no whole number of fen, a bill occurs twice, or a named
 * bill is missing.
 */
export function allocate(
  paymentFen: number,
  bills: readonly OpenBill[],
  order: PaymentOrder = defaultPaymentOrder,
  named: readonly string[] = [],
): Allocation {
  const ids = new Set(bills.map((bill) => bill.billId));
  if (ids.size < bills.length) throw new RangeError('a bill occurs twice');
  if (named.some((billId) => !ids.has(billId))) throw new RangeError('a named bill is not open');
  if (![paymentFen, ...bills.flatMap(({ open }) => Object.values(open))].every(isFen)) {
    throw new RangeError('amounts must be whole numbers of fen, not negative');
  }
  const rank = (bill: OpenBill) => {
    const at = named.indexOf(bill.billId);
    return at < 0 ? named.length : at;
  };
  const inOrder = bills.toSorted(
    (a, b) => rank(a) - rank(b) || compare(a.dueOn, b.dueOn) || compare(a.billId, b.billId),
  );
  const paid: Allocation['paid'] = [];
  let left = paymentFen;
  for (const { billId, open } of inOrder) {
    for (const part of order) {
      const fen = Math.min(left, open[part]);
      if (fen > 0) paid.push({ billId, part, fen });
      left -= fen;
    }
  }
  return { paid, prepaidFen: left };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
