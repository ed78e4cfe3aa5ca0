import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { type DebtPart, debtParts } from '../fees/public.ts';

/** In which order the parts of a bill are paid, a setting of the estate; each part once. */
export const paymentOrderSchema = z
  .array(z.enum(debtParts))
  .length(debtParts.length)
  .refine((order) => new Set(order).size === debtParts.length, { message: 'each part once' });
export type PaymentOrder = z.infer<typeof paymentOrderSchema>;

/** Where nothing is set: costs, late charge, principal (Civil Code 561; R5.5, §17). */
export const defaultPaymentOrder: PaymentOrder = [...debtParts];

/** What is still open of a bill, fen each. */
export interface OpenBill {
  readonly billId: string;
  readonly dueOn: string;
  readonly open: Readonly<Record<DebtPart, number>>;
}

export const allocationSchema = z.object({
  paid: z.array(z.object({ billId: z.string(), part: z.enum(debtParts), fen: fenSchema })),
  /** What is left when every bill is paid: stays with the payer as prepaid (预存), fen. */
  prepaidFen: fenSchema,
});
export type Allocation = z.infer<typeof allocationSchema>;

function isFen(fen: number): boolean {
  return Number.isSafeInteger(fen) && fen >= 0;
}

/**
 * Who is paid by a payment (R5.5, §17): bills that the payer named come first, in his order; the others by due day, the
 * oldest first, on one day by bill id. Within a bill the parts go by the estate's order. What is left is prepaid; the parts
 * and the prepaid add up to the payment. Give only bills that the money may be used for: what was paid for electricity pays
 * no property fee (R11.4).
 * @throws RangeError when an amount is no whole number of fen or negative, a bill is there twice, or a named one is not there.
 */
export function allocate(
  paymentFen: number,
  bills: readonly OpenBill[],
  order: PaymentOrder = defaultPaymentOrder,
  named: readonly string[] = [],
): Allocation {
  const ids = new Set(bills.map((bill) => bill.billId));
  if (ids.size < bills.length) throw new RangeError('a bill is there twice');
  if (named.some((billId) => !ids.has(billId))) throw new RangeError('a bill was named that is not open');
  if (![paymentFen, ...bills.flatMap(({ open }) => Object.values(open))].every(isFen)) {
    throw new RangeError('amounts are whole numbers of fen, not negative');
  }
  const place = (bill: OpenBill) => {
    const at = named.indexOf(bill.billId);
    return at < 0 ? named.length : at;
  };
  const inOrder = bills.toSorted(
    (a, b) => place(a) - place(b) || compare(a.dueOn, b.dueOn) || compare(a.billId, b.billId),
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
