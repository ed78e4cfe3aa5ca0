import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../shared/kernel/language.ts';
import { estateCalled, type TestEstate } from '../flow/backend.ts';
import { linkTo, wrongLink } from './links.ts';
import { browserPath, mustBeUsable, openBrowser, phone } from './phone.ts';

describe.skipIf(!browserPath)('stopping marketing on a phone', () => {
  let browser: Browser;
  let estate: TestEstate;
  beforeAll(async () => {
    [browser, estate] = await Promise.all([openBrowser(), estateCalled('BU')]);
  });
  afterAll(() => browser?.close());

  test.each(languages)('takes one more tap in %s', async (language) => {
    const { personId } = await estate.household(`tired-${language.toLowerCase()}`, { language });
    const context = await phone(browser, language);
    const page = await context.newPage();
    await page.goto(linkTo('notices', personId, 24));
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    const question = await page.getByRole('heading').textContent();
    await mustBeUsable(page, `${language}-unsubscribe`);
    const name = (await page.getByRole('button').textContent()) ?? '';
    await page.getByRole('button').tap();
    await page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });
    expect(await page.getByRole('heading').textContent()).not.toBe(question);
    await mustBeUsable(page, `${language}-unsubscribed`);
    expect((await page.goto(wrongLink('notices')))?.status()).toBe(404);
    await mustBeUsable(page, `${language}-unsubscribe-unknown`);
    await context.close();
  });
});
