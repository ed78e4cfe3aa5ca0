type Fields = Record<string, unknown>;

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack, cause: plain(value.cause) };
}

function line(level: string, message: string, fields: Fields): string {
  const entries = Object.entries(fields).map(([key, value]) => [key, plain(value)]);
  return JSON.stringify({ level, message, ...Object.fromEntries(entries) });
}

/** One JSON line each. Never personal data: ids, codes and figures only. */
export const log = {
  info: (message: string, fields: Fields = {}) => console.log(line('INFO', message, fields)),
  warn: (message: string, fields: Fields = {}) => console.warn(line('WARN', message, fields)),
  error: (message: string, fields: Fields = {}) => console.error(line('ERROR', message, fields)),
};
