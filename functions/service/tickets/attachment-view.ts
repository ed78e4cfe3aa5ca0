import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { type Attachment, attachmentSchema } from './attachment.ts';

/** A file in the API, without its key in the bucket. */
export const attachmentViewSchema = attachmentSchema.omit({ key: true, checked: true }).meta({ id: 'Attachment' });

/** Returns what the caller may read of a file. Residents do not see who of the staff added or withheld it. */
export function attachmentViewOf(attachment: Attachment, caller: Caller): Attachment {
  if (isStaff(caller)) return attachment;
  const { withheld, addedBy } = attachment;
  return {
    ...attachment,
    addedBy: addedBy === caller.personId ? addedBy : 'staff',
    ...(withheld && { withheld: { ...withheld, by: 'staff' } }),
  };
}
