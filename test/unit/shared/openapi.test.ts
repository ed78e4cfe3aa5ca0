import { expect, test } from 'vitest';
import * as z from 'zod';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { ok, route } from '../../../shared/http/route.ts';

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
