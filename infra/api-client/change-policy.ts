import * as z from 'zod';
import type { ApiClient, Caller } from './api-client.ts';

const policySchema = z.looseObject({ estateId: z.string(), version: z.number() });
const answerSchema = z.looseObject({ waiting: z.object({ changeId: z.string() }).optional() });

/**
 * Changes a policy about money as two people do: one requests, and the other approves what does not only
 * tighten. `change` gets the policy so far and returns the values to set; undefined leaves it as it is.
 */
export async function changeMoneyPolicy(
  client: ApiClient,
  { estateId, context, by, approver }: { estateId: string; context: string; by: Caller; approver: Caller },
  change: (policy: Readonly<Record<string, unknown>>, version: number) => object | undefined,
): Promise<void> {
  const path = `/v1/${context}/policies/${estateId}`;
  const { estateId: _, version, ...policy } = await client.must(policySchema, 'GET', path, { as: by });
  const values = change(policy, version);
  if (!values) return;
  const body = { ...policy, ...values, reason: 'decided by the company' };
  const { waiting } = await client.must(answerSchema, 'PUT', path, { as: by, ifMatch: version, body });
  if (!waiting) return;
  const approve = `/v1/${context}/policy-changes/${waiting.changeId}/approve`;
  await client.must(z.unknown(), 'POST', approve, { as: approver, key: `approve-${waiting.changeId}`, body: {} });
}
