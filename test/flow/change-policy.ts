import { setTimeout as wait } from 'node:timers/promises';
import { policyMemory } from '../../shared/http/policy.ts';
import { type Body, must, type TestEstate } from './backend.ts';

/** Contexts whose policies are about money: two people change them. */
const moneyPolicies = ['payments', 'fees', 'ledger', 'meters', 'dunning', 'common-income'];

/**
 * Changes a policy of an estate as its manager. A change of a policy about money that does not only tighten
 * is approved by the administrator. A function as `change` receives the policy so far.
 */
export async function changePolicy(
  { estateId, staff: { manager, administrator } }: Pick<TestEstate, 'estateId' | 'staff'>,
  context: string,
  change: object | ((policy: Body) => object),
): Promise<void> {
  const path = `/v1/${context}/policies/${estateId}`;
  const { estateId: _, version, ...policy } = await must(manager, 'GET', path);
  const changes = typeof change === 'function' ? change(policy) : change;
  const reason = moneyPolicies.includes(context) ? { reason: '公司决定' } : {};
  const { waiting } = await must(manager, 'PUT', path, { ...policy, ...changes, ...reason }, { ifMatch: version });
  if (waiting) await must(administrator, 'POST', `/v1/${context}/policy-changes/${waiting.changeId}/approve`, {});
}

/** Waits until no function decides by the policy before a change, which it may have read a moment earlier. */
export async function policyIsKnown(): Promise<void> {
  await wait(policyMemory.ms);
}
