import { describe, expect, test } from 'vitest';
import { shortNumber } from '../../../../shared/kernel/ids.ts';
import { languages } from '../../../../shared/kernel/language.ts';
import { html } from '../../../../shared/pages/html.ts';
import { paperDocument, payToNote, signatureBlock } from '../../../../shared/pages/paper.ts';
import { formRow } from '../../../../shared/pages/parts.ts';
import { filled } from '../../../filled.ts';

const sender = {
  estateName: '阳光<花园>',
  company: '安心物业服务有限公司',
  address: '文一路1号',
  hotline: '0571-88886666',
  logo: 'data:image/png;base64,AAAA',
  payTo: { name: '安心物业', bank: '工商银行', number: '6222020200112233' },
};
const pageOf = (more: object = {}) =>
  paperDocument({ language: 'zh-CN', title: '收据 1', sender, body: html`<h1>收据</h1>`, ...more });

describe('the sheet of a document', () => {
  test('has logo, company, estate, address and hotline above its title', () => {
    const text = pageOf();
    expect(text).toMatch(/<img src="data:image\/png;base64,AAAA" alt="">[\s\S]*安心物业服务有限公司[\s\S]*<h1>收据/);
    for (const one of ['阳光&lt;花园&gt;', '文一路1号', '0571-88886666']) expect(text).toContain(one);
  });

  test('is complete for an estate that has set only its name', () => {
    const text = pageOf({ sender: { estateName: '阳光花园' } });
    expect(text).toContain('阳光花园');
    expect(text).not.toMatch(/<img|undefined|客服热线/);
  });

  test('has its title and page numbers in the margin of A4, and none on a roll of 80 mm', () => {
    expect(pageOf()).toContain('@page{size:A4;');
    expect(pageOf()).toContain('counter(page) " / " counter(pages)');
    const roll = pageOf({ size: '80mm' });
    expect(roll).toContain('@page{size:80mm ');
    expect(roll).not.toContain('counter(page)');
  });

  test('a title cannot leave the style sheet', () => {
    const text = pageOf({ title: '"}</style><script>alert(1)</script>' });
    expect(text).not.toContain('<script>');
    expect(text.match(/<\/style>/g)).toHaveLength(1);
  });

  test('names the account to pay to and the remark, and nothing before an account is approved', () => {
    for (const language of filled(languages)) {
      const text = String(payToNote(sender, '1-101 ABCD', language));
      for (const one of ['6222 0202 0011 2233', '工商银行', '1-101 ABCD']) expect(text).toContain(one);
      expect(payToNote({ estateName: '阳光花园' }, '1-101', language)).toBeUndefined();
    }
  });

  test('has a line for each signature and the date, and a place for the seal of the company', () => {
    const block = String(signatureBlock(['收款人', '交款人'], sender, 'zh-CN'));
    for (const one of ['收款人：', '交款人：', '日期：', '安心物业服务有限公司', '（盖章）'])
      expect(block).toContain(one);
  });
});

describe('a row of a form', () => {
  test('keeps a day, a day with its time, and an amount on one line', () => {
    expect(String(formRow('2026-11-28 10:20', '受理'))).toContain('<th scope="row" style="white-space:nowrap">');
    expect(String(formRow('合计', '239.51 元'))).toContain('<td style="white-space:nowrap;');
    expect(String(formRow('Total', '¥239.51'))).toContain('<td style="white-space:nowrap;');
  });

  test('breaks only a very long word', () => {
    expect(String(formRow('项目', 'roof'))).not.toContain('anywhere');
    expect(String(formRow('编号', 'a-very-long-word-of-a-number'))).toContain('overflow-wrap:anywhere');
  });
});

test('the number on paper is short, and a number that people chose stays as it is', () => {
  expect(shortNumber('bill_0123456789abcdefghjkmnpqrs')).toBe('JKMN-PQRS');
  expect(shortNumber('YG-00012-3')).toBe('YG-00012-3');
});
