import * as z from 'zod';
import { reasonSchema } from '../../../shared/kernel/reason.ts';

/*
 * The approved payees of an estate (R21.11): suppliers, utilities, the bank of the fund, people who get
 * compensation. A new payee, and each change of a payee's account, is an act of two people, because one
 * dishonest person could otherwise send the company's money to themselves (R20.1).
 */

/** What a payee may be paid for. */
const payeePurposes = ['utility', 'maintenance-fund', 'supplier', 'compensation'] as const;

/** A bank account that money is sent to. */
export const payeeAccountSchema = z
  .strictObject({
    /** The holder, as the bank writes it. */
    holder: z.string().min(1).max(200),
    /** Bank and branch. */
    bank: z.string().min(1).max(200),
    /** Number without blanks. */
    number: z.string().regex(/^[A-Z0-9-]{6,40}$/),
  })
  .meta({ id: 'PayeeAccount' });

const request = {
  account: payeeAccountSchema,
  /** The document that proves the account, such as a contract or a letter of the payee. */
  proof: z.string().min(1).max(200),
  reason: reasonSchema(500),
};

export const requestPayeeSchema = z
  .strictObject({
    name: z.string().min(1).max(200),
    purposes: z.array(z.enum(payeePurposes)).min(1).max(payeePurposes.length),
    ...request,
  })
  .meta({ id: 'RequestPayeeBody' });
export const changePayeeAccountSchema = z.strictObject(request).meta({ id: 'RequestPayeeAccountBody' });
/** The approver types the number again, from the document. */
export const approvePayeeSchema = z
  .strictObject({ number: payeeAccountSchema.shape.number })
  .meta({ id: 'ApprovePayeeBody' });

const payeeStatuses = ['asked', 'approved', 'refused'] as const;
const bySomebody = z.object({ by: z.string(), at: z.string() });

export const payeeSchema = z
  .object({
    payeeId: z.string(),
    estateId: z.string(),
    name: z.string(),
    purposes: z.array(z.enum(payeePurposes)),
    /** `approved` while it has an approved account. */
    status: z.enum(payeeStatuses),
    /** The approved account; the accounts before it are in `former`. */
    account: payeeAccountSchema.optional(),
    /** Who requested and who approved that account. */
    approved: z.object({ asked: bySomebody, approved: bySomebody, proof: z.string() }).optional(),
    /** The account that waits for the approval of another person. Nothing is paid to it. */
    asked: z.object({ ...request, by: z.string(), at: z.string() }).optional(),
    former: z.array(z.object({ account: payeeAccountSchema, until: z.string() })).max(50),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'ApprovedPayee' });
export type Payee = z.infer<typeof payeeSchema>;
