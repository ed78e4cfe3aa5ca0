import * as z from 'zod';
import { type Language, languageSchema } from '../../../shared/kernel/language.ts';
import { keySchema } from '../../../shared/kernel/plain-text.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { personDetailsSchema } from './person.ts';
import { type Cells, type Read, readRow } from './read-row.ts';
import { type Tenure, tenureRoles } from './tenure.ts';

/**
 * Columns of a file of people. It has one row for each unit that a person holds; `key` identifies the person.
 */
export const personColumns = {
  required: ['key', 'name'],
  optional: ['email', 'phone', 'language', 'marketingConsent', 'unitLabel', 'role', 'from', 'to'],
} as const;

const roleWords = new Map<string, Tenure['role']>([
  ['业主', 'owner'],
  ['業主', 'owner'],
  ['共有人', 'co-owner'],
  ['租户', 'tenant'],
  ['租戶', 'tenant'],
  ['家属', 'family'],
  ['家屬', 'family'],
  ['代理人', 'agent'],
]);
const consentWords = new Map([
  ['true', 'true'],
  ['yes', 'true'],
  ['是', 'true'],
  ['1', 'true'],
  ['false', 'false'],
  ['no', 'false'],
  ['否', 'false'],
  ['0', 'false'],
]);

const rowSchema = z
  .object({
    key: keySchema(64),
    name: personDetailsSchema.shape.name,
    email: personDetailsSchema.shape.email,
    phone: personDetailsSchema.shape.phone,
    language: languageSchema.optional(),
    /** An empty cell is no consent (R15.5). */
    marketingConsent: z
      .string()
      .default('false')
      .transform((word) => consentWords.get(word.toLowerCase()) ?? word)
      .pipe(z.enum(['true', 'false']))
      .transform((word) => word === 'true'),
    unitLabel: keySchema(120).optional(),
    role: z
      .string()
      .transform((word) => roleWords.get(word) ?? word)
      .pipe(z.enum(tenureRoles))
      .optional(),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
  })
  .meta({ id: 'PersonRowsRow' });

/** A person of a row, and their tenure when the row names a unit. */
export interface PersonRow {
  key: string;
  person: Omit<z.output<typeof personDetailsSchema>, 'language'> & { language: Language | undefined };
  holding: { unitLabel: string; role: Tenure['role']; from: string; to?: string | undefined } | undefined;
}

/** Reads a row of a file of people. Rejects a row that has only some of unit, role and first day. */
export function readPersonRow(line: number, cells: Cells): Read<PersonRow> {
  const read = readRow(rowSchema, line, cells);
  if ('errors' in read) return read;
  const { key, unitLabel, role, from, to, ...person } = read.value;
  const row = { key, person: { ...person, language: person.language } };
  if (unitLabel === undefined && role === undefined && from === undefined && to === undefined) {
    return { value: { ...row, holding: undefined } };
  }
  if (unitLabel === undefined || role === undefined || from === undefined) {
    const missing = ['unitLabel', 'role', 'from'].filter((column) => cells[column] === undefined);
    return { errors: missing.map((column) => ({ line, column, code: 'missing' })) };
  }
  if (to !== undefined && to < from)
    return { errors: [{ line, column: 'to', code: 'ends-before-it-starts', value: to }] };
  return { value: { ...row, holding: { unitLabel, role, from, to } } };
}
