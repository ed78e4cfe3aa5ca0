import { describe, expect, test } from 'vitest';
import { billDocument } from '../../../../functions/money/fees/bill.page.ts';
import { type Bill, openPrincipal, postedOpen } from '../../../../functions/money/fees/bill.ts';
import { offeredFen, partsToPayOn } from '../../../../functions/money/fees/bill-offer.ts';
import { postedTaxFen } from '../../../../functions/money/fees/bill-vat.ts';
import type { Discount } from '../../../../functions/money/fees/discounts/discount.ts';
import { offerFor } from '../../../../functions/money/fees/discounts/offers.ts';
import { linesAt } from '../../../../functions/money/fees/line-at-day.ts';
import { account, taxIn } from '../../../../functions/money/ledger/public.ts';
import { aBill, Counter, estateId, parts, policy, receivable } from './a-bill.ts';

const six = { vatClass: 'service', method: 'general', percent: '6' } as const;
const year = { from: '2027-01-01', to: '2027-12-31' };
const at = '2026-11-01T04:00:00Z';
const discount: Discount = {
  discountId: 'dsc_early',
  estateId,
  name: '全年预缴九五折',
  kind: 'early-payment',
  feeItemIds: ['fee_property'],
  scope: {},
  ...year,
  percent: '5',
  base: 'full',
  stacks: false,
  ground: '物业服务合同第九条',
  payBy: '2026-12-31',
  status: 'approved',
  asked: { by: 'stf_li', at },
  decided: { by: 'stf_zhou', at },
  updatedAt: at,
  version: 2,
};

/** The bill of 2027: 2,521.93 with 142.75 of tax, published on 2026-12-01, due on 2027-01-31. */
function billOfYear(): Bill {
  const [line] = aBill().lines;
  if (!line) throw new Error('a bill without a line');
  const fen = 252_193;
  const bill = aBill({
    period: year,
    lines: [{ ...line, ...year, fen, vat: taxIn(fen, six) }],
    fen,
    dueOn: '2027-01-31',
    publishedOn: '2026-12-01',
    deliveries: [{ method: 'mail', on: '2026-12-01' }],
    updatedAt: '2026-12-01T01:00:00Z',
  });
  return { ...bill, offer: offerFor(bill, [discount], { today: '2026-12-01', unit: undefined }) };
}

const revenue = account.revenue('fee_property');
const tax = account.vat(six);
const agrees = (counter: Counter) => {
  const { bill } = counter;
  expect(counter.balance(receivable)).toBe(postedOpen(bill).principal);
  expect(-counter.balance(tax)).toBe(postedTaxFen(bill));
  const lines = linesAt(bill, '2028-12-31');
  expect(lines.reduce((sum, { openFen }) => sum + openFen, 0)).toBe(counter.balance(receivable));
};

describe('R33.2 a year paid by the last day of the year before', () => {
  test('R33.2: costs 2,395.83 instead of 2,521.93, of which 126.10 is the discount', () => {
    const bill = billOfYear();
    expect(bill.offer).toMatchObject({ until: '2026-12-31', askedBy: 'stf_li', approvedBy: 'stf_zhou' });
    expect(offeredFen(bill)).toBe(12_610);
    expect(partsToPayOn(bill, '2026-12-31', policy)).toEqual(parts({ principal: 239_583 }));
    expect(partsToPayOn(bill, '2027-01-01', policy)).toEqual(parts({ principal: 252_193 }));
  });

  test('R33.2: is revenue of 2,260.22 and tax of 135.61 once it is paid on the last day', () => {
    const counter = new Counter(billOfYear());
    counter.pay('pay_1', parts({ principal: 239_583 }), '2026-12-31');
    expect(counter.bill).toMatchObject({ status: 'paid', waived: [{ discountId: 'dsc_early', fen: 12_610 }] });
    expect([counter.balance(revenue), counter.balance(tax), counter.balance(receivable)]).toEqual([
      -226_022, -13_561, 0,
    ]);
    const entry = counter.recorded.find(({ kind }) => kind === 'waiver');
    expect(entry?.postings.map(({ account: code, fen }) => [code, fen])).toEqual([
      [revenue, 11_896],
      [tax, 714],
      [receivable, -12_610],
    ]);
    agrees(counter);
    expect(counter.events.map(({ name }) => name)).toContain('EarlyDiscountTaken');
  });

  test('R33.2: has no discount on 2027-01-01', () => {
    const counter = new Counter(billOfYear());
    counter.pay('pay_1', parts({ principal: 239_583 }), '2027-01-01');
    expect(counter.bill).toMatchObject({ status: 'published', waived: [] });
    expect(openPrincipal(counter.bill)).toBe(12_610);
    agrees(counter);
  });

  test('R33.2: has no discount when it is paid one fen short, and has it when the fen comes in time', () => {
    const counter = new Counter(billOfYear());
    counter.pay('pay_1', parts({ principal: 239_582 }), '2026-12-20');
    expect(counter.bill.waived).toEqual([]);
    expect(openPrincipal(counter.bill)).toBe(12_611);
    counter.pay('pay_2', parts({ principal: 1 }), '2026-12-31');
    expect(counter.bill).toMatchObject({ status: 'paid', waived: [{ fen: 12_610 }] });
    agrees(counter);
  });

  test('R33.2: loses the discount when its payment bounces, and has it again when it is paid again in time', () => {
    const counter = new Counter(billOfYear());
    counter.pay('pay_1', parts({ principal: 239_583 }), '2026-12-20');
    counter.unpay('pay_1', '2026-12-24');
    expect(counter.bill).toMatchObject({ status: 'published', waived: [{ fen: 12_610 }, { fen: -12_610 }] });
    expect([counter.balance(revenue), counter.balance(tax), counter.balance(receivable)]).toEqual([
      -237_918, -14_275, 252_193,
    ]);
    agrees(counter);
    counter.pay('pay_2', parts({ principal: 239_583 }), '2026-12-31');
    expect(counter.bill.status).toBe('paid');
    expect(counter.balance(revenue)).toBe(-226_022);
    agrees(counter);
  });

  test('R33.2: loses the discount for ever when the payment bounces after the last day', () => {
    const counter = new Counter(billOfYear());
    counter.pay('pay_1', parts({ principal: 239_583 }), '2026-12-31');
    counter.unpay('pay_1', '2027-01-05');
    counter.pay('pay_2', parts({ principal: 239_583 }), '2027-01-06');
    expect(openPrincipal(counter.bill)).toBe(12_610);
    expect(counter.bill.status).toBe('published');
    agrees(counter);
  });

  test('R33.2: bears late charge of the full price after a discount that was taken back', () => {
    const counter = new Counter(billOfYear());
    counter.pay('pay_1', parts({ principal: 239_583 }), '2026-12-31');
    counter.unpay('pay_1', '2027-01-05');
    // 2,521.93 x 0.0005 x 10 days after 2027-02-01, the due day that no rest day moved.
    expect(partsToPayOn(counter.bill, '2027-02-10', policy)['late-charge']).toBe(1_261);
  });

  test('R33.2: moves a last day that is a rest day to the next working day (R26.6)', () => {
    const bill = billOfYear();
    const sunday = { ...discount, payBy: '2026-12-27' };
    expect(offerFor(bill, [sunday], { today: '2026-12-01', unit: undefined })).toMatchObject({ until: '2026-12-28' });
  });

  test('R33.2: is offered only for its own days, its item, in time and approved', () => {
    const bill = billOfYear();
    const of = { today: '2026-12-01', unit: undefined };
    const offers = (more: Partial<Discount>, today = of.today) =>
      offerFor(bill, [{ ...discount, ...more }], { ...of, today });
    expect(offers({})).toBeDefined();
    expect(offers({ to: '2027-06-30' })).toBeUndefined();
    expect(offers({ feeItemIds: ['fee_other'] })).toBeUndefined();
    expect(offers({ status: 'asked' })).toBeUndefined();
    expect(offers({}, '2027-01-01')).toBeUndefined();
    const ended = { by: 'stf_li', at, on: '2026-12-01', reason: '取消' };
    expect(offers({ ended })).toBeUndefined();
  });

  test('R33.2: is explained on the bill until its last day', () => {
    const bill = billOfYear();
    const sources = { tariffs: new Map(), sharings: new Map(), sender: { estateName: '阳光花园' } };
    const page = (today: string) => billDocument({ bill, sources, policy, today }, 'zh-CN').replaceAll(/<[^>]*>/g, '');
    expect(page('2026-12-31')).toContain('在 2026-12-31 24 时前缴足 2395.83 元，减免 126.10 元（全年预缴九五折）');
    expect(page('2027-01-01')).not.toContain('2395.83');
  });
});
