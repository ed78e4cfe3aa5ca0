import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { ok, route } from '../../../shared/http/route.ts';
import { logUndeclared } from '../../../shared/http/throws.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { log } from '../../../shared/observability/log.ts';

const read = (path: `/${string}`, allow: 'public' | ['operator']) =>
  route({
    method: 'GET',
    path,
    operationId: 'read',
    summary: 'Read',
    allow,
    response: z.object({}),
    handle: async () => ok({}),
  });

test('the description has the 401 message of the gateway and the problem of the function', () => {
  const routes = [read('/v1/things', ['operator']), read('/p/thing', 'public')];
  expect(openApiDocument([{ name: 'things', summary: 'Things.', routes }], '1')).toMatchObject({
    paths: {
      '/v1/things': { get: { responses: { 401: { $ref: '#/components/responses/Status401' } } } },
      '/p/thing': { get: { responses: expect.not.objectContaining({ 401: expect.anything() }) } },
    },
    components: {
      responses: {
        Status401: {
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/GatewayMessage' } },
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    },
  });
});

test('an operation names its own problem codes by status, and refers to the common response for the others', () => {
  const things = { ...read('/v1/things', ['operator']), throws: ['illegal-state'] };
  expect(openApiDocument([{ name: 'things', summary: 'Things.', routes: [things] }], '1')).toMatchObject({
    paths: {
      '/v1/things': {
        get: {
          responses: {
            400: { $ref: '#/components/responses/Status400' },
            409: {
              content: {
                'application/problem+json': { schema: { properties: { code: { enum: ['illegal-state'] } } } },
              },
            },
          },
        },
      },
    },
  });
});

test('an operation cannot declare a problem that nobody declared', () => {
  const things = { ...read('/v1/things', ['operator']), throws: ['no-such-code'] };
  expect(() => openApiDocument([{ name: 'things', summary: 'Things.', routes: [things] }], '1')).toThrow(
    'read declares the unknown problem no-such-code',
  );
});

test('a problem that an operation does not declare is logged as an error, one of the pipeline is not', () => {
  const error = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const operation = { operationId: 'read', throws: ['another-code'] };
  logUndeclared(operation, new Problem(problems.illegalState, { state: 'open', allowed: 'closed' }));
  expect(error.mock.calls).toEqual([['undeclared problem', { operationId: 'read', code: 'illegal-state' }]]);
  logUndeclared(operation, new Problem(problems.stale));
  expect(error).toHaveBeenCalledTimes(1);
  error.mockRestore();
});
