import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { keyOfChannel, signatureHeader, signBody } from '../../functions/money/payments/gateway.ts';
import { signLink } from '../../shared/http/link.ts';
import type { Route } from '../../shared/http/route.ts';
import { estateId, paramsOf, type Sent } from './backend.ts';
import { filled } from './filled.ts';

/** A hostile request with its description. */
export interface Hostile extends Sent {
  readonly what: string;
  readonly params: Readonly<Record<string, string>>;
}

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const unknownKeys = (count: number) => JSON.stringify(Object.fromEntries(times(count, (i) => [`k${i}`, i])));
const deep = (depth: number) => `${'{"a":['.repeat(depth / 2)}${']}'.repeat(depth / 2)}`;
const parameters = (count: number) => times(count, (i) => `p${i}=1`).join('&');

/** Bodies that are hostile for every operation. */
const anyBody: readonly (readonly [what: string, body: string])[] = [
  ['500 unknown keys', unknownKeys(500)],
  ['1,000 unknown keys', unknownKeys(1_000)],
  ['3,000 unknown keys', unknownKeys(3_000)],
  ['one key 500 times', `{${times(500, () => '"k":1').join()}}`],
  ['keys of objects', '{"__proto__":{"a":1},"constructor":{"prototype":1},"toString":1,"hasOwnProperty":1}'],
  ['long unknown keys', JSON.stringify(Object.fromEntries(times(60, (i) => [`${i}${'\u0001'.repeat(1_000)}`, i])))],
  ['depth 200', deep(200)],
  ['depth 3,000', deep(3_000)],
  ['depth that never closes', '['.repeat(60_000)],
  ['1 MB in one text', JSON.stringify({ text: 'x'.repeat(1024 * 1024) })],
  ['1 MB of zeros', `[${times(512 * 1024, () => 0).join()}]`],
  ['not JSON', '{"a":'],
  ['a list', '[]'],
  ['null', 'null'],
  ['half a character', '{"a":"\\ud800"}'],
];

/** Returns texts that take long with a careless pattern or number. */
const anyText = (bytes: number): readonly (readonly [what: string, text: string])[] => {
  const filled = (unit: string, end = '') =>
    unit.repeat(Math.floor((bytes - 2_000) / Buffer.byteLength(JSON.stringify(unit)))) + end;
  return [
    ['a long word', filled('a', '!')],
    ['a long number', filled('9')],
    ['a long decimal', `0.${filled('0', '1')}`],
    ['an exponent', '1e999999999'],
    ['blanks', filled(' ', 'x')],
    ['pairs of digits', filled('1-', '!')],
    ['an e-mail without an end', `a@${filled('a.', '!')}`],
    ['instants', filled('2026-01-01T00:00:00')],
    ['brackets', filled('(')],
  ];
};

function fieldsOf(route: Route): string[] {
  return route.body instanceof z.ZodObject ? Object.keys(route.body.shape) : [];
}

/** Returns the fields that accept a list, and one other field, where a list must be refused at once. */
function listsOf(route: Route): string[] {
  const all = fieldsOf(route);
  const form = filled(route.body, { text: 'x', number: 1, option: 0 });
  const lists = Object.entries(form ?? {}).flatMap(([name, value]) => (Array.isArray(value) ? [name] : []));
  return [...new Set([...lists, ...all.slice(0, 1)])];
}

/** Returns bodies with as many wrong items in a list as the limits allow. */
function wrongLists(route: Route, fields: readonly string[]): (readonly [string, string])[] {
  const { bytes, values } = route.bodyLimits;
  const lists: (readonly [string, string])[] = [
    ['zeros', '0'],
    ['empty objects', '{}'],
    ['unknown keys', '{"a":1,"b":2}'],
    ['kinds', '{"kind":"x"}'],
  ];
  return fields.flatMap((field) =>
    lists.map(([what, one]) => {
      const count = Math.min(values / (one === '0' ? 1 : 3), (bytes - 200) / (one.length + 1));
      return [
        `${field}: a list of ${what}`,
        `{"${field}":[${times(Math.floor(count) - 5, () => one).join()}]}`,
      ] as const;
    }),
  );
}

function wrongTexts(route: Route): (readonly [string, string])[] {
  return anyText(route.bodyLimits.bytes).flatMap(([what, text]) => {
    const all = fieldsOf(route);
    const number = /^[\d.e]+$/.test(text) ? [[`${what} as a number`, text] as const] : [];
    return all.flatMap((field) => [
      [`${field}: ${what}`, JSON.stringify({ [field]: text })] as const,
      ...number.map(([name, digits]) => [`${field}: ${name}`, `{"${field}":${digits}}`] as const),
    ]);
  });
}

/** Texts that a program may mistake for a number, a day, an instant, a name or nothing. */
const oddTexts = [
  ...[
    '',
    ' ',
    'x',
    '0',
    '1',
    '-1',
    '00',
    '0.1',
    '1.',
    '.5',
    '0.1.2',
    '1e5',
    '1e-7',
    '0x10',
    'NaN',
    'Infinity',
    '٣',
    '１２',
  ],
  ...['9'.repeat(40), `0.${'1'.repeat(60)}`, '#', 'a#b', '..', '/', '%', '\u0000', '👍', '__proto__', 'constructor'],
  ...[
    '2026-02-30',
    '2026-13-01',
    '0000-01-01',
    '0001-01-01',
    '9999-12-31',
    '2026-11',
    '2026-00',
    '2099-12',
    '+275760-09',
  ],
  ...['2026-02-30T00:00:00Z', '2026-01-01T24:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999Z'],
  ...[
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+99:99',
    '24:00',
    '00:60',
    '23:59',
    'Europe/Nowhere',
    'a@b.co',
    '+86 138',
  ],
];
const oddNumbers = [-1, 0, 0.5, 1, 1e308, 2 ** 53, -1e-300, 31, 13];

/** Returns well-formed bodies in which every leaf holds the same odd value. */
function oddBodies(route: Route): (readonly [string, string])[] {
  return oddTexts.map((text, i) => {
    const number = oddNumbers[i % oddNumbers.length] ?? 0;
    const body = JSON.stringify(filled(route.body, { text, number, option: i }));
    return [`${JSON.stringify(text).slice(0, 50)} and ${number} everywhere (${i})`, body] as const;
  });
}

/**
 * Returns well-formed queries and paths of the caller's
 * estate with one odd value each; a third of them by default.
 */
function oddPlaces(route: Route, params: Readonly<Record<string, string>>, thorough: boolean): Hostile[] {
  const texts = oddTexts.filter((_, i) => thorough || (i + route.operationId.length) % 3 === 0);
  const query: Record<string, string> = Object.hasOwn(route.query.shape, 'estateId') ? { estateId } : {};
  const written = (more: Record<string, string>) => new URLSearchParams({ ...query, ...more }).toString();
  const body = route.body === undefined ? {} : { body: '{}' };
  return texts.flatMap((text): Hostile[] => [
    ...Object.keys(route.query.shape).map((name) => ({
      what: `${name} is ${JSON.stringify(text).slice(0, 50)}`,
      query: written({ [name]: text }),
      params,
      ...body,
    })),
    ...Object.keys(params).map((name) => ({
      what: `{${name}} is ${JSON.stringify(text).slice(0, 50)}`,
      query: written({}),
      params: { ...params, [name]: text },
      ...body,
    })),
  ]);
}

const validUntil = Temporal.Instant.from('2100-01-01T00:00:00Z');
/** Returns the purpose of the link that opens a page. */
const purposeOf = (route: Route) => /^\/p\/([\w-]+)\//.exec(route.path)?.[1];

/** Returns path parameters of a missing resource; for a page also those of a signed link. */
function paths(route: Route): Record<string, string>[] {
  const purpose = purposeOf(route);
  if (purpose === undefined) return [paramsOf(route)];
  const link = { purpose, subjectId: 'not-there', expiresAt: validUntil };
  return [paramsOf(route), paramsOf(route, { token: signLink(link, process.env.LINK_SECRET ?? '') })];
}

/** Returns headers for a body: for a payment channel none, a wrong signature and the right one. */
function signatures(route: Route, params: Readonly<Record<string, string>>, body: string): Record<string, string>[] {
  if (!route.admit) return [{}];
  const key = keyOfChannel(process.env.GATEWAY_SECRET ?? '', params.channel ?? '');
  return [{}, { [signatureHeader]: 'f'.repeat(64) }, { [signatureHeader]: signBody(body, key) }];
}

/** Returns requests with an empty body, whose refusal is the baseline. */
export function emptyBodies(route: Route): Hostile[] {
  return paths(route).flatMap((params) =>
    signatures(route, params, '{}').map((headers) => ({ what: 'an empty body', body: '{}', headers, params })),
  );
}

const asForm = { 'content-type': 'application/x-www-form-urlencoded' };

/** Returns all hostile requests to an operation. `thorough` adds long texts and lists in each field. */
export function hostileRequests(route: Route, thorough = false): Hostile[] {
  const lists = wrongLists(route, thorough ? fieldsOf(route) : listsOf(route));
  const bodies = [...anyBody, ...lists, ...oddBodies(route), ...(thorough ? wrongTexts(route) : [])];
  return paths(route).flatMap((params): Hostile[] => [
    ...bodies.flatMap(([what, body]) =>
      signatures(route, params, body).map((headers) => ({ what, body, headers, params })),
    ),
    ...oddPlaces(route, params, thorough),
    { what: 'a form of 1,000 fields', body: parameters(1_000), headers: asForm, params },
    { what: 'a form of 1 MB', body: `comment=${'%22'.repeat(350_000)}`, headers: asForm, params },
    { what: 'a form of quotes', body: `comment=${'"'.repeat(32_000)}`, headers: asForm, params },
    { what: '1,000 parameters', query: parameters(1_000), params },
    { what: '50 unknown parameters', query: parameters(50), params },
    { what: 'a parameter of 4,000 characters', query: `p=${'x'.repeat(4_000)}`, params },
    { what: 'an endless If-Match', headers: { 'if-match': `"${'9'.repeat(5_000)}"` }, params },
    { what: 'an endless Idempotency-Key', headers: { 'idempotency-key': 'x'.repeat(5_000) }, params },
    { what: 'many languages', headers: { 'accept-language': times(1_000, (i) => `x${i};q=0.${i}`).join() }, params },
    ...Object.keys(params).map((name) => ({
      what: `${name} of 5,000 characters`,
      params: { ...params, [name]: 'x'.repeat(5_000) },
    })),
    ...Object.keys(route.query.shape).map((name) => ({
      what: `${name} of 3,000 characters`,
      query: `${name}=${'9'.repeat(3_000)}`,
      params,
    })),
  ]);
}
