type Fields = Record<string, unknown>;

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack, cause: plain(value.cause) };
}

function entry(message: string, fields: Fields): Fields {
  return { message, ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)])) };
}

/**
 * One JSON line each, written by Lambda around what it is given here: a text would stay a text, whose fields no query
 * and no dashboard could find. Never personal data: ids, codes and figures only.
 */
export const log = {
  info: (message: string, fields: Fields = {}) => console.log(entry(message, fields)),
  warn: (message: string, fields: Fields = {}) => console.warn(entry(message, fields)),
  error: (message: string, fields: Fields = {}) => console.error(entry(message, fields)),
};
