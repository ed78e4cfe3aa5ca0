import * as z from 'zod';
import { Transaction } from '../events/transaction.ts';
import { remembered } from '../kernel/remembered.ts';
import { type Entity, entity, type TableName } from '../store/entity.ts';
import { get } from '../store/table.ts';
import { enterEstate, estatePath, unchangedSince } from './access.ts';
import { staffRoles } from './auth.ts';
import { type StoredFields, storedFields, type TwoPeople } from './policy-change.ts';
import { ok, type Route, route } from './route.ts';
import { setBy, twoPersonRoutes } from './two-person-policy.ts';

/**
 * How long a function remembers the policies of how many estates. They are few, because a policy may have
 * 256 KB.
 */
export const policyMemory = { ms: 5_000, most: 100 } as const;

interface Declaration<S extends z.ZodRawShape> {
  /** The context: names its paths, operations, components and keys. */
  context: string;
  table: TableName;
  /** What an estate may set. */
  details: z.ZodObject<S>;
  /** What applies to an estate that has set nothing. */
  defaults: z.output<z.ZodObject<S>>;
  /**
   * Whether functions remember it for seconds. It is false where the policy decides about money, a limit or a
   * second person.
   */
  remember: boolean;
  /** How two people change it (R20.1): for every policy about money. Without, one person changes it alone. */
  twoPeople?: TwoPeople;
  /** Rejects forbidden settings before the body is validated. */
  guard?: (body: unknown) => void;
  /** Upgrades of a stored policy to the newest version of its schema. */
  upgrades?: Entity<StoredFields, { estateId: string }>['upgrades'];
  /** What a change means for what is under way. */
  effect?: string;
  /** Codes of the problems that a change can answer beside those of the pipeline. */
  throws?: readonly string[];
}

/** What an estate may set for a context, as one piece: schema, stored item, default and routes. */
export interface Policy<P extends StoredFields> {
  readonly schema: z.ZodType<P>;
  readonly entity: Entity<P, { estateId: string }>;
  /** Returns the built-in default of an estate, version 0. */
  readonly defaultOf: (estateId: string) => P;
  /** Whether `of` may miss a change of the last seconds, unless it was made in the same function. */
  readonly isRemembered: boolean;
  /** Returns the policy of an estate; the default if it has set none. */
  readonly of: (estateId: string) => Promise<P>;
  /** `GET` and `PUT /v1/<context>/policies/{estateId}`; with `twoPeople` also its changes. */
  readonly routes: readonly Route[];
}

/** Returns the name of a policy in the description of the API: `CommonIncomePolicy` of common-income. */
export function policyName(context: string): string {
  return `${context.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Policy`;
}

/**
 * Declares the policy of a context. `If-Match: "0"` sets an estate's first own policy. The timeline records
 * who changed it.
 */
export function policy<S extends z.ZodRawShape>(
  declaration: Declaration<S>,
): Policy<z.output<z.ZodObject<S>> & StoredFields>;
export function policy({
  context,
  table,
  details,
  defaults,
  remember,
  twoPeople,
  guard,
  upgrades,
  effect,
  throws,
}: Declaration<z.ZodRawShape>): Policy<StoredFields> {
  const name = policyName(context);
  const schema = z.object({ ...details.shape, ...storedFields }).meta({ id: name });
  const policies = entity<StoredFields, { estateId: string }>({
    table,
    type: `${context}-policy`,
    schema,
    key: ({ estateId }) => ({ pk: `${context.toUpperCase()}POLICY#${estateId}`, sk: 'POLICY' }),
    ...(upgrades && { upgrades }),
  });
  const defaultOf = (estateId: string) => ({ ...defaults, estateId, version: 0 });
  const stored = async (estateId: string) => (await get(policies, { estateId })) ?? defaultOf(estateId);
  const memory = remembered(stored, policyMemory);
  const shared = {
    path: `/v1/${context}/policies/{estateId}` as const,
    params: estatePath,
    response: schema,
  };
  const byOne = () => [
    route({
      ...shared,
      method: 'GET',
      operationId: `get${name}`,
      summary: `Get the ${context} policy of an estate`,
      allow: staffRoles,
      handle: async ({ caller, params }) => {
        enterEstate(caller, params.estateId);
        return ok(await stored(params.estateId));
      },
    }),
    route({
      ...shared,
      method: 'PUT',
      operationId: `change${name}`,
      summary: `Change the ${context} policy of an estate`,
      ...(effect && { description: effect }),
      allow: setBy,
      body: details.meta({ id: `Change${name}Body` }),
      ...(throws && { throws }),
      // A policy is one DynamoDB item, which has at most 400 KB.
      bodyLimits: { bytes: 256 * 1024, values: 10_000 },
      ...(guard && { guard }),
      handle: async (call) => {
        const { estateId } = call.params;
        enterEstate(call.caller, estateId);
        const before = await stored(estateId);
        unchangedSince(call.ifMatch, before);
        const after = schema.parse({ ...call.body, estateId, version: before.version + 1 });
        const transaction = new Transaction()
          .save(policies, after, before.version === 0 ? undefined : before)
          .record(policies, after, 'PolicyChanged', { context }, call.act());
        // Also after an error: DynamoDB may have written it.
        return call.commit(transaction, ok(after)).finally(() => memory.forget(estateId));
      },
    }),
  ];
  const routes = twoPeople
    ? twoPersonRoutes({ context, name, details, schema, policies, stored, twoPeople, guard, effect, throws })
    : byOne();
  const of = remember ? memory : stored;
  return { schema, entity: policies, defaultOf, isRemembered: remember, of, routes };
}
