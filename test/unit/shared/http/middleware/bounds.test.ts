import { expect, test } from 'vitest';
import { bodyBounds, queryBounds } from '../../../../../shared/http/middleware/bounds.ts';
import type { Route } from '../../../../../shared/http/route.ts';
import { Problem, problems } from '../../../../../shared/kernel/problem.ts';
import { exchange, problem, routes, through } from './through.ts';

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, '']));
const limited = (more: Partial<Route>) =>
  routes.map((one) => ({ ...one, bodyLimits: { bytes: 40, depth: 2, values: 5 }, ...more }));
const grow = (body: string, more: Partial<Route> = {}) =>
  exchange({ method: 'POST', path: '/v1/things/t1/grow', body, routes: limited(more) });

test('a query of at most 50 parameters and 4,096 characters is accepted', async () => {
  expect(await through(queryBounds(), exchange({ query: many(50) }))).toMatchObject({ statusCode: 200 });
  const exact = { a: 'x'.repeat(4_095) };
  expect(await through(queryBounds(), exchange({ query: exact }))).toMatchObject({ statusCode: 200 });
  for (const query of [many(51), { ab: 'x'.repeat(4_095) }]) {
    await expect(through(queryBounds(), exchange({ query }))).rejects.toMatchObject(problem('query-too-long'));
  }
});

test('the operation gets the body parsed, and as sent', async () => {
  const of = grow('{ "a": [1] }');
  await through(bodyBounds(), of);
  expect(of.call).toMatchObject({ body: { a: [1] }, bodyText: '{ "a": [1] }' });
});

test('a body beyond the limits of its operation is rejected', async () => {
  const refused = (body: string) => expect(through(bodyBounds(), grow(body))).rejects;
  await refused(`"${'x'.repeat(39)}"`).toMatchObject(problem('body-too-large'));
  await refused('[[[]]]').toMatchObject(problem('body-too-deep'));
  await refused('[1,2,3,4,5]').toMatchObject(problem('body-too-many-values'));
  await refused('{"a":').toMatchObject(problem('invalid-input'));
});

test('the operation checks a body as it was sent, before it is parsed', async () => {
  const admit: Route['admit'] = ({ bodyText, params }) => {
    throw new Problem(problems.forbidden, { bodyText, ...params });
  };
  const refusal = { ...problem('forbidden'), params: { bodyText: '{"a":', id: 't1' } };
  await expect(through(bodyBounds(), grow('{"a":', { admit }))).rejects.toMatchObject(refusal);
});
