import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { assertOwnDrawer, referenceSchema } from '../ledger/public.ts';
import { accountIdSchema, someFenSchema } from './amounts.ts';
import { methodFields } from './money-account.ts';

export const correctionStatuses = ['asked', 'approved', 'refused'] as const;

const reason = reasonSchema(500);

/** The kinds of correction of a payment (更正, R21.3, R21.4). */
export const paymentChangeSchema = z
  .discriminatedUnion('kind', [
    /** Another payer paid, or the money was for another payer. */
    z.strictObject({ kind: z.literal('payer'), payerId: accountIdSchema }),
    /** The money is not this payer's, and the right payer is unknown. */
    z.strictObject({ kind: z.literal('unknown-payer') }),
    /** Amount, reference or day differ from the bank's. */
    z
      .strictObject({
        kind: z.literal('entry'),
        fen: someFenSchema.optional(),
        reference: referenceSchema.optional(),
        occurredOn: dateSchema.optional(),
        /** The number of the paper receipt that proves an earlier day of cash (R20.12). */
        paperReceipt: z.string().trim().min(1).max(64).optional(),
      })
      .refine(({ fen, reference, occurredOn }) => (fen ?? reference ?? occurredOn) !== undefined, {
        message: 'name fen, reference or occurredOn',
      }),
    /** The money never came: a duplicate or a mistake. */
    z.strictObject({ kind: z.literal('void') }),
  ])
  .meta({ id: 'PaymentChange' });
export type PaymentChange = z.output<typeof paymentChangeSchema>;

/** The kinds of correction of an unidentified receipt (R21.2). */
export const receiptChangeSchema = z
  .discriminatedUnion('kind', [
    /** The payer is known now, and for money of an unknown estate also the estate. */
    z.strictObject({
      kind: z.literal('identify'),
      payerId: accountIdSchema,
      estateId: accountIdSchema.optional(),
      purpose: accountIdSchema.optional(),
    }),
    /** The money goes back to its sender, under the reference of the bank or the channel. */
    z.strictObject({ kind: z.literal('return'), ...methodFields, reference: referenceSchema }),
    z.strictObject({ kind: z.literal('void') }),
  ])
  .meta({ id: 'ReceiptChange' });
export type ReceiptChange = z.output<typeof receiptChangeSchema>;

export const requestPaymentCorrectionSchema = z
  .strictObject({ change: paymentChangeSchema, reason })
  .meta({ id: 'RequestPaymentCorrectionBody' });
export const requestReceiptCorrectionSchema = z
  .strictObject({ change: receiptChangeSchema, reason })
  .meta({ id: 'RequestReceiptCorrectionBody' });

const decisionSchema = z
  .object({ by: z.string(), at: z.string(), reason: z.string().optional() })
  .meta({ id: 'Decision' });
const base = {
  correctionId: z.string(),
  estateId: z.string(),
  reason: z.string(),
  status: z.enum(correctionStatuses),
  /** Who requested it. */
  asked: z.object({ by: z.string(), at: z.string() }),
  /** Who approved or refused it. */
  decided: decisionSchema.optional(),
  /** The late charge that an earlier day of cash took off, fen, approved with the correction (R20.12). */
  waivedFen: fenSchema.optional(),
  /** The resulting payment or unidentified receipt; none when the money never came or went back. */
  became: z.object({ paymentId: z.string().optional(), receiptId: z.string().optional() }).optional(),
  updatedAt: z.string(),
  version: z.number().int(),
};

/** A correction that one person requests and another approves (R20.1). */
export const correctionSchema = z
  .union([
    z.object({ ...base, paymentId: z.string(), change: paymentChangeSchema }),
    z.object({ ...base, receiptId: z.string(), change: receiptChangeSchema }),
  ])
  .meta({ id: 'Correction' });
export type Correction = z.infer<typeof correctionSchema>;

const forYourself = problemKind('correction-for-yourself', 409, {
  'zh-CN': '不能批准将款项记到自己名下。请由另一位有权限的同事批准。',
  'zh-TW': '不能核准將款項記到自己名下。請由另一位有權限的同事核准。',
  en: 'You cannot approve money for yourself. Ask another person with the right role to approve it.',
});

/**
 * Rejects a correction of cash that another person than the drawer's cashier requests (R20.4): of amount,
 * reference or day, or a void.
 * A correction of the payer does not move the cash, so anyone at the desk may request it.
 * @throws Problem not-your-drawer.
 */
export function assertOwnCash(
  { kind }: PaymentChange,
  { moneyAccount }: { readonly moneyAccount: string },
  askedBy: string,
): void {
  if (kind === 'entry' || kind === 'void') assertOwnDrawer(moneyAccount, askedBy);
}

const paperNeeded = problemKind('paper-receipt-needed', 400, {
  'zh-CN': '现金改为更早的日期须有编号纸质收据。请在 change.paperReceipt 中填写收据编号。',
  'zh-TW': '現金改為更早的日期須有編號紙本收據。請在 change.paperReceipt 中填寫收據編號。',
  en: 'An earlier day of cash needs a numbered paper receipt. Enter its number in change.paperReceipt.',
});
const beforeClose = problemKind('day-before-last-close', 409, {
  'zh-CN': '{day} 已结账。现金最早可更正到 {open}。',
  'zh-TW': '{day} 已結帳。現金最早可更正到 {open}。',
  en: '{day} is closed. Cash can count from {open} at the earliest.',
});

/**
 * Rejects another day of cash without a numbered paper receipt, and one that is not after the last closed day
 * (R20.12). `closedThrough` is that day.
 * @throws Problem paper-receipt-needed, day-before-last-close.
 */
export function assertDayProven(
  change: PaymentChange,
  { method }: { readonly method: 'cash' | 'transfer' | 'channel' },
  closedThrough: string,
): void {
  if (method !== 'cash' || change.kind !== 'entry' || change.occurredOn === undefined) return;
  if (change.paperReceipt === undefined) throw new Problem(paperNeeded);
  const { occurredOn: day } = change;
  if (day <= closedThrough) throw new Problem(beforeClose, { day, open: addDays(closedThrough, 1) });
}

const waiverDiffers = problemKind('late-charge-to-waive', 409, {
  'zh-CN': '更早的日期减少违约金 {fen} 分，即为减免，须一并批准。请核对后在 waivesFen 中填写 {fen}。',
  'zh-TW': '更早的日期減少違約金 {fen} 分，即為減免，須一併核准。請核對後在 waivesFen 中填寫 {fen}。',
  en: 'The earlier day takes off {fen} fen of late charge, which is a waiver. To approve it as well, set waivesFen to {fen}.',
});

/**
 * Rejects a correction whose earlier day takes off late charge that the approver did not name: it is a waiver
 * with its own approval (R20.12). Fen.
 * @throws Problem late-charge-to-waive.
 */
export function assertWaiverApproved(takenOffFen: number, waivesFen = 0): void {
  if (takenOffFen === waivesFen) return;
  throw new Problem(waiverDiffers, { fen: takenOffFen }, { more: { waivesFen: takenOffFen } });
}

/**
 * Returns the correction with its decision (R20.1). Another person than the requester approves it, and not
 * for themselves.
 * The requester may withdraw it by refusing it.
 * @throws Problem illegal-state, another-person-needed, correction-for-yourself.
 */
export function decideCorrection<C extends Correction>(
  correction: C,
  status: 'approved' | 'refused',
  { by, reason: why }: { by: string; reason?: string | undefined },
  act: ActionContext,
): C {
  if (correction.status !== 'asked') throw illegalState(correction.status, ['asked']);
  if (status === 'approved') {
    assertAnotherPerson(correction.asked, by);
    if ('payerId' in correction.change && correction.change.payerId === by) throw new Problem(forYourself);
  }
  const at = act.recordedAt;
  const decided = { by, at, ...(why !== undefined && { reason: why }) };
  return { ...correction, status, decided, updatedAt: at, version: correction.version + 1 };
}
