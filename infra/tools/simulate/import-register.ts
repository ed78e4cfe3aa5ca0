import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient, Caller } from '../../api-client/api-client.ts';
import { barOf } from '../progress.ts';

const importSchema = z.object({
  importId: z.string(),
  state: z.string(),
  rows: z.number(),
  processed: z.number(),
  leftOut: z.number(),
  errors: z.number(),
  uploadUrl: z.string().optional(),
});

/**
 * Uploads a file of owners and homes, lets the register validate all rows, then commit them. The same file
 * again changes nothing.
 * @throws Error when rows are refused.
 */
export async function bringIn(
  client: ApiClient,
  as: Caller,
  estateId: string,
  kind: 'units' | 'people',
  csv: string,
): Promise<void> {
  const bytes = Buffer.from(csv);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = { kind, sha256, size: bytes.length, fileName: `${kind}.csv` };
  const key = `${kind}-${sha256.slice(0, 24)}`;
  const opened = await client.must(importSchema, 'POST', `/v1/estates/${estateId}/imports`, {
    as,
    key: `${key}-open`,
    body,
  });
  const { importId } = opened;
  const job = () => client.must(importSchema, 'GET', `/v1/estates/${estateId}/imports/${importId}`, { as });
  const rows = csv.split('\n').length - 2;
  const phase = async (title: string, name: 'validate' | 'commit', busy: string) => {
    await client.must(z.unknown(), 'POST', `/v1/estates/${estateId}/imports/${importId}/${name}`, {
      as,
      key: `${key}-${name}`,
      body: {},
    });
    const bar = barOf(title, rows);
    for (;;) {
      const now = await job();
      bar.update(Math.min(now.processed + now.leftOut, rows));
      if (now.state !== busy) break;
      await wait(500);
    }
    bar.update(rows);
    bar.stop();
  };
  const state = async () => (await job()).state;
  if ((await state()) === 'open' && opened.uploadUrl) {
    const put = await fetch(opened.uploadUrl, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'text/csv' },
    });
    if (!put.ok) throw new Error(`The upload failed: ${put.status} ${await put.text()}`);
  }
  if (['open', 'validating'].includes(await state())) await phase(`Reading ${kind}`, 'validate', 'validating');
  if (['validated', 'committing'].includes(await state())) await phase(`Entering ${kind}`, 'commit', 'committing');
  const { state: end, errors } = await job();
  if (end !== 'committed' || errors > 0)
    throw new Error(`The import of ${kind} ended as ${end} with ${errors} refused rows.`);
}
