import * as z from 'zod';

/** Why somebody did something, in their own words and as they typed them, at most so many characters. Blanks are no reason. */
export function reasonSchema(most: number) {
  return z.string().regex(/\S/).max(most);
}
