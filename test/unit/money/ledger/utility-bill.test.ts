import { describe, expect, test } from 'vitest';
import { account } from '../../../../functions/money/ledger/account.ts';
import { payOutEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { requestPayOutSchema } from '../../../../functions/money/ledger/pay-out.ts';

const head = {
  entryId: 'ent_1',
  estateId: 'yg',
  occurredOn: '2026-11-28',
  postedOn: '2026-11-28',
  recordedAt: '2026-11-28T04:00:00Z',
  reference: 'FK-1',
  description: '水费账单',
};
const [bank, against] = [account.bank('icbc'), account.held('fee_water')];

describe('R25.3 the bill of a utility', () => {
  test('R25.3 300.00 is Dr Agency 252.10, Dr 6401 47.90 / Cr Bank 300.00', () => {
    expect(payOutEntry(head, { bank, against, bankFen: -30_000, ownUseFen: 4_790 }).postings).toEqual([
      { account: against, fen: 25_210 },
      { account: account.operatingCosts(), fen: 4_790 },
      { account: bank, fen: -30_000 },
    ]);
  });

  test('R25.3 sent back by the bank it is the mirror, and a bill may be own use alone', () => {
    expect(payOutEntry(head, { bank, against, bankFen: 30_000, ownUseFen: 4_790 }).postings).toEqual([
      { account: against, fen: -25_210 },
      { account: account.operatingCosts(), fen: -4_790 },
      { account: bank, fen: 30_000 },
    ]);
    expect(payOutEntry(head, { bank, against, bankFen: -100, ownUseFen: 100 }).postings).toHaveLength(2);
  });

  test('R25.3 own use is never above the bill', () => {
    expect(() => payOutEntry(head, { bank, against, bankFen: -100, ownUseFen: 101 })).toThrow(RangeError);
    const wanted = {
      kind: 'utility',
      payeeId: 'pye_1',
      bankAccountId: 'icbc',
      feeItemId: 'fee_water',
      proof: '账单',
      reason: '水费',
    };
    expect(requestPayOutSchema.safeParse({ ...wanted, fen: 100, ownUseFen: 101 }).success).toBe(false);
    expect(requestPayOutSchema.safeParse({ ...wanted, fen: 100, ownUseFen: 100 }).success).toBe(true);
  });
});
