import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contexts } from '../../../../infra/contexts.ts';
import { formText, refinementText } from '../../../../shared/http/input-forms.ts';
import { validate } from '../../../../shared/http/validate.ts';
import { type Language, languages } from '../../../../shared/kernel/language.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';

const schemas = contexts
  .flatMap(({ routes }) => routes)
  .flatMap(({ operationId, params, query, body }) =>
    [params, query, body].flatMap((schema) => (schema ? [{ operationId, schema }] : [])),
  );

/** A schema, or a check of one, as the validator describes it. */
const definition = z.looseObject({
  type: z.string().optional(),
  check: z.string().optional(),
  format: z.string().optional(),
  pattern: z.instanceof(RegExp).optional(),
  error: z.unknown().optional(),
  checks: z.array(z.unknown()).optional(),
});
const inner = z.object({ _zod: z.object({ def: definition }) });

/** Calls `look` for each schema and check below one. */
function everyCheck(value: unknown, look: (def: z.infer<typeof definition>) => void, seen = new Set<unknown>()): void {
  if (seen.has(value)) return;
  seen.add(value);
  const parsed = inner.safeParse(value);
  if (!parsed.success) {
    if (typeof value === 'object' && value !== null)
      for (const one of Object.values(value)) everyCheck(one, look, seen);
    return;
  }
  const { def } = parsed.data._zod;
  look(def);
  for (const one of Object.values(def)) everyCheck(typeof one === 'function' ? undefined : one, look, seen);
}

function messageOf(error: unknown): string {
  const said: unknown = typeof error === 'function' ? error({}) : undefined;
  return typeof said === 'string' ? said : z.object({ message: z.string() }).parse(said).message;
}

function errorsOf(schema: z.ZodType, value: unknown, language: Language = 'en') {
  try {
    validate(schema, value, 'body');
  } catch (error) {
    if (error instanceof Problem) return error.errorsIn(language);
    throw error;
  }
  throw new Error('the input was not rejected');
}
const messages = (schema: z.ZodType, value: unknown, language: Language = 'en') =>
  errorsOf(schema, value, language).map(({ message }) => message);

describe('the rules of all operations', () => {
  test('that the code states have a text in every language (shared/http/input-texts.ts)', () => {
    const stated = new Set<string>();
    for (const { schema } of schemas) {
      everyCheck(schema, (def) => {
        if ((def.check ?? def.type) === 'custom' && def.error !== undefined) stated.add(messageOf(def.error));
      });
    }
    expect(stated.size).toBeGreaterThan(60);
    expect([...stated].filter((message) => refinementText(message) === undefined)).toEqual([]);
  });

  test('that are patterns are described in words (shared/http/input-texts.ts)', () => {
    const patterns = new Map<string, { format: string; pattern: string }>();
    for (const { schema } of schemas) {
      everyCheck(schema, ({ check, format, pattern }) => {
        if (check === 'string_format' && pattern && format)
          patterns.set(String(pattern), { format, pattern: String(pattern) });
      });
    }
    expect(patterns.size).toBeGreaterThan(25);
    expect([...patterns.values()].filter((one) => formText(one) === undefined)).toEqual([]);
  });

  test('never answer with a pattern, or with a word of the validator', () => {
    const values = [undefined, null, {}, [], '', 'x', 1.5, -1, true];
    const odd = (value: unknown) => ({
      category: value,
      label: value,
      fen: value,
      reason: value,
      from: value,
      kind: value,
    });
    const said = schemas.flatMap(({ operationId, schema }) =>
      [...values, odd('\u0000'), odd(-1), odd([])].flatMap((value) => {
        const result = schema.safeParse(value);
        if (result.success) return [];
        return languages.flatMap((language) =>
          messages(schema, value, language).map((one) => `${operationId}: ${one}`),
        );
      }),
    );
    expect(said.length).toBeGreaterThan(2_000);
    expect(said.filter((one) => /\/\^|\$\/|expected|received|Invalid|undefined|\\d/.test(one))).toEqual([]);
  });
});

describe('an error of the input', () => {
  const body = z.strictObject({
    title: z.string().min(1),
    day: dateSchema,
    count: z.int().min(1).max(5),
    pay: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('cash') }),
      z.strictObject({ kind: z.literal('bank') }),
    ]),
  });

  test('calls a missing field missing', () => {
    expect(errorsOf(body, { pay: {} })).toEqual(
      ['/title', '/day', '/count', '/pay/kind'].map((pointer) => ({
        in: 'body',
        pointer,
        code: 'missing',
        message: 'This field is missing. Send it.',
      })),
    );
  });

  test('says what the field takes, in the language of the reader', () => {
    const value = { title: 5, day: '31.3.2026', count: 9, pay: { kind: 'gold' } };
    expect(messages(body, value, 'zh-CN')).toEqual([
      '类型不对，应为文本。请更正。',
      '格式不对，应为日期，如 2026-03-31。请更正。',
      '数值过大，不得大于 5。请更正。',
      '不是可选的值。请改为其中之一：cash, bank。',
    ]);
    expect(messages(body, { ...value, title: '', count: 1.5 })).toEqual([
      'The text is empty. Write at least one character.',
      'The value has the wrong form. Send a day, such as 2026-03-31.',
      'The value has the wrong type. Send a whole number.',
      'This value is not possible here. Use one of: cash, bank.',
    ]);
  });

  test('of alternatives is that of the one which fits best', () => {
    const either = z.union([z.strictObject({ fen: z.int() }), z.strictObject({ from: dateSchema, to: dateSchema })]);
    expect(errorsOf(z.object({ of: either }), { of: { from: '2026-03-31' } })).toMatchObject([
      { pointer: '/of/to', code: 'missing' },
    ]);
  });

  test('of a rule with a number names the number', () => {
    expect(refinementText('at most 0.001 a day')?.[1]).toEqual({ n: '0.001' });
    expect(refinementText('at most 84 months of fee items in a run')?.[1]).toEqual({ n: '84' });
    expect(refinementText('a rule that nobody wrote')).toBeUndefined();
  });
});
