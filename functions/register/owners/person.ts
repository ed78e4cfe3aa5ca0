import * as z from 'zod';
import { languageSchema } from '../../../shared/kernel/language.ts';

/** One plain e-mail address. */
const emailSchema = z.email().max(254);
/** Digits as people write them, with an optional +, blanks and hyphens. */
const phoneSchema = z.string().regex(/^\+?[\d\s-]{5,20}$/);

/** Details of an owner or occupant (业主、使用人). */
export const personDetailsSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    email: emailSchema.optional(),
    phone: phoneSchema.optional(),
    language: languageSchema,
    /** Marketing needs consent (R15.5); service notices do not. */
    marketingConsent: z.boolean().default(false),
  })
  .meta({ id: 'ChangePersonBody' });

export const personSchema = z
  .object({
    ...personDetailsSchema.shape,
    personId: z.string(),
    /** The address before the present one: it is told of the change. */
    formerEmail: z.string().optional(),
    estateId: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'PersonRecord' });
export type Person = z.infer<typeof personSchema>;

/** Returns a phone number in one notation: digits only, without the country code of mainland China. */
export function phoneKey(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(00)?86(?=1\d{10}$)/, '');
}

/** Masks a phone number (R15.7): 138****8001. */
export function maskedPhone(phone: string): string {
  const digits = phoneKey(phone);
  return digits.length < 7 ? '****' : `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** Masks an e-mail address, except its first letter and domain: l****@example.com. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}****${email.slice(at)}`;
}
