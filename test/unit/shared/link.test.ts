import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { readLink, signLink } from '../../../shared/http/link.ts';

const now = Temporal.Instant.from('2026-03-01T00:00:00Z');
const expiresAt = now.add({ hours: 168 });
const token = signLink({ purpose: 'survey', subjectId: 'srv_1', expiresAt }, 'secret');

test('a link opens its record until it expires', () => {
  expect(readLink(token, 'survey', 'secret', now)).toEqual({ subjectId: 'srv_1' });
  expect(readLink(token, 'survey', 'secret', expiresAt.subtract({ seconds: 1 }))).toEqual({ subjectId: 'srv_1' });
  expect(readLink(token, 'survey', 'secret', expiresAt)).toBe('expired');
});

test('a link is invalid for another purpose or another secret', () => {
  expect(readLink(token, 'unsubscribe', 'secret', now)).toBe('invalid');
  expect(readLink(token, 'survey', 'other', now)).toBe('invalid');
});

test('any unsigned text is an invalid link, and none causes an error', () => {
  fc.assert(fc.property(fc.string(), (text) => readLink(text, 'survey', 'secret', now) === 'invalid'));
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019-_'), (at, character) => {
      fc.pre(token[at] !== character && token[at] !== '.');
      const altered = token.slice(0, at) + character + token.slice(at + 1);
      const read = readLink(altered, 'survey', 'secret', now);
      // The last character of base64url has spare bits: another one may encode the same bytes.
      expect(typeof read === 'object' ? read.subjectId : read).toMatch(/^(invalid|srv_1)$/);
    }),
  );
});
