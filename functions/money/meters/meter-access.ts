import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type Estate, estateOf, holdsUnit } from '../../register/owners/public.ts';
import type { Meter } from './meter.ts';
import type { MeterTerms } from './meter-account.ts';
import { meters, policyOf, priceBooks } from './meters.store.ts';
import { pricesIn } from './price-book.ts';

export const estatePath = z.object({ estateId: z.string().max(64) });
/** Path parameter of everything about one meter. */
export const meterPath = z.object({ meterId: z.string().max(64) });

/** An estate that something of ours names. @throws Problem not-found. */
export async function estateWith(estateId: string): Promise<Estate> {
  const estate = await estateOf(estateId);
  if (!estate) throw new Problem(problems.notFound);
  return estate;
}

/** The meter that a request is about; a resident has those of the units that he holds today. @throws Problem not-found. */
export async function meterFor(call: {
  params: { meterId: string };
  caller: Caller;
  now: { toString(): string };
}): Promise<{ meter: Meter; zone: string }> {
  const meter = visible(await get(meters, { meterId: call.params.meterId }), call.caller);
  const { zone } = (await estateWith(meter.estateId)).calendar;
  if (!isStaff(call.caller)) await mustHold(call.caller, meter.unitId, dayIn(zone, call.now.toString()));
  return { meter, zone };
}

/** Stops a resident who asks for what is of a unit that he does not hold. @throws Problem not-found. */
export async function mustHold({ personId }: Caller, unitId: string, today: string): Promise<void> {
  if (!(await holdsUnit(personId, unitId, today))) throw new Problem(problems.notFound);
}

/** What entries of a meter are entered under. */
export async function meterTerms(meter: Meter, zone: string): Promise<MeterTerms> {
  const { estateId, feeItemId, prepaid } = meter;
  const [policy, book] = await Promise.all([policyOf(estateId), prepaid ? get(priceBooks, { feeItemId }) : undefined]);
  return { meter, zone, policy, prices: book ? pricesIn(book) : [] };
}
