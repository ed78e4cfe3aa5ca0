import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dateSchema, instantSchema } from '../../../shared/kernel/time.ts';
import type { Settled } from './gates.ts';

/**
 * Where the handover of a home stands (D17). In the plan; written to; booked; walked through with the buyer; what was found
 * is put right; looked at again; the sheet is signed; the keys are given. Beside them: nobody came, the buyer refused, or the
 * home counts as delivered without him (R3.4).
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

/** The written notice (交付通知书): the day that it names, and how it is known to have arrived. */
const noticeSchema = z.object({
  /** The first day on which the home is handed over to him (R3.4), the last, and the day by which to choose a time. */
  noticedFor: dateSchema,
  until: dateSchema,
  bookBy: dateSchema,
  writtenOn: dateSchema,
  /** As the letter calls him. */
  addressee: z.string(),
  /** How it is known to have reached him; of several proofs the one of the earliest day. */
  proven: z.object({ how: z.string(), on: dateSchema, proof: z.string().optional() }).optional(),
  /** Why it did not go by mail, or came back. */
  failed: z.string().optional(),
});

/** A time that was booked, and the code to be said at the door on the day. */
const bookingSchema = z.object({
  slotId: z.string(),
  from: instantSchema,
  to: instantSchema,
  by: z.object({ as: z.enum(['owner', 'agent', 'desk']), id: z.string(), powerOfAttorney: z.string().optional() }),
  code: z.string(),
});

/** Who stood before us, and for an agent his power of attorney. */
const identifiedSchema = z.object({
  as: z.enum(['owner', 'agent']),
  name: z.string(),
  powerOfAttorney: z.string().optional(),
  by: z.string(),
  at: z.string(),
});

const keysSchema = z.object({
  on: dateSchema,
  takenBy: z.string(),
  /** Keys, cards and papers that were given, each with its number. */
  items: z.array(z.object({ what: z.string(), count: z.int().min(1) })),
  /** What the meters showed, by utility, units of the meter. */
  readings: z.record(z.string(), z.string()),
});

/** A handover (交付): one home of a phase on its way to its buyer. Amounts in fen, days in the estate's zone. */
export const handoverSchema = z.object({
  handoverId: z.string(),
  estateId: z.string(),
  phaseId: z.string(),
  unitId: z.string(),
  unitLabel: z.string(),
  building: z.string(),
  buyerId: z.string(),
  /** How often it has passed to another buyer before it was delivered; links in the letters of former ones open nothing. */
  buyerChanges: z.int().optional(),
  state: z.enum(handoverStates),
  notice: noticeSchema.optional(),
  booking: bookingSchema.optional(),
  /** Waits for a slot of a day, or of any day; before all others when we cancelled the one that he had. */
  waiting: z.object({ day: dateSchema.optional(), since: z.string(), lostSlotId: z.string().optional() }).optional(),
  noShows: z.int(),
  reschedules: z.int(),
  identified: identifiedSchema.optional(),
  /** SourceDocuments that the buyer has got. */
  papersGiven: z.array(z.string()),
  /** Receipt of the first payment, with what was said of the contract where none was entered. */
  fund: z
    .object({
      receipt: z.string(),
      fen: fenSchema,
      paidOn: dateSchema,
      contractOn: dateSchema.optional(),
      building: z.string().optional(),
    })
    .optional(),
  /** Settlement of the area difference (R3.8), and when it was paid or found to be nothing. */
  area: z
    .object({
      contract: z.string(),
      registered: z.string(),
      price: z.string(),
      buyerPaysFen: fenSchema,
      developerPaysFen: fenSchema,
      mayReturn: z.boolean(),
      settledOn: dateSchema.optional(),
      receipt: z.string().optional(),
    })
    .optional(),
  /** The sheet that was signed: the version of the handover that it is of, and the hash of the page in its language. */
  sheet: z
    .object({
      signedOn: dateSchema,
      signer: z.string(),
      hash: z.string(),
      openDefects: z.int(),
      version: z.int(),
      language: languageSchema,
    })
    .optional(),
  /** Open defects that stand between him and the keys, and all that are open; kept by the inspection. */
  blockingDefects: z.int(),
  openDefects: z.int(),
  refused: z.object({ on: dateSchema, reason: z.string(), withGoodReason: z.boolean() }).optional(),
  delivery: z.object({ on: dateSchema, how: z.enum(['possession', 'sheet-signed', 'deemed']) }).optional(),
  keys: keysSchema.optional(),
  nextDueAt: z.string().optional(),
  updatedAt: z.string(),
  version: z.int(),
});
export type Handover = z.infer<typeof handoverSchema>;

/** What the API shows of a handover. */
export const handoverViewSchema = handoverSchema.omit({ nextDueAt: true });

/** A home is handed over once in a phase. */
export function handoverIdOf(phaseId: string, unitId: string): string {
  return derivedId('hnd', phaseId, unitId);
}

/** Operations that change the state, and the states that allow each. */
const allowedIn = {
  announce: ['planned', 'notified', 'no-show', 'refused'],
  exclude: ['planned'],
  'record-proof': ['notified', 'booked', 'no-show', 'refused'],
  // Also to have looked at what was put right.
  book: ['notified', 'booked', 'no-show', 'rectifying', 'reinspecting', 'refused', 'deemed-delivered'],
  'join-waiting-list': ['notified', 'booked', 'no-show', 'rectifying', 'reinspecting', 'refused', 'deemed-delivered'],
  release: ['booked'],
  'check-in': ['booked'],
  'no-show': ['booked'],
  inspect: ['inspecting', 'reinspecting', 'rectifying'],
  refuse: ['notified', 'booked', 'inspecting', 'rectifying', 'reinspecting', 'no-show'],
  'deem-delivered': ['refused', 'no-show', 'notified', 'booked'],
  sign: ['inspecting', 'rectifying', 'reinspecting', 'deemed-delivered'],
  // Where a phase has no gate of inspection they may be given before anything is signed.
  'give-keys': ['inspecting', 'rectifying', 'reinspecting', 'accepted', 'deemed-delivered'],
} as const satisfies Record<string, readonly HandoverState[]>;
export type HandoverOperation = keyof typeof allowedIn;

/** Whether the state allows an operation. */
export function allows({ state }: Pick<Handover, 'state'>, operation: HandoverOperation): boolean {
  const allowed: readonly HandoverState[] = allowedIn[operation];
  return allowed.includes(state);
}

/** Stops an operation that the state forbids. @throws Problem 409 with the states that would allow it. */
export function mustAllow(handover: Pick<Handover, 'state'>, operation: HandoverOperation): void {
  if (!allows(handover, operation)) throw illegalState(handover.state, allowedIn[operation]);
}

/** Whether a home may stay without its keys when its phase is closed: it counts as delivered, or was refused with good reason. */
export function mayStayOpen({ state, refused }: Pick<Handover, 'state' | 'refused'>): boolean {
  return state === 'deemed-delivered' || (state === 'refused' && refused?.withGoodReason === true);
}

/** The handover after a change. */
export function changed(handover: Handover, change: Partial<Handover>, at: string): Handover {
  return { ...handover, ...change, updatedAt: at, version: handover.version + 1 };
}

/** What is settled of a handover, as the gates ask it (D17). `papers` are those that the phase gives to everybody. */
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

/** Whether the buyer knows what is wrong with the home: he was there with us, or it is his already. Before, it is our own look at it. */
export function knowsDefects({ identified, delivery }: Pick<Handover, 'identified' | 'delivery'>): boolean {
  return identified !== undefined || delivery !== undefined;
}

/** What the link in a letter to the present buyer stands for: the handover, and which of its buyers he is. */
export function linkSubjectOf({ handoverId, buyerChanges }: Pick<Handover, 'handoverId' | 'buyerChanges'>): string {
  return buyerChanges === undefined ? handoverId : `${handoverId}.${buyerChanges}`;
}

/** How every event of a handover names it. */
export function ref({ handoverId, phaseId, unitId, buyerId }: Handover) {
  return { handoverId, phaseId, unitId, buyerId };
}
