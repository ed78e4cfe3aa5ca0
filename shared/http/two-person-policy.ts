import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../events/catalogue.ts';
import { Transaction } from '../events/transaction.ts';
import { newId } from '../kernel/ids.ts';
import { reasonSchema } from '../kernel/reason.ts';
import { dateSchema, sortable } from '../kernel/time.ts';
import { type Entity, entity, rowKeys } from '../store/entity.ts';
import { get, list } from '../store/table.ts';
import { enterEstate, estatePath, unchangedSince, visible } from './access.ts';
import { type Role, staffRoles } from './auth.ts';
import { pageOf, pageQuery } from './listing.ts';
import { operationsOn } from './operations.ts';
import {
  approveChange,
  type PolicyChange,
  policyChangeSchema,
  policyChangeStatuses,
  refuseChange,
  requestChange,
  type StoredFields,
  storedFields,
  type TwoPeople,
} from './policy-change.ts';
import { accepted, ok, type Route, route } from './route.ts';

/** Who changes policies. */
export const setBy: readonly Role[] = ['manager', 'administrator'];

interface Parts {
  readonly context: string;
  /** Names its operations and components: `FeesPolicy`. */
  readonly name: string;
  readonly details: z.ZodObject<z.ZodRawShape>;
  readonly schema: z.ZodType<StoredFields>;
  readonly policies: Entity<StoredFields, { estateId: string }>;
  readonly stored: (estateId: string) => Promise<StoredFields>;
  readonly twoPeople: TwoPeople;
  readonly guard?: ((body: unknown) => void) | undefined;
  readonly effect?: string | undefined;
  readonly throws?: readonly string[] | undefined;
}

type Changes = Entity<PolicyChange, { changeId: string }>;
type Item = Record<string, unknown>;
const itemSchema = z.record(z.string(), z.unknown());

/** Declares the changes of a policy. An older one is read with the upgrades of the policy. */
function changesOf({ context, name, schema, policies }: Parts): Changes {
  const both = (upgrade: (item: Item) => Item) => (item: Item) => ({
    ...item,
    before: upgrade(itemSchema.parse(item.before)),
    after: upgrade(itemSchema.parse(item.after)),
  });
  return entity<PolicyChange, { changeId: string }>({
    table: policies.table,
    type: `${context}-policy-change`,
    schema: policyChangeSchema(name, schema),
    key: ({ changeId }) => ({ pk: `${context.toUpperCase()}POLICYCHANGE#${changeId}`, sk: 'CHANGE' }),
    rows: ({ estateId, changeId, status, inForceAt }) => [
      rowKeys(listOf(context, estateId), changeId),
      rowKeys(listOf(context, estateId, status), inForceAt ? sortable(inForceAt) : changeId, changeId),
    ],
    ...(policies.upgrades && { upgrades: policies.upgrades.map(both) }),
  });
}

/** Returns the list of all changes of an estate's policy, or of those with a status. */
function listOf(context: string, estateId: string, status = 'all'): string {
  return `${context.toUpperCase()}POLICYCHANGES#${estateId}#${status}`;
}

/** Returns the writes of a change that comes into force. */
function putInForce(
  { context, policies }: Parts,
  changes: Changes,
  { before, after }: { before: PolicyChange | undefined; after: PolicyChange },
  act: ActionContext,
): Transaction {
  const had = after.before.version === 0 ? undefined : after.before;
  return new Transaction()
    .save(policies, after.after, had)
    .record(policies, after.after, 'PolicyChanged', { context }, { ...act, reason: after.reason })
    .save(changes, after, before);
}

/**
 * Returns the policy as it was at the end of a day. Before its first change it is what that change replaced.
 */
async function policyOn({ context, stored, twoPeople }: Parts, changes: Changes, estateId: string, day: string) {
  const zone = await twoPeople.zoneOf(estateId);
  const end = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).toInstant().toString();
  const inForce = { index: 'rows' as const, partition: listOf(context, estateId, 'in-force'), limit: 1 };
  const latest = await list(changes, { ...inForce, sort: { upTo: sortable(end) }, descending: true });
  if (latest.items[0]) return latest.items[0].after;
  const first = await list(changes, inForce);
  return first.items[0]?.before ?? (await stored(estateId));
}

/** Returns the routes of a policy that two people change, with its history (R20.1). */
export function twoPersonRoutes(parts: Parts): readonly Route[] {
  const { context, name, details, schema, stored, twoPeople, guard, effect, throws = [] } = parts;
  const changes = changesOf(parts);
  const path = `/v1/${context}/policies/{estateId}` as const;
  const answer = z
    .object({ ...details.shape, ...storedFields, waiting: changes.schema.optional() })
    .meta({ id: `${name}Answer` });
  const operation = operationsOn({
    path: `/v1/${context}/policy-changes/{changeId}`,
    params: z.object({ changeId: z.string().max(64) }),
    response: changes.schema,
    load: async ({ params, caller, act }) => {
      const before = visible(await get(changes, params), caller);
      return { before, now: await stored(before.estateId), act: act(), roles: caller.roles };
    },
    change: (decided: { after: PolicyChange; transaction: Transaction }) => decided,
    view: (after) => after,
  });
  const toldOf = ({ changeId, fields }: PolicyChange) => ({ context, changeId, fields });
  return [
    route({
      method: 'GET',
      path,
      operationId: `get${name}`,
      summary: `Get the ${context} policy of an estate`,
      description: 'With `on` as it was at the end of a day.',
      allow: staffRoles,
      params: estatePath,
      query: z.strictObject({
        /** The day at whose end the policy is shown, in the time zone of the estate. */
        on: dateSchema.optional(),
      }),
      response: schema,
      handle: async ({ caller, params: { estateId }, query: { on } }) => {
        enterEstate(caller, estateId);
        return ok(on === undefined ? await stored(estateId) : await policyOn(parts, changes, estateId, on));
      },
    }),
    route({
      method: 'PUT',
      path,
      operationId: `change${name}`,
      summary: `Change the ${context} policy of an estate`,
      description: [
        'What only tightens is in force at once. Every other change answers 202, and waits in `waiting` until another person approves it.',
        ...(effect ? [effect] : []),
      ].join(' '),
      allow: setBy,
      params: estatePath,
      body: details.extend({ reason: reasonSchema(500) }).meta({ id: `Change${name}Body` }),
      otherStatuses: [202],
      ...(throws.length > 0 && { throws }),
      // Old and new values are one DynamoDB item, which has at most 400 KB.
      bodyLimits: { bytes: 128 * 1024, values: 10_000 },
      ...(guard && { guard }),
      response: answer,
      handle: async (call) => {
        const { estateId } = call.params;
        enterEstate(call.caller, estateId);
        const before = await stored(estateId);
        unchangedSince(call.ifMatch, before);
        const { reason: given, ...values } = call.body;
        // A schema of any shape forgets the types of what extends it.
        const reason = String(given);
        const wanted = schema.parse({ ...values, estateId, version: before.version + 1 });
        const act = call.act();
        const changeId = newId('pch', call.now);
        const by = act.actor.id;
        const change = requestChange({ changeId, before, wanted, reason, by, at: act.recordedAt }, twoPeople);
        if (!change) return ok(before);
        if (change.status === 'in-force') {
          const transaction = putInForce(parts, changes, { before: undefined, after: change }, act);
          return call.commit(transaction, ok(change.after));
        }
        const transaction = new Transaction()
          .save(changes, change)
          .record(changes, change, 'PolicyChangeAsked', toldOf(change), { ...act, reason });
        const location = `/v1/${context}/policies/${estateId}/changes?status=asked`;
        return call.commit(transaction, accepted({ ...before, waiting: change }, location));
      },
    }),
    route({
      method: 'GET',
      path: `${path}/changes`,
      operationId: `list${name}Changes`,
      summary: `List the changes of the ${context} policy of an estate`,
      description: 'Old and new values, who requested, who decided, and why. The latest first.',
      allow: staffRoles,
      params: estatePath,
      query: z.strictObject({ ...pageQuery, status: z.enum(policyChangeStatuses).optional() }),
      response: pageOf(changes.schema),
      handle: async ({ caller, params: { estateId }, query: { status, ...page } }) => {
        enterEstate(caller, estateId);
        const partition = listOf(context, estateId, status);
        return ok(await list(changes, { index: 'rows', partition, descending: true, ...page }));
      },
    }),
    operation({
      name: 'approve',
      operationId: `approve${name}Change`,
      summary: `Approve a change of the ${context} policy that another person requested`,
      description: 'It is in force at once. Nobody approves a raise of a limit of their own role.',
      allow: setBy,
      throws: ['another-person-needed', 'illegal-state', 'own-limit', 'policy-changed-since'],
      body: z.strictObject({}),
      run: ({ before, now, act, roles }) => {
        const after = approveChange(before, now, { by: act.actor.id, at: act.recordedAt, roles }, twoPeople);
        const transaction = putInForce(parts, changes, { before, after }, act);
        return { after, transaction: transaction.record(changes, after, 'PolicyChangeApproved', toldOf(after), act) };
      },
    }),
    operation({
      name: 'refuse',
      operationId: `refuse${name}Change`,
      summary: `Refuse a change of the ${context} policy`,
      description: 'The policy stays as it is. The requester may withdraw the change in this way.',
      allow: setBy,
      throws: ['illegal-state'],
      body: z.strictObject({ reason: reasonSchema(500) }),
      run: ({ before, act }, { reason }) => {
        const after = refuseChange(before, { by: act.actor.id, at: act.recordedAt, reason });
        const transaction = new Transaction()
          .save(changes, after, before)
          .record(changes, after, 'PolicyChangeRefused', toldOf(after), { ...act, reason });
        return { after, transaction };
      },
    }),
  ];
}
