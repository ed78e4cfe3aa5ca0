import * as z from 'zod';
import { utilitySchema } from '../../kernel/utilities.ts';
import { day, fen, id } from './parts.ts';

/** Months of a unit and fee item charged in advance (R24); `fen` is gross. */
const advanceRef = { advanceId: id, unitId: id, payerId: id, feeItemId: id, from: day, to: day, fen };
const billRef = { billId: id, unitId: id, payerId: id };

/**
 * What meters needs of a price: whether it is collected on behalf of others, and its class for value added
 * tax where it has one of its own. Absent from older events.
 */
const meteredPrice = {
  utility: utilitySchema.optional(),
  price: z.string().optional(),
  held: z.boolean().optional(),
  vatClass: z.string().optional(),
  /** True for tiers or peak and valley, which prepaid meters cannot have. */
  tiered: z.boolean().optional(),
};

/** Events of fees: what is charged and to whom. */
export const feesEvents = {
  /** For a metered item: what is measured, and its first price in yuan per unit of usage. */
  FeeItemDefined: z.object({ feeItemId: id, ...meteredPrice, from: day.optional() }),
  FeeItemChanged: z.object({ feeItemId: id, changed: z.array(z.string()) }),
  TariffChanged: z.object({ feeItemId: id, number: z.number(), from: day, ...meteredPrice }),
  SharingRequested: z.object({ sharingId: id }),
  SharingDone: z.object({ sharingId: id, units: z.number(), totalFen: fen }),
  SharingFailed: z.object({ sharingId: id, why: z.string() }),
  BillingRunOpened: z.object({ runId: id, dryRun: z.boolean() }),
  /** Requests the planning of the next slices of units. */
  BillingPlanContinued: z.object({ runId: id }),
  /** Requests the bills of one slice of units. */
  BillingSliceRequested: z.object({ runId: id, slice: z.number() }),
  BillingRunDrafted: z.object({ runId: id, bills: z.number(), totalFen: fen }),
  BillingPublishRequested: z.object({ runId: id }),
  PublishingSliceRequested: z.object({ runId: id, slice: z.number() }),
  BillingRunPublished: z.object({ runId: id, bills: z.number(), totalFen: fen }),
  BillingRunCancelled: z.object({ runId: id }),
  BillPublished: z.object({ ...billRef, fen, dueOn: day }),
  /** A bill came from the system before with `fen` open (R30.2). Its payer knows it already. */
  BillCarriedOver: z.object({ ...billRef, fen, dueOn: day }),
  /** Part or all of a bill was paid; `openFen` is its open principal. */
  BillPaid: z.object({ ...billRef, paymentId: id, fen, openFen: fen, on: day }),
  /** A payment was taken back from the bill: reversed, bounced, or used for another bill. */
  BillUnpaid: z.object({ ...billRef, paymentId: id, fen, openFen: fen }),
  BillDelivered: z.object({ ...billRef, method: z.string(), on: day }),
  BillCancelled: z.object({ ...billRef, fen }),
  /** Somebody requested to cancel a bill or to write it off; another person decides. */
  BillEndAsked: z.object({ ...billRef, as: z.string() }),
  BillEndRefused: z.object({ ...billRef, as: z.string() }),
  /** A credit note lowered a bill by `fen`; `freed` is the paid part that is prepaid now, by purpose. */
  BillCredited: z.object({
    ...billRef,
    noteId: id,
    fen,
    openFen: fen,
    freed: z.array(z.object({ purpose: z.string(), fen })),
    /** The payments, and uses of prepaid money, from which `freed` came. */
    freedFrom: z.array(z.object({ paymentId: id, fen })).optional(),
  }),
  /** A credit note was issued; `fen` is negative. */
  CreditNoteIssued: z.object({ ...billRef, fen }),
  /** An invoice was recorded for lines of a bill; `fen` is negative for a red one. */
  BillInvoiced: z.object({ ...billRef, invoiceNumber: z.string(), fen }),
  AdvanceAsked: z.object(advanceRef),
  AdvanceRefused: z.object(advanceRef),
  AdvanceCharged: z.object({ ...advanceRef, billId: id }),
  /** A month in advance was served: its net amount is revenue, its tax is due. */
  RevenueRecognised: z.object({ ...advanceRef, month: z.string(), netFen: fen, taxFen: fen }),
  /** An invoice, or a red one, changed when the tax of months in advance is due. */
  AdvanceInvoiced: z.object({ ...advanceRef, netFen: fen, taxFen: fen }),
  AdvanceEndAsked: z.object({ ...advanceRef, through: day }),
  AdvanceEndRefused: z.object({ ...advanceRef, through: day }),
  /** Ended early; `backFen` is what was not served. */
  AdvanceEnded: z.object({ ...advanceRef, through: day, backFen: fen }),
  /** Nobody paid before the first month. */
  AdvanceLapsed: z.object({ ...advanceRef, billId: id }),
  BillDisputed: z.object({ ...billRef, from: day }),
  DisputeSettled: z.object({ ...billRef, to: day }),
  LateChargeClaimed: z.object({ ...billRef, fen }),
  LateChargeCorrected: z.object({ ...billRef, fen }),
  CostsAdded: z.object({ ...billRef, fen, what: z.string() }),
  WaiverAsked: z.object({ ...billRef, waiverId: id, part: z.string(), fen }),
  WaiverRefused: z.object({ ...billRef, waiverId: id }),
  ChargeWaived: z.object({ ...billRef, waiverId: id, part: z.string(), fen, openFen: fen }),
  /** A payment in time took the discount for early payment (R33.2). */
  EarlyDiscountTaken: z.object({ ...billRef, discountId: id, fen, openFen: fen }),
  /** The discount was taken back, because its payment was. */
  EarlyDiscountTakenBack: z.object({ ...billRef, discountId: id, fen, openFen: fen }),
  DiscountAsked: z.object({ discountId: id, kind: z.string() }),
  DiscountApproved: z.object({ discountId: id, kind: z.string() }),
  DiscountRefused: z.object({ discountId: id }),
  DiscountEnded: z.object({ discountId: id, on: day }),
  VacancyAsked: z.object({ vacancyId: id, unitId: id }),
  VacancyApproved: z.object({ vacancyId: id, unitId: id, from: day }),
  VacancyRefused: z.object({ vacancyId: id, unitId: id }),
  VacancyChecked: z.object({ vacancyId: id, unitId: id, isVacant: z.boolean() }),
  VacancyEnded: z.object({ vacancyId: id, unitId: id, on: day, cause: z.string() }),
  BillWrittenOff: z.object({ ...billRef, fen }),
  /** A payment recovered `fen` of a written-off bill; negative where it was taken back. */
  BadDebtRecovered: z.object({ ...billRef, paymentId: id, fen }),
  WriteOffReversalAsked: z.object(billRef),
  /** A write-off was a mistake: `fen` of the bill is owed again. */
  WriteOffReversed: z.object({ ...billRef, fen }),
} as const;
