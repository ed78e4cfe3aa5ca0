import * as z from 'zod';
import { dateSchema } from '../../../shared/kernel/time.ts';

/* What staff record about the limitation period (诉讼时效) of bills, beside what follows from other records. */

/**
 * Acts that start the limitation period again (R26.4): a demand that reached the debtor; the debtor's
 * promise, part payment or instalment plan; a suit, an arbitration, and acts that the law treats alike.
 */
export const interruptions = [
  'demand-reached',
  'promise',
  'part-payment',
  'plan',
  'suit',
  'arbitration',
  'equivalent',
] as const;
export type Interruption = (typeof interruptions)[number];

/** Interruptions that last until a procedure ends; the period starts again at its end. */
const procedures: readonly string[] = ['suit', 'arbitration', 'equivalent'] satisfies readonly Interruption[];
export const isProcedure = (kind: string): boolean => procedures.includes(kind);

/** Obstacles that suspend the period (R26.3, Civil Code 194). */
const obstacles = ['force-majeure', 'no-legal-representative', 'no-heir', 'held-by-debtor', 'other'] as const;

/** How it is proven (R26.5). Posting counts only where no address of the debtor is known. */
export const proofKinds = ['signed-receipt', 'ems', 'read-receipt', 'notary', 'posting', 'document'] as const;

const said = {
  kind: z.enum([...interruptions, 'obstacle']),
  /** The obstacle that suspends the period; for `obstacle` only. */
  obstacle: z.enum(obstacles).optional(),
  /** The day of the act, of filing, or the first day of the obstacle. */
  on: dateSchema,
  /** The day on which the procedure or the obstacle ended; absent while it lasts. */
  endedOn: dateSchema.optional(),
  /** The bills that it concerns; all that were due before its day by default. */
  billIds: z.array(z.string().max(64)).min(1).max(50).optional(),
  /** How it is proven. Posting (公告) counts only where no address of the debtor is known. */
  proofKind: z.enum(proofKinds),
  /** Reference of the document that proves it. */
  proof: z.string().regex(/\S/).max(200),
  note: z.string().regex(/\S/).max(300).optional(),
};

/** Input of an event of limitation. */
export const limitationEventInputSchema = z
  .strictObject(said)
  .refine(({ kind, obstacle }) => (kind === 'obstacle') === (obstacle !== undefined), {
    message: 'obstacle belongs to the kind obstacle and is required there',
    path: ['obstacle'],
  })
  .refine(({ kind, endedOn }) => endedOn === undefined || kind === 'obstacle' || isProcedure(kind), {
    message: 'only suit, arbitration, equivalent and obstacle end',
    path: ['endedOn'],
  })
  .refine(({ on, endedOn }) => endedOn === undefined || on <= endedOn, {
    message: 'endedOn must not be before on',
    path: ['endedOn'],
  })
  .meta({ id: 'RecordLimitationEventBody' });

/** An event of limitation as it is stored, with who recorded it and when. It is never deleted. */
export const limitationEventSchema = z
  .object({
    ...said,
    eventId: z.string(),
    recordedBy: z.string(),
    recordedOn: dateSchema,
    /** Who recorded the end, and what proves it. */
    endedBy: z.string().optional(),
    endProof: z.string().optional(),
    /** Who withdrew an entry made by mistake, and why. It has no effect. */
    withdrawnBy: z.string().optional(),
    withdrawReason: z.string().optional(),
  })
  .meta({ id: 'LimitationEvent' });
export type LimitationEvent = z.infer<typeof limitationEventSchema>;
