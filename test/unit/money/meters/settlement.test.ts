import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountState,
  balanceOf,
  foldEntries,
  nothingYet,
} from '../../../../functions/money/meters/account-fold.ts';
import { msOf, type PrepaidEntry, type TopUp, tariffOf } from '../../../../functions/money/meters/prepaid-entries.ts';
import { defaultReadingChecks, readingEntry, reversalOf } from '../../../../functions/money/meters/reading.ts';
import {
  calculateSettlement,
  daysOfMonth,
  endOfMonth,
  type Settling,
  settlementSeenBy,
  takenFrom,
  toSettleAfter,
  toSettleWith,
} from '../../../../functions/money/meters/settlement.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';

const zone = 'Asia/Shanghai';
const now = '2025-12-21T00:00:00Z';
const terms = {
  tariff: tariffOf([{ from: '2024-01-01', price: '0.5383' }], zone),
  // Only impossible readings are held.
  rules: [{ checks: { ...defaultReadingChecks, fromHours: 8_784 }, levels: [] }],
};
const read = (day: string, value: string, time = '20:00') => {
  const takenAt = new Date(`${day}T${time}:00+08:00`).toISOString();
  return readingEntry({ meterId: 'm1', takenAt, value, by: 'device' }, zone);
};
const paid = (day: string, fen: number, payerId = 'psn_wang', id = `pay-${day}-${payerId}`): TopUp => ({
  kind: 'top-up',
  id,
  fen,
  payerId,
  at: new Date(`${day}T08:00:00+08:00`).toISOString(),
});
const folded = (entries: readonly PrepaidEntry[], at = '2999-01-01T00:00:00Z'): AccountState =>
  foldEntries(nothingYet, entries, terms).findLast((step) => msOf(step.at) <= msOf(at))?.after ?? nothingYet;
const settledOf = (
  before: Settling | undefined,
  month: string,
  entries: readonly PrepaidEntry[],
  household: string | undefined = undefined,
) => calculateSettlement(before?.settled, month, folded(entries, endOfMonth(month, zone)), household);
const partsOf = ({ parts }: Settling) => parts.map(({ payerId, fen }) => `${payerId} ${fen}`);

const march = [paid('2025-03-01', 10_000), read('2025-03-01', '1000'), read('2025-03-20', '1100')];

describe('the settlement of a month', () => {
  test('R11.5 is the cost of all usage up to its end, less what was settled before', () => {
    const entries = [...march, read('2025-04-20', '1150')];
    const first = settledOf(undefined, '2025-03', entries);
    expect(first).toMatchObject({ quantity: '100', fen: 5_383, parts: [{ payerId: 'psn_wang', fen: 5_383 }] });
    const second = settledOf(first, '2025-04', entries);
    // 150 kWh are 80.745: rounded once, half up.
    expect(second).toMatchObject({ quantity: '50', fen: 2_692 });
    expect(settledOf(second, '2025-05', entries)).toMatchObject({ quantity: '0', fen: 0, parts: [] });
  });

  test('R0.1 includes a reading at the midnight after the month', () => {
    expect(settledOf(undefined, '2025-03', [...march, read('2025-04-01', '1110', '00:00')]).quantity).toBe('110');
  });

  test('D24 includes corrections of an earlier month, also where less was used', () => {
    const first = settledOf(undefined, '2025-03', march);
    const wrong = read('2025-03-20', '1100');
    const corrected = [...march, reversalOf(wrong.id, 'reader', 'misread'), read('2025-03-20', '1060')];
    const second = settledOf(first, '2025-04', [...corrected, read('2025-04-20', '1070')]);
    expect(second).toMatchObject({ quantity: '-30', fen: 3_768 - 5_383, parts: [{ fen: 3_768 - 5_383 }] });
  });

  test('takes the oldest money first; the next payer covers a debt', () => {
    const entries = [...march, paid('2025-04-01', 3_000, 'psn_li'), read('2025-04-20', '1200')];
    const first = settledOf(undefined, '2025-03', entries);
    const second = settledOf(first, '2025-04', entries);
    expect(partsOf(second)).toEqual(['psn_li 766', 'psn_wang 4617']);
    const used = [...entries, read('2025-05-20', '1260')];
    // 139.96 were used and 130.00 paid: the household owes the rest.
    const third = settledOf(second, '2025-05', used, 'psn_zhao');
    expect(partsOf(third)).toEqual(['psn_li 2234', 'psn_zhao 996']);
    const fourth = settledOf(third, '2025-06', [...used, paid('2025-06-01', 5_000, 'psn_li')], 'psn_zhao');
    expect(partsOf(fourth)).toEqual(['psn_li 996', 'psn_zhao -996']);
    expect(fourth.fen).toBe(0);
  });

  test('charges uncovered usage to the household, else to the last payer, and to nobody before anyone paid', () => {
    const money = [{ payerId: 'psn_wang', fen: 100 }];
    expect([...takenFrom(150, money, 'psn_zhao')]).toEqual([
      ['psn_wang', 100],
      ['psn_zhao', 50],
    ]);
    expect([...takenFrom(150, money, undefined)]).toEqual([['psn_wang', 150]]);
    expect([...takenFrom(150, [], undefined)]).toEqual([]);
    const unpaid = settledOf(undefined, '2025-03', march.slice(1));
    expect(unpaid.parts).toEqual([]);
    // Once somebody pays, everything is settled, with all usage.
    expect(settledOf(unpaid, '2025-04', [...march, read('2025-04-20', '1150')])).toMatchObject({
      quantity: '150',
      fen: 8_075,
    });
  });

  test('takes nothing from money that was paid back', () => {
    const first = settledOf(undefined, '2025-03', march);
    const entries = [
      ...march,
      reversalOf('pay-2025-03-01-psn_wang', 'bank', 'bounced'),
      paid('2025-04-01', 9_000, 'psn_li'),
    ];
    expect(partsOf(settledOf(first, '2025-04', entries))).toEqual(['psn_li 5383', 'psn_wang -5383']);
  });

  test('shows a resident only their own part', () => {
    const ofParts = ['psn_wang', 'psn_li'].map((payerId) => ({
      payerId,
      fen: 1,
      entryId: 'e',
      postedOn: '2025-04-30',
    }));
    const settlement = {
      meterId: 'm1',
      estateId: 'e1',
      month: '2025-04',
      quantity: '1',
      fen: 2,
      parts: ofParts,
      settledAt: '2025-05-01T00:00:00Z',
      version: 1,
    };
    expect(settlementSeenBy('psn_li', settlement).parts).toMatchObject([{ payerId: 'psn_li' }]);
    expect(settlementSeenBy(undefined, settlement).parts).toHaveLength(2);
  });
});

describe('the time of a settlement', () => {
  const fresh = (entry: PrepaidEntry, day: string) => [{ day: { day }, fresh: [entry] }];
  const settled = { through: '2025-03', used: '0', taken: [] };

  test('is six hours after the end of the month in the estate’s zone', () => {
    const due = toSettleWith({}, fresh(read('2025-12-20', '1'), '2025-12-20'), zone, now);
    expect(due).toEqual({ month: '2025-12', dueAt: '2025-12-31T22:00:00Z', knownAt: now });
    expect(
      toSettleWith({ toSettle: due }, fresh(read('2026-01-20', '1'), '2026-01-20'), zone, '2026-01-21T00:00:00Z'),
    ).toEqual(due);
    expect(daysOfMonth('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  });

  test('R0.1 a reading at midnight belongs to the month that it closes', () => {
    const midnight = fresh(read('2025-04-01', '1', '00:00'), '2025-04-01');
    expect(toSettleWith({}, midnight, zone, now)).toMatchObject({ month: '2025-03' });
    expect(toSettleWith({ settled }, midnight, zone, now)).toMatchObject({ month: '2025-04' });
  });

  test('D24 late entries are settled with the first unsettled month', () => {
    expect(toSettleWith({ settled }, fresh(read('2025-01-20', '1'), '2025-01-20'), zone, now)?.month).toBe('2025-04');
    expect(toSettleWith({ settled }, fresh(read('2025-06-20', '1'), '2025-06-20'), zone, now)?.month).toBe('2025-06');
    expect(toSettleWith({ settled }, [], zone, now)).toBeUndefined();
  });

  test('nothing is due after a month without later entries', () => {
    const next = (atMs: number | undefined) => toSettleAfter('2025-03', { atMs }, zone, now)?.month;
    expect(next(undefined)).toBeUndefined();
    expect(next(msOf(endOfMonth('2025-03', zone)))).toBeUndefined();
    expect(next(msOf(endOfMonth('2025-03', zone)) + 1)).toBe('2025-04');
  });
});

describe('any entries in any order', () => {
  type Come = { readonly day: string; readonly entry: PrepaidEntry } | 'time passes';
  const dayOf = (n: number) => addDays('2025-01-01', n);
  const anyReading = fc.tuple(fc.nat({ max: 120 }), fc.nat({ max: 90 })).map(([n, more]): Come => {
    return { day: dayOf(n), entry: read(dayOf(n), `${n * 10}.${more}`) };
  });
  const anyTopUp = fc
    .tuple(fc.nat({ max: 120 }), fc.constantFrom('psn_wang', 'psn_li'), fc.integer({ min: 1, max: 30_000 }))
    .map(
      ([n, payerId, fen]): Come => ({ day: dayOf(n), entry: paid(dayOf(n), fen, payerId, `${n} ${payerId} ${fen}`) }),
    );
  const anyStory = fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: anyReading },
        { weight: 2, arbitrary: anyTopUp },
        fc.constant('time passes' as const),
      ),
      {
        maxLength: 40,
      },
    )
    .chain((coming) =>
      // Some are reversed afterwards, some before they arrive.
      fc.tuple(fc.constant(coming), fc.subarray(coming), fc.nat()).map(([all, wrong, seed]) => {
        const back = wrong.flatMap((one): Come[] =>
          one === 'time passes' ? [] : [{ day: one.day, entry: reversalOf(one.entry.id, 'a', 'wrong') }, 'time passes'],
        );
        const cut = seed % (all.length + 1);
        return [...all.slice(0, cut), ...back, ...all.slice(cut)];
      }),
    );

  /** The ledger of one meter: payments taken at once, and settlements. */
  function lived(story: readonly Come[]) {
    const all = new Map<string, PrepaidEntry>();
    const reversed = () => new Set([...all.values()].flatMap((one) => (one.kind === 'reversal' ? [one.reverses] : [])));
    let account: { settled?: Settling['settled']; toSettle?: ReturnType<typeof toSettleWith> } = {};
    const months: string[] = [];
    const taken = new Map<string, number>();
    let earnedFen = 0;
    const settleAll = () => {
      for (let next = account.toSettle; next; next = account.toSettle) {
        const entries = [...all.values()];
        const { settled, parts, fen } = calculateSettlement(
          account.settled,
          next.month,
          folded(entries, endOfMonth(next.month, zone)),
          'psn_zhao',
        );
        if (parts.length > 0) months.push(next.month);
        for (const part of parts) taken.set(part.payerId, (taken.get(part.payerId) ?? 0) + part.fen);
        earnedFen += fen;
        account = { settled, toSettle: toSettleAfter(next.month, folded(entries), zone, now) };
      }
    };
    for (const come of [...story, 'time passes' as const]) {
      if (come === 'time passes') {
        settleAll();
        continue;
      }
      if (all.has(come.entry.id)) continue;
      all.set(come.entry.id, come.entry);
      account = {
        ...account,
        toSettle: toSettleWith(account, [{ day: { day: come.day }, fresh: [come.entry] }], zone, now),
      };
    }
    const ledger = new Map([...taken].map(([payerId, fen]) => [payerId, 0 - fen]));
    const gone = reversed();
    for (const one of all.values()) {
      if (one.kind !== 'top-up' || gone.has(one.id)) continue;
      ledger.set(one.payerId, (ledger.get(one.payerId) ?? 0) + one.fen);
    }
    return { ledger, months, earnedFen, state: folded([...all.values()]) };
  }

  test('R11.5, D28 leave the meter’s balance in the ledger for its payers, to the fen', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { ledger, state, earnedFen } = lived(story);
        expect([...ledger.values()].reduce((sum, fen) => sum + fen, 0)).toBe(balanceOf(state));
        expect(earnedFen).toBe(state.toppedUpFen - balanceOf(state));
        for (const [payerId, fen] of ledger) {
          if (payerId !== 'psn_zhao') expect(fen).toBeGreaterThanOrEqual(0);
          else expect(fen).toBe(Math.min(0, balanceOf(state)) + 0);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('give one settlement per month, in the order of months', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { months } = lived(story);
        expect(months).toEqual([...new Set(months)].sort());
      }),
    );
  });

  test('put each day into one month', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000 }), (n) => {
        const day = dayOf(n);
        const { from, to } = daysOfMonth(day.slice(0, 7));
        expect(from <= day && day <= to).toBe(true);
        expect(dayIn(zone, endOfMonth(day.slice(0, 7), zone))).toBe(addDays(to, 1));
      }),
    );
  });
});
