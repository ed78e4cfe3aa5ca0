import { expect, test } from 'vitest';
import { caller } from '../../../../../shared/http/middleware/caller.ts';
import { exchange, problem, through } from './through.ts';

test('a caller with a role of the operation is admitted', async () => {
  expect(await through(caller(), exchange({ as: 'operator' }))).toMatchObject({ statusCode: 200 });
});

test('a caller without a token or without the role is rejected', async () => {
  await expect(through(caller(), exchange({ as: undefined }))).rejects.toMatchObject(problem('unauthenticated'));
  await expect(through(caller(), exchange({ as: 'resident' }))).rejects.toMatchObject(problem('forbidden'));
});

test('a public operation admits everybody', async () => {
  const open = exchange({ path: '/p/things/t1', as: undefined });
  expect(await through(caller(), open)).toMatchObject({ statusCode: 200 });
});
