import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { type QueueEngine, startQueuesAndBuckets } from '../../../infra/local/engines.ts';
import { localCredentials, region } from '../../../infra/local/names.ts';
import { openState } from '../../../infra/local/state.ts';
import { downloadUrl, uploadUrl } from '../../../shared/files/uploads.ts';
import { freePorts } from '../../free-ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'anju-s3-'));
const state = openState(folder);
const noon = new Date('2026-03-01T12:00:00Z');
let now = noon;
let endpoint = '';
const origin = 'https://app.anju.example';
const cors = [{ AllowedOrigins: [origin], AllowedMethods: ['PUT'] }];
let engine: QueueEngine;

beforeAll(async () => {
  const port = await freePorts();
  endpoint = `http://127.0.0.1:${port}`;
  vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', localCredentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', localCredentials.secretAccessKey);
  engine = await startQueuesAndBuckets(state, port, new Map([['uploads', cors]]), { now: () => now });
});
afterAll(async () => {
  await engine.stop();
  state.release();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  now = noon;
  vi.stubEnv('UPLOADS_ADDRESS', `${endpoint}/uploads`);
});

const photo = { key: '照片 (1).jpg', fileName: '照片.jpg', contentType: 'image/jpeg', size: 4 };
const put = (url: string, body = 'jpg!', headers: Record<string, string> = { 'content-type': photo.contentType }) =>
  fetch(url, { method: 'PUT', body, headers });
const outcome = async (reply: Response) =>
  `${reply.status} ${/<Code>(\w+)</.exec(await reply.clone().text())?.[1] ?? ''}`.trim();
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

describe('A presigned address on this machine', () => {
  it('takes the file that was announced, and gives it back', async () => {
    expect(await outcome(await put(await uploadUrl(photo, noon)))).toBe('200');
    const file = await fetch(await downloadUrl(photo, noon));
    expect([file.status, await file.text()]).toEqual([200, 'jpg!']);
  });

  it("works under the bucket's own host, as on AWS", async () => {
    const { port, hostname } = new URL(endpoint);
    const host = `uploads.s3.localhost:${port}`;
    /** Sends a request to a host name that Node.js does not resolve. */
    const send = async (method: string, url: string, headers: Record<string, string> = {}, body = '') => {
      const sent = request(url, { hostname, port, method, headers: { host, ...headers } }).end(body);
      const [answer] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(sent, 'response'));
      return [answer.statusCode, answer.headers['access-control-allow-origin'], await text(answer)];
    };
    vi.stubEnv('UPLOADS_ADDRESS', `http://${host}`);
    const url = await uploadUrl(photo, noon);
    const asked = { origin, 'access-control-request-method': 'PUT' };
    expect(await send('OPTIONS', url, asked)).toEqual([200, origin, '']);
    const headers = { origin, 'content-type': photo.contentType };
    expect((await send('PUT', url, headers, 'jpg?')).slice(0, 2)).toEqual([200, origin]);
    expect(await send('GET', await downloadUrl(photo, noon))).toEqual([200, undefined, 'jpg?']);
    vi.stubEnv('UPLOADS_ADDRESS', `${endpoint}/uploads`);
    expect(await (await fetch(await downloadUrl(photo, noon))).text()).toBe('jpg?');
  });

  it('takes a film of 50 MB', async () => {
    const film = { ...photo, contentType: 'video/mp4', size: 50 * 1024 * 1024 };
    const headers = { 'content-type': film.contentType };
    expect(await outcome(await put(await uploadUrl(film, noon), 'x'.repeat(film.size), headers))).toBe('200');
  });

  it('refuses a file of another size or type, and another method or path', async () => {
    const url = await uploadUrl(photo, noon);
    const refused = '403 SignatureDoesNotMatch';
    expect(await outcome(await put(url, 'too long'))).toBe(refused);
    expect(await outcome(await put(url, 'jpg!', { 'content-type': 'text/html' }))).toBe(refused);
    expect(await outcome(await fetch(url))).toBe(refused);
    expect(await outcome(await put(url.replace('%281%29', '2')))).toBe(refused);
    expect(await outcome(await put(`${url}&response-content-type=text%2Fhtml`))).toBe(refused);
    expect(await outcome(await put(url.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000')))).toBe(refused);
  });

  it('refuses an Amazon header that was not signed', async () => {
    const headers = { 'content-type': photo.contentType, 'x-amz-acl': 'public-read' };
    expect(await outcome(await put(await uploadUrl(photo, noon), 'jpg!', headers))).toBe('403 AccessDenied');
  });

  it('is valid for 15 minutes of the clock of the functions', async () => {
    const url = await uploadUrl(photo, noon);
    now = minutesLater(15);
    expect(await outcome(await put(url))).toBe('200');
    now = new Date(minutesLater(15).getTime() + 1);
    expect(await outcome(await put(url))).toBe('403 AccessDenied');
    now = minutesLater(-16);
    expect(await outcome(await put(url))).toBe('403 AccessDenied');
  });

  it('must say how long it is valid: at most seven days', async () => {
    const url = await uploadUrl(photo, noon);
    for (const seconds of ['604801', '0', '1.5', 'soon'])
      expect(await outcome(await put(url.replace('X-Amz-Expires=900', `X-Amz-Expires=${seconds}`)))).toBe(
        '400 AuthorizationQueryParametersError',
      );
  });

  it('refuses other credentials', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'other');
    expect(await outcome(await put(await uploadUrl(photo, noon)))).toBe('403 SignatureDoesNotMatch');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', localCredentials.secretAccessKey);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'other');
    expect(await outcome(await put(await uploadUrl(photo, noon)))).toBe('403 InvalidAccessKeyId');
    vi.stubEnv('AWS_ACCESS_KEY_ID', localCredentials.accessKeyId);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    expect(await outcome(await put(await uploadUrl(photo, noon)))).toBe('400 AuthorizationQueryParametersError');
    vi.stubEnv('AWS_REGION', region);
  });
});

describe('A request to S3 on this machine', () => {
  const client = (more: object = {}) =>
    new S3Client({ endpoint, region, credentials: localCredentials, forcePathStyle: true, maxAttempts: 1, ...more });
  const object = { Bucket: 'uploads', Key: 'journals/2026 (1).ledger' };

  it('is accepted when the SDK has signed it, also a minute later', async () => {
    now = new Date(Date.now() + 60_000);
    const sdk = client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    await sdk.send(new PutObjectCommand({ ...object, Body: '借 贷' }));
    const { Body } = await sdk.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('借 贷');
  });

  it('is refused without a signature', async () => {
    expect(await outcome(await put(`${endpoint}/uploads/x`))).toBe('403 AccessDenied');
    expect(await outcome(await fetch(`${endpoint}/uploads`))).toBe('403 AccessDenied');
  });

  it('is refused with another secret, or when it was signed more than 15 minutes before', async () => {
    now = new Date();
    const stranger = client({ credentials: { ...localCredentials, secretAccessKey: 'other' } });
    await expect(stranger.send(new GetObjectCommand(object))).rejects.toThrow(/signature/);
    now = new Date(Date.now() + 16 * 60_000);
    await expect(client().send(new GetObjectCommand(object))).rejects.toThrow(/too large/);
  });

  it('is refused when its body is not the signed one', async () => {
    now = new Date();
    const changed = client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    changed.middlewareStack.add(
      (next) => (args) => {
        Object.assign(Object(args.request), { body: 'forged!' });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await expect(changed.send(new PutObjectCommand({ ...object, Body: 'genuine' }))).rejects.toThrow(/does not match/);
  });
});
