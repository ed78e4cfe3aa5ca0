import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { type Attachment, attachmentSchema } from './attachment.ts';

/** A file in the API, without its key in the bucket. */
export const attachmentViewSchema = attachmentSchema.omit({ key: true }).meta({ id: 'Attachment' });

/** Returns what the caller may read of a file. Residents do not see which staff member added it. */
export function attachmentViewOf(attachment: Attachment, caller: Caller): Attachment {
  if (isStaff(caller) || attachment.addedBy === caller.personId) return attachment;
  return { ...attachment, addedBy: 'staff' };
}
