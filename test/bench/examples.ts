import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { everyRoute, routeOf } from '../flow/every-route.ts';

interface Example {
  readonly request?: unknown;
  readonly response?: unknown;
}

/** Most characters of a text in an example. */
const mostCharacters = 200;

/** Returns a value with the first item of each list and the beginning of each long text. */
function cut(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(cut);
  if (typeof value === 'string') return value.length > mostCharacters ? `${value.slice(0, mostCharacters)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cut(inner)]));
}

/** Returns the shortened value if it still fits the schema, else the whole one. */
function shortened(value: unknown, schema: z.ZodType): unknown {
  const short = cut(value);
  return schema.safeParse(short).success ? short : value;
}

/**
 * Returns a function that replaces what is random or local in a JSON text: ids, hashes, tokens, ports and
 * signed queries. The same value has the same replacement in all texts.
 */
function replacing(): (json: string) => string {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  const numbered = (found: string, kind: string, make: (nth: number) => string) => {
    const nth = (counts.get(kind) ?? 0) + 1;
    const replacement = known.get(found) ?? make(nth);
    if (!known.has(found)) counts.set(kind, nth);
    known.set(found, replacement);
    return replacement;
  };
  const hash = (nth: number) => createHash('sha256').update(String(nth)).digest('hex');
  return (json) =>
    json
      .replaceAll(/"cursor":"[^"]*"/g, '"cursor":"opaque"')
      .replaceAll(/\?X-Amz-[^"\\]*/g, '?X-Amz-Signature=…')
      .replaceAll(/\bhttp:\/\/(127\.0\.0\.1|localhost):\d+/g, 'https://api.anju.invalid')
      .replaceAll(/\/p\/([a-z]+)\/[\w.-]+/g, '/p/$1/token')
      .replaceAll(/\b([a-z]{1,6}_(?:\d{8}_)?)[0-9a-hjkmnp-tv-z]{26}\b/g, (found, prefix: string) =>
        numbered(found, prefix, (nth) => `${prefix}${String(nth).padStart(26, '0')}`),
      )
      .replaceAll(/"code":"\d{8}"/g, '"code":"12345678"')
      .replaceAll(/#[0-9a-f]{16}\b/g, (found) => numbered(found, 'key', (nth) => `#${String(nth).padStart(16, '0')}`))
      .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (found) =>
        numbered(found, 'uuid', (nth) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`),
      )
      .replaceAll(/\b[0-9a-f]{64}\b/g, (found) => numbered(found, 'hash', hash));
}

/** Collects the bodies of successful requests, as examples of the API description. */
export class Examples {
  readonly #richest = new Map<string, Example>();

  /** Keeps the example of an operation that says most. */
  add(operationId: string, request: unknown, response: unknown): void {
    const { body, response: schema } = routeOf(operationId);
    const example = {
      ...(body && request !== undefined && { request: shortened(request, body) }),
      ...(schema !== 'html' && { response: shortened(response, schema) }),
    };
    const known = this.#richest.get(operationId);
    if (!known || JSON.stringify(example).length > JSON.stringify(known).length)
      this.#richest.set(operationId, example);
  }

  /** Returns the JSON text of all examples, one line an operation. */
  text(): string {
    const lines = everyRoute.flatMap(({ operationId }) => {
      const example = this.#richest.get(operationId);
      return example ? [`${JSON.stringify(operationId)}: ${JSON.stringify(example)}`] : [];
    });
    return replacing()(`{\n${lines.join(',\n')}\n}\n`);
  }
}
