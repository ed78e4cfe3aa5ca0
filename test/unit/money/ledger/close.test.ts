import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountOf } from '../../../../functions/money/ledger/account.ts';
import {
  checkDay,
  type DayRecords,
  differenceSchema,
  differences,
} from '../../../../functions/money/ledger/check-day.ts';
import {
  approveReopening,
  type Closing,
  closeDay,
  isMonthClosed,
  mustBeOpen,
  postingDay,
  requestReopening,
} from '../../../../functions/money/ledger/close-day.ts';
import {
  arrivalEntry,
  paymentEntry,
  recordSettlement,
  refundEntry,
} from '../../../../functions/money/ledger/entry-builders.ts';
import { type Entry, movedBy, reversalOf } from '../../../../functions/money/ledger/posting.ts';
import { type Receipt, receiptSchema, recordLineSchema } from '../../../../functions/money/ledger/record-line.ts';
import { bank, cash, head, wechat } from './ledger-fixtures.ts';

const day = '2025-03-05';
const pay = (n: number, moneyAccount: string, fen: number, more: Partial<Entry> = {}) =>
  paymentEntry(head(n, more), { payerId: 'psn_wang', moneyAccount, fen, pays: [] });
const lineOf = (entry: Entry, account: string) => ({
  account,
  reference: entry.reference,
  fen: movedBy(entry, account),
  day: entry.occurredOn,
});
const receiptOf = (entry: Entry, account: string, sequence: number): Receipt => ({
  ...lineOf(entry, account),
  number: { cashierId: 'li', day: entry.occurredOn, sequence },
  voided: false,
});

/** Returns a day on which all records agree, from payments on money accounts. */
function agreeing(payments: readonly { moneyAccount: string; fen: number }[]): DayRecords {
  const entries = payments.map(({ moneyAccount, fen }, n) => ({ moneyAccount, entry: pay(n, moneyAccount, fen) }));
  return {
    entries: entries.map(({ entry }) => entry),
    vouchers: entries.map(({ entry, moneyAccount }) => lineOf(entry, moneyAccount)),
    receipts: entries.map(({ entry, moneyAccount }, n) => receiptOf(entry, moneyAccount, n + 1)),
    channel: entries
      .filter(({ moneyAccount }) => moneyAccount !== cash)
      .map(({ entry, moneyAccount }) => lineOf(entry, moneyAccount)),
    counters: [{ cashierId: 'li', sequence: entries.length }],
  };
}

const good = agreeing([
  { moneyAccount: wechat, fen: 71_853 },
  { moneyAccount: cash, fen: 300 },
]);
const found = (records: Partial<DayRecords>, on = day) => checkDay(on, { ...good, ...records }).differences;
const [first, second] = good.channel.concat(good.vouchers);

describe('R21.1 a replaced receipt', () => {
  test('a replaced receipt still proves its money, its replacement proves none, and a void receipt without replacement is missing', () => {
    const [receipt, ...others] = good.receipts;
    if (!receipt) throw new Error('the day has no receipt');
    const number = { ...receipt.number, sequence: 3 };
    const instead = { ...receipt, number, ofMoved: true };
    const counters = [{ cashierId: 'li', sequence: 3 }];
    const replaced = [{ ...receipt, voided: true, replacedBy: '20250305-li-0003' }, ...others, instead];
    expect(checkDay(day, { ...good, receipts: replaced, counters })).toEqual({ day, differences: [], gaps: [] });
    const voided = [{ ...receipt, voided: true }, ...others, instead];
    expect(found({ receipts: voided, counters })).toMatchObject([{ kind: 'missing-in-channel', record: 'receipt' }]);
  });
});

describe('D29 the close of a day', () => {
  test('no difference is found when vouchers, receipts, statement and ledger agree', () => {
    expect(checkDay(day, good)).toEqual({ day, differences: [], gaps: [] });
    for (const line of [...good.vouchers, ...good.channel]) expect(recordLineSchema.safeParse(line).success).toBe(true);
    for (const one of good.receipts) expect(receiptSchema.safeParse(one).success).toBe(true);
    expect(recordLineSchema.safeParse({ ...first, account: 'income:revenue:x' }).success).toBe(false);
    expect(recordLineSchema.safeParse({ ...first, account: 'nowhere' }).success).toBe(false);
  });

  test('missing in ledger: the channel has a payment that is not posted', () => {
    const line = { account: wechat, reference: 'wx-9', fen: 500, day };
    expect(found({ channel: [...good.channel, line] })).toEqual([
      {
        kind: 'missing-in-ledger',
        record: 'channel',
        account: wechat,
        reference: 'wx-9',
        recordFen: 500,
        recordDay: day,
      },
    ]);
  });

  test('missing in channel: a posted payment is not in the statement', () => {
    expect(found({ channel: [] })).toMatchObject([
      { kind: 'missing-in-channel', record: 'channel', ledgerFen: 71_853 },
    ]);
  });

  test('missing in channel: cash has no voucher or no receipt', () => {
    expect(found({ vouchers: good.vouchers.slice(0, 1) })).toMatchObject([
      { kind: 'missing-in-channel', record: 'voucher', account: cash, ledgerFen: 300 },
    ]);
    expect(found({ receipts: good.receipts.slice(0, 1) })).toMatchObject([
      { kind: 'missing-in-channel', record: 'receipt', account: cash, ledgerFen: 300 },
    ]);
  });

  test('amount differs: by one fen', () => {
    const channel = good.channel.map((line) => ({ ...line, fen: line.fen - 1 }));
    expect(found({ channel })).toMatchObject([{ kind: 'amount-differs', ledgerFen: 71_853, recordFen: 71_852 }]);
  });

  test('duplicate: twice in the statement, or twice in the ledger', () => {
    expect(found({ channel: [...good.channel, ...good.channel] })).toEqual([
      { kind: 'duplicate', record: 'channel', account: wechat, reference: 'ref-0', times: 2 },
    ]);
    const again = { ...pay(7, wechat, 71_853), reference: 'ref-0' };
    expect(found({ entries: [...good.entries, again] })).toEqual([
      { kind: 'duplicate', record: 'ledger', account: wechat, reference: 'ref-0', times: 2 },
    ]);
  });

  test('wrong day: paid at night and posted in the morning; reported for both days', () => {
    const channel = good.channel.map((line) => ({ ...line, day: '2025-03-04' }));
    const wrong = [{ kind: 'wrong-day', record: 'channel', ledgerDay: day, recordDay: '2025-03-04' }];
    expect(found({ channel })).toMatchObject(wrong);
    expect(found({ channel, receipts: [] }, '2025-03-04')).toMatchObject(wrong);
  });

  test('a late line counts on the ledger day under which it is filed', () => {
    const late = { account: wechat, reference: 'wx-late', fen: 500, day: '2025-03-01', postedOn: day };
    expect(found({ channel: [...good.channel, late] })).toMatchObject([
      { kind: 'missing-in-ledger', reference: 'wx-late', recordDay: '2025-03-01' },
    ]);
    const entry = pay(8, wechat, 500, { reference: 'wx-late', occurredOn: '2025-03-01' });
    const papers = [lineOf(entry, wechat)];
    const receipts = [
      ...good.receipts,
      { ...receiptOf(entry, wechat, 3), number: { cashierId: 'li', day, sequence: 3 } },
    ];
    const records = { entries: [...good.entries, entry], vouchers: [...good.vouchers, ...papers], receipts };
    expect(found({ ...records, channel: [...good.channel, late] })).toEqual([]);
  });

  test('there are five kinds of difference, each with a name in three languages', () => {
    expect(Object.keys(differences)).toEqual(differenceSchema.shape.kind.options);
    expect(Object.keys(differences)).toHaveLength(5);
  });

  test('a late payment is posted on the next open day and agrees there with the statement of its own day', () => {
    const late = pay(5, wechat, 900, { occurredOn: '2025-03-04', postedOn: day });
    const records = {
      entries: [...good.entries, late],
      vouchers: [...good.vouchers, lineOf(late, wechat)],
      receipts: [...good.receipts, receiptOf(late, wechat, 1)],
      channel: [...good.channel, lineOf(late, wechat)],
    };
    expect(found(records)).toEqual([]);
  });

  test('a payment reversed on its own day needs no source documents, and its voided receipt keeps its number', () => {
    const wrong = pay(5, cash, 900);
    const undone = reversalOf(wrong, {
      postedOn: day,
      recordedAt: `${day}T09:00:00Z`,
      reference: 'r',
      description: '',
    });
    const voided = { ...receiptOf(wrong, cash, 3), voided: true };
    const records = { ...good, entries: [...good.entries, wrong, undone], receipts: [...good.receipts, voided] };
    expect(checkDay(day, { ...records, counters: [{ cashierId: 'li', sequence: 3 }] })).toEqual({
      day,
      differences: [],
      gaps: [],
    });
    expect(
      checkDay(day, { ...records, receipts: [...good.receipts, { ...voided, voided: false }] }).differences,
    ).toMatchObject([{ kind: 'missing-in-ledger', record: 'receipt' }]);
  });

  test('a payment reversed on a later day needs a voucher and a channel line of its own', () => {
    const [payment] = good.entries;
    if (!payment) throw new Error('no payment');
    const next = '2025-03-06';
    const undone = reversalOf(payment, {
      postedOn: next,
      recordedAt: `${next}T09:00:00Z`,
      reference: 'back-1',
      description: '',
    });
    const records = { ...good, entries: [...good.entries, undone], counters: [] };
    expect(checkDay(next, records).differences.map(({ record, kind }) => [record, kind])).toEqual([
      ['channel', 'missing-in-channel'],
      ['voucher', 'missing-in-channel'],
    ]);
    const line = lineOf(undone, wechat);
    expect(
      checkDay(next, { ...records, vouchers: [...good.vouchers, line], channel: [...good.channel, line] }).differences,
    ).toEqual([]);
  });

  test('a refund needs a voucher and no receipt; a settlement with the bank needs no channel line', () => {
    const from = { purpose: 'general' };
    const refund = refundEntry(head(5), {
      paymentId: 'ent_0000',
      payerId: 'psn_wang',
      from,
      moneyAccount: wechat,
      fen: 50,
    });
    const settled = recordSettlement(head(6), { from: wechat, to: bank, fen: 1_000, feeFen: 6 });
    const vouchers = [...good.vouchers, lineOf(refund, wechat), lineOf(settled, wechat)];
    const records = { entries: [...good.entries, refund, settled], vouchers };
    expect(found({ ...records, channel: [...good.channel, lineOf(refund, wechat)] })).toEqual([]);
    expect(found(records)).toMatchObject([{ kind: 'missing-in-channel', record: 'channel', ledgerFen: -50 }]);
  });

  test('a deposit at the bank agrees with its slip alone; its arrival needs a bank line (R20.7)', () => {
    const slip = recordSettlement(head(6), { from: cash, to: bank, fen: 300, feeFen: 0 });
    const arrived = arrivalEntry(head(7), { bank, slipFen: 300, lineFen: 300 });
    const vouchers = [...good.vouchers, lineOf(slip, cash)];
    expect(found({ entries: [...good.entries, slip], vouchers })).toEqual([]);
    const entries = [...good.entries, slip, arrived];
    expect(found({ entries, vouchers })).toMatchObject([{ kind: 'missing-in-channel', account: bank, ledgerFen: 300 }]);
    expect(found({ entries, vouchers, channel: [...good.channel, lineOf(arrived, bank)] })).toEqual([]);
    // A line that confirms no slip is money missing in the ledger.
    expect(found({ channel: [...good.channel, lineOf(arrived, bank)] })).toMatchObject([{ kind: 'missing-in-ledger' }]);
  });

  test('cash fetched from the bank needs the bank line', () => {
    const fetched = recordSettlement(head(6), { from: bank, to: cash, fen: 300, feeFen: 0 });
    const vouchers = [...good.vouchers, lineOf(fetched, cash), lineOf(fetched, bank)];
    const entries = [...good.entries, fetched];
    expect(found({ entries, vouchers })).toMatchObject([
      { kind: 'missing-in-channel', account: bank, ledgerFen: -300 },
    ]);
    expect(found({ entries, vouchers, channel: [...good.channel, lineOf(fetched, bank)] })).toEqual([]);
  });

  test('a missing receipt number keeps the day open', () => {
    const check = checkDay(day, { ...good, counters: [{ cashierId: 'li', sequence: 3 }] });
    expect(check.gaps).toEqual([{ number: { cashierId: 'li', day, sequence: 3 }, what: 'missing' }]);
    expect(() => closeDay({ estateId: 'yg' }, check)).toThrow('day-does-not-agree');
    expect(checkDay(day, { ...good, counters: [] }).gaps.map(({ what }) => what)).toEqual([
      'never-given-out',
      'never-given-out',
    ]);
  });

  test('every line removed, changed or doubled is found, and the order of lines does not matter', () => {
    const payments = fc.array(
      fc.record({ moneyAccount: fc.constantFrom(cash, wechat, bank), fen: fc.integer({ min: 1, max: 10_000_000 }) }),
      { minLength: 1, maxLength: 12 },
    );
    const damages = fc.constantFrom('gone', 'fen', 'day', 'twice');
    const where = fc.constantFrom('vouchers', 'receipts', 'channel');
    fc.assert(
      fc.property(payments, where, damages, fc.nat(), (some, record, damage, pick) => {
        const right = agreeing(some);
        const lines: readonly Receipt[] | DayRecords['channel'] = right[record];
        const at = pick % Math.max(lines.length, 1);
        const change = <T extends { fen: number; day: string }>(all: readonly T[]): T[] =>
          all.flatMap((line, i) => {
            if (i !== at) return [line];
            if (damage === 'gone') return [];
            if (damage === 'twice') return [line, line];
            return [damage === 'fen' ? { ...line, fen: line.fen + 1 } : { ...line, day: '2025-03-06' }];
          });
        const wrong = {
          ...right,
          ...(record === 'receipts' ? { receipts: change(right.receipts) } : { [record]: change(right[record]) }),
        };
        expect(checkDay(day, right).differences).toEqual([]);
        const { differences: named } = checkDay(day, wrong);
        if (lines.length === 0) {
          expect(named).toEqual([]);
          return;
        }
        const kinds = { gone: 'missing-in-channel', fen: 'amount-differs', day: 'wrong-day', twice: 'duplicate' };
        expect(named.map(({ kind, reference }) => [kind, reference])).toEqual([[kinds[damage], lines[at]?.reference]]);
        const turned = {
          entries: wrong.entries.toReversed(),
          vouchers: wrong.vouchers.toReversed(),
          receipts: wrong.receipts.toReversed(),
          channel: wrong.channel.toReversed(),
        };
        expect(checkDay(day, { ...wrong, ...turned })).toEqual(checkDay(day, wrong));
      }),
    );
  });

  test('cash has no statement', () => {
    expect(accountOf(second?.account ?? '').kind).toBe('channel');
    expect(good.channel.map(({ account }) => account)).toEqual([wechat]);
  });
});

describe('D29 a closed period', () => {
  const check = (on: string) => ({ day: on, differences: [], gaps: [] });
  const through = (closedThrough: string): Closing => ({ estateId: 'yg', closedThrough });

  test('days close one after the other', () => {
    expect(closeDay({ estateId: 'yg' }, check(day)).closedThrough).toBe(day);
    expect(closeDay(through('2025-02-28'), check('2025-03-01')).closedThrough).toBe('2025-03-01');
    for (const on of ['2025-02-28', '2025-03-02'])
      expect(() => closeDay(through('2025-02-28'), check(on))).toThrow('day-out-of-turn');
  });

  test('a day that does not agree stays open', () => {
    const differing = checkDay(day, { ...good, channel: [] });
    expect(() => closeDay(through('2025-03-04'), differing)).toThrow('day-does-not-agree');
  });

  test('a closed day takes no entry, and a late entry goes to the next open day', () => {
    expect(() => mustBeOpen('2025-02-28', through('2025-02-28'))).toThrow('period-closed');
    expect(() => mustBeOpen('2025-03-01', through('2025-02-28'))).not.toThrow();
    expect(() => mustBeOpen('2025-03-01', {})).not.toThrow();
    expect(postingDay('2025-02-27', through('2025-02-28'))).toBe('2025-03-01');
    expect(postingDay('2025-03-09', through('2025-02-28'))).toBe('2025-03-09');
    expect(postingDay('2025-02-27', {})).toBe('2025-02-27');
  });

  test('a month is closed with its last day', () => {
    expect(isMonthClosed('2025-02', through('2025-02-27'))).toBe(false);
    expect(isMonthClosed('2025-02', through('2025-02-28'))).toBe(true);
    expect(isMonthClosed('2024-12', through('2025-01-01'))).toBe(true);
    expect(isMonthClosed('2025-02', {})).toBe(false);
  });

  test('a reopening needs two different people', () => {
    const asked = requestReopening(through(day), day, { by: 'li', at: '2025-03-06T01:00:00Z', reason: '渠道补单' });
    expect(() => mustBeOpen(day, asked)).toThrow('period-closed');
    expect(() => approveReopening(asked, 'li')).toThrow('second-person-needed');
    const open = approveReopening(asked, 'he');
    expect(open).toEqual({ estateId: 'yg', closedThrough: '2025-03-04', asked: undefined });
    expect(() => mustBeOpen(day, open)).not.toThrow();
    expect(() => approveReopening(open, 'he')).toThrow('reopening-not-asked');
  });

  test('only the last closed day can be reopened, because later seals depend on earlier days', () => {
    const method = { by: 'li', at: '2025-03-06T01:00:00Z', reason: 'x' };
    for (const on of ['2025-03-04', '2025-03-06'])
      expect(() => requestReopening(through(day), on, method)).toThrow('not-the-last-closed-day');
    expect(() => requestReopening({ estateId: 'yg' }, day, method)).toThrow('not-the-last-closed-day');
  });

  test('no day is reopened while the next day is being closed', () => {
    const asked = requestReopening(through(day), day, { by: 'li', at: '2025-03-06T01:00:00Z', reason: 'x' });
    expect(() => approveReopening({ ...asked, closing: '2025-03-06' }, 'he')).toThrow('day-being-closed');
  });

  test('a reopening request from before a further close has no effect', () => {
    const asked = requestReopening(through(day), day, { by: 'li', at: '2025-03-06T01:00:00Z', reason: 'x' });
    expect(() => approveReopening(closeDay(asked, check('2025-03-06')), 'he')).toThrow('reopening-not-asked');
  });
});
