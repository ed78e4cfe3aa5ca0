import { expect, test } from 'vitest';
import { callerFromClaims } from '../../../shared/http/auth.ts';

test('a token without estates is valid: the first administrator creates the first estate with it', () => {
  const caller = callerFromClaims({ sub: 'a', 'cognito:groups': '[administrator]' });
  expect(caller).toMatchObject({ id: 'a', roles: ['administrator'], estates: [] });
});

test('a token without roles is signed in but permits nothing', () => {
  expect(callerFromClaims({ sub: 'a' })).toMatchObject({ id: 'a', roles: [], estates: [] });
});

test('an access token signs nobody in: it names neither estates nor the person', () => {
  const claims = { sub: 'a', 'cognito:groups': '[administrator]' };
  expect(callerFromClaims({ ...claims, token_use: 'access' })).toBeUndefined();
  expect(callerFromClaims({ ...claims, token_use: 'id' })).toMatchObject({ id: 'a' });
});
