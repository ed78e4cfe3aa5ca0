import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { daysAfter, daysOf } from '../../../shared/kernel/periods.ts';
import { ApiClient, headOffice } from '../../api-client/api-client.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { command } from '../../local/command.ts';
import { barOf } from '../progress.ts';

/*
 * `npm run export-journal -- --estate ID --month 2026-10 [--out FILE]`: writes the ledger of a month (or of
 * `--from DAY --to DAY`) as a plain-text accounting journal. `hledger -f FILE check --strict` accepts it.
 */

const journalSchema = z.object({
  journalId: z.string(),
  from: z.string(),
  to: z.string(),
  state: z.enum(['writing', 'written']),
  writtenThrough: z.string().optional(),
  entries: z.number(),
  bytes: z.number(),
  url: z.string().optional(),
});
type Journal = z.infer<typeof journalSchema>;

const usage = 'Usage: npm run export-journal -- --estate ID --month 2026-10 (or --from DAY --to DAY) [--out FILE]';

const text = { type: 'string' } as const;
const options = { estate: text, month: text, from: text, to: text, out: text };

await command({ usage, options, needsBackend: true }, async (values) => {
  const { estate, month, from, to } = values;
  if (!estate || !(month || (from && to))) throw new Error(`Name an estate and a month.\n${usage}`);
  const client = new ApiClient(localEndpoints());
  const as = headOffice;
  const began = Date.now();
  const wanted = month ? { month } : { from, to };
  const send = { as, body: wanted, key: `journal-${crypto.randomUUID()}` };
  let journal: Journal = await client.must(journalSchema, 'POST', `/v1/ledger/estates/${estate}/journals`, send);
  const bar = barOf('Writing the journal', daysOf(journal));
  while (journal.state !== 'written') {
    await wait(300);
    journal = await client.must(journalSchema, 'GET', `/v1/ledger/journals/${journal.journalId}`, { as });
    bar.update(journal.writtenThrough === undefined ? 0 : daysAfter(journal.from, journal.writtenThrough) + 1);
  }
  bar.stop();
  const file = await fetch(journal.url ?? '');
  if (!file.ok || !file.body) throw new Error(`The journal cannot be downloaded: status ${file.status}.`);
  const out = values.out ?? join('exports', `${estate}-${journal.from}-${journal.to}.journal`);
  mkdirSync(dirname(out), { recursive: true });
  await pipeline(Readable.from(file.body), createWriteStream(out));
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(`${out}: ${journal.entries} entries, ${journal.bytes} bytes, ${seconds} s`);
});
