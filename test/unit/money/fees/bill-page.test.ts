import { describe, expect, test } from 'vitest';
import {
  type BillOnPaper,
  billDocument as documentOf,
  billPage as pageOf,
} from '../../../../functions/money/fees/bill.page.ts';
import type { Bill } from '../../../../functions/money/fees/bill.ts';
import type { BillLine } from '../../../../functions/money/fees/bill-line.ts';
import type { BillSources } from '../../../../functions/money/fees/bill-sources.ts';
import { summaryOf } from '../../../../functions/money/fees/bill-summary.ts';
import {
  basisWords,
  bearerWords,
  causeWords,
  partWords,
  roundingWords,
  statusWords,
  words,
} from '../../../../functions/money/fees/bill-words.ts';
import { chargePeriod } from '../../../../functions/money/fees/charge.ts';
import type { SharingRecord } from '../../../../functions/money/fees/sharing-record.ts';
import { firstSeal, sealDay } from '../../../../functions/money/ledger/seal.ts';
import { grouped } from '../../../../functions/money/ledger/seal-note.ts';
import { inCapitals } from '../../../../shared/kernel/capitals.ts';
import { languages } from '../../../../shared/kernel/language.ts';
import { filled } from '../../../filled.ts';
import { aBill, Counter, estateId, parts, payerId, policy } from './a-bill.ts';

const price = (number: number, from: string, text: string, ground: string) => {
  return { number, from, price: text, addOn: '0', ground };
};
const tariff = [price(1, '2020-01-01', '2.68', '物业服务合同第八条'), price(2, '2025-03-16', '2.88', '业主大会决议')];
const item = {
  feeItemId: 'fee_property',
  estateId,
  name: '物业费',
  kind: 'building-area' as const,
  tariff,
  version: 2,
};
const period = { from: '2025-01-01', to: '2025-03-31' };
const { charges } = chargePeriod({
  item,
  unitId: 'unt_1',
  period,
  rounding: 'fen-half-up',
  payers: [{ payerId, from: '2024-06-30' }],
  measure: { kind: 'building-area', area: '89.37' },
});
const property: BillLine[] = charges.map((charge) => ({ ...charge, name: '物业费', held: false }));
const step = { ...period, tariff: 1, quantity: '6.49', price: '1', addOn: '0', part: 90, whole: 90, yuan: '6.49' };
const lift: BillLine = {
  estateId,
  feeItemId: 'fee_lift',
  kind: 'shared',
  unitId: 'unt_1',
  payerId,
  ...period,
  steps: [step],
  rounding: 'fen-half-up',
  fen: 649,
  name: '公摊<电>',
  held: true,
  sharing: { sharingId: 'shr_1', basis: 'area', weight: '96.50', clause: '首层电梯费减半' },
};
const record: SharingRecord = {
  ...{
    sharingId: 'shr_1',
    estateId,
    feeItemId: 'fee_lift',
    span: period,
    rule: { pool: { within: 'estate' }, basis: 'area' },
  },
  cost: {
    kind: 'metered',
    quantity: '1260',
    price: '0.5383',
    borneByOthers: [{ bearer: 'property-firm', what: '监控室', quantity: '60' }],
  },
  coefficients: [],
  reliefs: [],
  state: 'done',
  quantity: '1200',
  totalFen: 64_596,
  units: 80,
  exempt: 3,
  updatedAt: '',
  version: 2,
};
const sources: BillSources = {
  sender: {
    estateName: '阳光花园',
    company: '安心物业服务有限公司',
    payTo: { name: '安心物业服务有限公司', bank: '工商银行第一支行', number: '6222020200112233' },
  },
  payerName: '王芳',
  tariffs: new Map([['fee_property', tariff]]),
  sharings: new Map([['shr_1', { record }]]),
};
const fen = [...property, lift].reduce((sum, line) => sum + line.fen, 0);
const onPaper = (more: Partial<Bill> = {}, today = '2025-05-15'): BillOnPaper => {
  return { bill: aBill({ lines: [...property, lift], fen, ...more }), sources, policy, today };
};

/** Returns a page without what keeps days and amounts on one line. */
const plain = (page: string) => page.replaceAll(/<span style="white-space:nowrap">([^<]*)<\/span>/g, '$1');
const billDocument = (...of: Parameters<typeof documentOf>) => plain(documentOf(...of));
const billPage = (...of: Parameters<typeof pageOf>) => plain(pageOf(...of));

describe('the page behind the link of a bill', () => {
  test('D34 prints the seal of the last closed day, which proves the receipts up to that day', () => {
    const day = '2025-05-14';
    const { seal } = sealDay({ estateId: 'yg', day, previous: firstSeal }, []);
    for (const language of languages) {
      const text = billDocument({ ...onPaper(), seal }, language);
      expect(text).toContain(grouped(seal.seal));
      expect(text).toContain(day);
    }
    expect(billPage(onPaper(), 'en')).not.toContain('Seal of the ledger');
  });

  test('D23 shows every line with its steps, prices and grounds, so that each fen can be recomputed', () => {
    const text = billPage(onPaper(), 'zh-CN');
    expect(text).toContain('89.37 × 2.68 × 2 个月 = 479.0232');
    expect(text).toContain('89.37 × 2.68 × 15/31 天');
    expect(text).toContain('89.37 × 2.88 × 16/31 天');
    expect(text).toContain('价格版本 2，自 2025-03-16 起 · 依据：业主大会决议');
    expect(text).toContain(`→ ${(property[0]?.fen ?? 0) / 100} 元（四舍五入到分）`);
  });

  test('R6.1, R6.4 shows usage, price, amount, bearers and relief clause of a sharing', () => {
    const text = billPage(onPaper(), 'zh-CN');
    for (const said of [
      '645.96 元',
      '用量 1260 × 单价 0.5383 元',
      '物业公司: 监控室',
      '本户 96.50',
      '首层电梯费减半',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toContain('代收代付');
    expect(text).toContain('公摊&lt;电&gt;');
  });

  test('R27.4 shows principal, rate, days and claim of the late charge, and not what a court would grant', () => {
    const text = billPage({ ...onPaper(), bill: aBill() }, 'zh-CN');
    expect(text).toContain('718.53 元 × 0.0005 × 45 天 = 16.166925 元');
    expect(text).toMatch(/按合同计至 2025-05-15<\/th><td[^>]*>16\.17 元/);
    expect(text).not.toMatch(/法院|3\.57/);
    expect(billPage(onPaper({}, '2025-03-31'), 'zh-CN')).not.toContain('按合同计至');
  });

  test('shows what was paid and what is open, and explains how to object', () => {
    const counter = new Counter(aBill());
    counter.pay('pay_1', parts({ principal: 30_000 }), '2025-04-15');
    const text = billPage({ ...onPaper(), bill: counter.bill }, 'en');
    expect(text).toMatch(/2025-04-15<\/th><td[^>]*>Paid · principal ¥300\.00/);
    expect(text).toContain('Open on 2025-05-15');
    expect(text).toContain('¥430.20\nlate charge ¥11.67 · principal ¥418.53');
    expect(text).toContain('If you do not agree');
    expect(text).toContain('bill_1');
  });

  test('has the same content in every language, without scripts or unfilled placeholders', () => {
    for (const language of filled(languages)) {
      const text = billPage(onPaper(), language);
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).not.toMatch(/\{\w+\}/);
      expect(text).not.toContain('<script');
      expect(text.match(/<h1>/g)).toHaveLength(1);
    }
    const all = [words, statusWords, partWords, basisWords, bearerWords, roundingWords];
    for (const text of filled(all.flatMap((one) => Object.values(one)))) {
      for (const language of languages) expect(text[language]).not.toBe('');
    }
  });

  test('is identical for the same bill and day, and has no links on paper', () => {
    expect(billPage(onPaper(), 'zh-TW')).toBe(billPage(onPaper(), 'zh-TW'));
    expect(billDocument(onPaper(), 'zh-TW')).not.toContain('<a ');
  });
});

describe('the table of fee items', () => {
  test('has each item by name with its amount, the total, and the total in capitals', () => {
    for (const language of filled(languages)) {
      const text = billDocument(onPaper(), language);
      expect(text).toContain('<td class="amount">727.76</td>');
      expect(text).toContain('<td class="amount">6.49</td>');
      expect(text).toContain(inCapitals(fen, language));
      for (const none of [words.net, words.tax]) expect(text).not.toContain(`>${none[language]}<`);
    }
  });

  test('has net amount, rate and tax of each line that has them, and their sums', () => {
    const [first] = property;
    if (!first) throw new Error('a bill has a line');
    const taxed = Object.assign({ ...first }, { fen: 23_951, vat: { taxFen: 1_356, percent: '6' } });
    const text = String(summaryOf({ lines: [taxed, lift], fen: 24_600 }, 'zh-CN'));
    const rows = [...text.matchAll(/<tr[^>]*>.*<\/tr>/g)].map(([row]) => row.match(/(?<=<td class="amount">)[^<]*/g));
    expect(rows).toEqual([null, ['225.95', '13.56', '239.51'], ['6.49', '', '6.49'], ['232.44', '13.56', '246.00']]);
    expect(text).toContain('税率 6%');
  });

  test('the account to pay to is on an open bill, with the remark, and not on a paid one', () => {
    expect(billDocument(onPaper(), 'zh-CN')).toContain('6222 0202 0011 2233');
    expect(billDocument(onPaper({ status: 'paid' }), 'zh-CN')).not.toContain('6222 0202 0011 2233');
  });
});

describe('R22.5 a correction by a repeated run', () => {
  const old = property[0]?.steps ?? [];
  const steps = old.map((one) => ({ ...one, quantity: '85.00', yuan: '683.40' }));
  const difference = { cause: 'area' as const, wasFen: 71_853, isFen: 68_340, was: old, billIds: ['bill_1'] };
  const lineOf = (fen: number, more: object = {}): BillLine[] =>
    property.slice(0, 1).map((line) => ({ ...line, steps, fen, difference: { ...difference, ...more } }));
  const note = onPaper({
    billId: 'crn_1',
    kind: 'credit-note',
    status: 'issued',
    fen: -3_513,
    lines: lineOf(-3_513, { creditsBillId: 'bill_1' }),
  });

  test('is a credit note with its amount and reason, which says that nothing is to be paid', () => {
    for (const language of languages) {
      const text = billDocument(note, language);
      const said = [words.noteTitle, words.noteHow, words.noteDisagree, causeWords.area].map((one) => one[language]);
      for (const one of [...said, '683.40 − 718.53', '35.13', 'bill_1', '89.37 × 2.68', '85.00 × 2.68']) {
        expect(text).toContain(one);
      }
      for (const none of [words.dueOn, words.history, words.objectHow]) expect(text).not.toContain(none[language]);
    }
  });

  test('is a bill of its own where more is owed, with reason and due day', () => {
    const more = { ...difference, wasFen: 68_340, isFen: 71_853 };
    const bill = onPaper({ fen: 3_513, lines: lineOf(3_513, more) });
    for (const language of languages) {
      const text = billDocument(bill, language);
      for (const one of [words.moreHow, words.dueOn, causeWords.area]) expect(text).toContain(one[language]);
      expect(text).toContain('718.53 − 683.40');
    }
  });

  test('appears on the credited bill, with what became prepaid', () => {
    const credited = [
      {
        noteId: 'crn_1',
        feeItemId: 'fee_property',
        period,
        fen: 3_513,
        absorbedFen: 0,
        on: '2025-05-01',
      },
    ];
    const paid = [
      { paymentId: 'crn_1', on: '2025-05-01', at: '2025-05-01T04:00:00Z', parts: parts({ principal: -3_513 }) },
    ];
    const text = billDocument(onPaper({ credited, paid }), 'en');
    expect(text).toContain('Taken off by credit note crn_1 · −¥35.13');
    expect(text).toContain(words.freed.en);
  });
});
