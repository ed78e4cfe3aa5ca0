import * as z from 'zod';
import { type BodyLimits, usualBody } from './body.ts';
import { Components } from './openapi-components.ts';
import { described, type FieldTexts } from './openapi-fields.ts';
import {
  headersNamed,
  phraseOf,
  problemContent,
  problemResponses,
  problemSchemas,
  problemsOf,
  responseHeaders,
} from './openapi-responses.ts';
import { withSharedFields } from './openapi-shared-fields.ts';
import type { Route } from './route.ts';

/** What the route tables do not know: texts from comments, and examples from a run. */
export interface Additions {
  /** Texts of schemas and their fields by the id of the schema. */
  readonly schemas?: ReadonlyMap<string, FieldTexts>;
  /** Texts of path and query parameters by operation. */
  readonly parameters?: ReadonlyMap<string, FieldTexts>;
  /** Body and response of a successful request by operation. */
  readonly examples?: Readonly<Record<string, { readonly request?: unknown; readonly response?: unknown }>>;
}

const introduction = `Customer service of a property developer and of the estates it manages.

- **Token.** Send \`Authorization: Bearer <JWT>\`. Paths below \`/p/\` are pages behind links and need none.
- **Another estate's record** is 404, as if it did not exist.
- **Idempotency.** Send a unique \`Idempotency-Key\` with every POST. A repeated request with the same key gets the stored response for 24 hours, also while the first is still running; some operations then answer 409 \`request-in-flight\` instead.
- **Concurrent changes.** A record has an \`ETag\`. Send it as \`If-Match\` with PUT, PATCH and DELETE, and optionally with other operations on the record.
- **Lists** have \`limit\` (1 to 200, default 50) and \`cursor\`. The list is at its end when a page has no \`cursor\`. Cursors are opaque.
- **Bodies** have at most ${limitsText(usualBody)} unless the operation says otherwise.
- **Synchronisation.** \`updatedSince\` lists records in the order of their change.
- **Errors** are problems (RFC 9457) in the language of \`Accept-Language\`: zh-CN (default), zh-TW or en. Decide by \`code\`; \`GET /v1/errors\` lists all codes.
- **Every response** has the header \`Apigw-Requestid\`, the id of the request in the logs. A problem repeats it as \`traceId\`.
- **Units.** Money is integer fen (0.01 CNY). Areas (m²), quantities (kWh, m³) and rates are decimals in a string. Instants are ISO 8601 in UTC; days are \`YYYY-MM-DD\` in the time zone of the estate.
- **Unknown fields and parameters** in a request are 400. Ignore unknown fields in a response: new ones may come.`;

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'ID token of the sign-in of the stage.' },
  signIn: {
    type: 'openIdConnect',
    openIdConnectUrl: 'http://127.0.0.1:4501/.well-known/openid-configuration',
    description: 'The sign-in of the local backend. A deployed stage has the issuer that its stack prints.',
  },
};

const headerParameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'Unique value of 1 to 200 visible ASCII characters. Repeat it when you send the same request again.',
    schema: { type: 'string', maxLength: 200 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: '`ETag` of the version that you read.',
    schema: { type: 'string', examples: ['"3"'] },
  },
};

/** Returns the OpenAPI 3.1 document of all routes. */
export function openApiDocument(
  contexts: readonly { name: string; summary: string; routes: readonly Route[] }[],
  version: string,
  additions: Additions = {},
): object {
  const routes = contexts.flatMap((context) => context.routes);
  const components = new Components();
  for (const route of routes) {
    if (route.response !== 'html') components.add(route.response, 'output');
    if (route.body) components.add(route.body, 'input');
    for (const field of fieldsOf(route)) components.add(field, 'input');
  }
  const ofSchemas = examplesOfSchemas(routes, components, additions);
  const shared = sharedParameters(routes, components, additions);
  const paths: Record<string, Record<string, object>> = {};
  for (const { name, routes: own } of contexts) {
    for (const route of own) {
      const method = route.method.toLowerCase();
      const parameters = parametersOf(route, components, additions).map((parameter) => shared.refer(parameter));
      paths[route.path] = { ...paths[route.path], [method]: operation(name, route, parameters, components, additions) };
    }
  }
  const schemas = Object.entries(components.all()).map(([name, schema]) => {
    const texts = additions.schemas?.get(name) ?? additions.schemas?.get(name.replace(/Input$/, ''));
    const example = ofSchemas.get(name);
    return [name, { ...described(schema, texts), ...(example !== undefined && { examples: [example] }) }];
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Anju (安居)',
      version,
      description: introduction,
      license: { name: 'All rights reserved', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [
      { url: 'http://127.0.0.1:4500', description: 'The backend on this machine (npm start)' },
      { url: 'https://{host}', description: 'A deployed stage', variables: { host: { default: 'api.anju.invalid' } } },
    ],
    tags: contexts.map(({ name, summary }) => ({ name, description: summary })),
    security: [{ token: [] }, { signIn: [] }],
    paths,
    components: {
      schemas: { ...withSharedFields(Object.fromEntries(schemas)), ...problemSchemas },
      responses: problemResponses(routes),
      parameters: { ...headerParameters, ...shared.components },
      headers: responseHeaders,
      securitySchemes,
    },
  };
}

function operation(
  context: string,
  route: Route,
  parameters: readonly object[],
  components: Components,
  { examples }: Additions,
): object {
  const isPublic = route.allow === 'public';
  const example = examples?.[route.operationId];
  const headers = [
    ...(route.method === 'POST' && !isPublic ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(route.ifMatch ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ];
  const body = route.body && { schema: described(components.schemaOf(route.body, 'input'), undefined) };
  return {
    operationId: route.operationId,
    tags: [context],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    ...(isPublic ? { security: [] } : { 'x-roles': route.allow }),
    parameters: [...parameters, ...headers],
    ...(body && {
      requestBody: {
        required: true,
        ...limitsOf(route),
        content: {
          // A page behind a link sends a form.
          [route.response === 'html' ? 'application/x-www-form-urlencoded' : 'application/json']: {
            ...body,
            ...exampleOf(example?.request),
          },
        },
      },
    }),
    responses: joined(successesOf(route, components, example?.response), problemsOf(route)),
  };
}

/** Joins responses by status. A page behind a link can answer one status as a page and as a problem. */
function joined(answers: Record<string, Answer>, problems: Record<string, object>): Record<string, object> {
  const both = Object.entries(problems).map(([status, problem]) => {
    const page = answers[status];
    return [status, page ? { ...page, content: { ...page.content, ...problemContent } } : problem];
  });
  return { ...answers, ...Object.fromEntries(both) };
}

const exampleOf = (example: unknown) => (example === undefined ? {} : { example });

/** Responses that are a named record, or a page of such. */
const recordSchema = z.union([
  z.looseObject({ $ref: z.string() }).transform(({ $ref }) => ({ $ref, isPage: false })),
  z
    .looseObject({
      properties: z.looseObject({ items: z.looseObject({ items: z.looseObject({ $ref: z.string() }) }) }),
    })
    .transform(({ properties }) => ({ $ref: properties.items.items.$ref, isPage: true })),
]);

/** Returns the name of the record in a response, with its example. Undefined when the record has no name. */
function namedIn(schema: unknown, example: unknown): { name: string; record: unknown } | undefined {
  const { data } = recordSchema.safeParse(schema);
  if (!data) return undefined;
  const name = data.$ref.replace(/.*\//, '');
  if (!data.isPage || example === undefined) return { name, record: example };
  const { items } = z.looseObject({ items: z.array(z.unknown()) }).parse(example);
  return { name, record: items[0] };
}

/** Returns the example of each named record that operations answer: the one that says most. */
function examplesOfSchemas(routes: readonly Route[], components: Components, { examples }: Additions) {
  const richest = new Map<string, unknown>();
  for (const { operationId, response } of routes) {
    const example = examples?.[operationId]?.response;
    const named = response === 'html' ? undefined : namedIn(components.schemaOf(response, 'output'), example);
    if (named?.record === undefined) continue;
    const known = richest.get(named.name);
    if (!known || JSON.stringify(named.record).length > JSON.stringify(known).length) {
      richest.set(named.name, named.record);
    }
  }
  return richest;
}

interface Answer {
  readonly description: string;
  readonly headers?: Record<string, object>;
  readonly content: Record<string, object>;
}

/** Returns the responses of an operation that are a success, or a page that says why there is none. */
function successesOf(route: Route, components: Components, example: unknown): Record<string, Answer> {
  const schema = route.response === 'html' ? undefined : components.schemaOf(route.response, 'output');
  const content: Answer['content'] = schema
    ? {
        'application/json': {
          schema: described(schema, undefined),
          ...(namedIn(schema, example) ? {} : exampleOf(example)),
        },
      }
    : { 'text/html': { schema: { type: 'string' } } };
  const hasVersion = schema !== undefined && components.hasField(schema, 'version');
  const isKeyed = route.method === 'POST' && route.allow !== 'public';
  const statuses = [route.status, ...(route.otherStatuses ?? [])];
  return Object.fromEntries(
    statuses.map((status) => {
      const headers = headersNamed([
        ...(hasVersion && status !== 202 ? (['ETag'] as const) : []),
        ...(status === 201 || status === 202 ? (['Location'] as const) : []),
        ...(isKeyed ? (['Idempotency-Replayed'] as const) : []),
      ]);
      return [status, { description: phraseOf(status), ...(Object.keys(headers).length > 0 && { headers }), content }];
    }),
  );
}

function limitsText({ bytes, depth, values }: BodyLimits): string {
  return `${bytes} bytes, ${depth} levels and ${values} values`;
}

/** Returns the limits of a body where they are not the usual ones, which the introduction states once. */
function limitsOf({ bodyLimits }: Route): { description?: string } {
  const limits = limitsText(bodyLimits);
  return limits === limitsText(usualBody) ? {} : { description: `At most ${limits}.` };
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
}

function parametersOf(route: Route, components: Components, { parameters }: Additions): Parameter[] {
  const texts = parameters?.get(route.operationId);
  return (['path', 'query'] as const).flatMap((part) =>
    Object.entries(route[part === 'path' ? 'params' : 'query'].shape).map(([name, field]) => {
      const json = components.schemaOf(z.object({ field }).shape.field, 'input');
      const { properties } = z
        .looseObject({ properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })) })
        .parse(described({ properties: { [name]: json } }, texts));
      const { description, ...schema } = properties[name] ?? {};
      const required = part === 'path' || !z.safeParse(field, undefined).success;
      const separated = schema.type === 'array' && { style: 'form', explode: false };
      return { name, in: part, required, ...(description && { description }), ...separated, schema };
    }),
  );
}

/** Finds the parameters that several operations have, and refers to them by name. */
function sharedParameters(routes: readonly Route[], components: Components, additions: Additions) {
  const all = routes.flatMap((route) => parametersOf(route, components, additions));
  const names = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const [json, same] of Map.groupBy(all, (parameter) => JSON.stringify(parameter))) {
    const [first, second] = same;
    if (!first || !second) continue;
    const name = `${first.name}-${first.in}`.replaceAll(/(^|-)([a-z])/g, (_, _dash, letter: string) =>
      letter.toUpperCase(),
    );
    const nth = (taken.get(name) ?? 0) + 1;
    taken.set(name, nth);
    names.set(json, nth === 1 ? name : `${name}${nth}`);
  }
  return {
    components: Object.fromEntries([...names].map(([json, name]) => [name, JSON.parse(json)])),
    refer: (parameter: Parameter): object => {
      const name = names.get(JSON.stringify(parameter));
      return name ? { $ref: `#/components/parameters/${name}` } : parameter;
    },
  };
}

function fieldsOf({ params, query }: Route) {
  return [...Object.values(params.shape), ...Object.values(query.shape)].map(
    (field) => z.object({ field }).shape.field,
  );
}
