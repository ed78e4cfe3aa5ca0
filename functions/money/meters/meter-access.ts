import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { holdsUnit, requireEstate } from '../../register/owners/public.ts';
import type { Meter } from './meter.ts';
import type { MeterTerms } from './meter-account.ts';
import { metersPolicy } from './meters.policy.ts';
import { meters, priceLists } from './meters.store.ts';
import { pricesIn } from './price-list.ts';

/** Path parameters of the operations on one meter. */
export const meterPath = z.object({ meterId: z.string().max(64) });

/**
 * Returns the meter of a request. A resident may see the meters of units that they hold today.
 * @throws Problem `not-found`.
 */
export async function meterFor(call: {
  params: { meterId: string };
  caller: Caller;
  now: { toString(): string };
}): Promise<{ meter: Meter; zone: string }> {
  const meter = visible(await get(meters, { meterId: call.params.meterId }), call.caller);
  const { zone } = (await requireEstate(meter.estateId)).calendar;
  if (!isStaff(call.caller)) await mustHold(call.caller, meter.unitId, dayIn(zone, call.now.toString()));
  return { meter, zone };
}

/** Rejects a resident who does not hold the unit. @throws Problem `not-found`. */
export async function mustHold({ personId }: Caller, unitId: string, today: string): Promise<void> {
  if (!(await holdsUnit(personId, unitId, today))) throw new Problem(problems.notFound);
}

/** Loads the terms under which entries of a meter are entered. */
export async function meterTerms(meter: Meter, zone: string): Promise<MeterTerms> {
  const { estateId, feeItemId, prepaid } = meter;
  const [policy, priceList] = await Promise.all([
    metersPolicy.of(estateId),
    prepaid ? get(priceLists, { feeItemId }) : undefined,
  ]);
  return { meter, zone, policy, prices: priceList ? pricesIn(priceList) : [] };
}
