import { describe, expect, test } from 'vitest';
import { account } from '../../../../functions/money/ledger/account.ts';
import { accrualEntry, bounceEntry, payOutEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import {
  assertHeld,
  assertNotApprover,
  debitedBy,
  decidePayOut,
  type PayOut,
} from '../../../../functions/money/ledger/pay-out.ts';
import { accountInChart, neutralVouchers } from '../../../../functions/money/ledger/vouchers.ts';
import { refusal } from '../fees/refusal.ts';

const at = '2026-11-28T01:00:00Z';
const payOut = (more: Partial<PayOut> = {}): PayOut => ({
  payOutId: 'out_1',
  estateId: 'yg',
  kind: 'supplier',
  fen: 700,
  proof: '发票 1',
  reason: '维修',
  bankAccountId: 'icbc',
  payeeId: 'pye_1',
  status: 'asked',
  asked: { by: 'stf_li', at },
  updatedAt: at,
  version: 1,
  ...more,
});
const head = {
  entryId: 'ent_1',
  estateId: 'yg',
  occurredOn: '2026-11-28',
  postedOn: '2026-11-28',
  recordedAt: at,
  reference: 'OUT-1',
  description: '',
};
const numberOf = (code: string, accounts: typeof neutralVouchers.accounts = []) =>
  accountInChart(code, { ...neutralVouchers, accounts }).number;

describe('R21.11 a pay-out', () => {
  test('debits 2241.02, 2202, 6711 or 6603; the fund has 2241.04 where the estate maps its fee item so', () => {
    const of = (kind: PayOut['kind']) => debitedBy(payOut({ kind, feeItemId: 'fund' }));
    const kinds = ['utility', 'supplier', 'compensation', 'bank-fee', 'interest', 'provision'] as const;
    expect(kinds.map((kind) => numberOf(of(kind)))).toEqual(['2241.02', '2202', '6711', '6603', '6603', '6702']);
    const fund = [{ kind: 'held' as const, of: 'fund', number: '2241.04', name: '其他应付款-维修资金' }];
    expect(numberOf(of('maintenance-fund'), fund)).toBe('2241.04');
  });

  test('bank fee 10.00 is Dr 6603 / Cr Bank, interest the reverse, a provision Dr 6702 / Cr 1231', () => {
    const bank = account.bank('icbc');
    const posted = (bankFen: number) =>
      payOutEntry(head, { bank, against: debitedBy(payOut({ kind: 'bank-fee' })), bankFen }).postings;
    expect(posted(-1_000)).toEqual([
      { account: 'expenses:finance-costs', fen: 1_000 },
      { account: bank, fen: -1_000 },
    ]);
    expect(posted(1_000).map(({ fen }) => fen)).toEqual([-1_000, 1_000]);
    const provision = accrualEntry(head, { as: 'provision', fen: 71_853, payeeId: '' });
    expect(provision.postings.map((one) => [numberOf(one.account), one.fen])).toEqual([
      ['6702', 71_853],
      ['1231', -71_853],
    ]);
    expect(() => posted(0)).toThrow(RangeError);
  });

  test('is approved by another person, refused by anybody until it is paid, and not paid by its approver', () => {
    const by = (id: string) => ({ by: id, at });
    expect(refusal(() => decidePayOut(payOut(), 'approved', by('stf_li')))).toBe('another-person-needed');
    const approved = decidePayOut(payOut(), 'approved', by('stf_zhou'));
    expect(approved).toMatchObject({ status: 'approved', decided: { by: 'stf_zhou' }, version: 2 });
    expect(refusal(() => decidePayOut(approved, 'approved', by('stf_wu')))).toBe('illegal-state');
    expect(refusal(() => assertNotApprover(approved, 'stf_zhou'))).toBe('approver-does-not-pay-out');
    expect(refusal(() => assertNotApprover(approved, 'stf_li'))).toBeUndefined();
    const ended = decidePayOut(approved, 'refused', { ...by('stf_li'), reason: '重复' });
    expect(ended).toMatchObject({ status: 'refused', decided: { by: 'stf_zhou' }, withdrawn: { reason: '重复' } });
    expect(refusal(() => decidePayOut(payOut({ status: 'paid' }), 'refused', by('stf_wu')))).toBe('illegal-state');
  });

  test('is never more than there is', () => {
    expect(refusal(() => assertHeld(6_000, 6_000))).toBeUndefined();
    expect(refusal(() => assertHeld(6_000, 6_001))).toBe('pay-out-above-balance');
    expect(refusal(() => assertHeld(-1, 1))).toBe('pay-out-above-balance');
  });
});

describe('R21.9 a payment that the bank took back', () => {
  test('500.00: Dr Prepaid / Cr Bank, after its use was reversed: Dr AR / Cr Prepaid', () => {
    const from = account.prepaid('p1', 'general');
    const entry = bounceEntry(head, { from, moneyAccount: account.bank('icbc'), fen: 50_000 });
    expect(entry).toMatchObject({ kind: 'bounce', postings: [{ account: from, fen: 50_000 }, { fen: -50_000 }] });
    expect(entry.reverses).toBeUndefined();
    expect(() => bounceEntry(head, { from, moneyAccount: from, fen: 1 })).toThrow(RangeError);
  });
});
