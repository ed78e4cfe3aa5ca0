import * as z from 'zod';

/** A body field for free text: `lines[].item` is `['lines', '[]', 'item']`, a key of a record is `{}`. */
export interface TextField {
  readonly path: readonly string[];
  /** Returns the text as it is stored: a name is trimmed, and a key has one spelling. */
  readonly stored: (text: string) => string;
}

/** Lists the free-text fields of a body schema: strings without a format and without a pattern. */
export function textFields(schema: unknown, path: readonly string[] = []): TextField[] {
  if (schema instanceof z.ZodString) {
    const stored = (text: string) => schema.safeParse(text).data ?? text;
    return schema.format === null ? [{ path, stored }] : [];
  }
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, field]) => textFields(field, [...path, name]));
  }
  if (schema instanceof z.ZodArray) return textFields(schema.element, [...path, '[]']);
  if (schema instanceof z.ZodRecord) return textFields(schema.keyType, [...path, '{}']);
  // A transform rewrites the text, as for a receipt number, so it is not stored as typed.
  if (schema instanceof z.ZodPipe) return schema.out instanceof z.ZodTransform ? [] : textFields(schema.in, path);
  const isWrapped =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodCatch;
  return isWrapped ? textFields(schema.unwrap(), path) : [];
}

/** Returns a copy of a body with a text in a field, or undefined if the body lacks the field. */
export function withText(body: unknown, path: readonly string[], text: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof body === 'string' ? text : undefined;
  if (step === '[]') {
    if (!Array.isArray(body) || body.length === 0) return undefined;
    // Only the first element: a duplicate might be rejected.
    const first = withText(body[0], rest, text);
    return first === undefined ? undefined : [first, ...body.slice(1)];
  }
  if (typeof body !== 'object' || body === null) return undefined;
  const entries = Object.entries(body);
  if (step === '{}') return entries.length === 0 ? undefined : Object.fromEntries([[text, entries[0]?.[1]]]);
  const found = entries.find(([name]) => name === step);
  const filled = found && withText(found[1], rest, text);
  return filled === undefined ? undefined : { ...body, [step]: filled };
}

/** Collects every text under a field name at any depth, or the keys of a record under it. */
export function textsUnder(body: unknown, name: string, keys = false): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const here = key !== name ? [] : keys ? Object.keys(value ?? {}) : strings(value);
    return [...here, ...textsUnder(value, name, keys)];
  });
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
