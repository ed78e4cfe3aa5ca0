import * as z from 'zod';
import type { Answered, Desk } from './money-desk.ts';
import { countDrawer, depositSlip, handOverDrawer, payOut } from './own-money-operations.ts';

/*
 * The operations of money that a sequence chooses from. Each does what its person would do, sometimes with a
 * wrong amount or at a wrong moment: a refusal is as good an answer as a success.
 */

const balancesSchema = z.object({ bills: z.array(z.object({ billId: z.string(), openFen: z.number() })) });

const payments = (desk: Desk) => `/v1/payments/estates/${desk.estate.estateId}`;

/** A way to pay: a drawer, the bank or a channel. */
const wayOf = (desk: Desk) =>
  desk.oneOf([
    { method: 'cash' },
    { method: 'transfer', moneyAccount: 'icbc' },
    { method: 'channel', moneyAccount: 'wechat' },
  ]);

async function openBills(desk: Desk): Promise<{ billId: string; openFen: number }[]> {
  const { bills } = await desk.get(balancesSchema, `${payments(desk)}/payers/${desk.payer.payerId}/balances`);
  return bills;
}

async function pay(desk: Desk): Promise<void> {
  const { payerId, meterId } = desk.payer;
  const by = desk.oneOf(desk.estate.cashiers);
  const way = wayOf(desk);
  const fen = 1 + desk.below(40_000);
  const named = desk.chance(0.3) ? { billIds: (await openBills(desk)).slice(0, 2).map(({ billId }) => billId) } : {};
  const forMeter = meterId !== undefined && desk.chance(0.2) ? { meterId } : named;
  const body = { payerId, fen, ...way, reference: desk.reference('pay'), ...forMeter };
  const taken = await desk.post('recordPayment', by, `${payments(desk)}/payments`, body);
  if (taken?.paymentId) desk.payments.push({ paymentId: taken.paymentId, fen, by, way });
}

async function payThroughChannel(desk: Desk): Promise<void> {
  const { estateId } = desk.estate;
  const fen = 1 + desk.below(20_000);
  const body = {
    estateId,
    payerId: desk.payer.payerId,
    fen,
    reference: desk.reference('reported'),
    paidAt: new Date().toISOString(),
  };
  const headers = desk.signReported('wechat', body);
  await desk.post('recordGatewayPayment', undefined, '/callbacks/payments/wechat', body, { headers });
}

/** Requests that money goes back, and lets another person decide. Returns the id of an approved request. */
async function requested(desk: Desk, body: object): Promise<string | undefined> {
  const asked = await desk.post('requestRefund', desk.estate.manager, `${payments(desk)}/refund-requests`, body);
  if (!asked?.requestId) return undefined;
  const path = `/v1/payments/refund-requests/${asked.requestId}`;
  if (desk.chance(0.15)) {
    await desk.post('refuseRefund', desk.estate.approver, `${path}/refuse`, { reason: '金额不对' });
    return undefined;
  }
  const approved = await desk.post('approveRefund', desk.estate.approver, `${path}/approve`, { reason: '核实无误' });
  return approved && asked.requestId;
}

async function refund(desk: Desk): Promise<void> {
  const payment = desk.maybeOneOf(desk.payments);
  if (!payment) return pay(desk);
  const { paymentId, by, way } = payment;
  const fen = 1 + desk.below(payment.fen);
  const requestId = desk.chance(0.5)
    ? await requested(desk, { of: 'refund', id: paymentId, fen, reason: '多收' })
    : undefined;
  const proof = 'moneyAccount' in way ? { reference: desk.reference('refund') } : {};
  const body = { fen, ...way, ...proof, reason: '多收', ...(requestId && { requestId }) };
  await desk.post('refundPayment', by, `/v1/payments/${paymentId}/refunds`, body);
}

async function reverse(desk: Desk): Promise<void> {
  const payment = desk.maybeOneOf(desk.payments);
  if (!payment) return pay(desk);
  const { paymentId, by, way } = payment;
  const requestId = await requested(desk, { of: 'reversal', id: paymentId, reason: '退票' });
  const proof = 'moneyAccount' in way ? { reference: desk.reference('bounced') } : {};
  const body = { reason: '退票', ...proof, ...(requestId && { requestId }) };
  await desk.post('reversePayment', by, `/v1/payments/${paymentId}/reverse`, body);
}

async function reallocate(desk: Desk): Promise<void> {
  const payment = desk.maybeOneOf(desk.payments);
  if (!payment) return pay(desk);
  const bills = await openBills(desk);
  const billIds = bills.slice(0, desk.below(3)).map(({ billId }) => billId);
  const path = `/v1/payments/${payment.paymentId}/reallocate`;
  await desk.post('reallocatePayment', payment.by, path, { billIds, reason: '改付其他账单' });
}

/** Lets another person decide on a requested correction. */
async function decided(desk: Desk, asked: Answered | undefined): Promise<void> {
  if (!asked?.correctionId) return;
  const path = `/v1/payments/corrections/${asked.correctionId}`;
  if (desk.chance(0.15))
    await desk.post('refuseCorrection', desk.estate.approver, `${path}/refuse`, { reason: '无须更正' });
  else await desk.post('approveCorrection', desk.estate.approver, `${path}/approve`, { reason: '核实无误' });
}

async function correctPayment(desk: Desk): Promise<void> {
  const payment = desk.maybeOneOf(desk.payments);
  if (!payment) return pay(desk);
  const change = desk.oneOf<object>([
    { kind: 'payer', payerId: desk.oneOf(desk.estate.payers).payerId },
    { kind: 'unknown-payer' },
    { kind: 'entry', fen: 1 + desk.below(2 * payment.fen) },
    { kind: 'void' },
  ]);
  const path = `/v1/payments/${payment.paymentId}/corrections`;
  await decided(desk, await desk.post('requestPaymentCorrection', payment.by, path, { change, reason: '录错' }));
}

async function takeUnidentified(desk: Desk): Promise<void> {
  const way = desk.oneOf([
    { method: 'transfer', moneyAccount: 'icbc' },
    { method: 'channel', moneyAccount: 'wechat' },
  ]);
  const body = { fen: 1 + desk.below(20_000), ...way, reference: desk.reference('unknown'), sender: '王五' };
  const path = `${payments(desk)}/unidentified-receipts`;
  const taken = await desk.post('recordUnidentifiedReceipt', desk.oneOf(desk.estate.cashiers), path, body);
  if (taken?.receiptId) desk.receiptIds.push(taken.receiptId);
}

async function settleUnidentified(desk: Desk): Promise<void> {
  const receiptId = desk.maybeOneOf(desk.receiptIds);
  if (!receiptId) return takeUnidentified(desk);
  const change = desk.oneOf<object>([
    { kind: 'identify', payerId: desk.payer.payerId },
    { kind: 'return', method: 'transfer', moneyAccount: 'icbc', reference: desk.reference('sent-back') },
    { kind: 'void' },
  ]);
  const path = `/v1/payments/unidentified-receipts/${receiptId}/corrections`;
  await decided(
    desk,
    await desk.post('requestReceiptCorrection', desk.estate.manager, path, { change, reason: '已查明' }),
  );
}

async function takeDeposit(desk: Desk): Promise<void> {
  const by = desk.oneOf(desk.estate.cashiers);
  const way = wayOf(desk);
  const fen = 1 + desk.below(30_000);
  const body = { payerId: desk.payer.payerId, purpose: 'fit-out', fen, ...way, reference: desk.reference('deposit') };
  const taken = await desk.post('recordDeposit', by, `${payments(desk)}/deposits`, body);
  if (taken?.depositId) desk.deposits.push({ depositId: taken.depositId, fen, by, way });
}

async function returnDeposit(desk: Desk): Promise<void> {
  const deposit = desk.maybeOneOf(desk.deposits);
  if (!deposit) return takeDeposit(desk);
  const { depositId, by, way } = deposit;
  const keptFen = desk.chance(0.5) ? 1 + desk.below(deposit.fen) : 0;
  const deductions =
    keptFen > 0 ? [{ item: '轿厢损坏', evidence: ['照片一'], signedBy: '业主本人', fen: keptFen }] : [];
  const backFen = deposit.fen - keptFen;
  const kept = keptFen > 0 ? { deductions } : {};
  const asking = { of: 'deposit-return', id: depositId, fen: backFen, ...kept, reason: '验收通过' };
  const requestId = await requested(desk, asking);
  const body = { ...way, deductions, note: '验收通过', ...(requestId && { requestId }) };
  await desk.post('returnDeposit', by, `/v1/payments/deposits/${depositId}/return`, body);
}

async function waive(desk: Desk): Promise<void> {
  const bill = desk.maybeOneOf(await openBills(desk));
  if (!bill) return pay(desk);
  const part = desk.chance(0.7) ? { part: 'principal', feeItemId: desk.estate.feeItemId } : { part: 'late-charge' };
  const body = { ...part, fen: 1 + desk.below(Math.max(1, bill.openFen)), reason: '服务有瑕疵' };
  const asked = await desk.post('requestWaiver', desk.estate.desk, `/v1/fees/bills/${bill.billId}/waivers`, body);
  if (!asked?.waiverId) return;
  const path = `/v1/fees/waivers/${asked.waiverId}`;
  if (desk.chance(0.2)) await desk.post('refuseWaiver', desk.estate.approver, `${path}/refuse`, { reason: '没有依据' });
  else await desk.post('approveWaiver', desk.estate.approver, `${path}/approve`, { reason: '情况属实' });
}

/**
 * Requests to cancel a bill or to write it off. Another person refuses or approves it. Returns true when the
 * bill has ended.
 */
async function endBill(desk: Desk, billId: string, name: 'cancel' | 'write-off'): Promise<boolean> {
  const { administrator, approver } = desk.estate;
  const path = `/v1/fees/bills/${billId}`;
  const operation = name === 'cancel' ? 'cancelBill' : 'writeOffBill';
  const asked = await desk.post(operation, administrator, `${path}/${name}`, { reason: '无法追收' });
  if (!asked) return false;
  const as = name === 'cancel' ? 'cancelled' : 'written-off';
  if (desk.chance(0.2)) {
    await desk.post('refuseBillEnd', approver, `${path}/refuse-end`, { as, reason: '没有依据' });
    return false;
  }
  return (await desk.post('approveBillEnd', approver, `${path}/approve-end`, { as })) !== undefined;
}

/** Writes off a bill as a bad debt. Returns its id, or undefined when it was refused. */
async function writeOff(desk: Desk, billId: string): Promise<string | undefined> {
  if (!(await endBill(desk, billId, 'write-off'))) return undefined;
  desk.writtenOff.push(billId);
  return billId;
}

async function changeBill(desk: Desk): Promise<void> {
  const bill = desk.maybeOneOf(await openBills(desk));
  if (!bill) return pay(desk);
  const { desk: clerk, approver, cashiers } = desk.estate;
  const path = `/v1/fees/bills/${bill.billId}`;
  switch (desk.below(5)) {
    case 0:
      await desk.post('deliverBill', clerk, `${path}/deliver`, { method: 'hand', proof: '本人签收' });
      return;
    case 1:
      await desk.post('disputeBill', clerk, `${path}/dispute`, { reason: '面积不对', proof: '来信' });
      await desk.post('settleDispute', approver, `${path}/settle-dispute`, {
        outcome: '已核实',
        decision: 'unfounded',
      });
      return;
    case 2:
      await desk.post('addCosts', desk.oneOf(cashiers), `${path}/costs`, {
        what: '挂号信邮费',
        fen: 1 + desk.below(900),
      });
      return;
    case 3:
      await endBill(desk, bill.billId, 'cancel');
      return;
    default:
      await writeOff(desk, bill.billId);
  }
}

/**
 * A bad debt is paid after all (R21.7), or its write-off was a mistake that another person reverses (R21.10).
 */
async function recoverBadDebt(desk: Desk): Promise<void> {
  const bill = desk.maybeOneOf(await openBills(desk));
  const billId = desk.maybeOneOf(desk.writtenOff) ?? (bill && (await writeOff(desk, bill.billId)));
  if (!billId) return pay(desk);
  if (desk.chance(0.5)) {
    const by = desk.oneOf(desk.estate.cashiers);
    const body = { payerId: desk.payer.payerId, fen: 1 + desk.below(20_000), ...wayOf(desk), billIds: [billId] };
    const reference = desk.reference('recovered');
    await desk.post('recordPayment', by, `${payments(desk)}/payments`, { ...body, reference });
    return;
  }
  const path = `/v1/fees/bills/${billId}`;
  const { administrator, approver } = desk.estate;
  const reason = { reason: '误核销' };
  const asked = await desk.post('requestWriteOffReversal', administrator, `${path}/request-write-off-reversal`, reason);
  if (asked) await desk.post('reverseWriteOff', approver, `${path}/reverse-write-off`);
}

/** The operations with their weights. */
const moneyOperations: readonly (readonly [number, (desk: Desk) => Promise<void>])[] = [
  [8, pay],
  [2, payThroughChannel],
  [3, refund],
  [2, reverse],
  [2, reallocate],
  [4, correctPayment],
  [2, takeUnidentified],
  [2, settleUnidentified],
  [2, takeDeposit],
  [2, returnDeposit],
  [2, waive],
  [2, changeBill],
  [2, recoverBadDebt],
  [2, payOut],
  [3, depositSlip],
  [1, countDrawer],
  [1, handOverDrawer],
];

/** The operations that must succeed at least once in a long run; a rule that refuses all of them shows. */
export const expectedOperations: readonly string[] = [
  ...['recordPayment', 'recordGatewayPayment', 'refundPayment', 'reversePayment', 'reallocatePayment'],
  ...['requestRefund', 'approveRefund', 'refuseRefund', 'requestPaymentCorrection', 'approveCorrection'],
  ...['refuseCorrection', 'recordUnidentifiedReceipt', 'requestReceiptCorrection', 'recordDeposit', 'returnDeposit'],
  ...['requestWaiver', 'approveWaiver', 'refuseWaiver', 'deliverBill', 'disputeBill', 'settleDispute', 'addCosts'],
  ...[
    'cancelBill',
    'writeOffBill',
    'approveBillEnd',
    'refuseBillEnd',
    'recordSettlement',
    'reverseSettlement',
    'createChannelFile',
    'countDrawer',
  ],
  ...['witnessDrawerCount', 'requestDrawerClearing', 'approveDrawerClearing', 'offerDrawer', 'acceptDrawer'],
  ...['withdrawChannelFile', 'requestWriteOffReversal', 'reverseWriteOff', 'requestPayee', 'approvePayee'],
  ...['requestPayOut', 'refusePayOut', 'approvePayOut', 'payPayOut', 'returnPayOut'],
];

/** Performs three to eight operations, chosen by the random numbers of the desk. */
export async function performSequence(desk: Desk): Promise<void> {
  const total = moneyOperations.reduce((sum, [weight]) => sum + weight, 0);
  for (let left = 3 + desk.below(6); left > 0; left -= 1) {
    let at = desk.below(total);
    const chosen = moneyOperations.find(([weight]) => {
      at -= weight;
      return at < 0;
    });
    await chosen?.[1](desk);
  }
}
