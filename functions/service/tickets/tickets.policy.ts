import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { categorySchema, defaultCategories } from './category.ts';
import { defaultResponsibility, responsibilitySchema } from './responsibility.ts';
import { defaultSlaPolicy, slaPolicySchema } from './sla.policy.ts';
import { triageTimesSchema } from './suspicion.ts';
import { mustKeepCore } from './triage/core-rules.ts';
import { type TriageWords, triageWordsSchema } from './triage/estate-words.ts';

const noTriageWords: TriageWords = { added: [], removed: [], off: [] };

/** The settings of an estate for its tickets. */
export const ticketsPolicy = policy({
  context: 'tickets',
  table: 'tickets',
  remember: true,
  details: z.strictObject({
    slaTimers: slaPolicySchema,
    categories: z.array(categorySchema).min(1).max(600),
    /**
     * Words that make a report an emergency of class `other` in this estate; `triage` has the finer rules.
     */
    emergencyWords: z.array(z.string().min(1).max(40)).max(100),
    /** The rules of emergency triage that the estate adds, removes and switches off (R74.1). */
    triage: triageWordsSchema.default(noTriageWords),
    /** How long questions about a suspected emergency may stay unanswered (R74.2). */
    triageTimes: triageTimesSchema.default(triageTimesSchema.parse({})),
    /** By payer: the organisation that does the repair, and the staff member who is asked there (D52). */
    responsibility: responsibilitySchema.default(defaultResponsibility),
  }),
  defaults: {
    slaTimers: defaultSlaPolicy,
    categories: [...defaultCategories],
    emergencyWords: [],
    triage: noTriageWords,
    triageTimes: triageTimesSchema.parse({}),
    responsibility: defaultResponsibility,
  },
  effect: 'A ticket keeps its SLA targets until its type or severity changes.',
  guard: mustKeepCore,
  throws: ['triage-core-stays'],
});
export type TicketsPolicy = z.output<typeof ticketsPolicy.schema>;
