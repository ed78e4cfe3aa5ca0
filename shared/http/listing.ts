import * as z from 'zod';

/** Query parameters of every list: page size 1-200 (50 when not said) and the cursor of the page before. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional(),
};

/** A page of a list as the API answers it. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), cursor: z.string().optional() });
}
