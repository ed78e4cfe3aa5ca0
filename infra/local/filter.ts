import * as z from 'zod';

const rule = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
]);
type Rule = z.output<typeof rule>;
type Pattern = { [key: string]: Rule[] | Pattern };
const pattern: z.ZodType<Pattern> = z.lazy(() => z.record(z.string(), z.union([z.array(rule), pattern])));

/** The FilterCriteria of an event source mapping. */
export const filterCriteriaSchema = z
  .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).default([]) })
  .transform(({ Filters }, context) => {
    const parsed = Filters.map(({ Pattern }) => pattern.safeParse(JSON.parse(Pattern)));
    for (const { error } of parsed) {
      if (error)
        context.addIssue({ code: 'custom', message: `This filter operator is not supported: ${error.message}` });
    }
    return parsed.flatMap(({ data }) => (data ? [data] : []));
  });

/** Returns true when a record matches one of the filters or there are none (EventBridge's pattern rules). */
export function passes(filters: readonly Pattern[], record: unknown): boolean {
  return filters.length === 0 || filters.some((filter) => matches(filter, record));
}

function matches(wanted: Pattern, value: unknown): boolean {
  return Object.entries(wanted).every(([key, inner]) => {
    const found: unknown =
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
    if (!Array.isArray(inner)) return matches(inner, found);
    const values: unknown[] = Array.isArray(found) ? found : [found];
    return inner.some((one) => values.some((candidate) => accepts(one, candidate)));
  });
}

function accepts(wanted: Rule, value: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  // Lambda's filters match leaves: `exists` applies to a field that holds a value.
  if ('exists' in wanted) return wanted.exists === (value !== undefined && typeof value !== 'object');
  return typeof value === 'string' && value.startsWith(wanted.prefix);
}
