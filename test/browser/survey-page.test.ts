import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scoreWords, words } from '../../functions/service/surveys/survey-words.ts';
import { type Language, languages, say, text } from '../../shared/kernel/language.ts';
import { type Body, estateCalled, idle, mailsTo, must, reported, type TestEstate } from '../flow/backend.ts';
import { htmlOf } from '../flow/mail.ts';
import { linkTo, wrongLink } from './links.ts';
import { browserPath, mustBeUsable, openBrowser, phone } from './phone.ts';

const expired = text('链接已过期', '連結已過期', 'This link has expired');
const invalid = text('链接无效', '連結無效', 'This link does not work');

describe.skipIf(!browserPath)('the survey on a phone', () => {
  let browser: Browser;
  let estate: TestEstate;
  beforeAll(async () => {
    browser = await openBrowser();
    estate = await estateCalled('BR');
    const path = `/v1/notices/policies/${estate.estateId}`;
    // Start and end are the same: there are no quiet hours.
    const { quietFrom, marketingCap } = await must(estate.staff.administrator, 'GET', path);
    const policy = { quietFrom, quietTo: quietFrom, marketingCap };
    await must(estate.staff.administrator, 'PUT', path, policy, { ifMatch: 0 });
  });
  afterAll(() => browser?.close());

  /** Completes and closes a repair, and returns the survey mail to its household. */
  async function asked(name: string, language: Language): Promise<{ ticketId: string; number: string; mail: string }> {
    const household = await estate.household(name, { language });
    const leak = { type: 'repair', category: 'home/water', title: '厨房水管滴水，已经拿盆接着，请师傅抽空来修' };
    const requester = { personId: household.personId };
    const { ticketId, number } = await reported(estate, { ...leak, requester });
    await idle();
    await must(estate.staff.operator, 'POST', `/v1/tickets/${ticketId}/close`, { resolution: '已更换角阀' });
    await idle();
    const mails = await mailsTo(household.email ?? '');
    const mail = mails.map(({ raw }) => htmlOf(raw)).find((text) => text.includes('/p/surveys/'));
    if (!mail) throw new Error(`${name} got no survey mail`);
    return { ticketId, number, mail };
  }
  async function opened(page: Page, mail: string): Promise<string> {
    await page.setContent(mail);
    await page.locator('a[href*="/p/surveys/"]').tap();
    await page.locator('form').waitFor();
    return page.url();
  }
  const ticketOf = (ticketId: string): Promise<Body> => must(estate.staff.operator, 'GET', `/v1/tickets/${ticketId}`);

  describe.each(languages)('in %s', (language) => {
    test('opens from the mail and takes a few taps; a second visit says that it was answered', async () => {
      const { ticketId, number, mail } = await asked(`pleased-${language.toLowerCase()}`, language);
      const context = await phone(browser, language);
      const page = await context.newPage();
      await page.setContent(mail);
      await mustBeUsable(page, `${language}-mail`, 'mail');
      const link = await opened(page, mail);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      await page.getByText(number).waitFor();
      await mustBeUsable(page, `${language}-form`);

      await page
        .getByRole('group', { name: say(words.fixed, language) })
        .getByLabel(say(words.yes, language))
        .tap();
      const [, , , , best = words.yes] = scoreWords;
      await page.getByLabel(say(best, language)).tap();
      await page
        .getByRole('group', { name: say(words.recommend, language) })
        .getByLabel('10')
        .tap();
      await page.getByLabel(say(words.comment, language)).fill('师傅很准时 👍\n<b>谢谢</b>');
      await page.getByRole('button').tap();
      await page.getByRole('heading', { name: say(words.thanks, language) }).waitFor();
      await mustBeUsable(page, `${language}-thanks`);

      await idle();
      expect(await ticketOf(ticketId)).toMatchObject({ status: 'closed', verification: 'confirmed', reopenCount: 0 });
      await page.goto(link);
      await page.getByText(say(words.already, language, { number })).waitFor();
      await mustBeUsable(page, `${language}-already`);
      await context.close();
    });

    test('sent empty names the missing answers and links to them', async () => {
      const { mail } = await asked(`hasty-${language.toLowerCase()}`, language);
      const context = await phone(browser, language);
      const page = await context.newPage();
      await opened(page, mail);
      await page.getByRole('button').tap();
      const message = say(words.nothingAnswered, language);
      await page.getByRole('alert').getByRole('link', { name: message }).tap();
      expect(await page.evaluate('document.activeElement.id')).toBe('satisfaction');
      expect(await page.locator('#satisfaction').getAttribute('aria-describedby')).toBe('satisfaction-error');
      expect(await page.locator('#satisfaction-error').textContent()).toBe(message);
      await mustBeUsable(page, `${language}-mistake`);
      await context.close();
    });

    test('an expired link and an invalid link each say so', async () => {
      const context = await phone(browser, language);
      const page = await context.newPage();
      expect((await page.goto(linkTo('surveys', 'srv_1', -1)))?.status()).toBe(410);
      await page.getByRole('heading', { name: say(expired, language) }).waitFor();
      await mustBeUsable(page, `${language}-expired`);
      expect((await page.goto(wrongLink('surveys')))?.status()).toBe(404);
      await page.getByRole('heading', { name: say(invalid, language) }).waitFor();
      await mustBeUsable(page, `${language}-unknown`);
      await context.close();
    });
  });

  test('needs no script: “not fixed” reopens the ticket under its number', async () => {
    const language = 'zh-CN';
    const { ticketId, number, mail } = await asked('let-down', language);
    const context = await phone(browser, language, { script: false });
    const page = await context.newPage();
    await opened(page, mail);
    await page.getByLabel(say(words.no, language), { exact: true }).tap();
    await page.getByLabel(say(words.comment, language)).fill('还在滴水');
    await page.getByRole('button').tap();
    await page.getByText(say(words.takenNotFixed, language, { number })).waitFor();
    await context.close();
    await idle();
    const ticket = await ticketOf(ticketId);
    expect(ticket).toMatchObject({ number, reopenCount: 1 });
    expect(['open', 'assigned']).toContain(ticket.status);
  });

  test('can be read in another language than that of the mail', async () => {
    const { mail } = await asked('guest', 'zh-CN');
    const context = await phone(browser, 'zh-CN');
    const page = await context.newPage();
    await opened(page, mail);
    await page.getByRole('link', { name: 'English' }).tap();
    await page.getByRole('heading', { name: words.title.en }).waitFor();
    // The response is in the chosen language.
    await page.getByLabel(say(words.no, 'en'), { exact: true }).tap();
    await page.getByRole('button').tap();
    await page.getByRole('heading', { name: words.thanks.en }).waitFor();
    expect(await page.content()).toContain('<html lang="en"');
    await context.close();
  });
});
