import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { validate } from '../../../shared/http/validate.ts';
import { languages, text } from '../../../shared/kernel/language.ts';
import { type InputError, Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';

const documentSchema = z.looseObject({
  errors: z.array(z.object({ pointer: z.string(), message: z.string(), code: z.string() })).optional(),
  errorsLeftOut: z.number().optional(),
});
const sent = (problem: Problem, language: 'zh-CN' | 'en' = 'en') => problem.json(language, 'trace');
const read = (problem: Problem) => documentSchema.parse(JSON.parse(sent(problem)));
const invalid = (errors: readonly InputError[]) => new Problem(problems.invalidInput, {}, { errors });

function refusal(schema: z.ZodType, value: unknown): Problem {
  try {
    validate(schema, value, 'body');
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('the input was not rejected');
}

describe('the response to invalid input', () => {
  test('names each unknown field once, with the same message, and at most fifty', () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]));
    const { errors = [], errorsLeftOut } = read(refusal(z.strictObject({}), body));
    expect(errors).toHaveLength(50);
    expect(errorsLeftOut).toBe(450);
    expect(new Set(errors.map(({ message }) => message)).size).toBe(1);
    expect(errors.slice(0, 2)).toMatchObject([
      { pointer: '/k0', code: 'unknown' },
      { pointer: '/k1', code: 'unknown' },
    ]);
  });

  test('omits errorsLeftOut when it names all errors', () => {
    expect(read(refusal(z.strictObject({}), { a: 1 }))).not.toHaveProperty('errorsLeftOut');
  });

  test('clips a long field name without splitting a character', () => {
    const { errors = [] } = read(refusal(z.strictObject({}), { [`x${'👍'.repeat(5_000)}`]: 1 }));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.pointer.length).toBeLessThan(310);
    expect(errors[0]?.pointer.isWellFormed()).toBe(true);
  });

  test('stays below 64 KB even if its parts grow as JSON', () => {
    const long = '\u0001'.repeat(5_000);
    const errors = Array.from({ length: 80 }, () => ({ in: 'body', pointer: long, code: 'x', message: long }) as const);
    expect(Buffer.byteLength(sent(invalid(errors)))).toBeLessThanOrEqual(64 * 1024);
    expect(read(invalid(errors)).errorsLeftOut).toBe(80 - (read(invalid(errors)).errors?.length ?? 0));
  });

  test('omits further members that would make it longer than 64 KB', () => {
    const more = { ids: Array.from({ length: 10_000 }, (_, i) => `id-${i}`) };
    const problem = new Problem(problems.notFound, {}, { more });
    expect(JSON.parse(sent(problem))).toMatchObject({ code: 'not-found' });
    expect(JSON.parse(sent(problem))).not.toHaveProperty('ids');
    expect(JSON.parse(sent(new Problem(problems.notFound, {}, { more: { ids: ['a'] } })))).toHaveProperty('ids');
  });

  test('is in the language of the caller', () => {
    const problem = refusal(z.strictObject({}), { a: 1 });
    expect(sent(problem, 'zh-CN')).toContain('此处没有该字段或参数');
    expect(sent(problem, 'en')).toContain('This field or parameter is unknown here');
  });
});

test('a parameter that is a text is said in the language of the message', () => {
  const kind = problemKind('no-gate', 422, {
    'zh-CN': '不能要求{what}。',
    'zh-TW': '不能要求{what}。',
    en: 'No {what}.',
  });
  const problem = new Problem(kind, { what: text('契税', '契稅', 'deed tax') });
  expect(problem.message).toBe('no-gate: No deed tax.');
  expect(languages.map((language) => problem.document(language, 't').title)).toEqual([
    '不能要求契税。',
    '不能要求契稅。',
    'No deed tax.',
  ]);
});
