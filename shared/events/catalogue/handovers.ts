import * as z from 'zod';
import { day, fen, id, instant, payers } from './parts.ts';

const ref = { handoverId: id, phaseId: id, unitId: id, buyerId: id };
const title = { dossierId: id, unitId: id, buyerId: id };
/** Meter readings of the home by utility, in units of the meter, and the reading time. */
const shown = { readings: z.record(z.string(), z.string()).optional(), readAt: instant.optional() };
const slot = { slotId: id, from: instant, to: instant };

/** Events of handovers, common-area acceptances, titles and warranty. */
export const handoversEvents = {
  PhaseOpened: z.object({ phaseId: id }),
  /** All homes of the phase's buildings were entered. */
  PhasePlanned: z.object({ phaseId: id, homes: z.number(), leftOut: z.number() }),
  /** `added` or `leftOut` names a home added or excluded by hand. */
  PhaseChanged: z.object({
    phaseId: id,
    changed: z.array(z.string()),
    added: z.string().optional(),
    leftOut: z.string().optional(),
  }),
  /** Requests the next slice of a phase: enter homes, or send notices. */
  PhaseSliceRequested: z.object({ phaseId: id, slice: z.number(), what: z.enum(['enter', 'announce']) }),
  PhaseDaysPlanned: z.object({ phaseId: id, days: z.array(day), places: z.number() }),
  PhaseAnnounced: z.object({ phaseId: id, homes: z.number() }),
  /** The phase takes no more days or bookings. `leftOpen` homes have no keys. */
  PhaseClosed: z.object({ phaseId: id, homes: z.number(), keysGiven: z.number(), leftOpen: z.number() }),
  PhaseReopened: z.object({ phaseId: id }),
  /** The written notice (交付通知书) of a home is sent; `noticedFor` is its first handover day. */
  HandoverAnnounced: z.object({ ...ref, noticedFor: day, bookBy: day }),
  /**
   * The home has another buyer before delivery, after a sale or a correction in the register. The new buyer
   * must be notified.
   */
  HandoverBuyerChanged: z.object({ ...ref, formerBuyerId: id, formerState: z.string() }),
  HandoverNoticeProven: z.object({ ...ref, method: z.string(), on: day }),
  /** The mail was not sent, or bounced. */
  HandoverNoticeFailed: z.object({ ...ref, why: z.string() }),
  HandoverBooked: z.object({ ...ref, ...slot, moved: z.boolean(), waited: z.boolean() }),
  /**
   * Slots of some stations on a day are withdrawn, slice by slice. HandoverDayCleared follows the last slice.
   */
  HandoverDayCancelled: z.object({ cancellationId: id, phaseId: id, day, stations: z.array(z.string()) }),
  CancellationSliceRequested: z.object({ cancellationId: id, slice: z.number() }),
  HandoverDayCleared: z.object({ cancellationId: id, phaseId: id, day, slots: z.number(), bookings: z.number() }),
  /** The developer cancelled the booked time. */
  HandoverBookingCancelled: z.object({ ...ref, ...slot }),
  HandoverBookingReleased: z.object({ ...ref, slotId: id }),
  HandoverWaiting: z.object({ ...ref, day: day.optional() }),
  /** A booking of a slot ended, so the waiting list may use the slot. */
  HandoverSlotFreed: z.object({ phaseId: id, ...slot }),
  HandoverCheckedIn: z.object({ ...ref, as: z.enum(['owner', 'agent']) }),
  HandoverMissed: z.object({ ...ref, from: instant, to: instant, noShows: z.number() }),
  HandoverRefused: z.object({ ...ref, reason: z.string(), withGoodReason: z.boolean() }),
  /**
   * Possession transferred, sheet signed, or deemed delivered (R3.4). From `on`, risk and fees are the
   * owner's.
   */
  HomeDelivered: z.object({ ...ref, on: day, method: z.enum(['possession', 'sheet-signed', 'deemed']) }),
  HandoverIncidentReported: z.object({
    incidentId: id,
    phaseId: id,
    handoverId: id.optional(),
    managerId: id,
    what: z.string(),
    severity: z.enum(['ordinary', 'urgent']),
    insteadOfStaffId: id.optional(),
  }),
  HandoverIncidentClosed: z.object({ incidentId: id, phaseId: id, outcome: z.string() }),
  InspectionRecorded: z.object({ ...ref, batchId: id, records: z.number() }),
  /** `together` lists all reviews of the home that were opened at once. */
  InspectionReviewOpened: z.object({ ...ref, reviewId: id, why: z.string(), together: z.array(id).optional() }),
  InspectionReviewSettled: z.object({ ...ref, reviewId: id, decision: z.string() }),
  DefectFound: z.object({
    ...ref,
    defectId: id,
    room: z.string(),
    part: z.string(),
    trade: z.string(),
    severity: z.string(),
    liable: z.string(),
    dueOn: day,
  }),
  DefectRectified: z.object({ ...ref, defectId: id }),
  /** `openDefects` is the number of defects of the home that are still open. */
  DefectClosed: z.object({ ...ref, defectId: id, openDefects: z.number().optional() }),
  /** `together` lists all defects of the home that were rejected at once. */
  DefectRejected: z.object({ ...ref, defectId: id, findings: z.string(), together: z.array(id).optional() }),
  DefectOverdue: z.object({ ...ref, defectId: id, dueOn: day }),
  /** A later entry shows that the defect was rectified in time. */
  DefectOverdueCorrected: z.object({ ...ref, defectId: id, dueOn: day }),
  SheetSigned: z.object({ ...ref, on: day, openDefects: z.number(), sheetHash: z.string(), ...shown }),
  KeysGiven: z.object({ ...ref, on: day, ...shown }),
  HandoverPapersGiven: z.object({ ...ref, papers: z.array(z.string()) }),
  GateSettled: z.object({ ...ref, gate: z.string(), method: z.string() }),
  AreaSettled: z.object({ ...ref, buyerPaysFen: fen, developerPaysFen: fen }),
  AcceptanceOpened: z.object({ acceptanceId: id, phaseId: id }),
  AcceptanceItemsJudged: z.object({
    acceptanceId: id,
    phaseId: id,
    items: z.number(),
    failed: z.number(),
    signaturesVoid: z.boolean(),
  }),
  AcceptanceSigned: z.object({ acceptanceId: id, phaseId: id, by: z.enum(['developer', 'property-company']) }),
  AcceptanceItemCarried: z.object({ acceptanceId: id, itemId: id, ownerId: id, dueOn: day }),
  AcceptanceItemClosed: z.object({ acceptanceId: id, itemId: id }),
  AcceptanceItemOverdue: z.object({ acceptanceId: id, itemId: id, ownerId: id, dueOn: day }),
  TitleOpened: z.object({
    ...title,
    handoverId: id.optional(),
    registrationDue: day.optional(),
    /** Of a sales contract of the system before: the opening that brought it. */
    carriedOver: id.optional(),
  }),
  /** The contract was entered; first payment and deed tax in fen. */
  TitleContractEntered: z.object({ ...title, fundFen: fen.optional(), taxFen: fen.optional() }),
  TitleDaysKnown: z.object({ ...title, deliveredOn: day }),
  TitleDocumentSubmitted: z.object({ ...title, document: z.string() }),
  TitleDocumentJudged: z.object({ ...title, document: z.string(), accepted: z.boolean() }),
  TitleStepDone: z.object({ ...title, step: z.string(), on: day, receipt: z.string().optional() }),
  TitleStepWithdrawn: z.object({ ...title, step: z.string() }),
  TitleStepOverdue: z.object({ ...title, step: z.string(), dueOn: day }),
  TitleFaultDecided: z.object({ ...title, sellers: z.boolean() }),
  /** Fund balance in fen. `topUpBy` is set when the buyer must be notified now (R7.3). */
  TitleFundBalanceEntered: z.object({ ...title, fen, on: day, firstPaymentFen: fen, topUpBy: day.optional() }),
  TitleNoted: z.object({ ...title, kind: z.string(), about: z.string() }),
  /** Acceptance and delivery of a home that was handed over outside Anju. */
  HomeWarrantyEntered: z.object({ unitId: id, acceptedOn: day, deliveredOn: day }),
  /** Payer of the repair of a ticket, and the rule (D15, D52). */
  WarrantyDecided: z.object({
    ticketId: id,
    unitId: id,
    part: z.string(),
    payer: z.enum(payers),
    answersToOwner: z.enum(['developer', 'property-company']),
    why: z.string(),
    until: day.optional(),
    rule: z.string(),
  }),
} as const;
