import type { Temporal } from 'temporal-polyfill';
import { visible } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type Estate, requireEstate } from '../../register/owners/public.ts';
import { phases } from './handovers.store.ts';
import type { Phase } from './plan/phase.ts';

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
