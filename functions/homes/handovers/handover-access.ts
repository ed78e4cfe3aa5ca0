import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, deskRoles, isStaff, type Role } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type Estate, requireEstate, rightsOf } from '../../register/owners/public.ts';
import type { Handover } from './handover.ts';
import { handovers, phases } from './handovers.store.ts';
import type { Phase } from './plan/phase.ts';

/** Roles that plan phases and decide about them. */
export const planners: readonly Role[] = ['manager', 'administrator'];
/** Roles that work with buyers and homes on site. */
export const onSite: readonly Role[] = [...deskRoles, 'technician'];

export const phasePath = z.object({ phaseId: z.string().max(64) });
export const handoverPath = z.object({ handoverId: z.string().max(64) });

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
  return { phase, estate: await requireEstate(phase.estateId) };
}

interface CallOnHandover {
  readonly params: { readonly handoverId: string };
  readonly caller: Caller;
  readonly now: Temporal.Instant;
}

/** Returns the handover of a request. Residents only reach their own. @throws Problem not-found. */
export async function handoverFor(call: CallOnHandover): Promise<Handover> {
  const handover = visible(await get(handovers, { handoverId: call.params.handoverId }), call.caller);
  await standingOf(call.caller, handover, call.now);
  return handover;
}

/**
 * Returns the caller's role on a handover: staff (`desk`), the buyer or a co-owner, or a registered agent
 * (代理人).
 * @throws Problem not-found for anyone else.
 */
export async function standingOf(
  caller: Caller,
  { buyerId, unitId, estateId }: Handover,
  now: Temporal.Instant,
): Promise<'desk' | 'owner' | 'agent'> {
  if (isStaff(caller)) return 'desk';
  if (buyerId === caller.personId) return 'owner';
  const day = today(await requireEstate(estateId), now);
  const rights = await rightsOf(caller.personId, unitId, day);
  if (rights.includes('co-owner')) return 'owner';
  if (rights.includes('agent')) return 'agent';
  throw new Problem(problems.notFound);
}

/** Returns the phase of a handover. @throws Error when it is missing. */
export async function phaseOf({ phaseId }: Pick<Handover, 'phaseId'>): Promise<Phase> {
  const phase = await get(phases, { phaseId });
  if (!phase) throw new Error(`no phase ${phaseId}`);
  return phase;
}
