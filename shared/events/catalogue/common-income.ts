import * as z from 'zod';
import { fen, id } from './parts.ts';

const movement = { movementId: id, kind: z.string(), fen };

const budget = { year: z.string(), incomeFen: fen };

/**
 * Events of the owners' common income: income taken, and what leaves it, requested and decided; and of the
 * yearly budget and accounts of service (R34.5).
 */
export const commonIncomeEvents = {
  CommonIncomeTaken: z.object(movement),
  CommonSpendingAsked: z.object(movement),
  CommonSpendingApproved: z.object(movement),
  CommonSpendingRefused: z.object(movement),
  ServiceBudgetAsked: z.object(budget),
  ServiceBudgetApproved: z.object(budget),
  ServiceBudgetRefused: z.object(budget),
  RemunerationDrawn: z.object({ year: z.string(), month: z.string(), fen }),
  ServiceAccountsAsked: z.object({ year: z.string(), resultFen: fen }),
  ServiceAccountsSettled: z.object({ year: z.string(), resultFen: fen }),
} as const;
