import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { hasRole } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { type Call, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get } from '../../../shared/store/table.ts';
import { closedThroughNow } from '../ledger/public.ts';
import { loadCorrecting } from './correct-money.ts';
import { retypePayment, voidPayment } from './correct-payment.ts';
import { assertOpen, correctReceipt } from './correct-receipt.ts';
import {
  assertDayProven,
  assertOwnCash,
  assertWaiverApproved,
  type Correction,
  correctionSchema,
  correctionStatuses,
  decideCorrection,
  type PaymentChange,
  requestPaymentCorrectionSchema,
  requestReceiptCorrectionSchema,
} from './correction.ts';
import { movePayment, unassignPayment } from './move-payment.ts';
import { mustStand, type Payment } from './payment.ts';
import { decisionsOn, paymentFor, paymentPath } from './payment-access.ts';
import { corrections, paymentLists, payments, unidentified } from './payments.store.ts';
import { approvers, cashDesk, moneyReaders } from './roles.ts';
import { receiptPath } from './unidentified.routes.ts';

const correctionPath = z.object({ correctionId: z.string().max(64) });

type RequestCall = Call<unknown, unknown, { reason: string }>;

function newCorrection({ act, body, now }: RequestCall, estateId: string) {
  const { actor, recordedAt } = act();
  return {
    correctionId: newId('cor', now),
    estateId,
    reason: body.reason,
    status: 'asked' as const,
    asked: { by: actor.id, at: recordedAt },
    updatedAt: recordedAt,
    version: 1,
  };
}

/** Saves a requested correction, on which another person decides, and answers with it. */
function saveRequest(call: RequestCall, correction: Correction) {
  const { correctionId, change } = correction;
  const of = 'paymentId' in correction ? { paymentId: correction.paymentId } : { receiptId: correction.receiptId };
  const transaction = new Transaction()
    .save(corrections, correction)
    .record(corrections, correction, 'CorrectionAsked', { correctionId, kind: change.kind, ...of }, call.act());
  return call.commit(transaction, created(correction, `/v1/payments/corrections/${correctionId}`));
}

/** A correction with what its approver said. */
interface Approved {
  readonly correction: Correction;
  /** The late charge that the approver lets an earlier day take off, fen. */
  readonly waivesFen: number | undefined;
  readonly act: ActionContext;
}

/** What a correction became. */
interface CarriedOut {
  readonly became?: Correction['became'];
  /** The late charge that an earlier day took off, fen. */
  readonly waivedFen?: number;
  readonly transaction: Transaction;
}

/** Corrects a payment as approved. */
async function correctPayment(
  payment: Payment,
  change: PaymentChange,
  { correction, waivesFen, act }: Approved,
): Promise<CarriedOut> {
  assertOwnCash(change, payment, correction.asked.by);
  const on = await loadCorrecting(payment.estateId, act);
  if (change.kind !== 'entry') assertWaiverApproved(0, waivesFen);
  switch (change.kind) {
    case 'payer': {
      const { after, transaction } = await movePayment(payment, change.payerId, correction, on);
      return { became: { paymentId: after.paymentId }, transaction };
    }
    case 'unknown-payer': {
      const { after, transaction } = await unassignPayment(payment, correction, on);
      return { became: { receiptId: after.receiptId }, transaction };
    }
    case 'entry': {
      assertDayProven(change, payment, closedThroughNow(on.ledger).closedThrough);
      const { after, transaction, takenOffFen } = await retypePayment(payment, change, correction, on);
      assertWaiverApproved(takenOffFen, waivesFen);
      return { became: { paymentId: after.paymentId }, transaction, waivedFen: takenOffFen };
    }
    case 'void': {
      const { transaction } = await voidPayment(payment, correction, on);
      return { transaction };
    }
  }
}

/**
 * Carries out an approved correction.
 * @throws Problem not-found, and the problems of the correction itself.
 */
async function carryOut({ correction, waivesFen, act }: Approved): Promise<CarriedOut> {
  if ('paymentId' in correction) {
    const payment = await get(payments, { paymentId: correction.paymentId });
    if (!payment) throw new Problem(problems.notFound);
    return correctPayment(payment, correction.change, { correction, waivesFen, act });
  }
  assertWaiverApproved(0, waivesFen);
  const receipt = await get(unidentified, { receiptId: correction.receiptId });
  if (!receipt) throw new Problem(problems.notFound);
  return correctReceipt(receipt, correction.change, correction, await loadCorrecting(receipt.estateId, act));
}

const decision = decisionsOn(corrections, {
  path: '/v1/payments/corrections/{correctionId}',
  params: correctionPath,
  response: correctionSchema,
});

/** Routes of corrections of money (更正, R21): one person asks, another one approves (R20.1). */
export const correctionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/payments/{paymentId}/corrections',
    operationId: 'requestPaymentCorrection',
    summary: 'Request to correct or void a payment',
    description:
      'A correction changes the payer, or the amount, reference or day. Another person approves it. For cash, only the cashier who holds it may request another amount, reference or day, or a void, and an earlier day needs a numbered paper receipt.',
    allow: cashDesk,
    throws: ['day-before-last-close', 'not-your-drawer', 'paper-receipt-needed', 'payment-moved', 'payment-reversed'],
    params: paymentPath,
    body: requestPaymentCorrectionSchema,
    status: 201,
    response: correctionSchema,
    handle: async (call) => {
      const payment = await paymentFor(call);
      unchangedSince(call.ifMatch, payment);
      mustStand(payment);
      const { estateId, paymentId } = payment;
      const { change } = call.body;
      assertOwnCash(change, payment, call.act().actor.id);
      if (change.kind === 'entry') {
        const { ledger } = await loadCorrecting(estateId, call.act());
        assertDayProven(change, payment, closedThroughNow(ledger).closedThrough);
      }
      return saveRequest(call, { ...newCorrection(call, estateId), paymentId, change });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payments/unidentified-receipts/{receiptId}/corrections',
    operationId: 'requestReceiptCorrection',
    summary: 'Request to settle an unidentified receipt',
    description: 'Identifies its payer, returns it to its sender, or voids it. Another person approves it.',
    allow: cashDesk,
    throws: ['receipt-settled'],
    params: receiptPath,
    body: requestReceiptCorrectionSchema,
    status: 201,
    response: correctionSchema,
    handle: async (call) => {
      const receipt = visible(await get(unidentified, call.params), call.caller);
      unchangedSince(call.ifMatch, receipt);
      assertOpen(receipt);
      const { estateId, receiptId } = receipt;
      const { change } = call.body;
      if ('estateId' in change && change.estateId !== undefined) enterEstate(call.caller, change.estateId);
      return saveRequest(call, { ...newCorrection(call, estateId), receiptId, change });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/corrections',
    operationId: 'listCorrections',
    summary: 'List the corrections of an estate',
    description: 'Of a status oldest first, or all with the latest change first.',
    allow: moneyReaders,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      status: z.enum(correctionStatuses).optional(),
    }),
    response: pageOf(correctionSchema),
    handle: async ({ caller, query }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const inStatus = (status: Correction['status']) => paymentLists.correctionsIn(estateId, status);
      return ok(await workList(corrections, { all: paymentLists.corrections(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/corrections/{correctionId}',
    operationId: 'getCorrection',
    summary: 'Get a correction',
    description: 'With who requested it, who decided, and the resulting payment or receipt.',
    allow: moneyReaders,
    params: correctionPath,
    response: correctionSchema,
    handle: async ({ caller, params }) => ok(visible(await get(corrections, params), caller)),
  }),
  decision({
    name: 'approve',
    operationId: 'approveCorrection',
    summary: 'Approve and carry out a correction',
    description:
      'Another person than the requester approves, and not money for themselves. 409 when a closed day or the channel already confirmed amount, reference or day. Late charge that an earlier day of cash takes off is waived only when `waivesFen` names it.',
    allow: approvers,
    throws: [
      'another-person-needed',
      'bill-is-full',
      'bill-not-payable',
      'correction-after-refund',
      'correction-for-yourself',
      'day-before-last-close',
      'estate-needed',
      'illegal-state',
      'in-the-future',
      'late-charge-to-waive',
      'meter-not-prepaid',
      'money-account-missing',
      'money-not-there',
      'money-on-meter',
      'move-too-far-back',
      'not-the-way-it-came',
      'not-your-cash',
      'not-your-drawer',
      'number-used',
      'out-of-order',
      'paper-receipt-needed',
      'payment-differs',
      'payment-moved',
      'payment-reversed',
      'proven-by-close',
      'receipt-settled',
      'refund-is-due',
      'reported-by-channel',
      'unknown-meter',
      'unknown-money-account',
      'unknown-payer',
    ],
    body: z
      .strictObject({
        reason: reasonSchema(500).optional(),
        /** The late charge that an earlier day of cash takes off, fen (R20.12). */
        waivesFen: fenSchema.min(0).max(1e12).optional(),
      })
      .meta({ id: 'ApproveCorrectionBody' }),
    run: async ({ before, act }, { reason, waivesFen }) => {
      const decided = decideCorrection(before, 'approved', { by: act.actor.id, reason }, act);
      const done = await carryOut({ correction: before, waivesFen, act: { ...act, reason: before.reason } });
      const after = {
        ...decided,
        ...(done.became && { became: done.became }),
        ...(done.waivedFen && { waivedFen: done.waivedFen }),
      };
      const transaction = new Transaction()
        .save(corrections, after, before)
        .record(corrections, after, 'CorrectionApproved', { correctionId: after.correctionId }, act)
        .join(done.transaction);
      return { after, transaction };
    },
  }),
  decision({
    name: 'refuse',
    operationId: 'refuseCorrection',
    summary: 'Refuse a correction',
    description: 'For managers and administrators; the requester may withdraw it this way. The payment stays as it is.',
    allow: [...cashDesk, 'administrator'],
    throws: ['another-person-needed', 'correction-for-yourself', 'illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, caller, act }, { reason }) => {
      if (!hasRole(caller, ...approvers) && before.asked.by !== act.actor.id) throw new Problem(problems.forbidden);
      const after = decideCorrection(before, 'refused', { by: act.actor.id, reason }, act);
      const transaction = new Transaction()
        .save(corrections, after, before)
        .record(corrections, after, 'CorrectionRefused', { correctionId: after.correctionId }, act);
      return { after, transaction };
    },
  }),
];
