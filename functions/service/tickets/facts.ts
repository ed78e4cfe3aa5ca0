import * as z from 'zod';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { happenings, slaTargetSchema, slaTimerNameSchema } from './sla.policy.ts';

/**
 * A fact: something that happened to a ticket and matters to its SLA timers, with its time. The timers are
 * the fold of the facts in order of time, not in order of entry (R41.2).
 */
export const factSchema = z
  .object({
    what: z.enum([...happenings, 'rules-changed', 'appointed', 'letter-returned']),
    at: z.string(),
    /** The SLA targets from then on, by the policy at the time of entry; only where the fact sets them. */
    rules: z.array(slaTargetSchema).readonly().optional(),
    /**
     * The timers that count from this fact instead of the receipt, because the ticket became an emergency
     * here (R74.4).
     */
    countsFromHere: z.array(slaTimerNameSchema).readonly().optional(),
    /** End of the appointment. An `appointed` fact without it cancels the appointment. */
    until: z.string().optional(),
    /** The notice or file that keeps the letter of a milestone. */
    letterId: z.string().optional(),
  })
  .meta({ id: 'Fact' });
export type Fact = z.infer<typeof factSchema>;

/** A fact that the SLA timers count. */
export type CountingFact = Fact & { what: Exclude<Fact['what'], 'letter-returned'> };

/**
 * Groups of facts that must be entered in order of time. Any other fact may be entered for any time since the
 * receipt.
 */
const groups: readonly (readonly Fact['what'][])[] = [
  ['waiting', 'resumed', 'resolved', 'closed', 'reopened', 'withdrawn', 'followed-up'],
  ['offered', 'taken-over', 'handed-back'],
  ['rules-changed'],
  ['appointed'],
];

/**
 * Returns the earliest time that these facts may have: that of the last fact of their group, or the receipt.
 */
export function earliestOf(facts: readonly Fact[], what: readonly Fact['what'][], receivedAt: string): string {
  const mine = groups.filter((group) => group.some((one) => what.includes(one)));
  return facts
    .filter((fact) => mine.some((group) => group.includes(fact.what)))
    .reduce((latest, { at }) => (compareInstants(at, latest) > 0 ? at : latest), receivedAt);
}

/**
 * Returns the facts in order of time. Facts of the same instant keep their order of entry. Leaves out letters
 * that came back: they meet no milestone, whichever was heard of first (D1).
 */
export function inOrder(facts: readonly Fact[]): CountingFact[] {
  const returned = facts.flatMap(({ what, letterId }) => (what === 'letter-returned' ? [letterId] : []));
  return facts
    .filter((fact): fact is CountingFact => fact.letterId === undefined || !returned.includes(fact.letterId))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Maximum number of facts of a ticket. It keeps the item small. */
const mostFacts = 400;
/** Facts beyond the maximum for what must always be possible: letters, an end, a raise or a lowering. */
const reserve = 100;
const alwaysPossible: readonly Fact['what'][] = [
  ...(['resolved', 'closed', 'withdrawn', 'rules-changed', 'letter-returned'] as const),
  ...(['acknowledgement-letter', 'interim-letter', 'answer-letter', 'eight-week-letter'] as const),
];

/** Says whether `added` fit: 400 facts a ticket, 500 if all of `added` must always be possible. */
export function fitsFacts(facts: readonly Fact[], added: readonly Pick<Fact, 'what'>[]): boolean {
  const isReserved = added.every(({ what }) => alwaysPossible.includes(what));
  return facts.length + added.length <= mostFacts + (isReserved ? reserve : 0);
}
