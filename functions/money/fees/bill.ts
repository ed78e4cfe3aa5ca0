import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { billLineSchema } from './bill-line.ts';
import { addParts, type DebtPart, debtParts, noParts, type Parts, partsSchema } from './debt-parts.ts';
import { lateTermsSchema } from './late-charge.ts';

/**
 * Where a bill stands. A draft (草稿) is seen by nobody but us and is in no book; a published one (已发布) is owed; of a paid
 * one nothing is open; a cancelled one (作废) was a draft that was dropped, or was taken back unpaid; written off is 核销.
 * A credit note is issued (已开具): nothing is owed on it.
 */
export const billStatuses = ['draft', 'published', 'paid', 'cancelled', 'written-off', 'issued'] as const;

/**
 * What one payment paid of a bill. One that was taken back stays, and another one with the opposite amounts follows. A
 * correction of the late charge (`cor_...`) gives back what was paid too much of it.
 */
const paidSchema = z.object({
  paymentId: z.string(),
  /** The day on which it was paid, also where it is taken back; and when it was entered. */
  on: dateSchema,
  at: z.string(),
  parts: partsSchema,
  /** The purpose of the prepaid money that it was paid from; money for anything where it is not said (R11.4). */
  purpose: z.string().optional(),
});

/** What a credit note took off a bill, for one fee item and service period (R21.6). */
const creditedSchema = z.object({
  noteId: z.string(),
  feeItemId: z.string(),
  period: spanSchema,
  sharingId: z.string().optional(),
  fen: fenSchema,
  /** As much of it as had been waived or written off before: it lowers what is open no further. */
  absorbedFen: fenSchema,
  on: dateSchema,
});

const waivedSchema = z.object({
  waiverId: z.string(),
  part: z.enum(debtParts),
  fen: fenSchema,
  /** Of the principal: the fee item whose lines it lowers. */
  feeItemId: z.string().optional(),
  entryId: z.string(),
  on: dateSchema,
  reason: z.string(),
  askedBy: z.string(),
  approvedBy: z.string(),
});

/** Days in dispute (争议), the first and the last included: no late charge and no reminder for them (R5.4, R12.4). */
const disputeSchema = z.object({
  from: dateSchema,
  to: dateSchema.optional(),
  reason: z.string(),
  lodgedBy: z.string(),
  outcome: z.string().optional(),
  settledBy: z.string().optional(),
});

const decidedSchema = z.object({ on: dateSchema, by: z.string(), reason: z.string() });

const lateClaimSchema = z.object({
  entryId: z.string(),
  on: dateSchema,
  fen: fenSchema,
  /** The claim that it takes back. */
  reverses: z.string().optional(),
});

/** So much is kept of each kind of happening on one bill. */
const most = {
  deliveries: 20,
  paid: 200,
  lateClaims: 200,
  costs: 50,
  waived: 50,
  disputes: 50,
  credited: 200,
} as const;

const full = problemKind('bill-is-full', 409, {
  'zh-CN': '此账单的记录已满，不能再登记。请先核对账单，必要时作废重开。',
  'zh-TW': '此帳單的記錄已滿，不能再登記。請先核對帳單，必要時作廢重開。',
  en: 'The record of this bill is full: nothing more can be entered on it. Settle it, or cancel it and bill anew.',
});

/** Rejects what would make the record too long. @throws Problem 409 `bill-is-full`. */
export function assertWithinLimit(bill: Pick<Bill, keyof typeof most>, kind: keyof typeof most, more = 1): void {
  if ((bill[kind]?.length ?? 0) + more > most[kind]) throw new Problem(full);
}

/** So many lines a bill has at most. */
export const mostLines = 60;

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
  /** A credit note (更正/红冲) has negative lines and takes them off the bills that they name; absent: a bill. */
  kind: z.literal('credit-note').optional(),
  lines: z.array(billLineSchema).max(mostLines),
  /** Sum of the lines: the principal; negative on a credit note. */
  fen: fenSchema,
  status: z.enum(billStatuses),
  /** The day of publication, on which it is in the books, and its entry there. */
  publishedOn: dateSchema.optional(),
  entryId: z.string().optional(),
  /** What the contract said of late charge when it was published; absent: what the estate's policy says. */
  late: lateTermsSchema.nullable().optional(),
  /** When it reached the payer, and how: by mail, by hand, by post. No late charge runs before (R5.4). */
  deliveries: z.array(z.object({ how: z.string(), on: dateSchema, proof: z.string().optional() })).max(most.deliveries),
  paid: z.array(paidSchema).max(most.paid),
  /** Late charge that was claimed when it was paid, and reversals of such claims; each is in the books (R5.1). */
  lateClaims: z.array(lateClaimSchema).max(most.lateClaims),
  costs: z.array(z.object({ entryId: z.string(), on: dateSchema, what: z.string(), fen: fenSchema })).max(most.costs),
  waived: z.array(waivedSchema).max(most.waived),
  disputes: z.array(disputeSchema).max(most.disputes),
  /** What credit notes took off it. */
  credited: z.array(creditedSchema).max(most.credited).optional(),
  /** Days for which no late charge is claimed: a payment was on the bill by a mistake of the desk (R21.3). */
  excused: z
    .array(z.object({ from: dateSchema, to: dateSchema, paymentId: z.string() }))
    .max(50)
    .optional(),
  /** What was open when it was given up as a bad debt (核销, D31). */
  writtenOff: z.object({ ...decidedSchema.shape, entryId: z.string().optional(), parts: partsSchema }).optional(),
  cancelled: decidedSchema.optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Bill = z.infer<typeof billSchema>;

/** What was paid of a bill, part by part. */
export function paidParts(bill: Pick<Bill, 'paid'>): Parts {
  return addParts(bill.paid.map(({ parts }) => parts));
}

const sumOf = (all: readonly { readonly fen: number }[]) => all.reduce((sum, { fen }) => sum + fen, 0);

/** What was given up of a part, fen: waived (减免) or written off (核销). */
export function givenUp(bill: Pick<Bill, 'waived' | 'writtenOff'>, part: DebtPart): number {
  return sumOf(bill.waived.filter((one) => one.part === part)) + (bill.writtenOff?.parts[part] ?? 0);
}

/** Returns what credit notes took off the principal of a bill, fen, with what had been given up before or without it. */
export function creditedFen(
  { credited = [] }: Pick<Bill, 'credited'>,
  absorbed: 'with-given-up' | 'open-only',
): number {
  const all = sumOf(credited);
  return absorbed === 'with-given-up' ? all : all - credited.reduce((sum, one) => sum + one.absorbedFen, 0);
}

/**
 * What is owed by the books, part by part: the principal less what was credited, the costs, and the late charge as far as it
 * was claimed.
 */
export function bookedParts(bill: Pick<Bill, 'fen' | 'costs' | 'lateClaims' | 'credited'>): Parts {
  const principal = bill.fen - creditedFen(bill, 'open-only');
  return { costs: sumOf(bill.costs), 'late-charge': sumOf(bill.lateClaims), principal };
}

/** What is open by the books, part by part, fen: what its postings on the payer's account add up to. */
export function bookedOpen(bill: Bill): Parts {
  if (!isOwed(bill)) return noParts;
  const [booked, paid] = [bookedParts(bill), paidParts(bill)];
  const open = (part: DebtPart) => booked[part] - paid[part] - givenUp(bill, part);
  return { costs: open('costs'), 'late-charge': open('late-charge'), principal: open('principal') };
}

/** Returns true for what is or was owed: neither a draft, nor cancelled, nor a credit note. */
export function isOwed({ status }: Pick<Bill, 'status'>): boolean {
  return status !== 'draft' && status !== 'cancelled' && status !== 'issued';
}

/** What is open of the principal, fen. */
export function openPrincipal(bill: Pick<Bill, 'fen' | 'paid' | 'waived' | 'writtenOff' | 'credited'>): number {
  return bill.fen - creditedFen(bill, 'open-only') - paidParts(bill).principal - givenUp(bill, 'principal');
}

/** The day on which a bill first reached its payer; undefined while it has not. */
export function deliveredOn(bill: Pick<Bill, 'deliveries'>): string | undefined {
  return bill.deliveries
    .map(({ on }) => on)
    .sort()
    .at(0);
}

/** True while something is open on it. */
export function isOpen(bill: Pick<Bill, 'status'>): boolean {
  return bill.status === 'published';
}
