import * as z from 'zod';
import { compareInstants } from '../../../shared/kernel/time.ts';
import type { Fact } from './facts.ts';
import { type Hazardous, hazardOf } from './triage/triage-record.ts';

/*
 * Calls to outside services about an emergency (R74.4). Pure.
 */

export const outsideServices = [
  ...(['fire-brigade', 'ambulance', 'police', 'gas-company', 'electricity-company', 'water-company'] as const),
  ...(['lift-company', 'other'] as const),
] as const;

/**
 * Answers of an outside service. `source-safe`: verified and safe; `no-access`: its staff could not get in.
 */
export const outsideResults = ['coming', 'source-safe', 'not-safe', 'no-access', 'not-coming'] as const;

/** A call in which staff spoke to a named person at the service. Leaving a message is no call (R74.4). */
export const outsideCallSchema = z
  .object({
    /** The service that was called. */
    service: z.enum(outsideServices),
    /** Name of the person at the service. */
    spokeWith: z.string(),
    result: z.enum(outsideResults),
    /** When the service promised to arrive. */
    promisedAt: z.string().optional(),
    /** When the call was; `by` is the staff member who called. */
    at: z.string(),
    by: z.string(),
  })
  .meta({ id: 'OutsideCall' });

/** Maximum number of outside calls of a ticket, and of call-backs of a suspicion. */
export const mostCalls = 100;

interface GasReport extends Hazardous {
  readonly severity: string;
  readonly outsideCalls?: readonly z.infer<typeof outsideCallSchema>[] | undefined;
  readonly facts: readonly Pick<Fact, 'what' | 'at' | 'countsFromHere'>[];
}

/**
 * Returns true when a gas emergency must stay open (R74.4): the gas company's last answer since the last
 * raise or reopening is not `source-safe`. `no-access` keeps it open.
 */
export function isGasUnverified(ticket: GasReport): boolean {
  if (hazardOf(ticket) !== 'gas' || ticket.severity !== 'emergency') return false;
  const begins = ticket.facts.filter(({ what, countsFromHere }) => what === 'reopened' || countsFromHere !== undefined);
  const since = begins
    .map(({ at }) => at)
    .toSorted(compareInstants)
    .at(-1);
  const last = (ticket.outsideCalls ?? [])
    .filter(({ service, at }) => service === 'gas-company' && (!since || compareInstants(at, since) >= 0))
    .toSorted((a, b) => compareInstants(a.at, b.at))
    .at(-1);
  return last?.result !== 'source-safe';
}
