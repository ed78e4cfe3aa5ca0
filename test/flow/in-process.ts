import { randomUUID } from 'node:crypto';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { registeredCaller } from '../../functions/register/owners/public.ts';
import { type Caller, headOffice, type Send } from '../../infra/api-client/api-client.ts';
import { contexts } from '../../infra/contexts.ts';
import { eventOf } from '../../infra/local/gateway.ts';
import { localCredentials, region } from '../../infra/local/names.ts';
import { api } from '../../shared/http/api.ts';
import type { TableName } from '../../shared/store/entity.ts';
import { tableNames } from '../../shared/store/entity.ts';
import { type Body, registerFirst } from './backend.ts';
import { tableOf } from './engine-table.ts';
import { routeOf } from './every-route.ts';
import { linkSecret } from './links.ts';

/** Tables of the families. A family that is not named uses that of the tickets, as notices do. */
const tableOfFamily = new Map<string | undefined, TableName>([
  ['register', 'owners'],
  ['homes', 'handovers'],
  ['money', 'ledger'],
]);

/** An answer of an operation that ran in this process. */
export interface Answered {
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request to an operation in this process. */
export type SendHere = (operationId: string, as: Caller, path: string, body: unknown, more: Send) => Promise<Answered>;

/**
 * Serves all operations in this process on the tables and buckets of the common backend, which does what
 * follows from them. A test can thereby let single calls to DynamoDB fail.
 */
export async function operationsHere(): Promise<SendHere> {
  const { apiUrl, controlUrl } = inject('backend');
  const s3 = `http://127.0.0.1:${Number(new URL(controlUrl).port) - 3}`;
  const { endpoint } = await tableOf('owners');
  const tables = await Promise.all(tableNames.map(async (name) => [name, await tableOf(name)] as const));
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_S3: s3,
    LINK_BASE_URL: apiUrl,
    LINK_SECRET: linkSecret(),
    CURSOR_SECRET: 'secret of cursors and answers',
    FIRST_ADMINISTRATORS: headOffice.sub,
    ...Object.fromEntries(tables.map(([name, { TableName }]) => [`${name.toUpperCase()}_TABLE`, TableName])),
  });
  const { Buckets = [] } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand({}));
  const [uploads] = Buckets.flatMap(({ Name = '' }) => (/uploads/i.test(Name) ? [Name] : []));
  if (!uploads) throw new Error(`No bucket is that of the uploads: ${Buckets.map(({ Name }) => Name).join()}.`);
  Object.assign(process.env, { UPLOADS_BUCKET: uploads, UPLOADS_ADDRESS: `${s3}/${uploads}` });
  const handlers = new Map(
    contexts.flatMap(({ family, routes }) => {
      const handler = api({ routes, table: tableOfFamily.get(family) ?? 'tickets', find: registeredCaller });
      return routes.map(({ operationId }) => [operationId, handler] as const);
    }),
  );
  return async (operationId, as, path, body, { key, ifMatch, headers }) => {
    await registerFirst(as);
    const { method } = routeOf(operationId);
    const url = new URL(`http://local${path}`);
    const asked = {
      method,
      url,
      headers: {
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
        ...headers,
      },
      body: Buffer.from(JSON.stringify(body)),
    };
    const claims = {
      sub: as.sub,
      ...(as.personId !== undefined && { 'custom:personId': as.personId }),
    };
    const [, first = '', ...rest] = url.pathname.split('/');
    const parameters = { proxy: rest.map(decodeURIComponent).join('/') };
    const event = eventOf(asked, { key: `ANY /${first}/{proxy+}`, parameters, claims, requestId: randomUUID() });
    const answer = await handlers.get(operationId)?.(event);
    if (!answer) throw new Error(`There is no operation ${operationId}.`);
    return { status: answer.statusCode, body: JSON.parse(answer.body || 'null'), headers: answer.headers };
  };
}
