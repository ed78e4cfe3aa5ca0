import * as z from 'zod';
import {
  compareExact,
  exact,
  exactText,
  fenSchema,
  product,
  ratio,
  toFenTogether,
  yuanOf,
} from '../../../shared/kernel/money.ts';
import { type DebtPart, debtParts } from '../fees/public.ts';

/** What the contract says about the order of payment, where the law lets it decide. */
export const paymentOrderFields = {
  /**
   * Whether late charge is paid before or after the principal (R28.4). The law puts interest before the
   * principal and does not name late charge, so it comes after unless the contract says otherwise.
   */
  lateChargeRank: z.enum(['before', 'after']).default('after'),
  /** Which bill comes first when the payer names none (R28.1); null: the statutory order. */
  contractOrder: z.enum(['oldest-first']).nullable().default(null),
};
const paymentOrderSchema = z.object(paymentOrderFields);
export type PaymentOrder = z.output<typeof paymentOrderSchema>;

export const defaultPaymentOrder: PaymentOrder = paymentOrderSchema.parse({});

/** The open amounts of a bill, fen each. */
export interface OpenBill {
  readonly billId: string;
  readonly dueOn: string;
  readonly open: Readonly<Record<DebtPart, number>>;
  /** Daily rates of late charge and the open principal that bears each, fen; the sum is `open.principal`. */
  readonly rates: readonly { readonly dailyRate: string; readonly fen: number }[];
}

/** The contract's order, the day of the payment, and the bills that the payer named. */
export interface AllocationRules {
  readonly order: PaymentOrder;
  readonly on: string;
  readonly named?: readonly string[];
}

export const allocationSchema = z
  .object({
    paid: z.array(z.object({ billId: z.string(), part: z.enum(debtParts), fen: fenSchema })),
    /** The amount left after all bills, which becomes prepaid money of the payer (预存); fen. */
    prepaidFen: fenSchema,
  })
  .meta({ id: 'Allocation' });
export type Allocation = z.infer<typeof allocationSchema>;

/** Parts of one bill that are paid together, in their order. */
interface Debt {
  readonly billId: string;
  readonly parts: readonly { readonly part: DebtPart; readonly fen: number }[];
}

function isFen(fen: number): boolean {
  return Number.isSafeInteger(fen) && fen >= 0;
}

/**
 * Allocates a payment to bills (R28.1, Civil Code 560). Bills that the payer named come first, in their
 * order, each in full. Then come debts that are due before those that are not, the higher daily rate of late
 * charge, the earlier due day. Equal debts share the money in proportion. Bills have no security, so the
 * least secured debt is never looked for.
 * A late charge that ranks after the principal is paid after the principal of every debt that is due.
 * The paid parts and the prepaid rest add up to the payment.
 * Pass only bills that the money may pay: money for electricity pays no property fee (R11.4, R28.5).
 * @throws RangeError when an amount is negative or no whole number of fen, a bill occurs twice, or a named
 * bill is missing.
 */
export function allocate(
  paymentFen: number,
  bills: readonly OpenBill[],
  { order, on, named = [] }: AllocationRules,
): Allocation {
  const ids = new Set(bills.map((bill) => bill.billId));
  if (ids.size < bills.length) throw new RangeError('a bill occurs twice');
  if (named.some((billId) => !ids.has(billId))) throw new RangeError('a named bill is not open');
  if (![paymentFen, ...bills.flatMap(({ open }) => Object.values(open))].every(isFen)) {
    throw new RangeError('amounts must be whole numbers of fen, not negative');
  }
  const directed = named.flatMap((billId) => bills.filter((bill) => bill.billId === billId));
  const others = bills
    .filter(({ billId }) => !named.includes(billId))
    .toSorted((a, b) => compare(a.dueOn, b.dueOn) || compare(a.billId, b.billId));
  const groups = [
    ...inFull(directed, order),
    ...(order.contractOrder ? inFull(others, order) : byLaw(others, order, on)),
  ];
  const paid: Allocation['paid'] = [];
  let left = paymentFen;
  for (const group of groups) {
    for (const { billId, part, fen } of payGroup(left, group)) {
      if (fen > 0) paid.push({ billId, part, fen });
      left -= fen;
    }
  }
  return { paid, prepaidFen: left };
}

/** Returns each bill as a group of its own, with all its parts (R28.4, Civil Code 561). */
function inFull(bills: readonly OpenBill[], { lateChargeRank }: PaymentOrder): Debt[][] {
  const parts: readonly DebtPart[] =
    lateChargeRank === 'before' ? ['costs', 'late-charge', 'principal'] : ['costs', 'principal', 'late-charge'];
  return bills.map(({ billId, open }) => [{ billId, parts: parts.map((part) => ({ part, fen: open[part] })) }]);
}

/** Returns the debts of bills, sorted by due day and id, in groups of the statutory order. */
function byLaw(bills: readonly OpenBill[], { lateChargeRank }: PaymentOrder, on: string): Debt[][] {
  const isDue = ({ dueOn }: OpenBill) => dueOn <= on;
  return [bills.filter(isDue), bills.filter((bill) => !isDue(bill))].flatMap((those) => {
    const debts = those.flatMap((bill) => debtsOf(bill, lateChargeRank));
    const charges = those.map(({ billId, dueOn, open, rates }) => ({
      ...{ billId, dueOn, dailyRate: byBurden(rates)[0]?.dailyRate ?? '0' },
      parts: [{ part: 'late-charge' as const, fen: open['late-charge'] }],
    }));
    return [...alike(debts), ...(lateChargeRank === 'after' ? alike(charges) : [])];
  });
}

type Burden = Debt & { readonly dailyRate: string; readonly dueOn: string };

/** Splits a bill by the rates that its principal bears. The heaviest part carries costs and late charge. */
function debtsOf({ billId, dueOn, open, rates }: OpenBill, rank: PaymentOrder['lateChargeRank']): Burden[] {
  const ofPrincipal = byBurden(rates.length > 0 ? rates : [{ dailyRate: '0', fen: open.principal }]);
  return ofPrincipal.map(({ dailyRate, fen }, nth) => {
    const late = rank === 'before' ? [{ part: 'late-charge' as const, fen: open['late-charge'] }] : [];
    const first = nth === 0 ? [{ part: 'costs' as const, fen: open.costs }, ...late] : [];
    return { billId, dueOn, dailyRate, parts: [...first, { part: 'principal' as const, fen }] };
  });
}

function byBurden<T extends { readonly dailyRate: string }>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => compareExact(exact(b.dailyRate), exact(a.dailyRate)));
}

/** Groups debts of equal burden and due day, the heaviest first, then the earliest. */
function alike(debts: readonly Burden[]): Burden[][] {
  const inOrder = byBurden(debts.filter((debt) => debtFen(debt) > 0));
  const groups = Map.groupBy(inOrder, ({ dailyRate, dueOn }) => `${exactText(exact(dailyRate))} ${dueOn}`);
  return [...groups.values()];
}

function debtFen({ parts }: Debt): number {
  return parts.reduce((sum, { fen }) => sum + fen, 0);
}

/**
 * Pays equal debts in proportion (R28.3). The fen left by rounding go to the largest remainders, then by bill
 * id.
 */
function payGroup(left: number, group: readonly Debt[]): Allocation['paid'] {
  const total = group.reduce((sum, debt) => sum + debtFen(debt), 0);
  const shares =
    left >= total
      ? group.map(debtFen)
      : toFenTogether(group.map((debt) => product(yuanOf(left), ratio(debtFen(debt), total))));
  return group.flatMap(({ billId, parts }, nth) => {
    let share = shares[nth] ?? 0;
    return parts.map(({ part, fen }) => {
      const pays = Math.min(share, fen);
      share -= pays;
      return { billId, part, fen: pays };
    });
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
