import * as z from 'zod';
import { compareInstants } from '../../../shared/kernel/time.ts';
import type { Fact } from './facts.ts';
import { type Hazardous, hazardOf } from './triage-record.ts';

/*
 * Calls about an emergency (R74.4): to a service outside, and back to who reported. Pure.
 */

export const outsideServices = [
  ...(['fire-brigade', 'ambulance', 'police', 'gas-company', 'electricity-company', 'water-company'] as const),
  ...(['lift-company', 'other'] as const),
] as const;

/** What the service says: it comes, the source is verified and safe, it is not, or nobody could get in. */
export const outsideResults = ['coming', 'source-safe', 'not-safe', 'no-access', 'not-coming'] as const;

/** A confirmed contact: somebody there was spoken to and has a name. A message left is none (R74.4). */
export const outsideCallSchema = z.object({
  service: z.enum(outsideServices),
  spokeWith: z.string(),
  result: z.enum(outsideResults),
  /** When the service promised to be there. */
  promisedAt: z.string().optional(),
  /** When the call was, and who of us called. */
  at: z.string(),
  by: z.string(),
});

/** More calls than this are kept by no ticket; its written record has them all. */
export const mostCalls = 100;

interface GasReport extends Hazardous {
  readonly severity: string;
  readonly outsideCalls?: readonly z.infer<typeof outsideCallSchema>[] | undefined;
  readonly facts: readonly Pick<Fact, 'what' | 'at' | 'countsFromHere'>[];
}

/**
 * Says whether a gas emergency must stay open: what the gas company said last, since it was raised or reopened last, is not
 * that the source is verified and safe (R74.4). "Locked, could not get in" keeps it open.
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
