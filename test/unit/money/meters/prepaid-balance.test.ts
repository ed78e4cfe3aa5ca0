import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { daysLeft, foldEntries, nothingYet } from '../../../../functions/money/meters/account-fold.ts';
import {
  type LowBalanceNotice,
  lowBalanceNoticeSchema,
  noticeFrom,
  noticesDue,
} from '../../../../functions/money/meters/low-balance.ts';
import {
  defaultLevels,
  levelsSchema,
  type PrepaidEntry,
  pricesSchema,
  type TopUp,
  tariffOf,
} from '../../../../functions/money/meters/prepaid-entries.ts';
import {
  confirmationOf,
  correctionOf,
  defaultReadingChecks,
  type ReadingEntry,
  readingEntry,
  readingSchema,
  reversalOf,
} from '../../../../functions/money/meters/reading.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { balanceAt, balanceHistory, crossingsOf, type PrepaidTerms } from '../../../models/meter-model.ts';

const zone = 'Asia/Shanghai';
const terms: PrepaidTerms = {
  prices: pricesSchema.parse([{ from: '2024-01-01', price: '0.5383' }]),
  checks: defaultReadingChecks,
  zone,
};
const read = (day: string, value: string): ReadingEntry =>
  readingEntry(readingSchema.parse({ meterId: 'm1', takenAt: `${day}T20:00:00+08:00`, value, by: 'device' }), zone);
const topUp = (day: string, fen: number, id = `pay-${day}`): TopUp => ({
  kind: 'top-up',
  payerId: 'psn_1',
  id,
  at: Temporal.Instant.from(`${day}T08:00:00+08:00`).toString(),
  fen,
});
const balances = (entries: PrepaidEntry[], under = terms) =>
  balanceHistory(entries, under).map((one) => one.balanceFen);
const crossings = (entries: PrepaidEntry[], levels = defaultLevels) =>
  crossingsOf(balanceHistory(entries, terms), levels);
const levelsOf = (entries: PrepaidEntry[]) => crossings(entries).map((one) => one.levelFen);

const left = (...entries: PrepaidEntry[]) => {
  const rules = [{ checks: terms.checks, levels: defaultLevels }];
  return daysLeft(
    foldEntries(nothingYet, entries, { tariff: tariffOf(terms.prices, zone), rules }).at(-1)?.after ?? nothingYet,
  );
};

/** Balance 52.30, then a day of 8.91 kWh. */
const example = [topUp('2025-03-01', 5_230), read('2025-03-01', '1000'), read('2025-03-02', '1008.91')];

describe('the balance', () => {
  test('R11.3 52.30 less 8.91 kWh at 0.5383 are 47.50 < 50.00: one notice, about 9.9 days left', () => {
    const history = balanceHistory(example, terms);
    expect(history.map((one) => one.balanceFen)).toEqual([5_230, 4_750]);
    expect(crossingsOf(history, defaultLevels)).toEqual([
      { levelFen: 5_000, armedBy: 'pay-2025-03-01', at: '2025-03-02T12:00:00Z', balanceFen: 4_750 },
    ]);
    expect(left(...example)).toBe('9.9');
  });

  test('R11.5 may be negative', () => {
    expect(balances([...example, read('2025-03-20', '1120')]).at(-1)).toBe(5_230 - 6_460);
  });

  test('R11.5 of later times is not changed by a late reading', () => {
    const entries = [topUp('2025-01-01', 10_000), read('2025-01-01', '0'), read('2025-01-05', '10.03')];
    const late = [read('2025-01-02', '3.33'), read('2025-01-03', '5.55')];
    expect(balances(entries).at(-1)).toBe(balances([...entries, ...late]).at(-1));
  });

  test('R11.5 is recalculated after a corrected reading', () => {
    const wrong = read('2025-03-02', '1008.91');
    const { kind, id, ...right } = read('2025-03-02', '1005.91');
    const entries = [...example, read('2025-03-03', '1018')];
    expect(balances(entries)).toEqual([5_230, 4_750, 4_261]);
    expect(balances([...entries, ...correctionOf(wrong, right, zone, 'reader', 'misread')])).toEqual([
      5_230, 4_912, 4_261,
    ]);
  });

  test('R11.5 ignores duplicate readings and payment references, and refuses one reference with two amounts', () => {
    expect(balances([...example, ...example])).toEqual(balances(example));
    expect(() => balances([...example, topUp('2025-03-01', 1)])).toThrow('two amounts');
  });

  test('R6.5 includes a reading held for abnormal usage only once it is confirmed', () => {
    const high = read('2025-03-03', '1040');
    expect(balances([...example, high])).toEqual(balances(example));
    expect(balances([...example, high, confirmationOf(high.id, 'reader')]).at(-1)).toBe(5_230 - 2_153);
  });

  test('excludes a bounced top-up', () => {
    const bounced = [...example, topUp('2025-03-02', 9_900), reversalOf('pay-2025-03-02', 'bank', 'bounced')];
    expect(balances(bounced)).toEqual(balances(example));
  });

  test('R4.5 uses a new price from its day on, and the old price for earlier usage', () => {
    const prices = pricesSchema.parse([
      { from: '2024-01-01', price: '0.5' },
      { from: '2025-03-02', price: '1' },
    ]);
    const under = { ...terms, prices };
    // 24 hours from 20:00 to 20:00: four of them at 0.5, twenty at 1.
    const entries = [topUp('2025-03-01', 5_000), read('2025-03-01', '100'), read('2025-03-02', '112')];
    expect(balances(entries, under)).toEqual([5_000, 5_000 - 100 - 1_000]);
    const dear = { ...terms, prices: [{ from: '2025-03-02', price: '1' }] };
    expect(() => balances(entries, dear)).toThrow('no price yet');
    expect(() => pricesSchema.parse([...prices].reverse())).toThrow('order of days');
  });

  test('of any instant is the one after the last entry before it', () => {
    const history = balanceHistory(example, terms);
    const at = ['2025-02-28T23:59:59Z', '2025-03-01T00:00:00Z', '2025-03-02T11:59:59Z', '2025-03-02T12:00:00Z'];
    expect(at.map((one) => balanceAt(history, one))).toEqual([0, 5_230, 5_230, 4_750]);
  });
});

describe('days left', () => {
  test('R11.3 are unknown without usage, and 0.0 without balance', () => {
    expect(left(topUp('2025-03-01', 100), read('2025-03-01', '5'))).toBeUndefined();
    expect(left(topUp('2025-03-01', 100))).toBeUndefined();
    expect(left(topUp('2025-03-01', 100), read('2025-03-01', '5'), read('2025-03-02', '500'))).toBe('0.0');
    expect(left(topUp('2025-03-01', 900_000), read('2025-03-01', '5'), read('2025-03-02', '5.01'))).toBeUndefined();
  });

  test('R11.3 follow from the usage of the last thirty days', () => {
    const winter = [topUp('2025-01-01', 100_000), read('2025-01-01', '0'), read('2025-02-01', '620')];
    const spring = [read('2025-03-03', '770'), read('2025-03-18', '845'), read('2025-03-28', '895')];
    // 5 kWh a day are 2.6915 yuan; 518.22 of 1,000.00 are left.
    expect(left(...winter, ...spring)).toBe('192.5');
  });
});

describe('notices', () => {
  const spend = (day: string, kwh: number) => read(day, String(kwh));
  // At 0.5383 a hundred kWh are 53.83.
  const start = [topUp('2025-03-01', 10_000), spend('2025-03-01', 0)];

  test('R11.3 come once per level on the way down, and not again below it', () => {
    const down = [
      ...start,
      spend('2025-03-05', 100),
      spend('2025-03-09', 140),
      spend('2025-03-12', 160),
      spend('2025-03-14', 170),
    ];
    expect(balances(down)).toEqual([10_000, 4_617, 2_464, 1_387, 849]);
    expect(levelsOf(down)).toEqual([5_000, 2_000]);
  });

  test('R11.3 come for both levels when one reading falls through both', () => {
    expect(levelsOf([...start, spend('2025-03-20', 160)])).toEqual([5_000, 2_000]);
  });

  test('R11.3 come again after a top-up above the level, not after one that stays at or below it', () => {
    const below = [...start, spend('2025-03-05', 100)];
    const then = (fen: number) => levelsOf([...below, topUp('2025-03-06', fen), spend('2025-03-10', 102)]);
    expect(then(383)).toEqual([5_000]);
    expect(then(384)).toEqual([5_000, 5_000]);
  });

  test('R11.3 do not come at exactly the level', () => {
    const exactly = [topUp('2025-03-01', 10_383), spend('2025-03-01', 0), spend('2025-03-05', 100)];
    expect(balances(exactly)).toEqual([10_383, 5_000]);
    expect(levelsOf(exactly)).toEqual([]);
    expect(levelsOf([...exactly, read('2025-03-06', '100.02')])).toEqual([5_000]);
  });

  test('R11.3 come only for levels that the balance once exceeded', () => {
    expect(levelsOf([topUp('2025-03-01', 3_000), spend('2025-03-01', 0), spend('2025-03-09', 40)])).toEqual([2_000]);
  });

  const told = (crossing: { levelFen: number; armedBy: string; noticeId: string }): LowBalanceNotice =>
    lowBalanceNoticeSchema.parse({
      ...crossing,
      meterId: 'm1',
      estateId: 'e1',
      unitId: 'u1',
      at: '2025-03-02T12:00:00Z',
      version: 1,
      balanceFen: 4_750,
      daysLeft: '9.9',
      channel: 'mail',
      receiver: 'psn_1',
      writtenAt: '2025-03-02T12:00:05Z',
      sendFrom: '2025-03-02T12:00:05Z',
      result: 'delivered',
    });

  test('R11.2 record balance, threshold, channel, time, receiver and result', () => {
    const { send } = noticesDue('m1', crossings(example), []);
    const notices = send.map(told);
    expect(notices).toMatchObject([{ levelFen: 5_000, receiver: 'psn_1', result: 'delivered' }]);
    expect(noticesDue('m1', crossings(example), notices)).toEqual({ send: [], withdraw: [] });
  });

  test('D30 are withdrawn when a correction removes the crossing; a later real crossing gets a new one', () => {
    const wrong = read('2025-03-02', '1008.91');
    const notices = noticesDue('m1', crossings(example), []).send.map(told);
    const { kind, id, ...right } = read('2025-03-02', '1003');
    const corrected = [...example, ...correctionOf(wrong, right, zone, 'reader', 'misread')];
    const withdraw = notices.map((one) => one.noticeId);
    expect(noticesDue('m1', crossings(corrected), notices)).toEqual({ send: [], withdraw });
    const gone = notices.map((one) => ({ ...one, withdrawnAt: '2025-03-03T00:00:00Z' }));
    const real = [...corrected, read('2025-03-04', '1009')];
    const again = noticesDue('m1', crossings(real), gone);
    expect(again).toMatchObject({ send: [{ levelFen: 5_000 }], withdraw: [] });
    expect(withdraw).not.toContain(again.send[0]?.noticeId);
  });

  test('do not come again when a late reading moves the crossing', () => {
    const notices = noticesDue('m1', crossings([...start, spend('2025-03-09', 140)]), []).send.map(told);
    const late = crossings([...start, spend('2025-03-09', 140), spend('2025-03-05', 100)]);
    expect(late).toMatchObject([{ at: '2025-03-05T12:00:00Z' }]);
    expect(noticesDue('m1', late, notices)).toEqual({ send: [], withdraw: [] });
  });

  test('do not come again when a late top-up does not change the crossing', () => {
    const entries = [...start, spend('2025-03-09', 140)];
    const notices = noticesDue('m1', crossings(entries), []).send.map(told);
    const late = crossings([...entries, topUp('2025-03-03', 100)]);
    expect(late).toMatchObject([{ levelFen: 5_000, balanceFen: 2_564 }]);
    expect(noticesDue('m1', late, notices)).toEqual({ send: [], withdraw: [] });
  });

  test('R11.3 wait for the end of quiet hours, except that of the last level', () => {
    const when = (levelFen: number, at: string, lastSentAt?: string) =>
      noticeFrom(
        { levelFen },
        { levels: defaultLevels, quietHours: { quietFrom: '21:00', quietTo: '08:00' }, zone },
        Temporal.Instant.from(at),
        lastSentAt,
      );
    expect(when(5_000, '2025-03-02T20:59:00+08:00')).toBe('2025-03-02T12:59:00Z');
    expect(when(5_000, '2025-03-02T21:00:00+08:00')).toBe('2025-03-03T00:00:00Z');
    expect(when(2_000, '2025-03-02T23:30:00+08:00')).toBe('2025-03-02T15:30:00Z');
    // A notice was sent today: the next one goes tomorrow, at the end of quiet hours.
    expect(when(5_000, '2025-03-02T15:00:00+08:00', '2025-03-02T01:00:00Z')).toBe('2025-03-03T00:00:00Z');
    expect(when(2_000, '2025-03-02T15:00:00+08:00', '2025-03-02T01:00:00Z')).toBe('2025-03-02T16:00:00Z');
    // A planned notice of tomorrow counts; the next one waits for the day after.
    expect(when(2_000, '2025-03-02T15:00:00+08:00', '2025-03-02T16:00:00Z')).toBe('2025-03-03T16:00:00Z');
    expect(when(5_000, '2025-03-02T15:00:00+08:00', '2025-03-01T15:00:00Z')).toBe('2025-03-02T07:00:00Z');
  });

  test('have levels in falling order', () => {
    expect(levelsSchema.parse(defaultLevels)).toEqual([5_000, 2_000]);
    expect(() => levelsSchema.parse([2_000, 5_000])).toThrow('fall');
  });
});

describe('any sequence of entries', () => {
  const unheld: PrepaidTerms = { ...terms, checks: { ...defaultReadingChecks, fromHours: 8_784 } };
  const anyMonths = fc
    .record({
      // By day: usage in tenths of a kWh, or no reading.
      used: fc.array(fc.option(fc.integer({ min: 0, max: 900 })), { minLength: 2, maxLength: 50 }),
      paid: fc.array(fc.option(fc.integer({ min: 1, max: 9_000 }), { freq: 3 }), { minLength: 1, maxLength: 50 }),
    })
    .map(({ used, paid }) => {
      let register = 0;
      const days = used.map((tenths) => {
        register += tenths ?? 0;
        return tenths === null ? undefined : register;
      });
      return { days, paid: paid.map((fen) => fen ?? undefined) };
    });
  type Months = typeof anyMonths extends fc.Arbitrary<infer T> ? T : never;

  const entriesOf = ({ days, paid }: Months): PrepaidEntry[] => [
    ...days.flatMap((tenths, i) =>
      tenths === undefined ? [] : [read(addDays('2025-01-01', i), (tenths / 10).toFixed(1))],
    ),
    ...paid.flatMap((fen, i) => (fen === undefined ? [] : [topUp(addDays('2025-01-01', i), fen)])),
  ];

  /** Balances calculated independently: whole numbers, from scratch for every evening and morning. */
  const recomputed = ({ days, paid }: Months) => {
    const first = days.find((tenths) => tenths !== undefined) ?? 0;
    const balance = (upToRead: number, upToPaid: number) => {
      const read = days.slice(0, upToRead + 1).findLast((tenths) => tenths !== undefined) ?? first;
      const fen = (BigInt(read - first) * 5_383n * 2n + 1_000n) / 2_000n;
      return paid.slice(0, upToPaid + 1).reduce<number>((all, one) => all + (one ?? 0), 0) - Number(fen);
    };
    return Array.from({ length: Math.max(days.length, paid.length) }, (_, i) => [
      ...(paid[i] === undefined ? [] : [{ what: 'paid', balance: balance(i - 1, i) }]),
      ...(days[i] === undefined || days.slice(0, i).every((one) => one === undefined)
        ? []
        : [{ what: 'read', balance: balance(i, i) }]),
    ]).flat();
  };

  test('R11.5 gives top-ups less consumption, as calculated from scratch', () => {
    fc.assert(
      fc.property(anyMonths, (months) => {
        expect(balances(entriesOf(months), unheld)).toEqual(recomputed(months).map((one) => one.balance));
      }),
    );
  });

  test('R11.5 gives the same balance in any order and with duplicates', () => {
    const disordered = anyMonths
      .map(entriesOf)
      .chain((entries) =>
        fc.tuple(
          fc.constant(entries),
          fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(disordered, ([entries, again]) => {
        expect(balanceHistory(again, unheld)).toEqual(balanceHistory(entries, unheld));
      }),
    );
  });

  test('R11.5 gives the balance of the right readings after corrections in any order', () => {
    const corrected = anyMonths.map(entriesOf).chain((right) =>
      fc.tuple(fc.constant(right), fc.array(fc.nat(), { maxLength: 5 }), fc.nat()).map(([entries, picks, seed]) => {
        const readings = entries.filter((one) => one.kind === 'reading');
        const wrong = picks.flatMap((pick) => {
          const one = readings[pick % Math.max(1, readings.length)];
          if (!one) return [];
          const misread = readingEntry(
            { meterId: 'm1', takenAt: one.takenAt, value: `${one.value}5`.replace(/^(\d+)5$/, '$1.05'), by: 'device' },
            zone,
          );
          return [misread, reversalOf(misread.id, 'reader', 'misread')];
        });
        const all = [...wrong, ...entries];
        const cut = seed % all.length;
        return { entries, all: [...all.slice(cut), ...all.slice(0, cut)] };
      }),
    );
    fc.assert(
      fc.property(corrected, ({ entries, all }) => {
        expect(balanceHistory(all, unheld)).toEqual(balanceHistory(entries, unheld));
      }),
    );
  });

  /**
   * Crossings counted independently: a top-up above the level and the first reading below it after that are
   * one.
   */
  const crossed = (months: Months, level: number) =>
    recomputed(months)
      .map(({ what, balance }) => (what === 'paid' ? (balance > level ? 'A' : '') : balance < level ? 'B' : ''))
      .join('')
      .match(/A+B/g)?.length ?? 0;

  test('R11.3 gives exactly one notice per crossing and withdraws none when entries arrive in time', () => {
    fc.assert(
      fc.property(anyMonths, (months) => {
        const timed = entriesOf(months).toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
        const { sent, withdrawn } = arriving(timed);
        expect(withdrawn).toBe(0);
        for (const level of defaultLevels) {
          expect(sent.filter((one) => one.levelFen === level)).toHaveLength(crossed(months, level));
        }
      }),
    );
  });

  test('R11.3 gives exactly one valid notice per crossing in the end, in any order', () => {
    const disordered = anyMonths.chain((months) => {
      const entries = entriesOf(months);
      return fc.tuple(
        fc.constant(months),
        fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }),
      );
    });
    fc.assert(
      fc.property(disordered, ([months, arrivals]) => {
        const { sent } = arriving(arrivals);
        expect(new Set(sent.map((one) => one.noticeId)).size).toBe(sent.length);
        for (const level of defaultLevels) {
          const stands = sent.filter((one) => one.levelFen === level && one.withdrawnAt === undefined);
          expect(stands).toHaveLength(crossed(months, level));
        }
      }),
      { numRuns: 40 },
    );
  });

  function timeOf(entry: PrepaidEntry): string {
    return entry.kind === 'reading' ? entry.takenAt : entry.kind === 'top-up' ? entry.at : '';
  }

  /** The notices of an account whose entries arrive one by one, each decided at once. */
  function arriving(entries: readonly PrepaidEntry[]) {
    let sent: Parameters<typeof noticesDue>[2][number][] = [];
    let withdrawn = 0;
    entries.forEach((_, i) => {
      const now = crossingsOf(balanceHistory(entries.slice(0, i + 1), unheld), defaultLevels);
      const { send, withdraw } = noticesDue('m1', now, sent);
      withdrawn += withdraw.length;
      sent = [
        ...sent.map((one) => (withdraw.includes(one.noticeId) ? { ...one, withdrawnAt: '2025-12-31T00:00:00Z' } : one)),
        ...send.map((one) => ({ ...one, meterId: 'm1' })),
      ];
    });
    return { sent, withdrawn };
  }
});
