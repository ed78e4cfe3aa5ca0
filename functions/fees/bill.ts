import * as z from 'zod';
import { fenSchema } from '../../shared/kernel/money.ts';
import { spanSchema } from '../../shared/kernel/periods.ts';
import { dateSchema } from '../../shared/kernel/time.ts';
import { chargeSchema } from './charge.ts';
import { addParts, debtParts, type Parts, partsSchema } from './debt-parts.ts';

/**
 * Where a bill stands. A draft (草稿) is seen by nobody but us and is in no book; a published one (已发布) is owed; of a paid
 * one nothing is open; a cancelled one (作废) was a draft that was dropped, or was taken back unpaid; written off is 核销.
 */
export const billStatuses = ['draft', 'published', 'paid', 'cancelled', 'written-off'] as const;

/** A line of a bill: a charge with its arithmetic, under the name that the fee item had then. */
export const billLineSchema = z.object({
  ...chargeSchema.shape,
  name: z.string(),
  /** Collected for somebody else (代收代付, R4.8): no revenue of ours. */
  held: z.boolean(),
  /** Of a shared cost: the sharing it comes from, by what it was shared, and a relief with its clause (R6.4). */
  sharing: z
    .object({ sharingId: z.string(), basis: z.string(), weight: z.string(), clause: z.string().optional() })
    .optional(),
});
export type BillLine = z.infer<typeof billLineSchema>;

/** What one payment paid of a bill. One that was taken back stays, and another one with the opposite amounts follows. */
const paidSchema = z.object({
  paymentId: z.string(),
  /** The day on which it was paid, and when it was entered. */
  on: dateSchema,
  at: z.string(),
  parts: partsSchema,
});

const waivedSchema = z.object({
  waiverId: z.string(),
  part: z.enum(debtParts),
  fen: fenSchema,
  on: dateSchema,
  reason: z.string(),
  askedBy: z.string(),
  approvedBy: z.string(),
});

/** A bill (账单): what one payer owes for one unit and period, and what has become of it. Amounts in fen. */
export const billSchema = z.object({
  billId: z.string(),
  estateId: z.string(),
  runId: z.string().optional(),
  unitId: z.string(),
  unitLabel: z.string(),
  payerId: z.string(),
  period: spanSchema,
  /** The last day on which to pay without late charge. */
  dueOn: dateSchema,
  lines: z.array(billLineSchema).max(60),
  /** Sum of the lines: the principal. */
  fen: fenSchema,
  status: z.enum(billStatuses),
  /** The day of publication, on which it is in the books, and its entry there. */
  publishedOn: dateSchema.optional(),
  entryId: z.string().optional(),
  /** When it reached the payer, and how: by mail, by hand, by post. No late charge runs before (R5.4). */
  deliveries: z.array(z.object({ how: z.string(), on: dateSchema, proof: z.string().optional() })).max(20),
  paid: z.array(paidSchema).max(200),
  /** Late charge that was claimed when it was paid, less corrections; each is in the books (R5.1). */
  lateClaims: z.array(z.object({ entryId: z.string(), on: dateSchema, fen: fenSchema })).max(200),
  costs: z.array(z.object({ entryId: z.string(), on: dateSchema, what: z.string(), fen: fenSchema })).max(50),
  waived: z.array(waivedSchema).max(50),
  disputes: z.array(z.object({ from: dateSchema, to: dateSchema.optional(), reason: z.string() })).max(50),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Bill = z.infer<typeof billSchema>;

/** What was paid of a bill, part by part. */
export function paidParts(bill: Pick<Bill, 'paid'>): Parts {
  return addParts(bill.paid.map(({ parts }) => parts));
}

/** What was waived of a part, fen. */
export function waivedOf(bill: Pick<Bill, 'waived'>, part: (typeof debtParts)[number]): number {
  return bill.waived.filter((one) => one.part === part).reduce((sum, { fen }) => sum + fen, 0);
}

/** What is open of the principal, fen; negative when more was paid than is owed. */
export function openPrincipal(bill: Pick<Bill, 'fen' | 'paid' | 'waived'>): number {
  return bill.fen - paidParts(bill).principal - waivedOf(bill, 'principal');
}

/** The day on which a bill first reached its payer; undefined while it has not. */
export function deliveredOn(bill: Pick<Bill, 'deliveries'>): string | undefined {
  return bill.deliveries
    .map(({ on }) => on)
    .sort()
    .at(0);
}

/** True while the payer owes something on it or may get something back. */
export function isOpen(bill: Pick<Bill, 'status'>): boolean {
  return bill.status === 'published';
}
