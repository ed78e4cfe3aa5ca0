type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field becomes a schema of its own when so many records have it, equal to the letter. */
const often = 12;

/** Calls `visit` for each field of a JSON schema and of the schemas in it, and puts what it returns there. */
function withFields(json: unknown, visit: (name: string, field: Json) => Json): unknown {
  if (Array.isArray(json)) return json.map((one) => withFields(one, visit));
  if (!isJson(json)) return json;
  const entries = Object.entries(json).map(([keyword, value]): [string, unknown] => {
    if (keyword === 'examples') return [keyword, value];
    if (keyword !== 'properties' || !isJson(value)) return [keyword, withFields(value, visit)];
    const fields = Object.entries(value).map(([name, field]): [string, unknown] => {
      const inner = withFields(field, visit);
      return [name, isJson(inner) ? visit(name, inner) : inner];
    });
    return [keyword, Object.fromEntries(fields)];
  });
  return Object.fromEntries(entries);
}

/**
 * Returns the schemas with each field that many of them share written once, as a schema with the name of the
 * field, such as `EstateId`. The document is smaller, and a generated client has a type for each.
 */
export function withSharedFields(schemas: Readonly<Record<string, Json>>): Record<string, unknown> {
  const seen = new Map<string, { name: string; field: Json; count: number }>();
  withFields(schemas, (name, field) => {
    const key = `${name} ${JSON.stringify(field)}`;
    const before = seen.get(key)?.count ?? 0;
    if (!('$ref' in field)) seen.set(key, { name, field, count: before + 1 });
    return field;
  });
  const common = [...seen].filter(([, { count }]) => count >= often).sort(([, a], [, b]) => b.count - a.count);
  const shared: Record<string, Json> = {};
  const nameByKey = new Map<string, string>();
  for (const [key, { name, field }] of common) {
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    if (title in schemas || title in shared) continue;
    shared[title] = field;
    nameByKey.set(key, title);
  }
  const refer = (name: string, field: Json): Json => {
    const title = nameByKey.get(`${name} ${JSON.stringify(field)}`);
    return title === undefined ? field : { $ref: `#/components/schemas/${title}` };
  };
  const entries = Object.entries(schemas).map(([name, schema]) => [name, withFields(schema, refer)]);
  return { ...Object.fromEntries(entries), ...shared };
}
