import type { Draft } from './draft.ts';
import { type Name, singularOf } from './names.ts';

/** A context and its folder. */
export interface ContextNames {
  readonly family: string;
  readonly context: Name;
  /** One thing of the context. */
  readonly thing: Name;
  readonly folder: string;
  readonly id: string;
}

/** Returns the names of a context. */
export function contextNames(family: string, context: Name): ContextNames {
  const thing = singularOf(context);
  const folder = `functions/${family}/${context.kebab}`;
  return { family, context, thing, folder, id: `${thing.camel}Id` };
}

/**
 * Drafts a context: a thing of an estate that is created, listed, read and cancelled, with its events,
 * deployment and tests.
 */
export function draftContext(draft: Draft, names: ContextNames, table: string): void {
  const { family, context, thing, folder, id } = names;
  const { camel, pascal, words } = thing;
  const shared = '../../../shared';
  draft.add(
    `${folder}/${thing.kebab}.ts`,
    `
import * as z from 'zod';
import { illegalState } from '${shared}/kernel/problem.ts';

const statuses = ['active', 'cancelled'] as const;

/** One of the ${context.words} of an estate. */
export const ${camel}Schema = z
  .object({
    ${id}: z.string(),
    estateId: z.string(),
    /** The person who asked for it. */
    personId: z.string(),
    title: z.string(),
    status: z.enum(statuses),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: '${pascal}' });
export type ${pascal} = z.output<typeof ${camel}Schema>;

/** Input that creates a ${words}. */
export const create${pascal}Schema = z
  .strictObject({
    estateId: z.string().max(64),
    personId: z.string().max(64),
    title: z.string().min(1).max(200),
  })
  .meta({ id: 'Create${pascal}Body' });

/** Returns a new ${words}. */
export function new${pascal}(${id}: string, input: z.output<typeof create${pascal}Schema>, at: string): ${pascal} {
  return { ...input, ${id}, status: 'active', createdAt: at, updatedAt: at, version: 1 };
}

/** Returns the cancelled ${words}. @throws Problem \`illegal-state\` when it is not active. */
export function cancel${pascal}(${camel}: ${pascal}, at: string): ${pascal} {
  if (${camel}.status !== 'active') throw illegalState(${camel}.status, ['active']);
  return { ...${camel}, status: 'cancelled', updatedAt: at, version: ${camel}.version + 1 };
}
`,
  );
  draft.add(
    `${folder}/${context.kebab}.store.ts`,
    `
import { entity, indexKeys } from '${shared}/store/entity.ts';
import { type ${pascal}, ${camel}Schema } from './${thing.kebab}.ts';

/** Partitions of the lists. */
export const ${camel}Lists = {
  ofEstate: (estateId: string) => \`ESTATE#\${estateId}#${context.camel.toUpperCase()}\`,
};

export const ${context.camel} = entity<${pascal}, { ${id}: string }>({
  table: '${table}',
  type: '${thing.kebab}',
  schema: ${camel}Schema,
  key: ({ ${id} }) => ({ pk: \`${thing.camel.toUpperCase()}#\${${id}}\`, sk: '${thing.camel.toUpperCase()}' }),
  indexes: ({ ${id}, estateId, createdAt, updatedAt }) => ({
    ...indexKeys('lists', ${camel}Lists.ofEstate(estateId), createdAt, ${id}),
    ...indexKeys('updates', ${camel}Lists.ofEstate(estateId), updatedAt, ${id}),
  }),
});
`,
  );
  draft.add(
    `${folder}/${thing.kebab}.routes.ts`,
    `
import * as z from 'zod';
import { Transaction } from '${shared}/events/transaction.ts';
import { enterEstate, visible } from '${shared}/http/access.ts';
import { deskRoles, staffRoles } from '${shared}/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '${shared}/http/listing.ts';
import { operationsOn } from '${shared}/http/operations.ts';
import { created, ok, type Route, route } from '${shared}/http/route.ts';
import { newId } from '${shared}/kernel/ids.ts';
import { instantSchema } from '${shared}/kernel/time.ts';
import { get } from '${shared}/store/table.ts';
import { ${context.camel}, ${camel}Lists } from './${context.kebab}.store.ts';
import { cancel${pascal}, create${pascal}Schema, new${pascal}, type ${pascal}, ${camel}Schema } from './${thing.kebab}.ts';

const path = '/v1/${context.kebab}/{${id}}';
const params = z.object({ ${id}: z.string().max(64) });

/** Declares \`POST /v1/${context.kebab}/{${id}}/<name>\`. */
const operation = operationsOn({
  path,
  params,
  response: ${camel}Schema,
  load: async (call) => ({ before: visible(await get(${context.camel}, call.params), call.caller), act: call.act() }),
  change: (decided: { after: ${pascal}; transaction: Transaction }) => decided,
  view: (after) => after,
});

/** Routes of ${context.words}. */
export const ${camel}Routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/${context.kebab}',
    operationId: 'create${pascal}',
    summary: 'Create a ${words}',
    description: 'The ${words} is active at once.',
    allow: deskRoles,
    body: create${pascal}Schema,
    status: 201,
    response: ${camel}Schema,
    handle: async (call) => {
      enterEstate(call.caller, call.body.estateId);
      const ${camel} = new${pascal}(newId('${thing.kebab.replaceAll('-', '').slice(0, 3)}', call.now), call.body, call.now.toString());
      const { ${id}, personId } = ${camel};
      const transaction = new Transaction()
        .save(${context.camel}, ${camel})
        .record(${context.camel}, ${camel}, '${pascal}Created', { ${id}, personId }, call.act());
      return call.commit(transaction, created(${camel}, \`/v1/${context.kebab}/\${${id}}\`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/${context.kebab}',
    operationId: 'list${context.pascal}',
    summary: 'List the ${context.words} of an estate',
    description: 'Latest first, or in the order of change with \`updatedSince\`.',
    allow: staffRoles,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64), updatedSince: instantSchema.optional() }),
    response: pageOf(${camel}Schema),
    handle: async ({ caller, query }) => {
      enterEstate(caller, query.estateId);
      return ok(await latestOrChanged(${context.camel}, ${camel}Lists.ofEstate(query.estateId), query));
    },
  }),
  route({
    method: 'GET',
    path,
    operationId: 'get${pascal}',
    summary: 'Get a ${words}',
    allow: staffRoles,
    params,
    response: ${camel}Schema,
    handle: async ({ caller, params: ids }) => ok(visible(await get(${context.camel}, ids), caller)),
  }),
  operation({
    name: 'cancel',
    operationId: 'cancel${pascal}',
    summary: 'Cancel a ${words}',
    description: 'Only an active ${words} can be cancelled.',
    allow: deskRoles,
    throws: ['illegal-state'],
    body: z.strictObject({}),
    run: ({ before, act }) => {
      const after = cancel${pascal}(before, act.recordedAt);
      const { ${id}, personId } = after;
      const transaction = new Transaction()
        .save(${context.camel}, after, before)
        .record(${context.camel}, after, '${pascal}Cancelled', { ${id}, personId }, act);
      return { after, transaction };
    },
  }),
];
`,
  );
  draft.add(
    `${folder}/routes.ts`,
    `
import type { Route } from '${shared}/http/route.ts';
import { ${camel}Routes } from './${thing.kebab}.routes.ts';

/** All operations of the ${context.words} context. */
export const routes: readonly Route[] = [...${camel}Routes];
`,
  );
  draft.add(
    `${folder}/${context.kebab}-api.lambda.ts`,
    `
import { api } from '${shared}/http/api.ts';
import { registeredCaller } from '../../register/owners/public.ts';
import { routes } from './routes.ts';

export const handler = api({ routes, table: '${table}', find: registeredCaller });
`,
  );
  draft.add(
    `${folder}/README.md`,
    `
# ${context.words.charAt(0).toUpperCase()}${context.words.slice(1)}

Keeps the ${context.words} of an estate.

| file | contents |
|---|---|
| \`${thing.kebab}.ts\` | a ${words} and its rules |
| \`${thing.kebab}.routes.ts\`, \`routes.ts\` | HTTP operations |
| \`${context.kebab}.store.ts\` | keys and lists |

Events: \`${pascal}Created\`, \`${pascal}Cancelled\`.
`,
  );
  draft.add(
    `shared/events/catalogue/${context.kebab}.ts`,
    `
import * as z from 'zod';
import { id } from './parts.ts';

const ref = { ${id}: id, personId: id };

/** Events of ${context.words}. */
export const ${context.camel}Events = {
  ${pascal}Created: z.object(ref),
  ${pascal}Cancelled: z.object(ref),
} as const;
`,
  );
  draft.add(
    `infra/contexts/${family}/${context.kebab}.ts`,
    `
import { routes } from '../../../${folder}/routes.ts';
import type { Context } from '../context.ts';

/** Deployment of ${context.words}. */
export const ${context.camel}: Context = {
  name: '${context.kebab}',
  summary: 'The ${context.words} of an estate.',
  family: '${family}',
  routes,
  api: ({ tables }) => ({
    access: [tables.${table}.readWrite],
    impact: 'Staff cannot see or change ${context.words}.',
  }),
};
`,
  );
  draft.add(
    `test/unit/${family}/${context.kebab}/${thing.kebab}.test.ts`,
    `
import { expect, test } from 'vitest';
import { cancel${pascal}, new${pascal} } from '../../../../${folder}/${thing.kebab}.ts';

const ${camel} = new${pascal}('${thing.kebab}-1', { estateId: 'sunshine', personId: 'limei', title: '1栋' }, '2026-11-25T02:00:00Z');

test('a new ${words} is active', () => {
  expect(${camel}).toMatchObject({ status: 'active', version: 1 });
});

test('a ${words} is cancelled once', () => {
  const cancelled = cancel${pascal}(${camel}, '2026-11-25T03:00:00Z');
  expect(cancelled).toMatchObject({ status: 'cancelled', version: 2 });
  expect(() => cancel${pascal}(cancelled, '2026-11-25T04:00:00Z')).toThrow('illegal-state');
});
`,
  );
  draft.add(
    `test/flow/scenarios/${context.kebab}.ts`,
    `
import type { Scenario, ScenarioPart } from '../scenario.ts';

/** Runs the operations of ${context.words}. */
const run: ScenarioPart = async ({ stage, personId }, _, perform) => {
  const { estateId, staff } = stage.estate;
  const { operator: desk } = staff;
  const input = { estateId, personId, title: '1栋' };
  const { ${id} } = await perform('create${pascal}', desk, { body: input });
  const on = { params: { ${id} } };
  await perform('get${pascal}', desk, on);
  await perform('list${context.pascal}', desk, { query: { estateId, limit: '20' } });
  await perform('cancel${pascal}', desk, on);
  return { ${id} };
};

export const scenario: Scenario = { needs: ['owners'], run };
`,
  );
  draft
    .import('shared/events/catalogue.ts', `import { ${context.camel}Events } from './catalogue/${context.kebab}.ts';`)
    .change('shared/events/catalogue.ts', new RegExp(`\\n {2}${table}: (.*),\\n`), (_, events = '') => {
      const before = events.startsWith('{') ? events.slice(1, -1).trim() : `...${events}`;
      return `\n  ${table}: { ${before}, ...${context.camel}Events },\n`;
    })
    .import('infra/contexts.ts', `import { ${context.camel} } from './contexts/${family}/${context.kebab}.ts';`)
    .change('infra/contexts.ts', /\n\];/, () => `\n  ${context.camel},\n];`);
  register(draft, family, context);
}

/** Adds the context to its family, and the family where it is the first context of one. */
function register(draft: Draft, family: string, { kebab }: Name): void {
  const rules = '.dependency-cruiser.mjs';
  const known = new RegExp(`(\\n {2}${family}: \\[[^\\]]*)\\]`);
  if (draft.matches(rules, known)) {
    draft.change(rules, known, (_, list) => `${list}, '${kebab}']`);
    return;
  }
  // A new family may read those before it.
  draft
    .change(rules, /(const families = \{[^}]*)\}/, (_, list) => `${list}  ${family}: ['${kebab}'],\n}`)
    .change(rules, /\(\?:(register[a-z|]*)\)/, (_, list) => `(?:${list}|${family})`)
    .change('infra/contexts/context.ts', /(readonly family\?: [^;]*);/, (_, list) => `${list} | '${family}';`);
}
