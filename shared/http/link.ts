import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

const contentSchema = z.tuple([z.string(), z.string(), z.number()]);

function signature(content: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(content).digest().subarray(0, 16);
}

/**
 * Signs the token of a page link. The token is valid for the pages of one context (`purpose`) and one record,
 * until `expiresAt`. The page opens without login, so everything on it must be safe for any holder of the
 * e-mail.
 */
export function signLink(
  link: { purpose: string; subjectId: string; expiresAt: Temporal.Instant },
  secret: string,
): string {
  const content = JSON.stringify([link.purpose, link.subjectId, Math.floor(link.expiresAt.epochMilliseconds / 1000)]);
  return `${Buffer.from(content).toString('base64url')}.${signature(content, secret).toString('base64url')}`;
}

/**
 * Reads a token: returns the id of its record, `expired`, or `invalid` (forged, garbled or of another
 * purpose).
 */
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
