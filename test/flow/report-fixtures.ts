import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { ask, type Body, must, type TestEstate } from './backend.ts';
import { until } from './until.ts';

/** Orders a report of an estate as its auditor, and waits until it is written. */
export async function reportOf({ estateId, staff: { auditor } }: TestEstate, wanted: object): Promise<Body> {
  const answer = await ask(auditor, 'POST', `/v1/finance-reports/estates/${estateId}/reports`, wanted);
  expect([answer.status, answer.body.code]).toEqual([202, undefined]);
  return until('a report', async () => {
    const now = await must(auditor, 'GET', String(answer.headers.get('location')));
    return now.state === 'written' && now;
  });
}

/** Returns the rows of a report's CSV file by the titles of the columns. The last row has the totals. */
export async function csvOf({ files }: Body): Promise<Record<string, string>[]> {
  return parse(await (await fetch(files.csv)).text(), { bom: true, columns: true });
}
