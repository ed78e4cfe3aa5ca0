import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dateSchema, instantSchema } from '../../../shared/kernel/time.ts';
import type { Settled } from './gates.ts';

/**
 * States of the handover of a home (D17).
 * The usual order: planned, notified in writing, booked, inspected with the buyer, rectified, inspected
 * again, sheet signed (`accepted`), keys given.
 * Exceptions (R3.4): the buyer missed the booking, refused the home, or the home is deemed delivered.
 */
export const handoverStates = [
  'planned',
  'notified',
  'booked',
  'inspecting',
  'rectifying',
  'reinspecting',
  'accepted',
  'keys-given',
  'no-show',
  'refused',
  'deemed-delivered',
] as const;
export type HandoverState = (typeof handoverStates)[number];

/** The written notice (交付通知书): the handover day that it names and the proof of its delivery. */
const noticeSchema = z
  .object({
    /** First handover day of the home (R3.4). */
    noticedFor: dateSchema,
    /** Last handover day. */
    until: dateSchema,
    /** Last day to book a time. */
    bookBy: dateSchema,
    writtenOn: dateSchema,
    /** Name of the buyer as the letter writes it. */
    addressee: z.string(),
    /** Proof that the notice arrived. Of several proofs, the one with the earliest day. */
    proven: z.object({ method: z.string(), on: dateSchema, proof: z.string().optional() }).optional(),
    /** Reason why the mail was not sent or bounced. */
    failed: z.string().optional(),
  })
  .meta({ id: 'NoticeOfHandover' });

/** A booked time and its check-in code. */
const bookingSchema = z
  .object({
    slotId: z.string(),
    from: instantSchema,
    to: instantSchema,
    by: z.object({ as: z.enum(['owner', 'agent', 'desk']), id: z.string(), powerOfAttorney: z.string().optional() }),
    /** Check-in code: eight digits, the last of which is a check digit. */
    code: z.string(),
  })
  .meta({ id: 'Booking' });

/** The person whose identity was checked at check-in; an agent with the power of attorney. */
const identifiedSchema = z
  .object({
    as: z.enum(['owner', 'agent']),
    name: z.string(),
    powerOfAttorney: z.string().optional(),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: 'Identified' });

const keysSchema = z
  .object({
    on: dateSchema,
    takenBy: z.string(),
    /** Keys, cards and documents that were given, each with its count. */
    items: z.array(z.object({ what: z.string(), count: z.int().min(1) })),
    /** Meter readings by utility, in units of the meter. */
    readings: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Keys' });

/** A handover (交付) of one home of a phase to its buyer. Amounts in fen, days in the estate's zone. */
export const handoverSchema = z
  .object({
    handoverId: z.string(),
    estateId: z.string(),
    phaseId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    building: z.string(),
    buyerId: z.string(),
    /** Number of buyer changes before delivery. Links in letters to former buyers no longer work. */
    buyerChanges: z.int().optional(),
    state: z.enum(handoverStates),
    /** The notice to the buyer and its proof of delivery. */
    notice: noticeSchema.optional(),
    /** The appointment. */
    booking: bookingSchema.optional(),
    /**
     * Waiting list entry for a slot of one day, or of any day. `lostSlotId`: the slot of a booking that the
     * developer cancelled; such an entry goes first.
     */
    waiting: z.object({ day: dateSchema.optional(), since: z.string(), lostSlotId: z.string().optional() }).optional(),
    noShows: z.int(),
    reschedules: z.int(),
    /** Who was identified at the station, and how. */
    identified: identifiedSchema.optional(),
    /** Documents that the buyer has received. */
    papersGiven: z.array(z.string()),
    /** Receipt of the first payment. Contract day and building type are set where no contract is entered. */
    fund: z
      .object({
        receipt: z.string(),
        fen: fenSchema,
        paidOn: dateSchema,
        contractOn: dateSchema.optional(),
        building: z.string().optional(),
      })
      .optional(),
    /** Settlement of the area difference (R3.8). `settledOn`: the day it was paid, or found to be zero. */
    area: z
      .object({
        contract: z.string(),
        /** Floor area as registered, m², a decimal. */
        registered: z.string(),
        price: z.string(),
        buyerPaysFen: fenSchema,
        developerPaysFen: fenSchema,
        /** Whether the buyer may return the home: the areas differ by more than 3 %. */
        mayReturn: z.boolean(),
        settledOn: dateSchema.optional(),
        receipt: z.string().optional(),
      })
      .optional(),
    /** The signed sheet: the handover version it shows, and the hash of its page in its language. */
    sheet: z
      .object({
        signedOn: dateSchema,
        /** Name of the person who signed. */
        signer: z.string(),
        hash: z.string(),
        openDefects: z.int(),
        version: z.int(),
        language: languageSchema,
      })
      .optional(),
    /** Number of open defects that block the keys. */
    blockingDefects: z.int(),
    openDefects: z.int(),
    /** Day and reason of the refusal, and whether the reason is a good one in law. */
    refused: z.object({ on: dateSchema, reason: z.string(), withGoodReason: z.boolean() }).optional(),
    /** Day of delivery, and what delivered the home. */
    delivery: z.object({ on: dateSchema, method: z.enum(['possession', 'sheet-signed', 'deemed']) }).optional(),
    /** The keys that were given. */
    keys: keysSchema.optional(),
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'HandoverRecord' });
export type Handover = z.infer<typeof handoverSchema>;

/** The handover as the API returns it. */
export const handoverViewSchema = handoverSchema.omit({ nextDueAt: true }).meta({ id: 'Handover' });

/** Returns the id of the handover of a home in a phase. A home has one handover in a phase. */
export function handoverIdOf(phaseId: string, unitId: string): string {
  return derivedId('hnd', phaseId, unitId);
}

/** Operations that change the state, each with the states that allow it. */
const allowedIn = {
  announce: ['planned', 'notified', 'no-show', 'refused'],
  exclude: ['planned'],
  'record-proof': ['notified', 'booked', 'no-show', 'refused'],
  // A booking from `rectifying` or `reinspecting` is for the re-inspection.
  book: ['notified', 'booked', 'no-show', 'rectifying', 'reinspecting', 'refused', 'deemed-delivered'],
  'join-waiting-list': ['notified', 'booked', 'no-show', 'rectifying', 'reinspecting', 'refused', 'deemed-delivered'],
  release: ['booked'],
  'check-in': ['booked'],
  'no-show': ['booked'],
  inspect: ['inspecting', 'reinspecting', 'rectifying'],
  refuse: ['notified', 'booked', 'inspecting', 'rectifying', 'reinspecting', 'no-show'],
  'deem-delivered': ['refused', 'no-show', 'notified', 'booked'],
  sign: ['inspecting', 'rectifying', 'reinspecting', 'deemed-delivered'],
  // Without an inspection gate, the keys may be given before the sheet is signed.
  'give-keys': ['inspecting', 'rectifying', 'reinspecting', 'accepted', 'deemed-delivered'],
} as const satisfies Record<string, readonly HandoverState[]>;
export type HandoverOperation = keyof typeof allowedIn;

/** Returns whether the state allows an operation. */
export function allows({ state }: Pick<Handover, 'state'>, operation: HandoverOperation): boolean {
  const allowed: readonly HandoverState[] = allowedIn[operation];
  return allowed.includes(state);
}

/** Rejects an operation that the state forbids. @throws Problem 409 illegal-state with the allowed states. */
export function mustAllow(handover: Pick<Handover, 'state'>, operation: HandoverOperation): void {
  if (!allows(handover, operation)) throw illegalState(handover.state, allowedIn[operation]);
}

/**
 * Returns whether a phase may close although this home has no keys.
 * That holds for a home that is deemed delivered or was refused with good reason.
 */
export function mayStayOpen({ state, refused }: Pick<Handover, 'state' | 'refused'>): boolean {
  return state === 'deemed-delivered' || (state === 'refused' && refused?.withGoodReason === true);
}

/** Returns the handover with a change applied and the next version. */
export function changed(handover: Handover, change: Partial<Handover>, at: string): Handover {
  return { ...handover, ...change, updatedAt: at, version: handover.version + 1 };
}

/**
 * Returns which gate conditions a handover meets (D17). `papers` are the documents that the phase gives to
 * every buyer.
 */
export function settledOf(handover: Handover, papers: readonly string[]): Settled {
  const { identified, papersGiven, fund, area, sheet, blockingDefects } = handover;
  return {
    ...(identified && { identified: { as: identified.as, ...poa(identified.powerOfAttorney) } }),
    missingDocuments: papers.filter((paper) => !papersGiven.includes(paper)),
    fundPaid: fund !== undefined,
    areaSettled: area?.settledOn !== undefined,
    inspection: { signed: sheet !== undefined, blockingDefects },
  };
}

function poa(powerOfAttorney: string | undefined): { powerOfAttorney?: string } {
  return powerOfAttorney === undefined ? {} : { powerOfAttorney };
}

/**
 * Returns whether the buyer knows the defects: they were checked in, or the home is already delivered.
 * Before that, inspection records are internal.
 */
export function knowsDefects({ identified, delivery }: Pick<Handover, 'identified' | 'delivery'>): boolean {
  return identified !== undefined || delivery !== undefined;
}

/**
 * Returns the subject of the present buyer's letter link: the handover id and the number of the buyer change.
 */
export function linkSubjectOf({ handoverId, buyerChanges }: Pick<Handover, 'handoverId' | 'buyerChanges'>): string {
  return buyerChanges === undefined ? handoverId : `${handoverId}.${buyerChanges}`;
}

/** Returns the ids that every event of a handover carries. */
export function ref({ handoverId, phaseId, unitId, buyerId }: Handover) {
  return { handoverId, phaseId, unitId, buyerId };
}
