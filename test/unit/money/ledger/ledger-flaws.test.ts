import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeEntry, paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { flawText } from '../../../../functions/money/ledger/ledger-flaws.ts';
import type { Entry } from '../../../../functions/money/ledger/posting.ts';
import { receiptText } from '../../../../functions/money/ledger/receipt.ts';
import { restoreEntry } from '../../../../functions/money/ledger/restored.ts';
import { hashOf } from '../../../../functions/money/ledger/seal.ts';
import { verifyReceipts } from '../../../../functions/money/ledger/verify-source-documents.ts';
import { cash, head } from './ledger-fixtures.ts';

const day = '2025-03-05';
const bill = { billId: 'bil_q1', dueOn: '2025-03-31' };
const number = { cashierId: 'li', day, sequence: 1 };
const receiptNumber = receiptText(number);
const payment = paymentEntry(head(1, { description: '王先生 一季度', receiptNumber }), {
  payerId: 'psn_wang',
  moneyAccount: cash,
  fen: 80_000,
  pays: [{ bill, fen: 71_853 }],
});
const lines = [
  { feeItemId: 'property', fen: 71_853 },
  { feeItemId: 'water', held: true, fen: 1_200 },
];
const charge = chargeEntry(head(2), { payerId: 'psn_wang', bill, lines });

/** Returns the entry with one byte of a text or amount changed; undefined when the change has no effect. */
function withOneByte(entry: Entry, at: { posting: number; what: 'fen' | 'account'; index: number; flip: number }) {
  const posting = entry.postings[at.posting % entry.postings.length];
  if (!posting) return undefined;
  const text = String(at.what === 'fen' ? Math.abs(posting.fen) : posting.account);
  const index = at.index % text.length;
  const letter = at.what === 'fen' ? String(at.flip % 10) : String.fromCharCode(33 + (at.flip % 94));
  const other = text.slice(0, index) + letter + text.slice(index + 1);
  if (other === text) return undefined;
  const changed =
    at.what === 'fen' ? { ...posting, fen: Math.sign(posting.fen) * Number(other) } : { ...posting, account: other };
  const postings = entry.postings.map((one) => (one === posting ? changed : one));
  return { entry: { ...entry, postings }, posting: entry.postings.indexOf(posting) + 1 };
}

describe('an entry with one changed byte', () => {
  test('the original entry is found by its hash, and the posting is named', () => {
    const changes = fc.record({
      posting: fc.nat(9),
      what: fc.constantFrom('fen' as const, 'account' as const),
      index: fc.nat(100),
      flip: fc.nat(1_000),
    });
    fc.assert(
      fc.property(fc.constantFrom(payment, charge), changes, (entry, at) => {
        const changed = withOneByte(entry, at);
        if (!changed) return;
        const found = restoreEntry(changed.entry, hashOf(entry));
        expect(found?.entry).toEqual(entry);
        expect(found?.change).toMatchObject({ posting: changed.posting, field: at.what });
      }),
    );
  });

  test('a changed description is found too, also in Chinese', () => {
    for (const description of ['王先生 二季度', '汪先生 一季度']) {
      const found = restoreEntry({ ...payment, description }, hashOf(payment));
      // When more than one byte differs, the original cannot be found.
      if (found) expect(found.change).toEqual({ field: 'description', is: description, should: payment.description });
    }
    const nearby = String.fromCharCode('王'.charCodeAt(0) ^ 5);
    const description = payment.description.replace('王', nearby);
    expect(restoreEntry({ ...payment, description }, hashOf(payment))?.change.should).toBe(payment.description);
  });

  test('a rewritten entry is not restored', () => {
    expect(restoreEntry({ ...payment, postings: charge.postings }, hashOf(payment))).toBeUndefined();
  });
});

describe('receipts', () => {
  const receipt = {
    estateId: 'yg',
    postedOn: day,
    entryId: payment.entryId,
    number,
    voided: false,
    account: cash,
    reference: payment.reference,
    fen: 80_000,
    day,
  };
  const papers = { vouchers: [], receipts: [receipt], channel: [], counters: [{ cashierId: 'li', sequence: 1 }] };
  const verified = (more: object) =>
    verifyReceipts({ estateId: 'yg', day, entries: [payment], papers: { ...papers, ...more } });

  test('each receipt matches the money of its entry, and each number occurs once', () => {
    expect(verified({})).toEqual([]);
    expect(verified({ receipts: [{ ...receipt, fen: 80_001 }] })).toMatchObject([
      { entryId: payment.entryId, what: 'receipt-differs', is: 80_001, should: 80_000 },
    ]);
    expect(verified({ receipts: [{ ...receipt, voided: true }] })).toMatchObject([
      { what: 'receipt-differs', is: 'true' },
    ]);
    expect(verified({ receipts: [{ ...receipt, entryId: 'ent_other' }] })).toMatchObject([
      { what: 'receipt-without-entry' },
    ]);
    expect(verified({ counters: [{ cashierId: 'li', sequence: 2 }] }).map(flawText)).toEqual([
      'yg  2025-03-05  receipt-gap: 20250305-li-0002 is missing, should be given out once',
    ]);
  });
});
