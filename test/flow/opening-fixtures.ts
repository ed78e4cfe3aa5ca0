import { createHash } from 'node:crypto';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { type Body, must } from './backend.ts';
import { upload } from './scenario.ts';
import { until } from './until.ts';

/** Returns CSV with the columns of the first row. No cell has a comma. */
function csv(rows: readonly Readonly<Record<string, string>>[]): Buffer {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Buffer.from(
    [columns.join(','), ...rows.map((row) => columns.map((column) => row[column] ?? '').join(','))].join('\n'),
  );
}

/** Files of an opening: rows by kind. */
export type Files = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

/** Returns the body that announces files. */
export function announced(cutOverOn: string, files: Files) {
  const details = Object.entries(files).map(([kind, rows]) => {
    const bytes = csv(rows);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { kind, sha256, size: bytes.length, fileName: `${kind}.csv` };
  });
  return { cutOverOn, files: details };
}

/** Uploads the files of a new opening. */
export async function uploadAll({ uploads }: Body, files: Files): Promise<void> {
  for (const { kind, url } of uploads) await upload(url, 'text/csv', csv(files[kind] ?? []));
}

const pathOf = (openingId: string) => `/v1/opening/openings/${openingId}`;

/** Waits until the backend has done with an opening, and returns it. */
export function doneWith(as: Caller, openingId: string): Promise<Body> {
  return until('the opening', async () => {
    const now = await must(as, 'GET', pathOf(openingId));
    return !['validating', 'loading'].includes(now.state) && now;
  });
}

/** Creates an opening, uploads its files and validates them. */
export async function validated(as: Caller, estateId: string, cutOverOn: string, files: Files): Promise<Body> {
  const opening = await must(as, 'POST', `/v1/opening/estates/${estateId}/openings`, announced(cutOverOn, files));
  await uploadAll(opening, files);
  await must(as, 'POST', `${pathOf(opening.openingId)}/validate`);
  return doneWith(as, opening.openingId);
}

/** Has two people sign an opening, and waits until it is posted. */
export async function loadedBy(signers: readonly [Caller, Caller], { openingId, digest }: Body): Promise<Body> {
  for (const one of signers) await must(one, 'POST', `${pathOf(openingId)}/sign`, { digest });
  return doneWith(signers[0], openingId);
}

/** Waits until a comparison of a month is done, and returns it. */
export function comparedBy(as: Caller, comparisonId: string): Promise<Body> {
  return until('the comparison', async () => {
    const now = await must(as, 'GET', `/v1/opening/month-comparisons/${comparisonId}`);
    return now.state !== 'comparing' && now;
  });
}

/** Compares a month with a file of the system before. */
export async function compared(as: Caller, estateId: string, month: string, rows: Files[string]): Promise<Body> {
  const bytes = csv(rows);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = { month, sha256, size: bytes.length, fileName: 'month.csv' };
  const created = await must(as, 'POST', `/v1/opening/estates/${estateId}/month-comparisons`, body);
  await upload(created.uploadUrl, 'text/csv', bytes);
  await must(as, 'POST', `/v1/opening/month-comparisons/${created.comparisonId}/run`, {});
  return comparedBy(as, created.comparisonId);
}
