import { expect, test } from 'vitest';
import type { Grant } from '../../../../../shared/http/auth.ts';
import { caller } from '../../../../../shared/http/middleware/caller.ts';
import { exchange, problem, through } from './through.ts';

const granted = (...grants: Grant[]) => caller(async () => ({ grants }));
const operator = { role: 'operator', estateId: 'e' } as const;

test('a caller with a role of the operation is admitted, and has the name of the register', async () => {
  const asked = exchange({ as: 'operator' });
  const known = caller(async () => ({ name: '王芳', grants: [operator] }));
  expect(await through(known, asked)).toMatchObject({ statusCode: 200 });
  expect(asked.call.caller).toMatchObject({ name: '王芳', roles: ['operator'], estates: ['e'] });
});

test('roles that only the token claims are nothing: the register decides', async () => {
  await expect(through(granted(), exchange({ as: 'operator' }))).rejects.toMatchObject(problem('forbidden'));
  const unknown = caller(async () => undefined);
  await expect(through(unknown, exchange({ as: 'operator' }))).rejects.toMatchObject(problem('forbidden'));
});

test('a caller without a token or without the role is rejected', async () => {
  const asked = through(granted(operator), exchange({ as: undefined }));
  await expect(asked).rejects.toMatchObject(problem('unauthenticated'));
  const resident = granted({ role: 'resident', estateId: 'e' });
  await expect(through(resident, exchange({ as: 'resident' }))).rejects.toMatchObject(problem('forbidden'));
});

test('a public operation admits everybody and asks the register nothing', async () => {
  const open = exchange({ path: '/p/things/t1', as: undefined });
  const never = caller(() => Promise.reject(new Error('The register was asked.')));
  expect(await through(never, open)).toMatchObject({ statusCode: 200 });
});
