import * as z from 'zod';
import { type Caller, hasRole } from '../../../shared/http/auth.ts';
import { maskedEmail, maskedPhone, type Person, personSchema } from './person.ts';

/** A person as the API answers it; phone number and address may be masked, and then say so. */
export const personViewSchema = personSchema.extend({
  email: z.string().optional(),
  phone: z.string().optional(),
  /** True when phone number and e-mail address are not shown in full. */
  masked: z.boolean(),
});

/** What a caller may read of a person (R15.7): those who must reach him, and he himself, everything; the others a masked form. */
export function viewOfPerson(person: Person, caller: Caller): z.input<typeof personViewSchema> {
  const himself = person.personId === caller.personId;
  if (himself || hasRole(caller, 'operator', 'supervisor', 'manager', 'administrator')) {
    return { ...person, masked: false };
  }
  const { email, phone } = person;
  return {
    ...person,
    email: email === undefined ? undefined : maskedEmail(email),
    phone: phone === undefined ? undefined : maskedPhone(phone),
    masked: true,
  };
}
