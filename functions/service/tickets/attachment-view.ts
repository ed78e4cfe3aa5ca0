import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { type Attachment, attachmentSchema } from './attachment.ts';

/** A file as the API answers it: without its place in the store. */
export const attachmentViewSchema = attachmentSchema.omit({ key: true });

/** What the caller may read of a file: a household not who of us added it. */
export function attachmentViewOf(attachment: Attachment, caller: Caller): Attachment {
  if (isStaff(caller) || attachment.addedBy === caller.personId) return attachment;
  return { ...attachment, addedBy: 'staff' };
}
