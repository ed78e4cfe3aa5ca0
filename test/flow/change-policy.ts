import { setTimeout as wait } from 'node:timers/promises';
import { policyMemory } from '../../shared/http/policy.ts';
import { type Body, must, type TestEstate } from './backend.ts';

/** Changes a policy of an estate as its manager. A function as `change` receives the policy so far. */
export async function changePolicy(
  { estateId, staff: { manager } }: TestEstate,
  context: string,
  change: object | ((policy: Body) => object),
): Promise<void> {
  const path = `/v1/${context}/policies/${estateId}`;
  const { estateId: _, version, ...policy } = await must(manager, 'GET', path);
  const changes = typeof change === 'function' ? change(policy) : change;
  await must(manager, 'PUT', path, { ...policy, ...changes }, { ifMatch: version });
}

/** Waits until no function decides by the policy before a change, which it may have read a moment earlier. */
export async function policyIsKnown(): Promise<void> {
  await wait(policyMemory.ms);
}
