import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';

/*
 * The letterhead of an estate: who writes, and the bank account to which payers transfer money. One dishonest
 * person could divert payments by another account, so one person enters it and another approves it (R20.1).
 */

/** First bytes of the pictures that every browser and printer shows: PNG and JPEG. */
const pictures: readonly { type: string; bytes: readonly number[] }[] = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
];
/** The longest logo, as text: 16 KB of picture. Every document carries it. */
const longestLogo = 22_000;

const pictureUrl = /^data:(image\/(?:png|jpeg));base64,([A-Za-z0-9+/]+={0,2})$/;

function isPicture(url: string): boolean {
  const [, type, base64 = ''] = pictureUrl.exec(url) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return pictures.some((one) => one.type === type && one.bytes.every((byte, i) => bytes[i] === byte));
}

/** Letterhead as an administrator enters it. */
export const letterheadDetailsSchema = z
  .strictObject({
    /** Name of the company that manages the estate, as on its licence. */
    company: z.string().min(1).max(200).optional(),
    /** Postal address of the customer service. */
    address: z.string().min(1).max(300).optional(),
    /** Telephone number of the customer service, as printed. */
    hotline: z.string().min(1).max(40).optional(),
    /** Logo as a `data:` URL of a PNG or JPEG picture of at most 16 KB. */
    logo: z
      .string()
      .max(longestLogo)
      .regex(pictureUrl, { abort: true })
      .refine(isPicture, { message: 'a data: URL of a PNG or JPEG picture' })
      .optional(),
  })
  .meta({ id: 'ChangeLetterheadBody' });

/** The bank account to which payers transfer money. */
const paymentAccountSchema = z
  .strictObject({
    /** Name of the account's holder. */
    name: z.string().min(1).max(200),
    /** Bank and branch. */
    bank: z.string().min(1).max(200),
    /** Number without blanks. */
    number: z.string().regex(/^[A-Z0-9-]{6,40}$/),
  })
  .meta({ id: 'PaymentAccount' });

const bySomebody = { by: z.string(), at: z.string() };

const approvedSchema = z.object({
  ...paymentAccountSchema.shape,
  asked: z.object(bySomebody),
  /** Who approved it, and when. */
  approved: z.object(bySomebody),
});

export const letterheadSchema = z
  .object({
    ...letterheadDetailsSchema.shape,
    estateId: z.string(),
    /** The approved account, with who entered and who approved it. */
    payTo: approvedSchema.optional(),
    /** The account that waits for the approval of another person; nothing prints it. */
    payToAsked: z.object({ ...paymentAccountSchema.shape, ...bySomebody, reason: z.string() }).optional(),
    updatedAt: z.string().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'LetterheadRecord' });
export type Letterhead = z.infer<typeof letterheadSchema>;

/** A letterhead as the API answers it. Only staff see requests, and who decided. */
export const letterheadViewSchema = letterheadSchema
  .extend({
    /** The approved account; for staff with who entered and who approved it. */
    payTo: approvedSchema.partial({ asked: true, approved: true }).optional(),
  })
  .meta({ id: 'Letterhead' });

/** Returns what a resident sees of a letterhead. */
export function forResidents({
  payTo,
  payToAsked: _,
  ...letterhead
}: Letterhead): z.input<typeof letterheadViewSchema> {
  if (!payTo) return letterhead;
  const { name, bank, number } = payTo;
  return { ...letterhead, payTo: { name, bank, number } };
}

/** A request for another account to pay to. */
export const askPaymentAccountSchema = z
  .strictObject({ ...paymentAccountSchema.shape, reason: z.string().min(1).max(500) })
  .meta({ id: 'RequestPaymentAccountBody' });

/** An approval: the approver types the number again, from the bank's confirmation. */
export const approvePaymentAccountSchema = z
  .strictObject({ number: paymentAccountSchema.shape.number })
  .meta({ id: 'ApprovePaymentAccountBody' });
export const refusePaymentAccountSchema = z
  .strictObject({ reason: z.string().min(1).max(500) })
  .meta({ id: 'RefusePaymentAccountBody' });

/** Returns the letterhead of an estate that has set none, version 0. */
export function blankLetterhead(estateId: string): Letterhead {
  return { estateId, version: 0 };
}

const differs = problemKind('account-number-differs', 409, {
  'zh-CN': '账号与申请中的不一致。请按银行出具的证明核对 number 后重新输入。',
  'zh-TW': '帳號與申請中的不一致。請依銀行出具的證明核對 number 後重新輸入。',
  en: 'The account number differs from the requested one. Check number with the confirmation of the bank and enter it again.',
});

/** Returns the account that waits for approval. @throws Problem illegal-state when none waits. */
function waiting({ payToAsked }: Letterhead): NonNullable<Letterhead['payToAsked']> {
  if (!payToAsked) throw illegalState('none', ['asked']);
  return payToAsked;
}

type Act = { readonly by: string; readonly at: string };

const changed = (letterhead: Letterhead, change: Partial<Letterhead>, at: string): Letterhead => {
  return { ...letterhead, ...change, updatedAt: at, version: letterhead.version + 1 };
};

/** Returns the letterhead with other details. The account to pay to stays. */
export function withDetails(
  { estateId, payTo, payToAsked, version }: Letterhead,
  details: z.output<typeof letterheadDetailsSchema>,
  at: string,
): Letterhead {
  return changed({ ...details, estateId, payTo, payToAsked, version }, {}, at);
}

/** Returns the letterhead with a request for another account; an earlier request is replaced. */
export function askPaymentAccount(
  letterhead: Letterhead,
  asked: z.output<typeof askPaymentAccountSchema>,
  { by, at }: Act,
): Letterhead {
  return changed(letterhead, { payToAsked: { ...asked, by, at } }, at);
}

/**
 * Returns the letterhead with the requested account in force.
 * @throws Problem illegal-state, another-person-needed, account-number-differs.
 */
export function approvePaymentAccount(letterhead: Letterhead, number: string, approved: Act): Letterhead {
  const asked = waiting(letterhead);
  assertAnotherPerson(asked, approved.by);
  if (asked.number !== number) throw new Problem(differs);
  const { name, bank, by, at } = asked;
  const payTo = { name, bank, number, asked: { by, at }, approved };
  return changed(letterhead, { payTo, payToAsked: undefined }, approved.at);
}

/**
 * Returns the letterhead without the request. Who may request may refuse.
 * @throws Problem illegal-state.
 */
export function refusePaymentAccount(letterhead: Letterhead, { at }: Act): Letterhead {
  waiting(letterhead);
  return changed(letterhead, { payToAsked: undefined }, at);
}
