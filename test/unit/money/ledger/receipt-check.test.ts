import { runInThisContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { chargeEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import type { Entry } from '../../../../functions/money/ledger/posting.ts';
import { receiptCheckPage } from '../../../../functions/money/ledger/receipt-check.page.ts';
import { receiptCheckScript } from '../../../../functions/money/ledger/receipt-check.script.ts';
import { firstSeal, proveEntry, type Seal, sealDay } from '../../../../functions/money/ledger/seal.ts';
import { grouped } from '../../../../functions/money/ledger/seal-note.ts';
import { languages } from '../../../../shared/kernel/language.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { head } from './ledger-fixtures.ts';

const first = '2025-03-05';
const verdictSchema = z.object({ what: z.string(), day: z.string().optional() });

/** Runs the page's own script on a proof and a printed seal. */
async function check(proof: object, printed: string): Promise<z.infer<typeof verdictSchema>> {
  const check = z.function({ input: [z.unknown(), z.string()], output: z.promise(verdictSchema) });
  const script: unknown = runInThisContext(`(() => { ${receiptCheckScript}; return checkReceipt; })()`);
  if (typeof script !== 'function') throw new Error('the script has no check');
  return check.implementAsync(async (given, seal) => script(given, seal))(proof, printed);
}

function entries(day: string, count: number): Entry[] {
  return Array.from({ length: count }, (_, n) =>
    chargeEntry(head(n, { receiptNumber: `r-${n}`, occurredOn: day, postedOn: day, entryId: `ent_${day}_${n}` }), {
      payerId: 'psn_wang',
      bill: { billId: `bil_${n}`, dueOn: '2025-03-31' },
      lines: [{ feeItemId: 'property', fen: 100 + n }],
    }),
  );
}

/** Seals some days of an estate, one after the other. Returns a proof of an entry of the first day. */
function proofOver(days: number, count: number, nth: number) {
  const seals: Seal[] = [];
  const ofFirst = entries(first, count);
  const { seal, leaves } = sealDay({ estateId: 'yg', day: first, previous: firstSeal }, ofFirst);
  for (let day = addDays(first, 1), previous = seal.seal; seals.length < days; day = addDays(day, 1)) {
    const next = sealDay({ estateId: 'yg', day, previous }, entries(day, seals.length % 3)).seal;
    seals.push(next);
    previous = next.seal;
  }
  const entry = ofFirst[nth];
  if (!entry) throw new Error('no such entry');
  return { entry, proof: proveEntry(leaves, entry.entryId), seal, seals };
}

describe('the page that checks a receipt', () => {
  test('D34 a receipt is proved by the seal of its own day and of each later day, as printed', async () => {
    for (const count of [1, 2, 3, 5, 8, 13]) {
      for (const nth of [0, count - 1]) {
        const proof = proofOver(3, count, nth);
        for (const { seal, day } of [proof.seal, ...proof.seals]) {
          expect(await check(proof, ` ${grouped(seal).toUpperCase()}\n`)).toEqual({ what: 'proved', day });
        }
      }
    }
  });

  test('a changed entry, proof or seal is not proved', async () => {
    const of = proofOver(2, 5, 3);
    const printed = of.seals[1]?.seal ?? '';
    const [one, ...rest] = of.entry.postings;
    const changed = { ...of.entry, postings: [{ ...one, fen: 1 }, ...rest] };
    expect(await check({ ...of, entry: changed }, printed)).toEqual({ what: 'not-there' });
    expect(await check({ ...of, entry: { ...of.entry, receiptNumber: 'r-9' } }, printed)).toEqual({
      what: 'not-there',
    });
    expect(await check({ ...of, proof: { ...of.proof, index: 2 } }, printed)).toEqual({ what: 'not-there' });
    const [second, third] = of.seals;
    const forged = { ...of, seals: [{ ...second, root: firstSeal }, third] };
    expect(await check(forged, printed)).toEqual({ what: 'broken', day: '2025-03-06' });
    expect(await check({ ...of, seals: [third] }, printed)).toEqual({ what: 'broken', day: '2025-03-07' });
  });

  test('another printed seal does not agree, and half a seal is asked for again', async () => {
    const of = proofOver(2, 5, 3);
    expect(await check(of, proofOver(2, 6, 3).seals[1]?.seal ?? '')).toEqual({ what: 'other-seal', day: '2025-03-07' });
    expect(await check({ ...of, seals: [] }, of.seals[0]?.seal ?? '')).toEqual({ what: 'other-seal', day: first });
    expect(await check(of, of.seal.seal.slice(1))).toEqual({ what: 'no-seal' });
  });

  test.each(languages)('in %s may run its own script only, and may load and send nothing', (language) => {
    const { body, headers } = receiptCheckPage(language);
    const policy = headers?.['content-security-policy'] ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]+';/);
    expect(policy).not.toContain('connect-src');
    expect(String(body).match(/<script>/g)).toHaveLength(1);
  });
});
