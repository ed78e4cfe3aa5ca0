import * as z from 'zod';
import { day, fen, id, instant, payers } from './parts.ts';

const ref = { handoverId: id, phaseId: id, unitId: id, buyerId: id };
const title = { dossierId: id, unitId: id, buyerId: id };
/** What the meters of the home showed, by utility in units of the meter, and when. */
const shown = { readings: z.record(z.string(), z.string()).optional(), readAt: instant.optional() };
const slot = { slotId: id, from: instant, to: instant };

/** Events of handing over homes, from the plan of a phase to the certificate of title. */
export const handoversEvents = {
  PhaseOpened: z.object({ phaseId: id }),
  /** All homes of its buildings were entered. */
  PhasePlanned: z.object({ phaseId: id, homes: z.number(), leftOut: z.number() }),
  /** Of homes that are added or left out by hand, which one. */
  PhaseChanged: z.object({
    phaseId: id,
    changed: z.array(z.string()),
    added: z.string().optional(),
    leftOut: z.string().optional(),
  }),
  /** Slices of homes of a phase are to be entered, or written to. */
  PhaseSliceRequested: z.object({ phaseId: id, slice: z.number(), what: z.enum(['enter', 'announce']) }),
  PhaseDaysPlanned: z.object({ phaseId: id, days: z.array(day), places: z.number() }),
  PhaseAnnounced: z.object({ phaseId: id, homes: z.number() }),
  /** Nothing is planned or booked in it any more; `leftOpen` homes have no keys. */
  PhaseClosed: z.object({ phaseId: id, homes: z.number(), keysGiven: z.number(), leftOpen: z.number() }),
  PhaseReopened: z.object({ phaseId: id }),
  /** The written notice (交付通知书) of a home goes out; it names the first day. */
  HandoverAnnounced: z.object({ ...ref, noticedFor: day, bookBy: day }),
  /** It passes to another buyer before it was delivered: sold, or put right in the register. He is to be written to. */
  HandoverBuyerChanged: z.object({ ...ref, formerBuyerId: id, formerState: z.string() }),
  HandoverNoticeProven: z.object({ ...ref, how: z.string(), on: day }),
  /** It did not go by mail, or came back. */
  HandoverNoticeFailed: z.object({ ...ref, why: z.string() }),
  HandoverBooked: z.object({ ...ref, ...slot, moved: z.boolean(), waited: z.boolean() }),
  /** Slots of a day are withdrawn, those of some stations, slice by slice; then all of them are. */
  HandoverDayCancelled: z.object({ cancellationId: id, phaseId: id, day, stations: z.array(z.string()) }),
  CancellationSliceRequested: z.object({ cancellationId: id, slice: z.number() }),
  HandoverDayCleared: z.object({ cancellationId: id, phaseId: id, day, slots: z.number(), bookings: z.number() }),
  /** We cannot be there at his time. */
  HandoverBookingCancelled: z.object({ ...ref, ...slot }),
  HandoverBookingReleased: z.object({ ...ref, slotId: id }),
  HandoverWaiting: z.object({ ...ref, day: day.optional() }),
  /** A slot that somebody waits for is free. */
  HandoverSlotFreed: z.object({ phaseId: id, ...slot }),
  HandoverCheckedIn: z.object({ ...ref, as: z.enum(['owner', 'agent']) }),
  HandoverMissed: z.object({ ...ref, from: instant, to: instant, noShows: z.number() }),
  HandoverRefused: z.object({ ...ref, reason: z.string(), withGoodReason: z.boolean() }),
  /** Possession transferred, sheet signed, or deemed delivered (R3.4): from this day on the risk and the fee are the owner's. */
  HomeDelivered: z.object({ ...ref, on: day, how: z.enum(['possession', 'sheet-signed', 'deemed']) }),
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
  /** `together` are all reviews of the home that were opened at once. */
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
  /** With the number of defects of the home that are still open. */
  DefectClosed: z.object({ ...ref, defectId: id, openDefects: z.number().optional() }),
  /** `together` are all defects of the home that were rejected at once. */
  DefectRejected: z.object({ ...ref, defectId: id, findings: z.string(), together: z.array(id).optional() }),
  DefectOverdue: z.object({ ...ref, defectId: id, dueOn: day }),
  /** What was entered later shows that the defect was put right in time. */
  DefectOverdueCorrected: z.object({ ...ref, defectId: id, dueOn: day }),
  SheetSigned: z.object({ ...ref, on: day, openDefects: z.number(), sheetHash: z.string(), ...shown }),
  KeysGiven: z.object({ ...ref, on: day, ...shown }),
  HandoverPapersGiven: z.object({ ...ref, papers: z.array(z.string()) }),
  GateSettled: z.object({ ...ref, gate: z.string(), how: z.string() }),
  AreaSettled: z.object({ ...ref, buyerPaysFen: fen, developerPaysFen: fen }),
  TakeoverOpened: z.object({ takeoverId: id, phaseId: id }),
  TakeoverItemsJudged: z.object({
    takeoverId: id,
    phaseId: id,
    items: z.number(),
    failed: z.number(),
    signaturesVoid: z.boolean(),
  }),
  TakeoverSigned: z.object({ takeoverId: id, phaseId: id, by: z.enum(['developer', 'property-company']) }),
  TakeoverItemCarried: z.object({ takeoverId: id, itemId: id, ownerId: id, dueOn: day }),
  TakeoverItemClosed: z.object({ takeoverId: id, itemId: id }),
  TakeoverItemOverdue: z.object({ takeoverId: id, itemId: id, ownerId: id, dueOn: day }),
  TitleOpened: z.object({ ...title, handoverId: id.optional(), registrationDue: day.optional() }),
  /** What the contract says, and what fund and tax are by it, in fen. */
  TitleContractEntered: z.object({ ...title, fundFen: fen.optional(), taxFen: fen.optional() }),
  TitleDaysKnown: z.object({ ...title, deliveredOn: day }),
  TitleDocumentSubmitted: z.object({ ...title, document: z.string() }),
  TitleDocumentJudged: z.object({ ...title, document: z.string(), accepted: z.boolean() }),
  TitleStepDone: z.object({ ...title, step: z.string(), on: day, receipt: z.string().optional() }),
  TitleStepWithdrawn: z.object({ ...title, step: z.string() }),
  TitleStepOverdue: z.object({ ...title, step: z.string(), dueOn: day }),
  TitleFaultDecided: z.object({ ...title, sellers: z.boolean() }),
  /** What is left of the fund, in fen; with the last day to top it up when its buyer is to be told now (R7.3). */
  TitleFundBalanceEntered: z.object({ ...title, fen, on: day, firstPaymentFen: fen, topUpBy: day.optional() }),
  TitleNoted: z.object({ ...title, kind: z.string(), about: z.string() }),
  /** Acceptance and delivery of a home that was handed over before this system. */
  HomeWarrantyEntered: z.object({ unitId: id, acceptedOn: day, deliveredOn: day }),
  /** Who pays for the repair of a ticket, and by which rule (D15, D52). */
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
