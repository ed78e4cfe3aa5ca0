import * as z from 'zod';
import { fen, id } from './parts.ts';

const movement = { movementId: id, kind: z.string(), fen };

/** Events of the owners' common income: income taken, and what leaves it, requested and decided. */
export const commonIncomeEvents = {
  CommonIncomeTaken: z.object(movement),
  CommonSpendingAsked: z.object(movement),
  CommonSpendingApproved: z.object(movement),
  CommonSpendingRefused: z.object(movement),
} as const;
