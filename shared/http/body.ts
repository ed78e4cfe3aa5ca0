import { Problem, problems } from './problem.ts';
import type { Request } from './request.ts';
import { jsonPointer } from './validate.ts';

/** The body of a request as it was sent. */
export function bodyText(request: Pick<Request, 'body' | 'isBase64Encoded'>): string {
  if (!request.body) return '';
  return request.isBase64Encoded ? Buffer.from(request.body, 'base64').toString('utf8') : request.body;
}

/** The body of a request as data: JSON, or a form. @throws Problem invalid-input when it is no JSON, or could not be kept as it came. */
export function parseBody(text: string, contentType = 'application/json'): unknown {
  if (text === '') return undefined;
  if (contentType.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  // Mail programs that unsubscribe somebody send such a form (RFC 8058); no page of ours reads one.
  if (contentType.startsWith('multipart/form-data')) return undefined;
  const refused = (pointer: string, code: string, message: string) =>
    new Problem(problems.invalidInput, {}, { errors: [{ in: 'body', pointer, code, message }] });
  let body: unknown;
  let lost: string | undefined;
  try {
    body = JSON.parse(text);
    lost = unkept(body);
  } catch {
    throw refused('', 'not-json', 'not JSON');
  }
  if (lost !== undefined) throw refused(lost, 'not-storable', 'half a character, or a name that no map keeps');
  return body;
}

/**
 * Pointer of the first thing in a body that could not be kept as it came: half of a surrogate pair, or a field called
 * `__proto__`, which a map would lose without a word. Better refused than changed.
 */
function unkept(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : jsonPointer(path);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const here = [...path, name];
    const found = name === '__proto__' || !name.isWellFormed() ? jsonPointer(here) : unkept(inner, here);
    if (found !== undefined) return found;
  }
  return undefined;
}
