import { expect, test } from 'vitest';
import { problems } from '../../../../../shared/http/middleware/problems.ts';
import { routing } from '../../../../../shared/http/middleware/routing.ts';
import { exchange, problem, through } from './through.ts';

test('a request with an operation passes unchanged', async () => {
  expect(await through(routing(), exchange())).toEqual({ statusCode: 200, headers: {}, body: 'thing' });
});

test('a path without an operation and a method that a path does not have are rejected', async () => {
  await expect(through(routing(), exchange({ path: '/v1/others' }))).rejects.toMatchObject(problem('path-not-found'));
  const deletes = exchange({ method: 'DELETE' });
  await expect(through(routing(), deletes)).rejects.toMatchObject(problem('method-not-allowed'));
});

test('the problem of an unsupported method names the supported ones in its header', async () => {
  const { statusCode, headers } = await through([routing(), problems()], exchange({ method: 'DELETE' }));
  expect(statusCode).toBe(405);
  expect(headers.allow).toBe('GET, HEAD, OPTIONS, PUT');
});

test('a preflight is answered before anything else, with the methods of its path', async () => {
  const neverCalled = () => Promise.reject(new Error('called'));
  expect(await through(routing(), exchange({ method: 'OPTIONS', as: undefined }), neverCalled)).toEqual({
    statusCode: 204,
    headers: { allow: 'GET, HEAD, OPTIONS, PUT' },
    body: '',
  });
});

test('HEAD is answered without a body', async () => {
  expect(await through(routing(), exchange({ method: 'HEAD' }))).toMatchObject({ statusCode: 200, body: '' });
});
