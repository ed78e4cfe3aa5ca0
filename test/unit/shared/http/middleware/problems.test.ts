import { expect, test, vi } from 'vitest';
import { problems as answerProblems } from '../../../../../shared/http/middleware/problems.ts';
import { Problem, problems } from '../../../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../../../shared/store/retry.ts';
import { BadCursor } from '../../../../../shared/store/table.ts';
import { exchange, through } from './through.ts';

async function answerTo(error: Error, language = 'en') {
  const of = exchange({ headers: { 'accept-language': language } });
  const { statusCode, headers, body } = await through(answerProblems(), of, () => Promise.reject(error));
  return { statusCode, contentType: headers['content-type'], ...JSON.parse(body) };
}

test('a problem is answered in the language of the caller, with the id of the request', async () => {
  const answer = await answerTo(new Problem(problems.notFound));
  const contentType = 'application/problem+json; charset=utf-8';
  expect(answer).toMatchObject({ statusCode: 404, contentType, code: 'not-found', traceId: 'r' });
  expect((await answerTo(new Problem(problems.notFound), 'zh-TW')).title).not.toBe(answer.title);
});

test('a conflict and a cursor of another list have problems of their own', async () => {
  expect(await answerTo(new VersionConflict('changed'))).toMatchObject({ statusCode: 409, code: 'changed-meanwhile' });
  expect(await answerTo(new BadCursor('other'))).toMatchObject({ statusCode: 400, code: 'bad-cursor' });
});

test('any other error is logged, and the caller does not see what it says', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const answer = await answerTo(new Error('password of the database'));
  expect(answer).toMatchObject({ statusCode: 500, code: 'internal' });
  expect(JSON.stringify(answer)).not.toContain('password');
  expect(log.mock.calls).toMatchObject([[{ message: 'request failed', traceId: 'r' }]]);
  log.mockRestore();
});
