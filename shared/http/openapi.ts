import * as z from 'zod';
import { mostErrors } from '../kernel/problem.ts';
import { Components } from './openapi-components.ts';
import type { Route } from './route.ts';

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    traceId: { type: 'string' },
    errorsLeftOut: { type: 'integer', description: 'Number of further errors that errors omits.' },
    errors: {
      type: 'array',
      maxItems: mostErrors,
      items: {
        type: 'object',
        properties: {
          in: { type: 'string' },
          pointer: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};

/** Response of the gateway itself. An HTTP API cannot change its form. */
const gatewayMessageSchema = { type: 'object', required: ['message'], properties: { message: { type: 'string' } } };

const unauthorized = {
  description:
    'No valid token. The gateway answers with `{"message":"Unauthorized"}`, not with a problem. ' +
    'A valid token that names no caller gives a problem.',
  headers: { 'WWW-Authenticate': { schema: { type: 'string' } } },
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/GatewayMessage' } },
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  },
};

const problem = {
  description: 'A problem (RFC 9457): `code` is stable, `title` is in the language of the caller.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Returns the OpenAPI 3.1 document of all routes. */
export function openApiDocument(
  contexts: readonly { name: string; summary: string; routes: readonly Route[] }[],
  version: string,
): object {
  const components = new Components();
  for (const route of contexts.flatMap(({ routes }) => routes)) {
    if (route.response !== 'html') components.add(route.response, 'output');
    if (route.body) components.add(route.body, 'input');
    for (const field of [...Object.values(route.params.shape), ...Object.values(route.query.shape)]) {
      components.add(z.object({ field }).shape.field, 'input');
    }
  }
  const paths: Record<string, Record<string, object>> = {};
  for (const { name, routes } of contexts) {
    for (const route of routes) {
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route, components) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Anju (安居)',
      version,
      description: 'Customer service of a property developer and of the estates it manages.',
      license: { name: 'All rights reserved', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [
      { url: 'http://127.0.0.1:4500', description: 'The backend on this machine (npm start)' },
      { url: 'https://{host}', description: 'A deployed stage', variables: { host: { default: 'api.anju.invalid' } } },
    ],
    tags: contexts.map(({ name, summary }) => ({ name, description: summary })),
    paths,
    components: {
      schemas: { ...components.all(), Problem: problemSchema, GatewayMessage: gatewayMessageSchema },
      responses: { Unauthorized: unauthorized, Problem: problem },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(context: string, route: Route, components: Components): object {
  const isPublic = route.allow === 'public';
  const headers = [
    ...(route.method === 'POST' && !isPublic ? [{ name: 'Idempotency-Key', required: true }] : []),
    ...(route.ifMatch ? [{ name: 'If-Match', required: true }] : []),
  ].map((header) => ({ ...header, in: 'header', schema: { type: 'string' } }));
  const content =
    route.response === 'html'
      ? { 'text/html': { schema: { type: 'string' } } }
      : { 'application/json': { schema: components.schemaOf(route.response, 'output') } };
  return {
    operationId: route.operationId,
    tags: [context],
    summary: route.summary,
    ...(isPublic ? { security: [] } : { security: [{ token: [] }], 'x-roles': route.allow }),
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
      ...headers,
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        description: limitsOf(route),
        content: { 'application/json': { schema: components.schemaOf(route.body, 'input') } },
      },
    }),
    responses: {
      [route.status]: { description: route.summary, content },
      ...(!isPublic && { 401: { $ref: '#/components/responses/Unauthorized' } }),
      '4XX': { $ref: '#/components/responses/Problem' },
      '5XX': { $ref: '#/components/responses/Problem' },
    },
  };
}

function limitsOf({ bodyLimits: { bytes, depth, values } }: Route): string {
  return `At most ${bytes} bytes, ${depth} levels and ${values} values.`;
}

function parameters(schema: z.ZodObject, place: 'path' | 'query', components: Components): object[] {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(field, undefined).success,
    schema: components.schemaOf(z.object({ field }).shape.field, 'input'),
  }));
}
