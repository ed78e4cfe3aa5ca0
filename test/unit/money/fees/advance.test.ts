import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Advance,
  balancesOf,
  checkAhead,
  decideAdvance,
  endOn,
  noteInvoiced,
  scheduleOf,
  servedOf,
  serveMonth,
  splitOf,
  wholeOf,
} from '../../../../functions/money/fees/advance.ts';
import { postedTaxFen } from '../../../../functions/money/fees/bill-vat.ts';
import { chargePeriod } from '../../../../functions/money/fees/charge.ts';
import { endAdvance } from '../../../../functions/money/fees/end-advance.ts';
import { withoutDays } from '../../../../functions/money/fees/payer.ts';
import {
  account,
  accountInChart,
  chargeEntry,
  entryHeader,
  paymentEntry,
  recognitionEntry,
  taxIn,
  taxPointEntry,
} from '../../../../functions/money/ledger/public.ts';
import { VatOfPeriod } from '../../../../functions/money/ledger/vat-period.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { aBill, Counter, estateId, ledger, parts, payerId } from './a-bill.ts';
import { itemWith } from './billed-unit.ts';

const today = '2026-11-27';
const feeItemId = 'fee_property';
const year = { from: '2027-01-01', to: '2027-12-31' };
const known = { today, mostMonthsAhead: 12, contractEndsOn: '2029-12-31' };
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return undefined;
};

/** 77.55 m² at 2.71 yuan: 210.1605 a month. */
const item = itemWith({
  kind: 'building-area',
  tariff: [{ number: 1, from: '2020-01-01', price: '2.71', addOn: '0', ground: '合同' }],
});
const [charge] = chargePeriod({
  item,
  unitId: 'unt_1',
  period: year,
  payers: [{ payerId, from: '2020-01-01' }],
  measure: { kind: 'building-area', area: '77.55' },
  rounding: 'fen-half-up',
}).charges;
if (!charge) throw new Error('nothing was charged');
const six = { vatClass: 'service', method: 'general', percent: '6' } as const;
const vat = taxIn(charge.fen, six);
const line = { ...charge, feeItemId, name: '物业费', held: false, advanceId: 'adv_1', vat };
const advance: Advance = {
  advanceId: 'adv_1',
  estateId,
  unitId: 'unt_1',
  unitLabel: '1栋1201',
  payerId,
  feeItemId,
  ...year,
  fen: charge.fen,
  vat,
  status: 'charged',
  asked: { by: 'stf_li', on: today, at: '' },
  billId: 'bill_1',
  payBy: '2026-12-31',
  months: scheduleOf(year, splitOf({ fen: charge.fen, vat })),
  invoiced: { netFen: 0, taxFen: 0 },
  updatedAt: '',
  version: 1,
};
const served = (months: number, of: Advance = advance): Advance =>
  Array.from({ length: months }).reduce<Advance>((now, _, i) => serveMonth(now, `ent_${i}`)?.after ?? now, of);
const bill = aBill({
  lines: [line],
  fen: charge.fen,
  period: year,
  late: null,
  publishedOn: today,
  dueOn: '2026-12-31',
});
const head = entryHeader(ledger, {
  cause: ['test'],
  occurredOn: today,
  recordedAt: `${today}T04:00:00Z`,
  reference: 'bill_1',
  description: '',
});
const [inAdvance, invoiced, pending, output, revenue] = [
  account.advance(feeItemId),
  account.invoicedAdvance(feeItemId),
  account.pendingVat('6'),
  account.vat(six),
  account.revenue(feeItemId),
];
const sorted = (postings: readonly { account: string; fen: number }[]) =>
  Object.fromEntries(postings.map(({ account: code, fen }) => [code, fen]));
const chartNumber = (code: string, standard?: 'small-business') =>
  accountInChart(code, { accounts: [], ...(standard && { standard }) }).number;

describe('R24 money in advance', () => {
  test('R24.1 an advance of 2,521.93 is Dr Bank / Cr 2205 2,379.18, Cr 2221.06 142.75, and no revenue', () => {
    const claim = { billId: bill.billId, dueOn: bill.dueOn };
    const charged = chargeEntry(head, { payerId, bill: claim, lines: [line] });
    const paid = paymentEntry(head, {
      payerId,
      moneyAccount: account.bank('icbc'),
      fen: 252_193,
      pays: [{ bill: claim, fen: 252_193 }],
    });
    const sums = new Map<string, number>();
    for (const { account: code, fen } of [...charged.postings, ...paid.postings])
      sums.set(code, (sums.get(code) ?? 0) + fen);
    expect(Object.fromEntries([...sums].filter(([, fen]) => fen !== 0))).toEqual({
      [account.bank('icbc')]: 252_193,
      [inAdvance]: -237_918,
      [pending]: -14_275,
    });
    expect([chartNumber(inAdvance), chartNumber(pending)]).toEqual(['2205', '2221.06']);
    expect(chartNumber(inAdvance, 'small-business')).toBe('2203');
    expect(postedTaxFen(bill)).toBe(0);
  });

  test('R24.1 an invoice at once moves 142.75 to output tax, and a red one moves it back', () => {
    const { after, due } = noteInvoiced(advance, 252_193);
    const entry = taxPointEntry(head, { feeItemId, vat, ...due });
    expect(sorted(entry.postings)).toEqual({
      [inAdvance]: 237_918,
      [pending]: 14_275,
      [invoiced]: -237_918,
      [output]: -14_275,
    });
    const sums = new VatOfPeriod();
    sums.add([entry]);
    const of = { from: '2026-11-01', to: '2026-11-30', months: 1, taxpayer: 'general' } as const;
    expect(sums.summary(of)).toMatchObject({
      rows: [{ percent: '6', netFen: 237_918, taxFen: 14_275 }],
      untaxedFen: 0,
    });
    expect(noteInvoiced(after, 0).due).toEqual({ netFen: -237_918, taxFen: -14_275 });
  });

  test('R24.1 months after an invoice are revenue without tax, and count neither as untaxed nor as sales again', () => {
    const { after } = noteInvoiced(advance, 252_193);
    const step = serveMonth(after, 'ent_1');
    expect(step).toMatchObject({ due: { netFen: 0, taxFen: 0 }, invoicedFen: 19_827 });
    const entry = recognitionEntry(head, { feeItemId, vat, netFen: 0, taxFen: 0, invoicedFen: 19_827 });
    expect(sorted(entry.postings)).toEqual({ [invoiced]: 19_827, [revenue]: -19_827 });
    const sums = new VatOfPeriod();
    sums.add([entry]);
    const of = { from: '2027-01-01', to: '2027-01-31', months: 1, taxpayer: 'general' } as const;
    expect(sums.summary(of)).toMatchObject({ rows: [], untaxedFen: 0 });
  });

  test('R24.2 net 2,379.18 is 6 x 198.27 and 6 x 198.26, tax 142.75 is 7 x 11.90 and 5 x 11.89', () => {
    const { months } = advance;
    expect(months.map(({ netFen }) => netFen)).toEqual([...Array(6).fill(19_827), ...Array(6).fill(19_826)]);
    expect(months.map(({ taxFen }) => taxFen)).toEqual([...Array(7).fill(1_190), ...Array(5).fill(1_189)]);
    expect(months.map(({ to }) => to).slice(0, 3)).toEqual(['2027-01-31', '2027-02-28', '2027-03-31']);
  });

  test('R24.2 the first month is Dr 2205 198.27, Dr 2221.06 11.90 / Cr revenue 198.27, Cr output tax 11.90', () => {
    const step = serveMonth(advance, 'ent_1');
    expect(step).toMatchObject({ due: { netFen: 19_827, taxFen: 1_190 }, invoicedFen: 0 });
    const entry = recognitionEntry(head, { feeItemId, vat, netFen: 19_827, taxFen: 1_190, invoicedFen: 0 });
    expect(sorted(entry.postings)).toEqual({
      [inAdvance]: 19_827,
      [pending]: 1_190,
      [revenue]: -19_827,
      [output]: -1_190,
    });
    const sums = new VatOfPeriod();
    sums.add([entry]);
    const of = { from: '2027-01-01', to: '2027-01-31', months: 1, taxpayer: 'general' } as const;
    expect(sums.summary(of)).toMatchObject({ rows: [{ netFen: 19_827, taxFen: 1_190 }], untaxedFen: 0 });
  });

  test('R24.2 a broken first month counts by its days: 15 of 30 days and a whole month are 1 to 2', () => {
    const months = scheduleOf({ from: '2027-04-16', to: '2027-05-31' }, { netFen: 30_000, taxFen: 1_800 });
    expect(months.map(({ netFen, taxFen }) => [netFen, taxFen])).toEqual([
      [10_000, 600],
      [20_000, 1_200],
    ]);
  });

  test('R24.3 served to 2027-08-15, 949.12 of 2,521.93 goes back: Dr 2205 895.40, Dr 2221.06 53.72', () => {
    const sevenMonths = served(7);
    expect(servedOf(sevenMonths).netFen).toBe(138_788);
    const { back, months } = endOn(sevenMonths, line, '2027-08-15');
    expect(back).toEqual({ netFen: 89_540, taxFen: 5_372 });
    expect(back.netFen + back.taxFen).toBe(94_912);
    expect(months.at(-1)).toMatchObject({ from: '2027-08-01', to: '2027-08-15', netFen: 9_590 });
    expect(wholeOf({ months }).netFen).toBe(148_378);
  });

  test('R24.3 the end of a paid advance posts Dr 2205, Dr 2221.06, and the money is to be refunded to its payer', () => {
    const counter = new Counter(bill);
    counter.pay('pay_1', parts({ principal: 252_193 }), '2026-12-01');
    const context = counter.context('2027-08-16');
    const { after, change } = endAdvance(
      served(7),
      counter.bill,
      { through: '2027-08-15', noteId: 'end_1', back: 'refund' as const },
      context,
    );
    const postings = change.entries.flatMap((entry) => entry.postings);
    const moved = (code: string) =>
      postings.filter((one) => one.account === code).reduce((sum, { fen }) => sum + fen, 0);
    expect([inAdvance, pending, account.prepaid(payerId, 'to-refund')].map(moved)).toEqual([89_540, 5_372, -94_912]);
    expect(moved(account.receivable(payerId))).toBe(0);
    expect(after).toMatchObject({ to: '2027-08-15', status: 'serving' });
    expect(balancesOf(after)).toEqual({ advanceFen: 9_590, invoicedFen: 0, pendingTaxFen: 573 });
  });

  test('R24.3 where an invoice made the tax due, output tax goes back too', () => {
    const { after: withInvoice } = noteInvoiced(advance, 252_193);
    const counter = new Counter(bill);
    counter.pay('pay_1', parts({ principal: 252_193 }), '2026-12-01');
    const end = { through: '2027-08-15', noteId: 'end_1', back: 'refund' as const };
    const { change } = endAdvance(served(7, withInvoice), counter.bill, end, counter.context('2027-08-16'));
    const postings = change.entries.flatMap((entry) => entry.postings);
    const moved = (code: string) =>
      postings.filter((one) => one.account === code).reduce((sum, { fen }) => sum + fen, 0);
    expect([invoiced, output].map(moved)).toEqual([89_540, 5_372]);
    expect([inAdvance, pending].map(moved)).toEqual([0, 0]);
  });

  test('R24.4 on 2026-11-27 the twelve months of 2027 may be charged, with December thirteen may not', () => {
    expect(checkAhead(year, [], known)).toEqual({ needsApproval: false });
    const december = { from: '2026-12-01', to: '2026-12-31' };
    expect(codeOf(() => checkAhead(year, [december], known))).toBe('too-many-months-in-advance');
    expect(codeOf(() => checkAhead({ from: '2026-12-01', to: '2027-12-31' }, [], known))).toBe(
      'too-many-months-in-advance',
    );
    const nextYear = { from: '2028-01-01', to: '2028-12-31' };
    expect(codeOf(() => checkAhead(nextYear, [year], known))).toBe('too-many-months-in-advance');
  });

  test('R24.4 nothing past the contract, and nothing that has begun', () => {
    const ends = { ...known, contractEndsOn: '2027-06-30' };
    expect(codeOf(() => checkAhead(year, [], ends))).toBe('advance-beyond-contract');
    expect(codeOf(() => checkAhead({ from: today, to: '2026-12-31' }, [], known))).toBe('advance-has-begun');
    // November has begun, so what was billed for it does not count.
    expect(checkAhead(year, [{ from: '2026-11-01', to: '2026-11-30' }], known).needsApproval).toBe(false);
  });

  test('R24.4 with an unknown contract end twelve months need an approver, who is not the person who asked', () => {
    const unknown = { ...known, contractEndsOn: null };
    expect(checkAhead(year, [], unknown)).toEqual({ needsApproval: true });
    expect(checkAhead({ from: '2027-01-01', to: '2027-11-30' }, [], unknown)).toEqual({ needsApproval: false });
    expect(codeOf(() => checkAhead({ from: '2026-12-01', to: '2027-12-31' }, [], unknown))).toBe(
      'too-many-months-in-advance',
    );
    const asked: Advance = { ...advance, status: 'asked' };
    const decision = { on: today, at: '' };
    expect(codeOf(() => decideAdvance(asked, 'charged', { by: 'stf_li', ...decision }))).toBe('another-person-needed');
    expect(decideAdvance(asked, 'charged', { by: 'stf_zhou', ...decision }).status).toBe('charged');
  });

  test('R24.5 a billing run leaves prepaid days out, so a new price does not reach them', () => {
    const days = { from: '2027-02-10', to: '2027-02-20' };
    expect(withoutDays([{ payerId, from: '2020-01-01' }], days)).toEqual([
      { payerId, from: '2020-01-01', to: '2027-02-09' },
      { payerId, from: '2027-02-21' },
    ]);
    expect(withoutDays([{ payerId, from: '2027-02-10', to: '2027-02-20' }], days)).toEqual([]);
  });

  test('R24.2, R24.3 whatever is invoiced and whenever it ends, every fen is revenue, tax or goes back', () => {
    const cases = fc.record({
      months: fc.integer({ min: 0, max: 12 }),
      invoicedFen: fc.integer({ min: 0, max: 252_193 }),
      lastDay: fc.integer({ min: 0, max: 364 }),
    });
    fc.assert(
      fc.property(cases, ({ months, invoicedFen, lastDay }) => {
        const through = addDays('2027-01-01', lastDay);
        let now = served(months, noteInvoiced(advance, invoicedFen).after);
        const counter = new Counter(bill);
        counter.pay('pay_1', parts({ principal: 252_193 }), '2026-12-01');
        const end = { through, noteId: 'end_1', back: 'refund' as const };
        const { after, change } = endAdvance(now, counter.bill, end, counter.context('2027-12-31'));
        const before = balancesOf(now);
        const moved = (code: string) =>
          change.entries
            .flatMap(({ postings }) => postings)
            .reduce((sum, one) => sum + (one.account === code ? one.fen : 0), 0);
        // The liability of the ledger is that of the record, before and after the end.
        expect(before.advanceFen - moved(inAdvance)).toBe(balancesOf(after).advanceFen);
        expect(before.invoicedFen - moved(invoiced)).toBe(balancesOf(after).invoicedFen);
        expect(before.pendingTaxFen - moved(pending)).toBe(balancesOf(after).pendingTaxFen);
        now = after;
        for (let step = serveMonth(now, 'ent_x'); step; step = serveMonth(now, 'ent_x')) now = step.after;
        expect(balancesOf(now)).toEqual({ advanceFen: 0, invoicedFen: 0, pendingTaxFen: 0 });
        const whole = wholeOf(now);
        expect(whole.netFen + whole.taxFen - moved(account.prepaid(payerId, 'to-refund'))).toBe(252_193);
      }),
    );
  });
});
