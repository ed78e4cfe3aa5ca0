import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { billLineSchema } from './bill-line.ts';
import { carriedOverSchema } from './carried-over.ts';
import {
  addParts,
  type DebtPart,
  debtParts,
  noParts,
  oppositeOf,
  type Parts,
  partsSchema,
  withAgency,
} from './debt-parts.ts';
import { lateTermsSchema } from './late-charge.ts';
import { offerSchema } from './offer.ts';

/**
 * Statuses of a bill. A draft (草稿) is visible to staff only and is not in the ledger. A published bill (已发布)
 * is owed. Nothing of a paid bill is open. A cancelled one (作废) was a dropped draft or a bill withdrawn
 * unpaid. A written-off one (核销) is a bad debt. A credit note is issued (已开具): nothing is owed on it.
 */
const billStatuses = ['draft', 'published', 'paid', 'cancelled', 'written-off', 'issued'] as const;

/** Statuses of the bills that lists show. */
export const publishedStatuses = ['published', 'paid', 'cancelled', 'written-off', 'issued'] as const;

/** Stages in the order in which lists show them, with their statuses. */
export const billStages = {
  owed: ['published'],
  paid: ['paid'],
  ended: ['cancelled', 'written-off', 'issued'],
} satisfies Record<string, readonly (typeof publishedStatuses)[number][]>;
export type BillStage = keyof typeof billStages;

/**
 * What one payment paid of a bill. A payment taken back stays on the list, followed by one with the opposite
 * amounts. A correction of late charge (`cor_...`) gives back what was overpaid of it.
 */
const paidSchema = z
  .object({
    paymentId: z.string(),
    /** The day of the payment, also when it is taken back; `at` is when it was recorded. */
    on: dateSchema,
    at: z.string(),
    /** The ledger day, where it is another day than `on`. */
    postedOn: dateSchema.optional(),
    parts: partsSchema,
    /** The purpose of the prepaid money that paid; absent for general money (R11.4). */
    purpose: z.string().optional(),
  })
  .meta({ id: 'Paid' });

/** What a credit note took off a bill, for one fee item and service period (R21.6). */
const creditedSchema = z
  .object({
    noteId: z.string(),
    feeItemId: z.string(),
    period: spanSchema,
    sharingId: z.string().optional(),
    fen: fenSchema,
    /** The part that had been waived or written off before, fen. It does not lower what is open. */
    absorbedFen: fenSchema,
    on: dateSchema,
  })
  .meta({ id: 'Credited' });

/** What a credit note or a waiver took off the revenue and the tax of a taxed line (R21.6). */
const loweredSchema = z
  .object({
    /** The line, counted from 0. */
    line: z.int().min(0),
    entryId: z.string(),
    fen: fenSchema,
    /** The value added tax in it, fen. */
    taxFen: fenSchema,
    /** The credit note; absent on a waiver. */
    noteId: z.string().optional(),
  })
  .meta({ id: 'LoweredLine' });

/** What an invoice has of a line (R23.8); negative for a red invoice. */
const invoicedSchema = z
  .object({
    /** The line, counted from 0. */
    line: z.int().min(0),
    /** The number of the invoice, or of the one that a red invoice takes back. */
    number: z.string(),
    fen: fenSchema,
  })
  .meta({ id: 'InvoicedLine' });

const waivedSchema = z
  .object({
    waiverId: z.string(),
    /** The discount for early payment; negative where it was taken back (R33.2). Absent on waivers. */
    discountId: z.string().optional(),
    part: z.enum(debtParts),
    fen: fenSchema,
    /** Waivers of late charge and costs: the value added tax in it, fen. */
    taxFen: fenSchema.optional(),
    /** Waivers of principal: the fee item whose lines are lowered. */
    feeItemId: z.string().optional(),
    entryId: z.string(),
    on: dateSchema,
    reason: z.string(),
    askedBy: z.string(),
    approvedBy: z.string(),
  })
  .meta({ id: 'Waived' });

/** How an objection is decided: it is right, wrong, or right about a part (R27.6). */
export const disputeDecisions = ['founded', 'unfounded', 'partly'] as const;

/**
 * Days in dispute (争议), the first and last included. Until it is settled there is no late charge and no
 * reminder (R5.4, R12.4); then the decision counts (R27.6).
 */
const disputeSchema = z
  .object({
    /** The day on which the objection was received. */
    from: dateSchema,
    /** Evidence of a receipt before the day of its entry. */
    proof: z.string().optional(),
    /** The last day for the company to answer. Days after it bear no late charge. */
    answerBy: dateSchema.optional(),
    /** The last day; absent while the dispute is open. */
    to: dateSchema.optional(),
    reason: z.string(),
    /** Id of the person who objected. */
    lodgedBy: z.string(),
    /** How the dispute was settled. */
    outcome: z.string().optional(),
    /** Absent while the dispute is open, and on objections settled before decisions were recorded. */
    decision: z.enum(disputeDecisions).optional(),
    /** The principal that is not owed, because the objection was right, fen. */
    foundedFen: fenSchema.optional(),
    settledBy: z.string().optional(),
  })
  .meta({ id: 'BillDispute' });

const decidedSchema = z.object({ on: dateSchema, by: z.string(), reason: z.string() }).meta({ id: 'Decided' });
/** Who approved the end of a bill, on whose request; older records have no `askedBy`. */
const endedSchema = z.object({ ...decidedSchema.shape, askedBy: z.string().optional() }).meta({ id: 'Ended' });

/** What may end a bill that is owed. */
export const billEnds = ['cancelled', 'written-off'] as const;
const billEndSchema = z.object({ as: z.enum(billEnds), ...decidedSchema.shape }).meta({ id: 'BillEnd' });
/** A request to end a bill: who made it, when and why. */
export type BillEnd = z.infer<typeof billEndSchema>;

/** A part of a bad debt that is owed again, fen: it was paid, or the write-off was a mistake (R21.7). */
const recoveredSchema = z
  .object({
    entryId: z.string(),
    on: dateSchema,
    parts: partsSchema,
    /** The payment that recovered it, with negative parts where it was taken back; absent for a mistake. */
    paymentId: z.string().optional(),
  })
  .meta({ id: 'RecoveredDebt' });

const writtenOffSchema = z
  .object({
    ...endedSchema.shape,
    entryId: z.string().optional(),
    parts: partsSchema,
    /** `provision` when it was posted to the provision for bad debts. */
    against: z.literal('provision').optional(),
    recovered: z.array(recoveredSchema).max(100).optional(),
    /** Who requested to reverse it as a mistake, when and why. */
    asked: decidedSchema.optional(),
    /** Who approved that. The bill is then owed as if it had never been written off. */
    reversed: decidedSchema.pick({ on: true, by: true }).optional(),
  })
  .meta({ id: 'WrittenOff' });

const lateClaimSchema = z
  .object({
    entryId: z.string(),
    on: dateSchema,
    fen: fenSchema,
    /** The value added tax in it, fen. */
    taxFen: fenSchema.optional(),
    /** The claim that this one reverses. */
    reverses: z.string().optional(),
  })
  .meta({ id: 'LateClaim' });

/** The most records of each kind on one bill. */
const most = {
  deliveries: 20,
  paid: 200,
  lateClaims: 200,
  costs: 50,
  waived: 50,
  disputes: 50,
  credited: 200,
  lowered: 400,
  invoiced: 200,
} as const;

const full = problemKind('bill-is-full', 409, {
  'zh-CN': '此账单的记录已满，不能再登记。请先核对账单，必要时作废重开。',
  'zh-TW': '此帳單的記錄已滿，不能再登記。請先核對帳單，必要時作廢重開。',
  en: 'The record of this bill is full, so nothing more can be entered. Check the bill, or cancel it and bill again.',
});

/** Rejects a change that would make a list of the bill too long. @throws Problem 409 `bill-is-full`. */
export function assertWithinLimit(bill: Pick<Bill, keyof typeof most>, kind: keyof typeof most, more = 1): void {
  if ((bill[kind]?.length ?? 0) + more > most[kind]) throw new Problem(full);
}

/** The most lines of one bill. */
export const mostLines = 60;

/**
 * A bill (账单): what one payer owes for one unit and period, and everything that happened to it. Amounts in
 * fen.
 */
export const billSchema = z
  .object({
    billId: z.string(),
    estateId: z.string(),
    /** Set on a bill from the system before (R30.2). */
    carriedOver: carriedOverSchema.optional(),
    runId: z.string().optional(),
    unitId: z.string(),
    unitLabel: z.string(),
    payerId: z.string(),
    period: spanSchema,
    /** The last day to pay without late charge. */
    dueOn: dateSchema,
    /** A credit note (更正/红冲) has negative lines and lowers the bills that they name; absent on a bill. */
    kind: z.literal('credit-note').optional(),
    /** The charges with their arithmetic. */
    lines: z.array(billLineSchema).max(mostLines),
    /**
     * Its lines collected for others are on a receivable of their own (1221, R25.1). Bills that were posted
     * before there was one stay on 1122 with all their lines.
     */
    agencyReceivable: z.literal(true).optional(),
    /** Sum of the lines, fen: the principal; negative on a credit note. */
    fen: fenSchema,
    status: z.enum(billStatuses),
    /** The day of publication, on which the ledger records the bill. */
    publishedOn: dateSchema.optional(),
    entryId: z.string().optional(),
    /** The contract's late charge terms at publication; null: none; absent: those of the estate's policy. */
    late: lateTermsSchema.nullable().optional(),
    /** The discount for early payment (R33.2). */
    offer: offerSchema.optional(),
    /**
     * When and how the bill reached its payer: by mail, by hand or by post. No late charge runs before
     * (R5.4).
     */
    deliveries: z
      .array(z.object({ method: z.string(), on: dateSchema, proof: z.string().optional() }))
      .max(most.deliveries),
    /** Payments of the bill. */
    paid: z.array(paidSchema).max(most.paid),
    /** Late charge claimed when it was paid, and reversals of such claims; each has a ledger entry (R5.1). */
    lateClaims: z.array(lateClaimSchema).max(most.lateClaims),
    /** Costs of claiming the bill. */
    costs: z
      .array(
        z.object({
          entryId: z.string(),
          on: dateSchema,
          what: z.string(),
          fen: fenSchema,
          /** The value added tax in it, fen. */
          taxFen: fenSchema.optional(),
        }),
      )
      .max(most.costs),
    /** Waivers, and the discount for early payment. */
    waived: z.array(waivedSchema).max(most.waived),
    /** Objections. */
    disputes: z.array(disputeSchema).max(most.disputes),
    /** What credit notes took off the bill. */
    credited: z.array(creditedSchema).max(most.credited).optional(),
    /** What credit notes and waivers took off taxed lines. */
    lowered: z.array(loweredSchema).max(most.lowered).optional(),
    /** What was invoiced of taxed lines. */
    invoiced: z.array(invoicedSchema).max(most.invoiced).optional(),
    /** Days without late charge, because a cashier had recorded a payment on the bill by mistake (R21.3). */
    excused: z
      .array(z.object({ from: dateSchema, to: dateSchema, paymentId: z.string() }))
      .max(50)
      .optional(),
    /** What was written off as a bad debt (核销, D31), and what of it was recovered (R21.7). */
    writtenOff: writtenOffSchema.optional(),
    /** Who cancelled the bill, when and why. */
    cancelled: endedSchema.optional(),
    /** A request to cancel or write off the bill that waits for another person (R20.1). */
    end: billEndSchema.optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'BillRecord' });
export type Bill = z.infer<typeof billSchema>;

/** Returns what was paid of a bill, part by part, fen. */
export function paidParts(bill: Pick<Bill, 'paid'>): Parts {
  return addParts(bill.paid.map(({ parts }) => parts));
}

const sumOf = (all: readonly { readonly fen: number }[]) => all.reduce((sum, { fen }) => sum + fen, 0);

/** Returns what of a bill was written off (核销) and not recovered since, part by part, fen (R21.7). */
export function badDebtOf({ writtenOff }: Pick<Bill, 'writtenOff'>): Parts {
  if (!writtenOff) return noParts;
  const back = addParts((writtenOff.recovered ?? []).map(({ parts }) => parts));
  return addParts([writtenOff.parts, oppositeOf(back)]);
}

/**
 * Returns what of a bad debt can be recovered, part by part, fen: what credit notes did not take off it
 * (R21.6).
 */
export function recoverableOf(bill: Pick<Bill, 'writtenOff' | 'credited' | 'lines' | 'agencyReceivable'>): Parts {
  const left = badDebtOf(bill);
  const [own, agency] = [absorbedFen(bill, 'own'), absorbedFen(bill, 'agency')];
  const ofOthers = Math.max(0, agencyOf(left) - agency);
  const principal = Math.max(0, left.principal - agencyOf(left) - own) + ofOthers;
  return withAgency({ ...left, principal }, ofOthers);
}

/** Returns true for a bill that was written off and not by mistake. */
export function isWrittenOff({ writtenOff }: Pick<Bill, 'writtenOff'>): boolean {
  return writtenOff !== undefined && writtenOff.reversed === undefined;
}

/** Returns what was given up of a part, fen: waived (减免) or written off (核销). */
export function givenUpOf(bill: Pick<Bill, 'waived' | 'writtenOff'>, part: DebtPart): number {
  return sumOf(bill.waived.filter((one) => one.part === part)) + badDebtOf(bill)[part];
}

/**
 * Returns what credit notes took off the principal of a bill, fen, with or without the part that had been
 * given up before.
 */
export function creditedFen(
  { credited = [] }: Pick<Bill, 'credited'>,
  absorbed: 'with-given-up' | 'open-only',
): number {
  const all = sumOf(credited);
  return absorbed === 'with-given-up' ? all : all - credited.reduce((sum, one) => sum + one.absorbedFen, 0);
}

/** To whom a line is owed: to the company, or to a third party with a receivable of its own (R25.1). */
export const natures = ['own', 'agency'] as const;
export type Nature = (typeof natures)[number];

/** Returns to whom a line of a fee item is owed, as far as the ledger keeps it apart. */
export function natureOf(
  { lines, agencyReceivable }: Pick<Bill, 'lines' | 'agencyReceivable'>,
  { feeItemId }: { readonly feeItemId: string },
): Nature {
  const isForOthers = lines.some((line) => line.feeItemId === feeItemId && line.held);
  return agencyReceivable && isForOthers ? 'agency' : 'own';
}

/** Returns the part of a principal that is owed to third parties, fen. */
export function agencyOf({ agency = 0 }: Parts): number {
  return agency;
}

/** Returns what credit notes took off what had been given up, fen (R21.6). */
export function absorbedFen(bill: Pick<Bill, 'credited' | 'lines' | 'agencyReceivable'>, nature: Nature): number {
  const mine = (bill.credited ?? []).filter((one) => natureOf(bill, one) === nature);
  return mine.reduce((sum, one) => sum + one.absorbedFen, 0);
}

/** Returns what lines of a new bill put on the receivable of third parties, fen (R25.1). */
export function agencyBilled(lines: Bill['lines']): number {
  return sumOf(lines.filter(({ held, advanceId, fen }) => held && advanceId === undefined && fen > 0));
}

/** Returns what is open on the receivable of third parties, fen (R25.1); 0 for a bill without one. */
function agencyOpen(bill: Bill): number {
  if (!bill.agencyReceivable) return 0;
  const credited = (bill.credited ?? []).filter((one) => natureOf(bill, one) === 'agency');
  const creditedOpen = credited.reduce((sum, one) => sum + one.fen - one.absorbedFen, 0);
  // A line collected for others is never waived.
  return agencyBilled(bill.lines) - creditedOpen - agencyOf(paidParts(bill)) - agencyOf(badDebtOf(bill));
}

/**
 * Returns what is owed according to the ledger, part by part, fen: principal less credits, costs, and late
 * charge as far as claimed.
 */
export function postedParts(bill: Pick<Bill, 'fen' | 'costs' | 'lateClaims' | 'credited'>): Parts {
  const principal = bill.fen - creditedFen(bill, 'open-only');
  return { costs: sumOf(bill.costs), 'late-charge': sumOf(bill.lateClaims), principal };
}

/**
 * Returns what is open according to the ledger, part by part, fen: the sum of its postings on the payer's
 * account.
 */
export function postedOpen(bill: Bill): Parts {
  if (!isOwed(bill)) return noParts;
  const [posted, paid] = [postedParts(bill), paidParts(bill)];
  const open = (part: DebtPart) => posted[part] - paid[part] - givenUpOf(bill, part);
  const parts = { costs: open('costs'), 'late-charge': open('late-charge'), principal: open('principal') };
  return withAgency(parts, agencyOpen(bill));
}

/** Returns true for a bill that is or was owed: neither a draft, nor cancelled, nor a credit note. */
export function isOwed({ status }: Pick<Bill, 'status'>): boolean {
  return status !== 'draft' && status !== 'cancelled' && status !== 'issued';
}

/** Returns what is open of the principal, fen. */
export function openPrincipal(bill: Pick<Bill, 'fen' | 'paid' | 'waived' | 'writtenOff' | 'credited'>): number {
  return bill.fen - creditedFen(bill, 'open-only') - paidParts(bill).principal - givenUpOf(bill, 'principal');
}

/** Returns the day on which a bill first reached its payer; undefined while it has not. */
export function firstDeliveryOf(bill: Pick<Bill, 'deliveries'>): string | undefined {
  return bill.deliveries
    .map(({ on }) => on)
    .sort()
    .at(0);
}

/**
 * Returns the principal that a founded objection was about and no credit note took off since, fen. It is not
 * owed and bears no late charge (R27.6). `waivedFen` is the part of it that was waived since.
 */
export function foundedLeft({ disputes, credited = [], waived }: Pick<Bill, 'disputes' | 'credited' | 'waived'>) {
  return disputes.reduce(
    (all, { foundedFen = 0, from }) => {
      const since = (those: readonly { readonly on: string; readonly fen: number }[]) =>
        sumOf(those.filter(({ on }) => on >= from));
      const fen = Math.max(0, foundedFen - since(credited));
      const waivedFen = Math.min(fen, since(waived.filter(({ part }) => part === 'principal')));
      return { fen: all.fen + fen, waivedFen: all.waivedFen + waivedFen };
    },
    { fen: 0, waivedFen: 0 },
  );
}

/**
 * Returns the days on which a bill is not demanded: in dispute, and afterwards until a founded objection is
 * carried out by cancelling, a credit note or a waiver.
 */
export function disputedDays(
  bill: Pick<Bill, 'disputes' | 'credited' | 'waived'>,
): { from: string; to?: string | undefined }[] {
  const { fen, waivedFen } = foundedLeft(bill);
  return bill.disputes.map(({ from, to, foundedFen = 0 }) => ({
    from,
    ...(foundedFen > 0 && fen > waivedFen ? {} : { to }),
  }));
}

/** Returns true while something of the bill is open. */
export function isOpen(bill: Pick<Bill, 'status'>): boolean {
  return bill.status === 'published';
}
