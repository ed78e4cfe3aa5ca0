import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bills, unitBills } from '../../../../functions/money/fees/bills.store.ts';
import { reports } from '../../../../functions/money/finance-reports/finance-reports.store.ts';
import type { StoredReport } from '../../../../functions/money/finance-reports/report.ts';
import { reportWriting } from '../../../../functions/money/finance-reports/report-writing.consumer.ts';
import { estates, units } from '../../../../functions/register/owners/owners.store.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { get } from '../../../../shared/store/table.ts';
import { billOf, paid } from '../../../unit/money/finance-reports/a-unit.ts';
import { emptyTables, requests, store, storeMany } from '../../real-table.ts';

const now = Temporal.Instant.from('2026-12-01T02:00:00Z');
const at = now.toString();
const estateId = 'yg';
/** More units than one slice has. */
const unitCount = 620;
const s3 = mockClient(S3Client);
/** Whether the bucket refuses to write. */
let isSlow = false;
/** The files of the bucket by key. */
const files = new Map<string, string>();

const building = (n: number) => `${(n % 3) + 1}栋`;
const everyUnit = Array.from({ length: unitCount }, (_, n) => ({
  unitId: `unt_${n}`,
  estateId,
  label: `${building(n)}${String(n).padStart(4, '0')}`,
  building: building(n),
  area: '89.37',
  use: 'dwelling' as const,
  updatedAt: at,
  version: 1,
}));
const everyBill = everyUnit.flatMap(({ unitId, label: unitLabel }, n) => {
  const of = { estateId, unitId, unitLabel, payerId: `psn_${n}` };
  const old = billOf(`old_${n}`, { property: 100 }, { month: '2025-12', ...of });
  const current = billOf(`new_${n}`, { property: 200, water: 30 }, { month: '2026-10', ...of });
  return [n % 2 === 0 ? { ...old, paid: [paid('2026-02-01', 100)], status: 'paid' as const } : old, current];
});

beforeAll(async () => {
  vi.stubEnv('UPLOADS_BUCKET', 'uploads');
  await emptyTables('owners', 'ledger');
  const calendar = stateCouncilCalendar();
  const estate = { estateId, code: 'YG', name: '阳光花园', language: 'zh-CN' as const, calendar };
  await store(estates, { ...estate, updatedAt: at, version: 1 });
  await storeMany(units, everyUnit);
  await storeMany(bills, everyBill);
  await storeMany(
    unitBills,
    everyBill.map(({ unitId, billId, period }) => ({ unitId, billId, from: period.from })),
  );
});
beforeEach(() => {
  files.clear();
  isSlow = false;
  s3.reset();
  s3.on(PutObjectCommand).callsFake(({ Key, Body }: { Key: string; Body: Uint8Array | string }) => {
    if (isSlow) throw new Error('slow down');
    files.set(Key, Buffer.from(Body).toString('utf8'));
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => ({
    Body: { transformToString: async () => files.get(Key) },
  }));
});

let serial = 0;
/** Orders a report of which nothing is collected, and returns its id. */
async function ordered(more: Partial<StoredReport> = {}): Promise<string> {
  serial += 1;
  const asked = { requestedAt: at, requestedBy: 'li', updatedAt: at, version: 1 };
  const nothing = { state: 'collecting' as const, done: 0, rowCount: 0, totals: {}, rows: [], slices: 0 };
  const report: StoredReport = {
    reportId: `frp_${serial}`,
    estateId,
    kind: 'ageing',
    by: 'building',
    asOf: '2026-11-30',
    language: 'zh-CN',
    provisional: false,
    ...nothing,
    ...asked,
    ...more,
  };
  await store(reports, report);
  return report.reportId;
}
async function reportOf(reportId: string): Promise<StoredReport> {
  const report = await get(reports, { reportId });
  if (!report) throw new Error('no report');
  return report;
}
/** Handles the message that starts the next step. */
async function called(reportId: string, version?: number): Promise<void> {
  const event = eventOf({
    name: 'FinanceReportContinued',
    data: { reportId, done: 0 },
    estateId,
    nth: 0,
    act: { actor: { kind: 'system', id: 'report-writing' }, recordedAt: at },
    subject: { kind: 'finance-report', id: reportId },
    version: version ?? (await reportOf(reportId)).version,
  });
  await reportWriting.handle(event, now);
}
async function written(reportId: string): Promise<StoredReport> {
  while ((await reportOf(reportId)).state !== 'written') await called(reportId);
  return reportOf(reportId);
}
const file = (reportId: string, ending: string) => files.get(`reports/${estateId}/${reportId}/report.${ending}`) ?? '';

describe('a report of a whole estate', () => {
  test('R32.3 it is collected slice by slice, and a message that comes again changes nothing', async () => {
    const reportId = await ordered();
    await called(reportId);
    const first = await reportOf(reportId);
    expect(first).toMatchObject({ state: 'collecting', done: 500, slices: 1, version: 2 });
    await called(reportId, 1);
    expect(await reportOf(reportId)).toEqual(first);
    const last = await written(reportId);
    // 620 current bills of 230.00, and 310 unpaid old ones of 100.00.
    expect(last).toMatchObject({ done: unitCount, slices: 2, rowCount: 3, version: 4 });
    expect(last.totals).toMatchObject({ total: 620 * 23_000 + 310 * 10_000, days31to60: 620 * 23_000 });
    expect(last.rows.map(({ key }) => key)).toEqual(['1栋', '2栋', '3栋']);
    expect(file(reportId, 'csv').split('\r\n')).toHaveLength(3 + 3);
    expect(JSON.parse(file(reportId, 'json')).rows).toHaveLength(3);
  });

  test('a step that dies is done again: the files are the same bytes', async () => {
    const undisturbed = await ordered({ by: 'unit' });
    await written(undisturbed);
    const [csv, json] = [file(undisturbed, 'csv'), file(undisturbed, 'json')];
    const disturbed = await ordered({ by: 'unit' });
    while ((await reportOf(disturbed)).state !== 'written') {
      const before = await reportOf(disturbed);
      isSlow = true;
      await expect(called(disturbed)).rejects.toThrow('slow down');
      expect(await reportOf(disturbed)).toEqual(before);
      isSlow = false;
      await called(disturbed);
    }
    expect([file(disturbed, 'csv'), file(disturbed, 'json')]).toEqual([csv, json]);
    expect(csv.split('\r\n')).toHaveLength(unitCount + 3);
    expect((await reportOf(disturbed)).rows).toHaveLength(200);
  });

  test('R32.5 the detail has a row for each line, in the order of the units', async () => {
    const span = { from: '2026-01-01', to: '2026-11-30' };
    const reportId = await ordered({ kind: 'receivable-detail', ...span });
    const { rowCount, totals } = await written(reportId);
    // A line of each old bill and two of each new one.
    expect(rowCount).toBe(3 * unitCount);
    expect(totals).toMatchObject({ opening: 620 * 10_000, received: 310 * 10_000, billed: 620 * 23_000 });
    const labels = file(reportId, 'csv')
      .split('\r\n')
      .slice(1, -2)
      .map((line) => line.split(',')[1]);
    expect(labels).toEqual(labels.toSorted());
  });

  test('R32.1 a window of service months has rates, and the units are counted once', async () => {
    const window = { from: '2026-10-01', to: '2026-10-31' };
    const { totals } = await written(await ordered({ kind: 'collection-rate', by: 'item', ...window }));
    expect(totals).toMatchObject({ billed: 620 * 23_000, arrears: 310 * 10_000, unitsBilled: 620, unitsClear: 0 });
  });

  test('requests do not grow with the estate: two for each unit and little more', async () => {
    const count = async (version: number, reportId: string) => {
      requests.resetHistory();
      await called(reportId, version);
      return requests.calls().length;
    };
    const reportId = await ordered();
    const large = await count(1, reportId);
    const small = await count(2, reportId);
    // 500 and 120 units: a query and a read of the bills each, and a read of a hundred dunning accounts.
    expect(large / 500).toBeLessThan(2.2);
    expect(small / 120).toBeLessThan(2.3);
  });
});
