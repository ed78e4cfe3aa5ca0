import { Problem, problems } from '../kernel/problem.ts';
import type { Caller } from './auth.ts';

/** Lets a caller into an estate of his. @throws Problem not-found, as if the estate were not there. */
export function enterEstate(caller: Caller, estateId: string): void {
  if (!caller.estates.includes(estateId)) throw new Problem(problems.notFound);
}

/** The thing itself when it is there and in an estate of the caller's. @throws Problem not-found. */
export function visible<T extends { estateId: string }>(thing: T | undefined, caller: Caller): T {
  if (!thing) throw new Problem(problems.notFound);
  enterEstate(caller, thing.estateId);
  return thing;
}

/** Holds an If-Match header, when one was sent, against the stored version. @throws Problem stale (412). */
export function unchangedSince(ifMatch: number | undefined, thing: { version: number }): void {
  if (ifMatch !== undefined && ifMatch !== thing.version) throw new Problem(problems.stale);
}
