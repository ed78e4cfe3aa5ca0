import * as z from 'zod';

/** The leaves of a body: a text, a number, and the number of the option of each union. */
export interface Leaves {
  readonly text: string;
  readonly number: number;
  readonly option: number;
}

/**
 * Returns a body of a schema with every field and the same
 * value in all leaves; the text for an unknown schema.
 */
export function filled(schema: unknown, leaves: Leaves): unknown {
  if (schema instanceof z.ZodObject) {
    return Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, filled(field, leaves)]));
  }
  if (schema instanceof z.ZodArray) return [filled(schema.element, leaves)];
  if (schema instanceof z.ZodRecord) return { [leaves.text]: filled(schema.valueType, leaves) };
  if (schema instanceof z.ZodTuple) return schema.def.items.map((item) => filled(item, leaves));
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion) {
    const { options } = schema;
    return filled(options[leaves.option % options.length], leaves);
  }
  if (schema instanceof z.ZodPipe) return filled(schema.in, leaves);
  if (schema instanceof z.ZodLazy) return leaves.text;
  if (schema instanceof z.ZodNumber) return leaves.number;
  if (schema instanceof z.ZodBoolean) return leaves.option % 2 === 0;
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodEnum) return schema.options[leaves.option % schema.options.length];
  const isWrapped =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch;
  return isWrapped ? filled(schema.unwrap(), leaves) : leaves.text;
}
