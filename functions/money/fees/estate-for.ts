import { enterEstate } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { type Estate, estateOf } from '../../register/owners/public.ts';

/** Returns an estate that the caller may act in. @throws Problem `not-found`. */
export async function estateFor(caller: Caller, estateId: string): Promise<Estate> {
  enterEstate(caller, estateId);
  const estate = await estateOf(estateId);
  if (!estate) throw new Problem(problems.notFound);
  return estate;
}
