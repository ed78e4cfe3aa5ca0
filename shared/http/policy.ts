import * as z from 'zod';
import { Transaction } from '../events/transaction.ts';
import type { Entity } from '../store/entity.ts';
import { get } from '../store/table.ts';
import { enterEstate, unchangedSince } from './access.ts';
import { type Role, staffRoles } from './auth.ts';
import { ok, type Route, route } from './route.ts';

const estatePath = z.object({ estateId: z.string().max(64) });
const setBy: readonly Role[] = ['manager', 'administrator'];

interface Policy {
  estateId: string;
  version: number;
}

/**
 * Returns the routes of an estate's policy for a context: `GET` and `PUT /v1/<context>/policies/{estateId}`.
 * Version 0 is the built-in default; `If-Match: "0"` sets the estate's first own policy. The timeline records
 * who changed it.
 */
export function policyRoutes<P extends Policy, D extends z.ZodObject>(policy: {
  context: string;
  entity: Entity<P, { estateId: string }>;
  details: D;
  defaultOf: (estateId: string) => P;
  /** Rejects forbidden settings before the body is validated. */
  guard?: (body: unknown) => void;
}): readonly Route[] {
  const { context, entity, details, defaultOf, guard } = policy;
  const name = `${context.charAt(0).toUpperCase()}${context.slice(1)}Policy`;
  const shared = {
    path: `/v1/${context}/policies/{estateId}` as const,
    params: estatePath,
    response: entity.schema,
  };
  const current = async (estateId: string): Promise<P> => (await get(entity, { estateId })) ?? defaultOf(estateId);
  return [
    route({
      ...shared,
      method: 'GET',
      operationId: `get${name}`,
      summary: `Get the ${context} policy of an estate`,
      allow: staffRoles,
      handle: async ({ caller, params }) => {
        enterEstate(caller, params.estateId);
        return ok(await current(params.estateId));
      },
    }),
    route({
      ...shared,
      method: 'PUT',
      operationId: `change${name}`,
      summary: `Change the ${context} policy of an estate; cases under way keep their rules`,
      allow: setBy,
      body: details,
      // A policy is one DynamoDB item, which has at most 400 KB.
      bodyLimits: { bytes: 256 * 1024, values: 10_000 },
      ...(guard && { guard }),
      handle: async (call) => {
        const { estateId } = call.params;
        enterEstate(call.caller, estateId);
        const before = await current(estateId);
        unchangedSince(call.ifMatch, before);
        const after = entity.schema.parse({ ...call.body, estateId, version: before.version + 1 });
        const transaction = new Transaction()
          .save(entity, after, before.version === 0 ? undefined : before)
          .record(entity, after, 'PolicyChanged', { context }, call.act());
        return call.commit(transaction, ok(after));
      },
    }),
  ];
}
