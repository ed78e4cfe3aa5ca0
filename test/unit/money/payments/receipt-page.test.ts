import { describe, expect, test } from 'vitest';
import { paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import type { Payment } from '../../../../functions/money/payments/payment.ts';
import { receiptPage } from '../../../../functions/money/payments/receipt.page.ts';
import { receiptRows } from '../../../../functions/money/payments/receipt-rows.ts';
import { inCapitals } from '../../../../shared/kernel/capitals.ts';
import { languages } from '../../../../shared/kernel/language.ts';
import { filled } from '../../../filled.ts';
import { aBill, estateId, parts, payerId } from '../fees/a-bill.ts';

const [line] = aBill().lines;
if (!line) throw new Error('a bill without lines');
const bill = aBill({
  lines: [
    { ...line, fen: 71_853 },
    { ...line, feeItemId: 'fee_lift', name: '公摊电费', fen: 649 },
  ],
  fen: 72_502,
});
const head = {
  entryId: 'ent_20250515_0123456789abcdefghjkmnpqrs',
  estateId,
  occurredOn: '2025-05-15',
  postedOn: '2025-05-15',
  recordedAt: '2025-05-15T04:00:00Z',
  reference: 'ZF-0001',
  description: '收款',
  receiptNumber: '20250515-li-0001',
};
const paid = (fen: number, allocation: Payment['allocation'], more: { purpose?: string; meterId?: string } = {}) => {
  const moneyAccount = 'assets:cash:li';
  const entry = paymentEntry(head, { payerId, moneyAccount, fen, pays: [], ...more });
  const payment: Payment = {
    paymentId: 'pay_1',
    estateId,
    payerId,
    fen,
    method: 'cash',
    moneyAccount,
    reference: head.reference,
    purpose: 'general',
    occurredOn: head.occurredOn,
    takenAt: head.recordedAt,
    takenBy: 'li',
    receiptNumber: head.receiptNumber,
    status: 'taken',
    entryId: head.entryId,
    allocation,
    uses: 1,
    refundedFen: 0,
    updatedAt: head.recordedAt,
    version: 1,
  };
  return {
    entry,
    payment,
    bills: [bill],
    names: new Map([
      ['fee_water', '水费'],
      ['mtr_1', '表0012'],
    ]),
  };
};
const share = (amounts: Parameters<typeof parts>[0]) => {
  const { billId, dueOn, unitId, unitLabel } = bill;
  return { billId, dueOn, unitId, unitLabel, feeItemId: line.feeItemId, parts: parts(amounts) };
};
const inShort = (of: Parameters<typeof receiptRows>[0]) =>
  receiptRows(of, 'zh-CN').map(({ name, part, fen }) => [part, name, fen].filter((one) => one !== undefined).join(' '));

describe('what a receipt is for', () => {
  test('is each fee item by name when the money pays the whole bill, and what is left is prepaid', () => {
    const of = paid(80_000, [share({ principal: 72_502 })]);
    expect(inShort(of)).toEqual([`${line.name} 71853`, '公摊电费 649', '转入预存 7498']);
  });

  test('is the names of the items together when it pays a part, and late charge apart', () => {
    const of = paid(31_617, [share({ 'late-charge': 1_617, principal: 30_000 })]);
    expect(inShort(of)).toEqual([`late-charge ${line.name}、公摊电费 1617`, `${line.name}、公摊电费 30000`]);
  });

  test('is prepaid money for a fee item, or on a meter by its plate', () => {
    expect(inShort(paid(5_000, [], { purpose: 'fee_water' }))).toEqual(['转入预存（水费） 5000']);
    expect(inShort(paid(5_000, [], { meterId: 'mtr_1' }))).toEqual(['充值到表 表0012 5000']);
  });

  test('is only what was kept when the payment was taken back', () => {
    const { entry, names } = paid(80_000, [share({ principal: 72_502 })]);
    expect(inShort({ entry, bills: [], names })).toEqual(['转入预存 80000']);
  });
});

describe('a printed receipt', () => {
  const number = { cashierId: 'li', day: '2025-05-15', sequence: 1 };
  const receipt = {
    account: 'assets:cash:li',
    reference: 'ZF-0001',
    fen: 72_502,
    day: '2025-05-15',
    number,
    voided: false,
  };
  const content = (language: (typeof languages)[number]) => ({
    sender: { estateName: '阳光花园', company: '安心物业服务有限公司' },
    printed: head.receiptNumber,
    receipt,
    payerName: '王芳',
    cashierName: '李梅',
    method: 'cash' as const,
    rows: receiptRows(paid(72_502, [share({ principal: 72_502 })]), language),
  });

  test('names payer, unit, fee items, cashier and the amount in figures and capitals', () => {
    for (const language of filled(languages)) {
      const text = receiptPage(content(language), language);
      const said = [
        '王芳',
        '李梅',
        bill.unitLabel,
        line.name,
        '公摊电费',
        '718.53',
        '725.02',
        inCapitals(72_502, language),
      ];
      for (const one of said) expect(text).toContain(one);
      expect(text).not.toMatch(/\{\w+\}|undefined|psn_|fee_|bill_/);
      expect(text.match(/<h1>/g)).toHaveLength(1);
    }
  });

  test('says that it is void', () => {
    const voided = receiptPage({ ...content('zh-CN'), receipt: { ...receipt, voided: true } }, 'zh-CN');
    expect(voided).toContain('此收据已作废');
    expect(receiptPage(content('zh-CN'), 'zh-CN')).not.toContain('作废');
  });

  test('fits a roll of 80 mm', () => {
    expect(receiptPage(content('zh-CN'), 'zh-CN', '80mm')).toContain('@page{size:80mm');
  });
});
