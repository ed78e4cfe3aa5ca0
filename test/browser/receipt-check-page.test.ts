import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chargeEntry } from '../../functions/money/ledger/entry-builders.ts';
import { firstSeal, proveEntry, sealDay } from '../../functions/money/ledger/seal.ts';
import { grouped } from '../../functions/money/ledger/seal-note.ts';
import { languages } from '../../shared/kernel/language.ts';
import { head } from '../unit/money/ledger/ledger-fixtures.ts';
import { browserPath, mustBeUsable, openBrowser, phone } from './phone.ts';

const { apiUrl } = inject('backend');
const day = '2025-03-05';

/** A receipt of a day, its proof, and the seal of the next day. */
function proven() {
  const of = { receiptNumber: 'YG-20250305-1-0001', occurredOn: day, postedOn: day, entryId: 'ent_1' };
  const bill = { billId: 'bil_1', dueOn: '2025-03-31' };
  const entry = chargeEntry(head(1, of), {
    payerId: 'psn_wang',
    bill,
    lines: [{ feeItemId: 'property', fen: 71_853 }],
  });
  const { seal, leaves } = sealDay({ estateId: entry.estateId, day, previous: firstSeal }, [entry]);
  const next = sealDay({ estateId: entry.estateId, day: '2025-03-06', previous: seal.seal }, []).seal;
  return { entry, proof: proveEntry(leaves, entry.entryId), seal, seals: [next] };
}

describe.skipIf(!browserPath)('checking a receipt on a phone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anju-check-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.each(languages)(
    'agrees with the seal that a neighbour’s bill prints, and with no other: %s',
    async (language) => {
      const file = join(folder, 'proof.json');
      writeFileSync(file, JSON.stringify(proven()));
      const context = await phone(browser, language);
      const page = await context.newPage();
      await page.goto(`${apiUrl}/p/ledger/check?lang=${language}`);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      await mustBeUsable(page, `${language}-receipt-check`);
      await page.getByLabel('1').setInputFiles(file);
      await page.getByLabel('2').fill(grouped(proven().seals[0]?.seal ?? ''));
      await page.locator('#check').tap();
      await page.getByText('718.53').waitFor();
      expect(await page.getByRole('status').innerText()).toContain('2025-03-06');
      await mustBeUsable(page, `${language}-receipt-checked`);
      await page.getByLabel('2').fill(firstSeal);
      await page.locator('#check').tap();
      await page.getByText('718.53').waitFor({ state: 'hidden' });
      expect(await page.getByRole('status').innerText()).toContain('✗');
      await context.close();
    },
  );

  test('works from a saved file without the backend', async () => {
    const saved = join(folder, 'check.html');
    writeFileSync(saved, await (await fetch(`${apiUrl}/p/ledger/check?lang=en`)).text());
    const file = join(folder, 'proof.json');
    writeFileSync(file, JSON.stringify(proven()));
    const context = await phone(browser, 'en');
    const page = await context.newPage();
    await page.goto(pathToFileURL(saved).href);
    await page.getByLabel('1').setInputFiles(file);
    await page.getByLabel('2').fill(proven().seal.seal);
    await page.locator('#check').tap();
    await page.getByText('718.53').waitFor();
    expect(await page.getByRole('status').innerText()).toContain(`✓ The receipt is in the ledger, unchanged`);
    await context.close();
  });
});
