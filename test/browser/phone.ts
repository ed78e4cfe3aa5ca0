import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import * as z from 'zod';

const wanted = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Path of the browser, or undefined if there is none. Then these tests are skipped with a message. */
export const browserPath: string | undefined = existsSync(wanted) ? wanted : undefined;
if (!browserPath) {
  console.warn(`No browser at ${wanted}: the pages are not tested in a browser. Install chromium or set CHROMIUM.`);
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const foundSchema = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));
const sizesSchema = z.array(z.object({ what: z.string(), width: z.number(), height: z.number() }));

export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  // A container runs everything as root, and the browser's sandbox does not run as root.
  return chromium.launch({ executablePath: browserPath ?? wanted, args: ['--no-sandbox', ...args] });
}

/** Opens a phone in a language; with `script: false` it runs no scripts. */
export function phone(browser: Browser, locale: string, { script = true } = {}): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
    locale,
    javaScriptEnabled: script,
  });
}

/**
 * Returns the accessibility barriers of the page: each finding of axe-core with its markup. A mail is not a
 * page of its own, so it needs no headings and landmarks.
 */
async function barriersOf(page: Page, kind: 'page' | 'mail'): Promise<string[]> {
  const tags = kind === 'mail' ? standards : [...standards, 'best-practice'];
  // Evaluated instead of added to the page, because the pages allow no scripts.
  await page.evaluate(axe.source);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then((found) => found.violations)`;
  const found = foundSchema.parse(await page.evaluate(run));
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Returns the pixels by which the page is wider than the screen; 0 if it needs no sideways scrolling. */
async function sidewaysOf(page: Page): Promise<number> {
  const { scrollWidth } = z
    .object({ scrollWidth: z.number() })
    .parse(await page.evaluate('({ scrollWidth: document.documentElement.scrollWidth })'));
  return Math.max(0, scrollWidth - (page.viewportSize()?.width ?? 0));
}

/** Lists the controls smaller than a finger needs (24 px each way). A radio button includes its label. */
async function tooSmallIn(page: Page): Promise<string[]> {
  const measure = `[...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')].map((one) => {
    const { width, height } = (one.closest('label') ?? one).getBoundingClientRect();
    return { what: one.outerHTML.slice(0, 80), width, height };
  })`;
  return sizesSchema
    .parse(await page.evaluate(measure))
    .filter(({ width, height }) => width < 24 || height < 24)
    .map(({ what, width, height }) => `${what}: ${width} x ${height}`);
}

/** Saves a screenshot of the page in the folder of the environment variable PICTURES, if it is set. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Expects that anyone can use the page: no barrier, nothing beyond the edge, no control too small to tap. */
export async function mustBeUsable(page: Page, name: string, kind: 'page' | 'mail' = 'page'): Promise<void> {
  await picture(page, name);
  expect(await barriersOf(page, kind), name).toEqual([]);
  expect(await sidewaysOf(page), name).toBe(0);
  expect(await tooSmallIn(page), name).toEqual([]);
}
