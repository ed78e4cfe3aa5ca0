import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { scoreWords, words } from '../../functions/surveys/survey-words.ts';
import { signLink } from '../../shared/http/link.ts';
import { type Language, languages, say } from '../../shared/kernel/language.ts';
import { type Body, estateCalled, idle, must, reported, type TestEstate } from '../flow/house.ts';
import { barriersOf, browserPath, openBrowser, phone, picture, sidewaysOf, tooSmallIn } from './phone.ts';

const { apiUrl, stateDir } = inject('house');

/** Address of a survey's page as the invitation has it. */
function pageOf(surveyId: string, expiresAt: Temporal.Instant): string {
  const [kept = ''] = readdirSync(stateDir).filter((name) => name.startsWith('secret-'));
  const secret = readFileSync(join(stateDir, kept), 'utf8');
  return `${apiUrl}/p/survey/${signLink({ purpose: 'survey', subjectId: surveyId, expiresAt }, secret)}`;
}

describe.skipIf(!browserPath)('the survey on a phone', () => {
  let browser: Browser;
  let estate: TestEstate;
  beforeAll(async () => {
    browser = await openBrowser();
    estate = await estateCalled('BR');
  });
  afterAll(() => browser?.close());

  /** A repair that was done and closed, and the survey that its household was sent. */
  async function asked(name: string, language: Language): Promise<{ ticketId: string; number: string; link: string }> {
    const { personId } = await estate.household(name, { language });
    const leak = { type: 'repair', category: 'home/water', title: '厨房水管滴水，地板已经湿了一大片' };
    const { ticketId, number } = await reported(estate, { ...leak, requester: { personId } });
    await idle();
    await must(estate.staff.operator, 'POST', `/v1/tickets/${ticketId}/close`, { resolution: '已更换角阀' });
    await idle();
    const { items } = await must(estate.staff.manager, 'GET', `/v1/surveys?estateId=${estate.estateId}`);
    const survey = items.find((one: Body) => one.ticketId === ticketId);
    return { ticketId, number, link: pageOf(survey.surveyId, Temporal.Instant.from(survey.expiresAt)) };
  }
  const ticketOf = (ticketId: string): Promise<Body> => must(estate.staff.operator, 'GET', `/v1/tickets/${ticketId}`);

  async function mustBeUsable(page: Page, name: string): Promise<void> {
    await picture(page, name);
    expect(await barriersOf(page)).toEqual([]);
    expect(await sidewaysOf(page)).toBe(0);
    expect(await tooSmallIn(page)).toEqual([]);
  }

  describe.each(languages)('in %s', (language) => {
    test('is answered with a few taps; a second visit says that it was', async () => {
      const { ticketId, number, link } = await asked(`pleased-${language.toLowerCase()}`, language);
      const context = await phone(browser, language);
      const page = await context.newPage();
      expect((await page.goto(link))?.status()).toBe(200);
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

    test('sent with nothing on it says what is missing, and leads there', async () => {
      const { link } = await asked(`hasty-${language.toLowerCase()}`, language);
      const context = await phone(browser, language);
      const page = await context.newPage();
      await page.goto(link);
      await page.getByRole('button').tap();
      const message = say(words.nothingAnswered, language);
      await page.getByRole('alert').getByRole('link', { name: message }).tap();
      expect(await page.evaluate('document.activeElement.id')).toBe('satisfaction');
      expect(await page.locator('#satisfaction').getAttribute('aria-describedby')).toBe('satisfaction-error');
      expect(await page.locator('#satisfaction-error').textContent()).toBe(message);
      await mustBeUsable(page, `${language}-mistake`);
      await context.close();
    });

    test('an old link and a wrong one each say so', async () => {
      const context = await phone(browser, language);
      const page = await context.newPage();
      expect((await page.goto(pageOf('srv_1', Temporal.Now.instant().subtract({ hours: 1 }))))?.status()).toBe(410);
      await page.getByRole('heading', { name: say(words.closed, language) }).waitFor();
      await mustBeUsable(page, `${language}-closed`);
      expect((await page.goto(`${apiUrl}/p/survey/no-link-of-ours`))?.status()).toBe(404);
      await page.getByRole('heading', { name: say(words.unknown, language) }).waitFor();
      await mustBeUsable(page, `${language}-unknown`);
      await context.close();
    });
  });

  test('needs no script: “not fixed” takes the ticket up again under its number', async () => {
    const language = 'zh-CN';
    const { ticketId, number, link } = await asked('let-down', language);
    const context = await phone(browser, language, { script: false });
    const page = await context.newPage();
    await page.goto(link);
    await page.getByLabel(say(words.no, language), { exact: true }).tap();
    await page.getByLabel(say(words.comment, language)).fill('还在滴水');
    await page.getByRole('button').tap();
    await page.getByText(say(words.takenNotFixed, language, { number })).waitFor();
    await picture(page, 'not-fixed');
    await context.close();
    await idle();
    const ticket = await ticketOf(ticketId);
    expect(ticket).toMatchObject({ number, reopenCount: 1 });
    expect(['open', 'assigned']).toContain(ticket.status);
  });

  test('can be read in another language than the one that it came in', async () => {
    const { link } = await asked('guest', 'zh-CN');
    const context = await phone(browser, 'zh-CN');
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole('link', { name: 'English' }).tap();
    await page.getByRole('heading', { name: words.title.en }).waitFor();
    // What is sent from here is answered in the language that was chosen.
    await page.getByLabel(say(words.no, 'en'), { exact: true }).tap();
    await page.getByRole('button').tap();
    await page.getByRole('heading', { name: words.thanks.en }).waitFor();
    await context.close();
  });
});
