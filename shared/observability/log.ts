type Fields = Record<string, unknown>;

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack, cause: plain(value.cause) };
}

function entry(message: string, fields: Fields): Fields {
  return { message, ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)])) };
}

/**
 * Logs an object, which Lambda writes as one JSON line. Queries and dashboards find its fields, unlike those
 * in a text. Log ids, codes and figures only, never personal data.
 */
export const log = {
  info: (message: string, fields: Fields = {}) => console.log(entry(message, fields)),
  warn: (message: string, fields: Fields = {}) => console.warn(entry(message, fields)),
  error: (message: string, fields: Fields = {}) => console.error(entry(message, fields)),
};
