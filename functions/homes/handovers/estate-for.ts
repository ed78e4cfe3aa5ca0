import type { Temporal } from 'temporal-polyfill';
import { enterEstate, visible } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type Estate, estateOf } from '../../register/owners/public.ts';
import { phases } from './handovers.store.ts';
import type { Phase } from './plan/phase.ts';

/** Returns an estate that the caller may reach. @throws Problem not-found. */
export async function estateFor(caller: Caller, estateId: string): Promise<Estate> {
  enterEstate(caller, estateId);
  const estate = await estateOf(estateId);
  if (!estate) throw new Problem(problems.notFound);
  return estate;
}

/** Returns the estate of an existing record. @throws Error when it is missing. */
export async function knownEstate(estateId: string): Promise<Estate> {
  const estate = await estateOf(estateId);
  if (!estate) throw new Error(`estate ${estateId} does not exist`);
  return estate;
}

/** Returns the day of an instant in an estate's zone. */
export function today({ calendar }: Estate, now: Temporal.Instant): string {
  return dayIn(calendar.zone, now.toString());
}

/** Returns a phase that the caller may reach, and its estate. @throws Problem not-found. */
export async function phaseFor(call: {
  caller: Caller;
  params: { phaseId: string };
}): Promise<{ phase: Phase; estate: Estate }> {
  const phase = visible(await get(phases, call.params), call.caller);
  return { phase, estate: await knownEstate(phase.estateId) };
}
