import * as z from 'zod';

/**
 * Returns the schema of a reason: free text of at most `most` characters, stored as typed. Blanks alone are
 * rejected.
 */
export function reasonSchema(most: number) {
  return z.string().regex(/\S/).max(most);
}
