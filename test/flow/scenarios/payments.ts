import { must } from '../backend.ts';
import { signatureOf } from '../gateway-signs.ts';
import { nobody } from '../links.ts';
import { changeMoneyPolicy, type Scenario, type ScenarioPart } from '../scenario.ts';

/** Runs the payment operations: payments, refunds, deposits, receipts. */
const run: ScenarioPart = async (of, _, perform) => {
  const { stage, serial, household, personId, unitId } = of;
  await changeMoneyPolicy('Payments', { cashierLimitFen: 60_000 }, of, perform);
  const { estateId, staff } = stage.estate;
  const { cashier, manager, auditor } = staff;
  const inEstate = { params: { estateId } };
  const number = (what: string) => `${what}-${estateId}-${serial}`;
  const paying = (fen: number, what: string) => ({ payerId: personId, fen, method: 'cash', reference: number(what) });

  /**
   * Approves a refund as a second person: other households use up the daily limit for refunds without
   * approval.
   */
  const approved = async (body: object): Promise<string> => {
    const { requestId } = await must(cashier, 'POST', `/v1/payments/estates/${estateId}/refund-requests`, body);
    await must(manager, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
    return requestId;
  };
  const payment = await perform('recordPayment', cashier, { ...inEstate, body: paying(2_000, 'zf') });
  const ofPayment = { params: { paymentId: payment.paymentId } };
  const moving = { billIds: [], reason: '先不付账单' };
  await perform('reallocatePayment', cashier, { ...ofPayment, body: moving });
  // The whole amount: a rest would be used for the next bill.
  const refunding = { fen: 2_000, method: 'cash', reason: '多收' };
  const asking = { of: 'refund', id: payment.paymentId, fen: 2_000, reason: '多收' };
  const payee = { name: '李四', account: '6222020200112233445', proof: '身份证尾号 1234' };
  const wrong = await perform('requestRefund', cashier, { ...inEstate, body: { ...asking, fen: 1_999, payee } });
  const ofWrong = { params: { requestId: wrong.requestId } };
  await perform('refuseRefund', manager, { ...ofWrong, body: { reason: '金额不对' } });
  const { requestId } = await perform('requestRefund', cashier, { ...inEstate, body: asking });
  const ofRequest = { params: { requestId } };
  await perform('approveRefund', manager, { ...ofRequest, body: { reason: '核实无误' } });
  await perform('listRefundRequests', auditor, { query: { estateId, limit: '20' } });
  await perform('listRefundRequests', auditor, { query: { estateId, status: 'approved', limit: '20' } });
  await perform('getRefundRequest', auditor, ofRequest);
  const { refundId } = await perform('refundPayment', cashier, { ...ofPayment, body: { ...refunding, requestId } });
  await perform('listRefunds', household, { ...ofPayment, query: { limit: '20' } });
  await perform('getPayment', household, ofPayment);
  await perform('listPaymentEvents', auditor, { ...ofPayment, query: { limit: '20' } });
  const list = { estateId, limit: '20' };
  await perform('listPayments', cashier, { query: list });
  await perform('listPayments', cashier, {
    query: { ...list, updatedSince: new Date(Date.now() - 60_000).toISOString() },
  });
  await perform('listPayments', household, { query: { ...list, payerId: personId } });

  const sent = { method: 'transfer', moneyAccount: 'icbc' };
  const brought = { ...paying(800, 'dj'), ...sent, paidBy: { name: '某某公司' } };
  const ofOther = await must(cashier, 'POST', `/v1/payments/estates/${estateId}/payments`, { ...brought, billIds: [] });
  await must(cashier, 'POST', `/v1/payments/${ofOther.paymentId}/reallocate`, moving);
  const sending = await approved({ of: 'refund', id: ofOther.paymentId, fen: 800, reason: '多收' });
  const sentBack = await must(cashier, 'POST', `/v1/payments/${ofOther.paymentId}/refunds`, {
    ...sent,
    fen: 800,
    reason: '多收',
    requestId: sending,
  });
  const coming = { params: { refundId: sentBack.refundId }, body: { reference: number('th') } };
  await perform('returnRefund', cashier, coming);

  const mistaken = await perform('recordPayment', cashier, { ...inEstate, body: paying(700, 'cw') });
  const ofMistaken = { params: { paymentId: mistaken.paymentId } };
  const reversalId = await approved({ of: 'reversal', id: mistaken.paymentId, reason: '录错' });
  await perform('reversePayment', cashier, { ...ofMistaken, body: { reason: '录错', requestId: reversalId } });

  const channel = 'wechat';
  const { method: _how, ...reported } = paying(900, 'wx');
  const body = { ...reported, estateId, purpose: 'parking', paidAt: new Date().toISOString() };
  const headers = signatureOf(channel, body);
  const { paymentId: channelPaymentId } = await perform('recordGatewayPayment', nobody, {
    params: { channel },
    body,
    headers,
  });

  const unknown = {
    fen: 1_100,
    method: 'transfer',
    moneyAccount: 'icbc',
    reference: number('dc'),
    sender: '王五',
    remark: '物业费',
  };
  const { receiptId } = await perform('recordUnidentifiedReceipt', cashier, { ...inEstate, body: unknown });
  await perform('listUnidentifiedReceipts', cashier, { query: { ...list, status: 'open' } });
  await perform('listUnidentifiedReceipts', cashier, { query: { ...list, overdue: 'true' } });
  await perform('getUnidentifiedReceipt', auditor, { params: { receiptId } });

  const typed = await perform('recordPayment', cashier, { ...inEstate, body: paying(300, 'gz') });
  const mistyped = { change: { kind: 'void' }, reason: '重复录入' };
  const ofTyped = { params: { paymentId: typed.paymentId } };
  const refusing = await perform('requestPaymentCorrection', cashier, { ...ofTyped, body: mistyped });
  const ofCorrection = { params: { correctionId: refusing.correctionId } };
  await perform('refuseCorrection', cashier, { ...ofCorrection, body: { reason: '不需要' } });
  const voiding = await must(cashier, 'POST', `/v1/payments/${typed.paymentId}/corrections`, mistyped);
  await perform('approveCorrection', manager, {
    params: { correctionId: voiding.correctionId },
    body: { reason: '核实无误' },
  });
  const identifying = { change: { kind: 'void' }, reason: '并无此款' };
  await perform('requestReceiptCorrection', cashier, { params: { receiptId }, body: identifying });
  await perform('listCorrections', auditor, { query: { ...list, status: 'asked' } });
  await perform('getCorrection', auditor, ofCorrection);

  const securing = { ...paying(20_000, 'yj'), purpose: 'fit-out', unitId };
  const { depositId } = await perform('recordDeposit', cashier, { ...inEstate, body: securing });
  const ofDeposit = { params: { depositId } };
  const kept = { item: '轿厢保护', evidence: ['照片一'], signedBy: '业主本人', fen: 5_000 };
  const handingBack = { of: 'deposit-return', id: depositId, fen: 15_000, deductions: [kept], reason: '验收通过' };
  const doubtful = await perform('requestRefund', cashier, { ...inEstate, body: handingBack });
  const why = { reason: '证据不足' };
  await must(manager, 'POST', `/v1/payments/refund-requests/${doubtful.requestId}/refuse`, why);
  const depositBackId = await approved(handingBack);
  const returning = { method: 'cash', deductions: [kept], note: '验收通过', requestId: depositBackId };
  await perform('returnDeposit', cashier, { ...ofDeposit, body: returning });
  await perform('requestDepositRestoration', cashier, { ...ofDeposit, body: { fen: 3_500, reason: '误扣' } });
  await perform('approveDepositRestoration', manager, { ...ofDeposit, body: {} });
  await perform('getDeposit', household, ofDeposit);
  await perform('listDeposits', cashier, { query: list });
  await perform('listDeposits', household, { query: { ...list, payerId: personId } });

  await perform('getPayerBalances', household, { params: { estateId, payerId: personId } });
  return {
    paymentId: payment.paymentId,
    refundId,
    channelPaymentId,
    depositId,
    receiptId,
    correctionId: refusing.correctionId,
  };
};

export const scenario: Scenario = { needs: ['fees'], run };
