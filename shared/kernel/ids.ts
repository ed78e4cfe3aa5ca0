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

/**
 * Returns a new id: a prefix such as `tkt_`, 10 characters of milliseconds, 16 random ones. Ids sort by time.
 */
export function newId(prefix: string, now: Temporal.Instant, random: () => Uint8Array = () => randomBytes(10)): string {
  const time = new Uint8Array(new BigUint64Array([BigInt(now.epochMilliseconds)]).buffer).reverse();
  return `${prefix}_${base32(time, 10)}${base32(random(), 16)}`;
}

/**
 * Returns the id that follows from `parts`. The same parts give the same id, so a record cannot be created
 * twice.
 */
export function derivedId(prefix: string, ...parts: readonly (string | number)[]): string {
  return `${prefix}_${base32(createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 17), 26)}`;
}

/**
 * Returns the number by which paper names a record: the last eight characters of its id, such as `3F7K-Q2ZD`.
 * An id of another form stays as it is, because people chose it.
 */
export function shortNumber(id: string): string {
  const [, first, second] = /^[a-z]+_[0-9a-z]{18}([0-9a-z]{4})([0-9a-z]{4})$/.exec(id) ?? [];
  return first === undefined ? id : `${first}-${second}`.toUpperCase();
}

/** Damm's totally anti-symmetric quasigroup of order ten. */
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
 * Returns the check digit by Damm's algorithm. It detects every single wrong digit and every swap of two
 * neighbours, the usual errors of a number read out on the phone. Unlike ISO 7064 MOD 11 it needs no letter.
 */
export function checkDigit(digits: string): string {
  let interim = 0;
  for (const digit of digits) interim = Number(damm[interim]?.[Number(digit)]);
  return String(interim);
}

/**
 * Returns a number that people can say on the phone: the estate's code, a running number of at least five
 * digits, and a check digit.
 */
export function spokenNumber(code: string, sequence: number): string {
  const digits = String(sequence).padStart(5, '0');
  return `${code}-${digits}-${checkDigit(digits)}`;
}

/**
 * Parses a number as people type it: with blanks, small letters, full-width digits, no hyphens. Undefined if
 * wrong.
 */
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
