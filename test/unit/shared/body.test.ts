import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyText, extentOf, parseBody } from '../../../shared/http/body.ts';
import { Problem } from '../../../shared/kernel/problem.ts';

function refusal(text: string): unknown {
  try {
    parseBody(text);
  } catch (error) {
    return error instanceof Problem ? error.document('en', 'trace').errors : error;
  }
  return undefined;
}

describe('the body of a request', () => {
  test('that is not JSON is rejected as a whole', () => {
    expect(refusal('{')).toMatchObject([{ pointer: '', code: 'not-json' }]);
  });

  test('with half a character is rejected with a JSON pointer to it', () => {
    expect(refusal('{"a/b":[{"c~d":"\\ud800"}]}')).toMatchObject([{ pointer: '/a~1b/0/c~0d', code: 'not-storable' }]);
  });

  test('with a field name that a map would drop silently is rejected', () => {
    expect(refusal('{"facts":{"__proto__":1}}')).toMatchObject([{ pointer: '/facts/__proto__', code: 'not-storable' }]);
  });

  test('with a text that nobody can read is rejected with a pointer to each, in every field', () => {
    const texts = JSON.stringify({
      a: { b: ['漏水', ' \u3000', '\u200b\ufeff'] },
      c: 'x\u0000',
      d: '\u202e倒着',
      '\u0007': 1,
      e: '',
    });
    expect(refusal(texts)).toMatchObject([
      {
        pointer: '/a/b/1',
        code: 'blank',
        message: 'No character of this text can be seen. Write a word, or leave the field out.',
      },
      { pointer: '/a/b/2', code: 'blank' },
      { pointer: '/c', code: 'control' },
      { pointer: '/d', code: 'control' },
      { pointer: '/\u0007', code: 'control' },
    ]);
    expect(parseBody('{"a":"第一行\\r\\n\\t第二行","b":"👨‍👩‍👧"}')).toEqual({ a: '第一行\r\n\t第二行', b: '👨‍👩‍👧' });
  });

  test('of a form may have fields of blanks, but no control characters', () => {
    const form = 'application/x-www-form-urlencoded';
    expect(parseBody('comment=+%E3%80%80', form)).toEqual({ comment: ' \u3000' });
    expect(() => parseBody('comment=%00', form)).toThrow('invalid-input');
  });

  test('of a form gives its fields, and the unsubscribe form of a mail program is ignored', () => {
    expect(parseBody('a=1&b=%E4%BD%A0', 'application/x-www-form-urlencoded')).toEqual({ a: '1', b: '你' });
    expect(parseBody('whatever', 'multipart/form-data; boundary=x')).toBeUndefined();
  });

  test('with names such as "constructor" is plain data and changes no object', () => {
    expect(parseBody('{"constructor":{"prototype":1},"a":1,"a":2}')).toEqual({ constructor: { prototype: 1 }, a: 2 });
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });
});

const kind = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Problem ? [error.kind.status, error.kind.code] : error;
  }
};

describe('the limits of a body', () => {
  const limits = { bytes: 10, depth: 2, values: 3 };

  test('count bytes instead of characters, also in a base64 body', () => {
    expect(bodyText({ body: '1234567890', isBase64Encoded: false }, limits)).toBe('1234567890');
    expect(bodyText({ body: btoa('1234567890'), isBase64Encoded: true }, limits)).toBe('1234567890');
    for (const body of ['12345678901', '安居安居']) {
      expect(kind(() => bodyText({ body, isBase64Encoded: false }, limits))).toEqual([413, 'body-too-large']);
      const encoded = Buffer.from(body).toString('base64');
      expect(kind(() => bodyText({ body: encoded, isBase64Encoded: true }, limits))).toEqual([413, 'body-too-large']);
    }
  });

  test('reject bytes that are not UTF-8, because decoding would change them silently', () => {
    const body = Buffer.from([0x22, 0xff, 0x22]).toString('base64');
    expect(kind(() => bodyText({ body, isBase64Encoded: true }, limits))).toEqual([400, 'invalid-input']);
  });

  test('count nested lists and objects, and values, before the body is parsed', () => {
    const read = (text: string) => kind(() => parseBody(text, 'application/json', limits));
    expect(read('{"a":[]}')).toEqual({ a: [] });
    expect(read('[[[]]]')).toEqual([400, 'body-too-deep']);
    expect(read('[[[')).toEqual([400, 'body-too-deep']);
    expect(read('[1,2,3]')).toEqual([400, 'body-too-many-values']);
    expect(read('[1,2,')).toEqual([400, 'body-too-many-values']);
  });

  test('count the fields of a form', () => {
    const read = (text: string) => kind(() => parseBody(text, 'application/x-www-form-urlencoded', limits));
    expect(read('a=1&b=2&c=3')).toEqual({ a: '1', b: '2', c: '3' });
    expect(read('a=1&b=2&c=3&d=4')).toEqual([400, 'body-too-many-values']);
    expect(read('__proto__=1')).toEqual([400, 'invalid-input']);
  });

  test('ignore brackets, commas and quotes inside strings', () => {
    expect(extentOf('{"a":"[[[{{{,,,\\"[[["}')).toEqual({ depth: 1, values: 2 });
    expect(extentOf('["\\\\",["x"]]')).toEqual({ depth: 2, values: 4 });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(extentOf(JSON.stringify(value)).depth).toBe(depthOf(value));
      }),
    );
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
