import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { contexts } from '../../infra/contexts.ts';
import { eventOf } from '../../infra/local/gateway.ts';
import { api } from '../../shared/http/api.ts';
import { type Grant, roles } from '../../shared/http/auth.ts';
import type { Route } from '../../shared/http/route.ts';

/** A request to the path of an operation. */
export interface Sent {
  readonly query?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The caller's role, or `nobody` for none; by default the first role that the operation allows. */
  readonly as?: string;
}

/** The answer, with the number of reads and writes of the tables. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly reads: number;
  readonly writes: number;
}

export const estateId = 'estate-hostile';
/** The caller that `ask` signs in, with access to one estate. */
export const caller = { id: 'sub-hostile', personId: 'person-hostile' };

const settings = {
  AWS_REGION: 'ap-southeast-1',
  TICKETS_TABLE: 'tickets',
  OWNERS_TABLE: 'owners',
  HANDOVERS_TABLE: 'handovers',
  LEDGER_TABLE: 'ledger',
  UPLOADS_BUCKET: 'uploads',
  UPLOADS_ADDRESS: 'https://uploads.s3.ap-southeast-1.amazonaws.com',
  MAIL_FROM: 'service@anju.example',
  LINK_BASE_URL: 'https://anju.example',
  LINK_SECRET: 'secret of links',
  GATEWAY_SECRET: 'secret of gateways',
  CURSOR_SECRET: 'secret of cursors',
};

/** Returns the values of a route's path parameters. */
export function paramsOf(route: Route, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const valid: Readonly<Record<string, string>> = { estateId, day: '2026-03-04', month: '2026-03' };
  return Object.fromEntries(names.map((name) => [name, given[name] ?? valid[name] ?? 'not-there']));
}

/**
 * Serves all operations in this process with empty tables. A command that the tables do not support fails.
 */
export function emptyBackend(): {
  ask: (route: Route, sent: Sent, params?: Readonly<Record<string, string>>) => Promise<Answered>;
} {
  Object.assign(process.env, settings);
  const dynamo = mockClient(DynamoDBDocumentClient);
  dynamo.rejects(new Error('The empty tables do not support this command.'));
  dynamo.on(GetCommand).resolves({});
  dynamo.on(BatchGetCommand).resolves({ Responses: {} });
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo.on(TransactWriteCommand).resolves({});
  let granted: readonly Grant[] = [];
  const handlers = new Map(
    contexts.flatMap(({ routes }) => {
      const handler = api({ routes, table: 'tickets', find: async () => ({ grants: granted }) });
      return routes.map((route) => [route.operationId, handler] as const);
    }),
  );
  const reads = () =>
    dynamo.commandCalls(GetCommand).length +
    dynamo.commandCalls(BatchGetCommand).length +
    dynamo.commandCalls(QueryCommand).length;
  const writes = () => dynamo.commandCalls(TransactWriteCommand).length;
  const ask = async (route: Route, sent: Sent, params: Readonly<Record<string, string>> = paramsOf(route)) => {
    dynamo.resetHistory();
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const asked = {
      method: route.method,
      url: new URL(`http://local${path}${sent.query === undefined ? '' : `?${sent.query}`}`),
      headers: {
        ...(route.method === 'POST' && { 'idempotency-key': 'once' }),
        ...(route.ifMatch && { 'if-match': '"1"' }),
        ...sent.headers,
      },
      body: Buffer.from(sent.body ?? ''),
    };
    const allowed = route.allow === 'public' ? 'nobody' : route.allow[0];
    const role = sent.as ?? allowed ?? 'nobody';
    const claims =
      role === 'nobody'
        ? undefined
        : {
            sub: caller.id,
            'custom:personId': caller.personId,
          };
    granted = roles.filter((one) => one === role).map((one) => ({ role: one, estateId }));
    // The gateway route matches only the first segment; the function finds the operation and its parameters.
    const [, first = '', ...rest] = path.split('/');
    const parameters = { proxy: rest.map(decodeURIComponent).join('/') };
    const event = eventOf(asked, { key: `ANY /${first}/{proxy+}`, parameters, claims });
    const handler = handlers.get(route.operationId);
    if (!handler) throw new Error(`There is no operation ${route.operationId}.`);
    const answer = await handler(event);
    return { status: answer.statusCode, body: answer.body, reads: reads(), writes: writes() };
  };
  return { ask };
}
