import { expect, test } from 'vitest';
import { payBills } from '../../../../functions/money/fees/pay-bills.ts';
import { account, entryHeader, paymentEntry, postEntries } from '../../../../functions/money/ledger/public.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { aBill, Counter, ledger, parts, payerId } from './a-bill.ts';

const fen = 71_853;
const on = '2025-03-20';

function aPayment() {
  const context = new Counter(aBill()).context(on);
  const bills = [{ bill: aBill(), parts: parts({ principal: fen }) }];
  const head = {
    cause: ['pay_1'],
    occurredOn: on,
    recordedAt: context.act.recordedAt,
    reference: '1',
    description: '',
  };
  const money = { payerId, moneyAccount: account.bank('icbc'), fen, pays: [] };
  return {
    act: context.act,
    paid: payBills(ledger, { ...context, bills, paymentId: 'pay_1', on }),
    entry: paymentEntry(entryHeader(ledger, head), money),
  };
}

test('bills that a payment pays are saved only together with its entries', () => {
  const { act, paid, entry } = aPayment();
  // @ts-expect-error paid bills whose entries are not in the ledger are no transaction
  expect(() => new Transaction().join(paid)).toThrow(TypeError);
  const transaction = postEntries(paid, ledger, [entry], [], act);
  expect(transaction.events.map(({ name }) => name)).toEqual(['BillPaid']);
});

test('the entries of paid bills are posted once', () => {
  const { act, paid, entry } = aPayment();
  // @ts-expect-error the entries cannot be read, so nobody can pass them on beside the bills
  expect(paid.entries).toBeUndefined();
  postEntries(paid, ledger, [entry], [], act);
  expect(() => postEntries(paid, ledger, [entry], [], act)).toThrow('these changes were posted already');
});
