import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { languages } from '../../shared/kernel/language.ts';
import { printedDocuments, rollDocuments } from '../printed-documents.ts';
import { browserPath, mustBeUsable, openBrowser, phone } from './phone.ts';

const measuredSchema = z.object({
  beyond: z.array(z.string()),
  broken: z.array(z.string()),
  without: z.array(z.string()),
});

/**
 * Returns what is wrong on paper: elements beyond the right edge, amounts and days on two lines, and tables
 * of amounts without headings.
 */
async function flawsOn(page: Page, millimetres: number) {
  await page.setViewportSize({ width: Math.floor((millimetres / 25.4) * 96), height: 1_000 });
  await page.emulateMedia({ media: 'print' });
  const measure = `(() => {
    const width = document.documentElement.clientWidth;
    const name = (one) => one.outerHTML.slice(0, 80);
    const all = [...document.querySelectorAll('main *')];
    const daysBroken = () => {
      const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      const found = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const { 0: day, index } of node.data.matchAll(/\\d{4}-\\d{2}-\\d{2}/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + day.length);
          if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(node.data.slice(0, 80));
        }
      }
      return found;
    };
    const rows = (one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    };
    return {
      beyond: all.filter((one) => one.getBoundingClientRect().right > width + 1).map(name),
      broken: [...document.querySelectorAll('td.amount, .day, .whole, [style*=nowrap]')].filter((one) => rows(one) > 1).map(name).concat(daysBroken()),
      without: [...document.querySelectorAll('table')]
        .filter((one) => one.querySelector('td.amount') && !one.querySelector('thead th[scope=col]'))
        .map(name),
    };
  })()`;
  return measuredSchema.parse(await page.evaluate(measure));
}

describe.skipIf(!browserPath)('a printed document', () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await openBrowser();
    context = await phone(browser, 'zh-CN');
  });
  afterAll(() => browser?.close());

  const sizes = [
    { documents: printedDocuments, millimetres: 178 },
    { documents: rollDocuments, millimetres: 72 },
  ];
  const all = sizes.flatMap(({ documents, millimetres }) =>
    Object.entries(documents).map(([name, render]) => ({ name, render, millimetres })),
  );

  test.each(all)('$name fits a phone and its paper, and anyone can read it', async ({ name, render, millimetres }) => {
    for (const language of languages) {
      const page = await context.newPage();
      await page.setContent(render(language));
      await mustBeUsable(page, `paper-${name}-${language}`);
      expect(await flawsOn(page, millimetres), `${name} in ${language}`).toEqual({
        beyond: [],
        broken: [],
        without: [],
      });
      await page.close();
    }
  });
});
