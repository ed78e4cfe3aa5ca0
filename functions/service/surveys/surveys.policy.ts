import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';

/** Closed tickets that are followed up (D14): none, those not rated yet, all, or a sample. */
const followUpModes = ['never', 'unless-rated', 'always', 'sample'] as const;

/** What an estate may set for surveys and return visits. */
export const surveysPolicyDetails = z
  .strictObject({
    mode: z.enum(followUpModes),
    /** Share of closed tickets in mode `sample`, in percent. */
    samplePercent: z.number().min(0).max(100),
    /** Days in which a survey can be answered. */
    windowDays: z.number().int().min(1).max(60),
    /** Days until the one reminder. */
    remindAfterDays: z.number().int().min(1).max(59),
    /** At most this many surveys for one person in this many days, against contact fatigue. */
    contactCap: z.strictObject({
      /** The most surveys in `days` days. */
      surveys: z.number().int().min(1).max(20),
      days: z.number().int().min(1).max(366),
    }),
    /** A satisfaction of this or less opens a recovery task. */
    lowScore: z.number().int().min(1).max(5),
    /** Unanswered calls until the resident counts as unreachable. */
    callBackAttempts: z.number().int().min(1).max(10),
    /** Least hours between two unanswered calls that count. 0 sets no limit. */
    callBackEveryHours: z.number().int().min(0).max(240),
    /** CSAT in percent that the estate's grade of service asks for: 80, 75 or 70 (R14.4). */
    satisfactionTarget: z.number().min(0).max(100).default(75),
  })
  .refine((policy) => policy.remindAfterDays < policy.windowDays, {
    message: 'the reminder must come before the survey closes',
    path: ['remindAfterDays'],
  });

/** What an estate has set for surveys and return visits. The defaults are those of R17. */
export const surveysPolicy = policy({
  context: 'surveys',
  table: 'tickets',
  remember: true,
  details: surveysPolicyDetails,
  defaults: {
    mode: 'always',
    samplePercent: 100,
    windowDays: 7,
    remindAfterDays: 3,
    contactCap: { surveys: 1, days: 30 },
    lowScore: 2,
    callBackAttempts: 3,
    callBackEveryHours: 24,
    satisfactionTarget: 75,
  },
});
export type SurveysPolicy = z.output<typeof surveysPolicy.schema>;
