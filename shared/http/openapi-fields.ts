import { commonFields } from './common-fields.ts';

/** The description of a schema and those of its fields, by name. */
export interface FieldTexts {
  readonly text?: string | undefined;
  /** Description of the schema that the field shares with other fields. */
  readonly ofType?: string | undefined;
  readonly fields: ReadonlyMap<string, FieldTexts>;
}

type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keywords whose value is a schema of the same fields, or a list of such. */
const inside = ['items', 'prefixItems', 'anyOf', 'oneOf', 'allOf', 'additionalProperties'];

/**
 * Returns a JSON schema with the descriptions of its fields: its own, else that of `texts`, else that of all
 * fields with this name, else that of its type.
 */
export function described(json: Json, texts: FieldTexts | undefined): Json {
  const entries = Object.entries(json).map(([keyword, value]) => {
    if (keyword === 'properties' && isJson(value)) return [keyword, describedFields(value, texts)];
    if (!inside.includes(keyword)) return [keyword, value];
    if (Array.isArray(value)) return [keyword, value.map((one) => (isJson(one) ? described(one, texts) : one))];
    return [keyword, isJson(value) ? described(value, texts) : value];
  });
  const all = Object.fromEntries(entries);
  return texts?.text && !('description' in all) && 'properties' in all ? { ...all, description: texts.text } : all;
}

function describedFields(fields: Json, texts: FieldTexts | undefined): Json {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      if (!isJson(field)) return [name, field];
      const own = texts?.fields.get(name);
      const inner = described(field, own && { fields: own.fields });
      // A schema with a name has its description there.
      const text =
        own?.text ?? commonFields[name] ?? (JSON.stringify(inner).includes('"$ref"') ? undefined : own?.ofType);
      return [name, text && !('description' in inner) ? { ...inner, description: text } : inner];
    }),
  );
}
