import * as z from 'zod';
import { Problem, problems } from '../kernel/problem.ts';
import { type Caller, reaches } from './auth.ts';

/** Path parameters of the operations on an estate. */
export const estatePath = z.object({ estateId: z.string().max(64) });

/**
 * Rejects callers of other estates, and leaves a caller the roles that they have at this one: a technician of
 * one estate who lives in another is a resident there.
 * @throws Problem not-found, as if the estate did not exist; forbidden where they have other roles only.
 */
export function enterEstate(caller: Caller, estateId: string): void {
  if (!reaches(caller, estateId)) throw new Problem(caller.knows?.(estateId) ? problems.forbidden : problems.notFound);
  caller.enter?.(estateId);
}

/** Returns the record if it exists and belongs to an estate of the caller. @throws Problem not-found. */
export function visible<T extends { estateId: string }>(thing: T | undefined, caller: Caller): T {
  if (!thing) throw new Problem(problems.notFound);
  enterEstate(caller, thing.estateId);
  return thing;
}

/** Compares the If-Match version, if one was sent, with the stored version. @throws Problem stale (412). */
export function unchangedSince(ifMatch: number | undefined, thing: { version: number }): void {
  if (ifMatch !== undefined && ifMatch !== thing.version) throw new Problem(problems.stale);
}
