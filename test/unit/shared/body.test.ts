import { describe, expect, test } from 'vitest';
import { parseBody } from '../../../shared/http/body.ts';
import { Problem } from '../../../shared/http/problem.ts';

function refusal(text: string): unknown {
  try {
    parseBody(text);
  } catch (error) {
    return error instanceof Problem ? error.document('en', 'trace').errors : error;
  }
  return undefined;
}

describe('the body of a request', () => {
  test('that is no JSON is refused as a whole', () => {
    expect(refusal('{')).toMatchObject([{ pointer: '', code: 'not-json' }]);
  });

  test('with half a character is refused at its place, and the place is a JSON pointer', () => {
    expect(refusal('{"a/b":[{"c~d":"\\ud800"}]}')).toMatchObject([{ pointer: '/a~1b/0/c~0d', code: 'not-storable' }]);
  });

  test('with a name that a map would lose without a word is refused', () => {
    expect(refusal('{"facts":{"__proto__":1}}')).toMatchObject([{ pointer: '/facts/__proto__', code: 'not-storable' }]);
  });

  test('of a form becomes its fields; of a mail program that unsubscribes somebody nothing is read', () => {
    expect(parseBody('a=1&b=%E4%BD%A0', 'application/x-www-form-urlencoded')).toEqual({ a: '1', b: '你' });
    expect(parseBody('whatever', 'multipart/form-data; boundary=x')).toBeUndefined();
  });
});
