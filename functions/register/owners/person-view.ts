import * as z from 'zod';
import { type Caller, hasRole } from '../../../shared/http/auth.ts';
import { maskedEmail, maskedPhone, type Person, personSchema } from './person.ts';

/** A person in an API response. Phone number and e-mail address may be masked. */
export const personViewSchema = personSchema
  .omit({ formerEmail: true })
  .extend({
    email: z.string().optional(),
    phone: z.string().optional(),
    /** True when phone number and e-mail address are not shown in full. */
    masked: z.boolean(),
  })
  .meta({ id: 'Person' });

/** Masks phone number and e-mail address, except for the person and roles that contact them (R15.7). */
export function viewOfPerson({ formerEmail: _, ...person }: Person, caller: Caller): z.input<typeof personViewSchema> {
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
