import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  documentStateWords,
  owerWords,
  stepWords,
  titleWords as words,
} from '../../functions/homes/titles/title-words.ts';
import { type Language, languages, say, type Text } from '../../shared/kernel/language.ts';
import { yuanText } from '../../shared/kernel/money.ts';
import { addDays, daysAfter, endOfPeriod } from '../../shared/kernel/periods.ts';
import { refusalHeadings } from '../../shared/pages/behind-link.ts';
import { type Body, estateCalled, must, type TestEstate } from '../flow/backend.ts';
import { lastWorkdayBefore } from '../last-workday.ts';
import { linkTo, wrongLink } from './links.ts';
import { browserPath, mustBeUsable, openBrowser, phone } from './phone.ts';

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
/** Day 91 days ago: the buyer's steps are late since yesterday, those of the developer for a month. */
/** The last day for the steps that the buyer has 90 days for. */
const dueOn = lastWorkdayBefore(today);
const deliveredOn = addDays(dueOn, -90);
const contract = {
  kind: 'presale',
  contractOn: '2025-03-01',
  priceFen: 218_000_000,
  area: '96.50',
  rank: 'only',
  buyerKind: 'individual',
};
const fund = [{ version: '甲市2024', from: '2024-01-01', rate: { by: 'cost', costPerM2: '2400', rate: '0.06' } }];
const reason = '发票抬头与身份证姓名不一致，请联系开发商财务部门重新开具后再提交';
/** Long number of an authority without a possible line break. */
const receiptOf = (name: string) => `WX${name.replaceAll('-', '').toUpperCase().padEnd(78, '0')}`;

describe.skipIf(!browserPath)('the page on which a buyer follows the title', () => {
  let browser: Browser;
  let estate: TestEstate;
  beforeAll(async () => {
    [browser, estate] = await Promise.all([openBrowser(), estateCalled('BT')]);
    const path = `/v1/handovers/policies/${estate.estateId}`;
    const { estateId, version, ...policy } = await must(estate.staff.manager, 'GET', path);
    await must(estate.staff.manager, 'PUT', path, { ...policy, fund }, { ifMatch: version });
  });
  afterAll(() => browser?.close());

  /**
   * Creates a title dossier: one document in each state, one step done, the others late by the seller's
   * fault.
   */
  async function onItsWay(name: string): Promise<Body> {
    const { operator: desk, manager } = estate.staff;
    const { unitId, personId: buyerId } = await estate.household(name, { email: null });
    const opening = { unitId, buyerId, deliveredOn, contract };
    const { dossierId } = await must(desk, 'POST', '/v1/titles/dossiers', opening);
    const act = (as: typeof desk, what: string, body: object) =>
      must(as, 'POST', `/v1/titles/dossiers/${dossierId}/${what}`, body);
    for (const document of ['contract', 'invoice', 'identity']) await act(desk, 'submit-document', { document });
    await act(desk, 'judge-document', { document: 'contract', accepted: true });
    await act(desk, 'judge-document', { document: 'invoice', accepted: false, reason });
    await act(desk, 'complete-step', {
      step: 'fund-receipt',
      receipt: receiptOf(name),
      fen: 1_389_600,
      on: deliveredOn,
    });
    await act(manager, 'notes', { kind: 'exemption', about: 'tax', text: '夫妻间变更，免税证明 0012' });
    return act(manager, 'decide-fault', { sellers: true, yearlyRate: '0.0365', reason: '首次登记迟延' });
  }
  /** Returns the lines beside a name on the page. */
  const beside = async (page: Page, name: string): Promise<string[]> => {
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    return (await row.getByRole('cell').innerText()).split('\n');
  };

  describe.each(languages)('in %s', (language: Language) => {
    const said = (of: Text, more: Record<string, string | number> = {}) => say(of, language, more);

    test('shows without script each step, its delay and who must act, and the state of each document', async () => {
      const name = `steps-${language.toLowerCase()}`;
      const dossier = await onItsWay(name);
      const context = await phone(browser, language, { script: false });
      const page = await context.newPage();
      await page.goto(`${linkTo('titles', dossier.dossierId, 24)}?lang=${language}`);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      await page.getByRole('heading', { level: 1, name: said(words.title) }).waitFor();
      const step = (which: keyof typeof stepWords) => beside(page, said(stepWords[which]));
      const late = (days: number) => said(words.late, { on: endOfPeriod(deliveredOn, { days }) });
      expect(await step('first-registration')).toEqual([late(60), said(owerWords.developer)]);
      expect(await step('fund-receipt')).toEqual([
        said(words.done, { on: deliveredOn }),
        said(words.receipt, { receipt: receiptOf(name) }),
      ]);
      expect(await step('deed-tax-receipt')).toEqual([late(90), said(owerWords.buyer)]);
      expect(await step('acceptance')).toEqual([said(words.open), said(owerWords.registry)]);

      const paper = async (key: string) => {
        const found = dossier.documents.find((one: Body) => one.key === key);
        return beside(page, say(found.name, language));
      };
      expect(await paper('contract')).toEqual([said(documentStateWords.accepted)]);
      expect(await paper('identity')).toEqual([said(documentStateWords.submitted)]);
      expect(await paper('area-report')).toEqual([said(documentStateWords.missing)]);
      expect(await paper('invoice')).toEqual([said(documentStateWords.rejected), said(words.reason, { reason })]);
      expect(await page.getByRole('rowheader').count()).toBe(7 + dossier.documents.length + 2 + 1);
      await context.close();
    });

    test('explains the money: maintenance fund, tax, relief, and the damages per day', async () => {
      const { dossierId } = await onItsWay(`money-${language.toLowerCase()}`);
      const context = await phone(browser, language, { script: false });
      const page = await context.newPage();
      await page.goto(`${linkTo('titles', dossierId, 24)}?lang=${language}`);
      expect(await beside(page, said(words.fund))).toEqual([
        said(words.fundSum, { area: '96.50', perM2: '144', amount: '13896.00' }),
        said(words.byTable, { version: '甲市2024' }),
      ]);
      expect(await beside(page, said(words.tax))).toEqual([
        said(words.taxSum, { base: '2000000.00', rate: '0.01', amount: '20000.00' }),
        said(words.byTable, { version: '公告2024年第16号' }),
        said(words.estimate),
      ]);
      expect(await beside(page, today)).toEqual(['夫妻间变更，免税证明 0012']);
      // 2,180,000.00 x 3.65 % / 365 is 218.00 a day.
      const days = daysAfter(dueOn, today);
      const sum = { paid: yuanText(218_000_000), rate: '0.0365', days, amount: yuanText(21_800 * days) };
      await page.getByText(said(words.latenessSum, { ...sum, from: dueOn, until: today })).waitFor();
      await context.close();
    });

    test('can be read and used by anyone, also with long numbers and reasons, and before a contract is entered', async () => {
      const { dossierId } = await onItsWay(`usable-${language.toLowerCase()}`);
      const context = await phone(browser, language);
      const page = await context.newPage();
      await page.goto(`${linkTo('titles', dossierId, 24)}?lang=${language}`);
      await mustBeUsable(page, `title-${language}`);
      const { unitId, personId: buyerId } = await estate.household(`new-${language.toLowerCase()}`, { email: null });
      const blank = await must(estate.staff.operator, 'POST', '/v1/titles/dossiers', { unitId, buyerId });
      await page.goto(`${linkTo('titles', blank.dossierId, 24)}?lang=${language}`);
      expect(await beside(page, said(words.fund))).toEqual([said(words.notKnown)]);
      expect(await beside(page, said(words.tax))).toEqual([said(words.notKnown)]);
      await mustBeUsable(page, `title-${language}-new`);
      await context.close();
    });

    test('an expired link and an invalid link each say so', async () => {
      const context = await phone(browser, language);
      const page = await context.newPage();
      expect((await page.goto(linkTo('titles', 'ttl_1', -1)))?.status()).toBe(410);
      await page.getByRole('heading', { name: said(refusalHeadings.expired) }).waitFor();
      await mustBeUsable(page, `title-${language}-expired`);
      expect((await page.goto(wrongLink('titles')))?.status()).toBe(404);
      await page.getByRole('heading', { name: said(refusalHeadings.unknown) }).waitFor();
      await mustBeUsable(page, `title-${language}-unknown`);
      await context.close();
    });
  });

  test('switches to another language with one tap', async () => {
    const { dossierId } = await onItsWay('another');
    const context = await phone(browser, 'zh-CN', { script: false });
    const page = await context.newPage();
    await page.goto(linkTo('titles', dossierId, 24));
    await page.getByRole('link', { name: 'English' }).tap();
    await page.getByRole('heading', { level: 1, name: words.title.en }).waitFor();
    expect(await page.content()).toContain('<html lang="en"');
    await context.close();
  });
});
