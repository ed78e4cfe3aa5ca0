import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contexts } from '../../infra/contexts.ts';
import { errorsPage } from '../../infra/tools/generate/errors.ts';
import { examplesSchema, openApi } from '../../infra/tools/generate/openapi.ts';
import { problemCatalogue } from '../../shared/kernel/problem.ts';
import { generated } from '../flow/every-route.ts';

const schema = z.record(z.string(), z.unknown());
const operationSchema = z.looseObject({ responses: z.record(z.string(), z.unknown()) });
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), schema) }),
});
const text = openApi();
const document = documentSchema.parse(JSON.parse(text));
const { schemas } = document.components;

const contentSchema = z.looseObject({
  content: z.looseObject({ 'application/json': z.looseObject({ schema }).optional() }),
});
const pageSchema = z.looseObject({
  properties: z.looseObject({ items: z.looseObject({ items: z.looseObject({ $ref: z.string() }) }) }),
});

/** Operations whose answer is no named schema, nor a list of such. */
function unnamed(): string[] {
  const routes = contexts.flatMap(({ routes: all }) => all).filter(({ response }) => response !== 'html');
  return routes
    .filter(({ path, method, status }) => {
      const answer = document.paths[path]?.[method.toLowerCase()]?.responses[String(status)];
      const json = contentSchema.parse(answer).content['application/json']?.schema;
      return !json || !('$ref' in json || pageSchema.safeParse(json).success);
    })
    .map(({ operationId }) => operationId);
}

const describedSchema = z.looseObject({ description: z.string().optional(), $ref: z.string().optional() });

/** Returns the fields of a JSON schema and of the schemas in it. */
function fieldsIn(json: unknown): { name: string; description: string | undefined }[] {
  if (Array.isArray(json)) return json.flatMap(fieldsIn);
  const { data } = schema.safeParse(json);
  if (!data) return [];
  const { examples: _, properties, ...others } = data;
  const fields = Object.entries(z.record(z.string(), z.unknown()).safeParse(properties).data ?? {});
  return [
    ...fields.flatMap(([name, field]) => {
      const { description, $ref } = describedSchema.parse(field);
      const shared = $ref && describedSchema.safeParse(schemas[$ref.replace('#/components/schemas/', '')]).data;
      return [{ name, description: description ?? (shared ? shared.description : undefined) }, ...fieldsIn(field)];
    }),
    ...Object.values(others).flatMap(fieldsIn),
  ];
}

describe('the description of the API', () => {
  test('stays small: less than 3,000 bytes for each operation', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.keys(path));
    expect(operations.length).toBeGreaterThan(300);
    expect(Buffer.byteLength(text) / operations.length).toBeLessThan(3_000);
  });

  test('refers to nothing that is not there', () => {
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(500);
    expect([...new Set(names)].filter((name) => !Object.hasOwn(schemas, name))).toEqual([]);
    expect(text).not.toContain('#/$defs/');
  });

  test('names what each operation answers, so that a client has a type for it', () => {
    expect(unnamed()).toEqual([]);
  });

  test('says of 19 fields in 20 what they mean', () => {
    const fields = Object.values(schemas).flatMap((one) => fieldsIn(one));
    expect(fields.length).toBeGreaterThan(1_000);
    const without = fields.filter(({ description }) => !description);
    expect(without.length / fields.length, without.map(({ name }) => name).join(', ')).toBeLessThan(0.05);
  });

  test('takes what a field means from the comment above it, also of a shared or extended schema', () => {
    expect(schemas).toMatchObject({
      Bill: { properties: { fen: { description: expect.stringContaining('Sum of the lines, fen') } } },
      NoticesPolicy: { properties: { marketingCap: { description: expect.stringContaining('marketing notices') } } },
      CallTask: { properties: { estateId: { $ref: '#/components/schemas/EstateId' } } },
      EstateId: { description: 'Id of the estate (小区).' },
    });
  });

  test('has names in upper camel case, and a second form only of what takes other values than it returns', () => {
    const names = Object.keys(schemas);
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => !/^([A-Z][a-z0-9]*)+$/.test(name))).toEqual([]);
    const second = names.filter((name) => name.endsWith('Input') && Object.hasOwn(schemas, name.slice(0, -5)));
    const same = second.filter((name) => JSON.stringify(schemas[name]) === JSON.stringify(schemas[name.slice(0, -5)]));
    expect(same).toEqual([]);
  });

  test('is committed as it is generated, and a change of it stands in the CHANGELOG', () => {
    const { expected, found } = generated('docs/api/openapi.json', text);
    expect(found === expected, 'UPDATE=1 writes docs/api/openapi.json').toBe(true);
    const mark = createHash('sha256').update(text).digest('hex').slice(0, 12);
    const newest = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m)[1] ?? '';
    const advice = `say in the newest part of CHANGELOG.md what changed, and that the description is now ${mark}`;
    expect(newest.includes(mark), advice).toBe(true);
  });
});

describe('the example of an operation', () => {
  const examples = examplesSchema.parse(JSON.parse(readFileSync('docs/api/examples.json', 'utf8')));
  const routes = contexts.flatMap(({ routes: all }) => all);

  test('is there for every operation (UPDATE=1 in test/bench/budget.test.ts writes docs/api/examples.json)', () => {
    expect(Object.keys(examples).sort()).toEqual(routes.map(({ operationId }) => operationId).sort());
  });

  test('is a request and a response that the operation has today', () => {
    const wrong = routes.filter(({ operationId, body, response }) => {
      const { request, response: answer } = examples[operationId] ?? {};
      const isRequest = request === undefined || body?.safeParse(request).success;
      return !isRequest || (response !== 'html' && !response.safeParse(answer).success);
    });
    expect(wrong.map(({ operationId }) => operationId)).toEqual([]);
  });
});

describe('a problem code', () => {
  test('has one status', () => {
    const statuses = Map.groupBy(problemCatalogue(), ({ code }) => code);
    expect(statuses.size).toBeGreaterThan(150);
    const several = [...statuses].filter(([, kinds]) => new Set(kinds.map(({ status }) => status)).size > 1);
    expect(several.map(([code]) => code)).toEqual([]);
  });

  test('is on the page of all codes (UPDATE=1 writes docs/api/errors.md)', () => {
    const { expected, found } = generated('docs/api/errors.md', errorsPage());
    expect(found).toBe(expected);
  });
});
