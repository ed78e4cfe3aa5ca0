import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { words } from '../../functions/homes/handovers/plan/booking-words.ts';
import { languages, say, type Text } from '../../shared/kernel/language.ts';
import { refusalHeadings } from '../../shared/pages/behind-link.ts';
import { must, type TestEstate } from '../flow/backend.ts';
import { announcedHomes, estateInTheMorning } from '../flow/phase-fixtures.ts';
import { linkTo, wrongLink } from './links.ts';
import { browserPath, mustBeUsable, openBrowser, phone } from './phone.ts';

describe.skipIf(!browserPath)('the page on which a buyer books a handover slot', () => {
  let browser: Browser;
  let estate: TestEstate;
  beforeAll(async () => {
    [browser, estate] = await Promise.all([openBrowser(), estateInTheMorning('BH')]);
  });
  afterAll(() => browser?.close());

  /** Creates three homes of a building and two free places for them. */
  const homesOf = (building: string) =>
    announcedHomes(
      estate,
      building,
      ['x', 'y', 'z'].map((name) => `${building.replace('座', '').toLowerCase()}-${name}`),
      { begins: 12, day: { hours: [{ from: '14:00', to: '16:00' }], minutes: 60 } },
    );
  const press = (page: Page, name: Text, language: (typeof languages)[number]) =>
    page.getByRole('button', { name: say(name, language), exact: true }).tap();

  test.each(languages)(
    'in %s: books, moves and releases a slot without script, and says when a day is full',
    async (language) => {
      const { handoverIds, now, act, slots } = await homesOf(`${language}座`);
      const context = await phone(browser, language, { script: false });
      const page = await context.newPage();
      const seen = await (await phone(browser, language)).newPage();
      const look = async (name: string) => {
        await seen.goto(page.url());
        await mustBeUsable(seen, `handover-${language}-${name}`);
      };
      await page.goto(`${linkTo('handovers', handoverIds[0] ?? '', 24)}?lang=${language}`);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      await look('choose');
      await press(page, words.book, language);
      await page.getByText(say(words.nothingChosen, language)).waitFor();
      await page.getByRole('radio').first().check();
      await press(page, words.book, language);
      await page.getByText(say(words.done, language)).waitFor();
      const { booking } = await now(0);
      await page.getByText(`${booking.code.slice(0, 4)} ${booking.code.slice(4)}`).waitFor();
      await look('booked');

      // A neighbour takes the other place: the third buyer finds the day full and joins the waiting list.
      const [, second] = await slots();
      await act(1, 'book', { slotId: second.slotId });
      await page.goto(`${linkTo('handovers', handoverIds[2] ?? '', 24)}?lang=${language}`);
      await look('full');
      await page.getByRole('button').tap();
      await press(page, words.waitNoMore, language);
      const again = page.getByRole('button', { name: say(words.waitNoMore, language), exact: true });
      await again.waitFor({ state: 'detached' });
      await page.waitForLoadState('load');
      expect((await now(2)).waiting).toBeUndefined();

      await page.goto(`${linkTo('handovers', handoverIds[0] ?? '', 24)}?lang=${language}`);
      await press(page, words.release, language);
      await page.getByText(say(words.released, language)).waitFor();
      expect((await now(0)).state).toBe('notified');
      await must(estate.staff.operator, 'GET', `/v1/handovers/${handoverIds[0]}`);
      await context.close();
    },
  );

  test.each(languages)('in %s: an expired link and an invalid link each say so', async (language) => {
    const context = await phone(browser, language);
    const page = await context.newPage();
    expect((await page.goto(linkTo('handovers', 'hnd_1', -1)))?.status()).toBe(410);
    await page.getByRole('heading', { name: say(refusalHeadings.expired, language) }).waitFor();
    await mustBeUsable(page, `handover-${language}-expired`);
    expect((await page.goto(wrongLink('handovers')))?.status()).toBe(404);
    await page.getByRole('heading', { name: say(refusalHeadings.unknown, language) }).waitFor();
    await mustBeUsable(page, `handover-${language}-unknown`);
    await context.close();
  });
});
