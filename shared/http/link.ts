import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

const contentSchema = z.tuple([z.string(), z.string(), z.number()]);

function signature(content: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(content).digest().subarray(0, 16);
}

/**
 * Token of a page behind a link: signed, good for the pages of one context (its `purpose`) and one thing, until an instant. It opens without login,
 * so whatever the page does must be safe for whoever holds the e-mail.
 */
export function signLink(
  link: { purpose: string; subjectId: string; expiresAt: Temporal.Instant },
  secret: string,
): string {
  const content = JSON.stringify([link.purpose, link.subjectId, Math.floor(link.expiresAt.epochMilliseconds / 1000)]);
  return `${Buffer.from(content).toString('base64url')}.${signature(content, secret).toString('base64url')}`;
}

/** What a token stands for: the id of its thing, `expired`, or `invalid` (forged, garbled or of another purpose). */
export function readLink(
  token: string,
  purpose: string,
  secret: string,
  now: Temporal.Instant,
): { subjectId: string } | 'expired' | 'invalid' {
  const [encoded = '', signed = ''] = token.split('.');
  const content = Buffer.from(encoded, 'base64url').toString('utf8');
  const given = Buffer.from(signed, 'base64url');
  const expected = signature(content, secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'invalid';
  const [purposeOfLink, subjectId, expiresAt] = contentSchema.parse(JSON.parse(content));
  if (purposeOfLink !== purpose) return 'invalid';
  return now.epochMilliseconds / 1000 < expiresAt ? { subjectId } : 'expired';
}
