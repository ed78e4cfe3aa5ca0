import { expect, test } from 'vitest';
import { callerFromClaims } from '../../../shared/http/auth.ts';

test('a token that names no estate yet is one of ours: the first administrator enters the first estate with it', () => {
  const caller = callerFromClaims({ sub: 'a', 'cognito:groups': '[administrator]' });
  expect(caller).toMatchObject({ id: 'a', roles: ['administrator'], estates: [] });
});

test('a token without any role is signed in, and may do nothing', () => {
  expect(callerFromClaims({ sub: 'a' })).toMatchObject({ id: 'a', roles: [], estates: [] });
});
