import { convertToNative } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';

const wire = z.union([
  z.strictObject({ S: z.string() }),
  z.strictObject({ N: z.string() }),
  z.strictObject({ BOOL: z.boolean() }),
  z.strictObject({ NULL: z.literal(true) }),
  z.strictObject({ SS: z.array(z.string()) }),
  z.strictObject({ NS: z.array(z.string()) }),
  z.strictObject({ L: z.array(z.custom<never>()) }),
  z.strictObject({ M: z.record(z.string(), z.custom<never>()) }),
]);

/**
 * Returns a request or answer of DynamoDB's protocol with every typed value (`{"S":"a"}`) as a plain one, as
 * document clients take and give them.
 */
export function fromWire(value: unknown): unknown {
  const { data } = wire.safeParse(value);
  if (data) return convertToNative(data);
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== 'object' || value === null || value instanceof Set) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fromWire(inner)]));
}
