import { expect, test } from 'vitest';
import { ifMatch } from '../../../../../shared/http/middleware/if-match.ts';
import { exchange, problem, through } from './through.ts';

const put = (version?: string) =>
  exchange({ method: 'PUT', headers: version === undefined ? {} : { 'if-match': version } });

test('the operation gets the version that the caller saw', async () => {
  for (const version of ['"7"', 'W/"7"', ' "7" ']) {
    const of = put(version);
    await through(ifMatch(), of);
    expect(of.call.ifMatch).toBe(7);
  }
});

test('an operation that replaces a record requires a version, and rejects what is none', async () => {
  await expect(through(ifMatch(), put())).rejects.toMatchObject(problem('if-match-missing'));
  for (const version of ['7', '*', '"seven"', '']) {
    await expect(through(ifMatch(), put(version))).rejects.toMatchObject(problem('stale'));
  }
});

test('an operation that reads needs no version', async () => {
  const of = exchange();
  await through(ifMatch(), of);
  expect(of.call.ifMatch).toBeUndefined();
});
