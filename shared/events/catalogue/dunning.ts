import * as z from 'zod';
import { day, fen, id, instant } from './parts.ts';

const accountRef = { accountId: id, payerId: id, unitId: id };

const limitationEvent = { ...accountRef, eventId: id, kind: z.string() };

/** Events of dunning. */
export const dunningEvents = {
  /** A step was taken for these bills. A message or letter is sent if it is still due by then. */
  DunningStepTaken: z.object({
    ...accountRef,
    contactId: id,
    step: z.string(),
    means: z.string(),
    billIds: z.array(id),
    fen,
    answerBy: day,
    notBefore: instant,
  }),
  /** A payment, a dispute or a hold cancelled the step before it was sent. */
  DunningStepCancelled: z.object({ ...accountRef, contactId: id, step: z.string(), why: z.string() }),
  DunningContactReached: z.object({ ...accountRef, contactId: id, reached: z.boolean() }),
  DunningTaskOpened: z.object({ ...accountRef, taskId: id, means: z.string() }),
  DunningTaskDone: z.object({ ...accountRef, taskId: id, reached: z.boolean() }),
  DunningHeld: z.object({ ...accountRef, why: z.string(), from: day, to: day.optional() }),
  DunningHoldEnded: z.object({ ...accountRef, why: z.string(), to: day }),
  /** An act that restarts the limitation period, or an obstacle that suspends it, was recorded with proof. */
  LimitationEventRecorded: z.object(limitationEvent),
  /** The procedure or the obstacle ended. */
  LimitationEventEnded: z.object(limitationEvent),
  LimitationEventWithdrawn: z.object(limitationEvent),
  InstalmentsAgreed: z.object({ ...accountRef, billIds: z.array(id), fen }),
  /** The accounts of an estate are reviewed after a change of policy: requests the next page of a state. */
  DunningReviewContinued: z.object({ reviewId: id, state: z.string(), cursor: z.string().optional() }),
  DunningEnded: z.object({ ...accountRef, as: z.string(), billIds: z.array(id) }),
} as const;
