import { mostErrors, type ProblemKind, problemCatalogue } from '../kernel/problem.ts';
import type { Route } from './route.ts';
import { pipelineKinds } from './throws.ts';

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
/** Content of a response that is a problem. */
export const problemContent = { 'application/problem+json': { schema: ref('schemas', 'Problem') } };
const messageContent = { 'application/json': { schema: ref('schemas', 'GatewayMessage') } };

/** Schemas of the responses that are no success. */
export const problemSchemas = {
  Problem: {
    type: 'object',
    description: 'A problem (RFC 9457).',
    required: ['type', 'title', 'status', 'code', 'traceId'],
    properties: {
      type: { type: 'string', description: 'A URN that ends with the code.' },
      title: { type: 'string', description: 'What is wrong and what to do next, in the language of the caller.' },
      status: { type: 'integer', description: 'The HTTP status.' },
      code: { type: 'string', description: 'Stable code of the problem. `GET /v1/errors` lists all codes.' },
      traceId: { type: 'string', description: 'Identifies the request in the logs. Give it to customer service.' },
      errorsLeftOut: { type: 'integer', description: 'Number of further errors that `errors` omits.' },
      errors: {
        type: 'array',
        description: 'What is wrong with the input, one entry per field.',
        maxItems: mostErrors,
        items: {
          type: 'object',
          properties: {
            in: { type: 'string', enum: ['path', 'query', 'body', 'header'], description: 'Part of the request.' },
            pointer: { type: 'string', description: 'JSON pointer (RFC 6901) of the value in that part.' },
            code: { type: 'string', description: 'Code of the error, such as `too_big`.' },
            message: { type: 'string', description: 'What is wrong, in the language of the caller.' },
          },
        },
      },
    },
  },
  GatewayMessage: {
    type: 'object',
    description: 'Answer of the gateway itself. An HTTP API cannot give it the form of a problem.',
    required: ['message'],
    properties: { message: { type: 'string', description: 'Reason in English, such as `Unauthorized`.' } },
  },
};

/** Headers of responses. */
export const responseHeaders = {
  ETag: {
    description: 'Version of the record in quotation marks. Send it as `If-Match` when you change the record.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  Location: { description: 'Path of the new record, or of the progress of the run.', schema: { type: 'string' } },
  'Idempotency-Replayed': {
    description: '`true` when this is the stored response of an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', enum: ['true'] },
  },
  'WWW-Authenticate': { description: 'How to authenticate (RFC 6750).', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait before the next request.', schema: { type: 'integer' } },
};

/** Returns references to headers by name. */
export function headersNamed(names: readonly (keyof typeof responseHeaders)[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, ref('headers', name)]));
}

const phrases: Readonly<Record<number, string>> = {
  200: 'Success',
  201: 'Created',
  202: 'Accepted: the run goes on after this response',
  400: 'Bad request',
  401: 'No valid token',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict with the state of a record',
  410: 'Gone',
  412: 'Not the latest version',
  413: 'Content too large',
  422: 'Not possible',
  428: 'If-Match is missing',
  429: 'Too many requests',
};

/** Returns the phrase of a status. @throws Error for a status without one. */
export function phraseOf(status: number): string {
  const phrase = phrases[status];
  if (!phrase) throw new Error(`The status ${status} has no phrase in openapi-responses.ts.`);
  return phrase;
}

/** Answers that the gateway can give instead of the function. */
const ofGateway: Readonly<Record<string, { description: string; headers?: (keyof typeof responseHeaders)[] }>> = {
  401: {
    description: 'No valid token: the gateway answers with a message. A token that names no caller gives a problem.',
    headers: ['WWW-Authenticate'],
  },
  default: {
    description:
      '413: the content is too large. 429: too many requests at the moment; wait and send the request again. 5xx: the backend failed or did not answer in time; send the request again with the same key.',
    headers: ['Retry-After'],
  },
};

/** Statuses that any operation may have. One response describes them all. */
const isCommon = (status: number) => status === 413 || status === 429 || status >= 500;

/** Returns the key of a status among the responses of an operation. */
const keyOf = ({ status }: ProblemKind) => (isCommon(status) ? 'default' : String(status));
const nameOf = (key: string) => (key === 'default' ? 'Other' : `Status${key}`);

/**
 * Returns the response components: for each status, the problems of the pipeline and messages of the gateway.
 */
export function problemResponses(routes: readonly Route[]): Record<string, object> {
  const kinds = [...new Set(routes.flatMap((route) => pipelineKinds(route)))];
  const keys = new Set([...Object.keys(ofGateway), ...kinds.map(keyOf)]);
  return Object.fromEntries(
    [...keys].sort().map((key) => {
      const gateway = ofGateway[key];
      const codes = kinds.filter((kind) => keyOf(kind) === key).map(({ code }) => `\`${code}\``);
      const description = [gateway?.description ?? `${phraseOf(Number(key))}.`, codes.join(', ')].filter(Boolean);
      const content = { ...(gateway && messageContent), ...(codes.length > 0 && problemContent) };
      const headers = gateway?.headers && { headers: headersNamed(gateway.headers) };
      return [nameOf(key), { description: description.join(' '), ...headers, content }];
    }),
  );
}

/**
 * Returns the responses of an operation that are no success. A status with codes of its own names all its
 * codes; any other refers to the common response.
 * @throws Error when it declares a code that no kind of problem has.
 */
export function problemsOf(route: Route): Record<string, object> {
  const catalogue = problemCatalogue();
  const own = (route.throws ?? []).map((code): ProblemKind => {
    const kind = catalogue.find((one) => one.code === code);
    if (!kind) throw new Error(`${route.operationId} declares the unknown problem ${code}. Correct its throws.`);
    return kind;
  });
  const byStatus = Map.groupBy([...own, ...pipelineKinds(route)], keyOf);
  for (const key of Object.keys(ofGateway)) {
    if (!byStatus.has(key) && (key !== '401' || route.allow !== 'public')) byStatus.set(key, []);
  }
  return Object.fromEntries(
    [...byStatus].map(([key, kinds]) => {
      if (!own.some((kind) => keyOf(kind) === key)) return [key, ref('responses', nameOf(key))];
      const codes = [...new Set(kinds.map(({ code }) => code))].sort();
      const schema = { ...ref('schemas', 'Problem'), properties: { code: { enum: codes } } };
      const content = { ...(ofGateway[key] && messageContent), 'application/problem+json': { schema } };
      return [key, { description: ofGateway[key]?.description ?? phraseOf(Number(key)), content }];
    }),
  );
}
