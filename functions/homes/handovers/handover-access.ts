import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate, rightsOf } from '../../register/owners/public.ts';
import { today } from './estate-for.ts';
import type { Handover } from './handover.ts';
import { handovers, phases } from './handovers.store.ts';
import type { Phase } from './plan/phase.ts';

export const handoverPath = z.object({ handoverId: z.string().max(64) });

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
