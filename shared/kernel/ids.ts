import { createHash, randomBytes } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(bytes: Uint8Array, length: number): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text = (alphabet[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}

/** A new id, `tkt_` and 26 characters that sort by time (10 of milliseconds, 16 of chance). */
export function newId(prefix: string, now: Temporal.Instant, random: () => Uint8Array = () => randomBytes(10)): string {
  const time = new Uint8Array(new BigUint64Array([BigInt(now.epochMilliseconds)]).buffer).reverse();
  return `${prefix}_${base32(time, 10)}${base32(random(), 16)}`;
}

/** The id of a thing that follows from others: the same parts always give the same id, so it cannot be made twice. */
export function derivedId(prefix: string, ...parts: readonly (string | number)[]): string {
  return `${prefix}_${base32(createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 17), 26)}`;
}

/** Dihedral group of order ten: Damm's and Verhoeff's idea; this totally anti-symmetric table is Damm's. */
const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

/**
 * Check digit by Damm's algorithm: it finds every single wrong digit and every swap of two neighbours, which are what a
 * number read out on the phone suffers, and it needs no letter, as ISO 7064 MOD 11 would.
 */
export function checkDigit(digits: string): string {
  let interim = 0;
  for (const digit of digits) interim = Number(damm[interim]?.[Number(digit)]);
  return String(interim);
}

/** Number that a person can read out: the estate's code, a running number of five digits or more, a check digit. */
export function spokenNumber(code: string, sequence: number): string {
  const digits = String(sequence).padStart(5, '0');
  return `${code}-${digits}-${checkDigit(digits)}`;
}

/** Reads a number as people type it (blanks, small letters, full-width digits, no hyphens). Undefined when it is wrong. */
export function parseSpokenNumber(typed: string): string | undefined {
  const match = /^([A-Z]{2,4})(\d{5,})(\d)$/.exec(
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\-‐-―.]/g, ''),
  );
  const [, code = '', digits = '', check] = match ?? [];
  return match && checkDigit(digits) === check ? `${code}-${digits}-${check}` : undefined;
}
