import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { readLink, signLink } from '../../../shared/http/link.ts';

const now = Temporal.Instant.from('2026-03-01T00:00:00Z');
const expiresAt = now.add({ hours: 168 });
const token = signLink({ purpose: 'survey', subjectId: 'srv_1', expiresAt }, 'secret');

test('a link opens what it was made for until its time is over', () => {
  expect(readLink(token, 'survey', 'secret', now)).toEqual({ subjectId: 'srv_1' });
  expect(readLink(token, 'survey', 'secret', expiresAt.subtract({ seconds: 1 }))).toEqual({ subjectId: 'srv_1' });
  expect(readLink(token, 'survey', 'secret', expiresAt)).toBe('expired');
});

test('a link for one purpose opens no other, and none under another secret', () => {
  expect(readLink(token, 'unsubscribe', 'secret', now)).toBe('invalid');
  expect(readLink(token, 'survey', 'other', now)).toBe('invalid');
});

test('no text whatever that was not signed is a link, and none makes the reading fail', () => {
  fc.assert(fc.property(fc.string(), (text) => readLink(text, 'survey', 'secret', now) === 'invalid'));
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019-_'), (at, character) => {
      fc.pre(token[at] !== character && token[at] !== '.');
      const altered = token.slice(0, at) + character + token.slice(at + 1);
      const read = readLink(altered, 'survey', 'secret', now);
      // The last character of base64url carries spare bits: another one there may say the same bytes.
      expect(typeof read === 'object' ? read.subjectId : read).toMatch(/^(invalid|srv_1)$/);
    }),
  );
});
