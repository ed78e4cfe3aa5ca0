import * as z from 'zod';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { happenings, slaTargetSchema, slaTimerNameSchema } from './sla.policy.ts';

/**
 * Something that happened to a ticket and matters to its SLA timers, with the time at which it happened. The timers are
 * the fold of these facts in order of time, whatever the order in which they were entered (R41.2).
 */
export const factSchema = z.object({
  what: z.enum([...happenings, 'rules-changed', 'appointed']),
  at: z.string(),
  /** The promised times from then on, as they stood when it was entered; only where the fact sets them. */
  rules: z.array(slaTargetSchema).readonly().optional(),
  /** The timers that count from this fact on, and not from the receipt: it became an emergency only then (R74.4). */
  countsFromHere: z.array(slaTimerNameSchema).readonly().optional(),
  /** End of the agreed time; none gives the appointment up. */
  until: z.string().optional(),
});
export type Fact = z.infer<typeof factSchema>;

/** Facts that only make sense one after the other. A fact of no group may be entered for any time since the receipt. */
const groups: readonly (readonly Fact['what'][])[] = [
  ['waiting', 'resumed', 'resolved', 'closed', 'reopened', 'withdrawn', 'followed-up'],
  ['offered', 'taken-over', 'handed-back'],
  ['rules-changed'],
  ['appointed'],
];

/** Returns the earliest time at which these facts may lie: that of the last fact of their group, or the receipt. */
export function earliestOf(facts: readonly Fact[], what: readonly Fact['what'][], receivedAt: string): string {
  const mine = groups.filter((group) => group.some((one) => what.includes(one)));
  return facts
    .filter((fact) => mine.some((group) => group.includes(fact.what)))
    .reduce((latest, { at }) => (compareInstants(at, latest) > 0 ? at : latest), receivedAt);
}

/** Returns the facts in order of time. Of one instant, the one entered first comes first. */
export function inOrder(facts: readonly Fact[]): Fact[] {
  return [...facts].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** More facts than this no ticket has; the bound keeps its item small. */
export const mostFacts = 400;
