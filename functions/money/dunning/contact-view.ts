import type * as z from 'zod';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { type ContactRecord, contactRecordSchema } from './dunning-contact.ts';

/** A contact as the API answers it. */
export const contactViewSchema = contactRecordSchema;

/** Returns what the caller may read of a contact. Removes staff names and notes for residents. */
export function contactViewOf(contact: ContactRecord, caller: Caller): z.infer<typeof contactViewSchema> {
  if (isStaff(caller)) return contact;
  const { by, note, taskId, ...mine } = contact;
  return mine;
}
