import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import * as z from 'zod';

const wanted = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Where the browser is, or nothing where there is none: then these tests are skipped and say so. */
export const browserPath: string | undefined = existsSync(wanted) ? wanted : undefined;
if (!browserPath) {
  console.warn(`No browser at ${wanted}: the pages are not tested in a browser. Install chromium or set CHROMIUM.`);
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const foundSchema = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));
const sizesSchema = z.array(z.object({ what: z.string(), width: z.number(), height: z.number() }));

export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  // A container runs everything as root, which the browser's own sandbox refuses.
  return chromium.launch({ executablePath: browserPath ?? wanted, args: ['--no-sandbox', ...args] });
}

/** A phone in somebody's language; `script: false` is one on which no script runs. */
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
 * What keeps somebody from using the page: each finding of axe-core with the markup that it is about. A mail is no page
 * of its own, and is not asked for headings and landmarks.
 */
async function barriersOf(page: Page, kind: 'page' | 'mail'): Promise<string[]> {
  const tags = kind === 'mail' ? standards : [...standards, 'best-practice'];
  // Evaluated, not added to the page: the pages let no script in.
  await page.evaluate(axe.source);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then((found) => found.violations)`;
  const found = foundSchema.parse(await page.evaluate(run));
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Pixels by which the page is wider than the screen: 0 where nobody must move it sideways. */
async function sidewaysOf(page: Page): Promise<number> {
  const { scrollWidth } = z
    .object({ scrollWidth: z.number() })
    .parse(await page.evaluate('({ scrollWidth: document.documentElement.scrollWidth })'));
  return Math.max(0, scrollWidth - (page.viewportSize()?.width ?? 0));
}

/** What is smaller than a finger needs (24 px each way); a radio button counts with the label around it. */
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

/** Keeps a picture of the page in the folder `PICTURES`, for whoever wants to look; nothing otherwise. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Holds that anybody can use what the phone shows: no barrier, nothing beyond the edge, nothing too small to hit. */
export async function mustBeUsable(page: Page, name: string, kind: 'page' | 'mail' = 'page'): Promise<void> {
  await picture(page, name);
  expect(await barriersOf(page, kind), name).toEqual([]);
  expect(await sidewaysOf(page), name).toBe(0);
  expect(await tooSmallIn(page), name).toEqual([]);
}
