import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { startIsolatedBackend } from './isolated-backend.ts';

const { folder, run, start, kill } = await startIsolatedBackend({ synthesised: true });

const rows = 54;

/**
 * Writes a report file in the format of the city's service line: a third are repairs of tenants, most are
 * closed.
 */
function fileOfReports(): string {
  const lines = [
    'unique_key,created_date,closed_date,status_notes,category,complaint_type,descriptor,incident_address,source',
  ];
  for (let i = 0; i < rows; i += 1) {
    const category = i % 3 === 0 ? 'SFHA Requests' : i % 3 === 1 ? 'MUNI Feedback' : 'Noise Report';
    // The last ten have a close date before their creation.
    const closed = i >= rows - 10 ? '2016-01-01 00:00:00+00:00' : i % 9 === 8 ? '' : '2016-07-14 12:00:00+00:00';
    lines.push(
      `k${i},2016-07-13 15:00:00+00:00,${closed},done,${category},Glazier,Glazier - Routine,${i} MAIN ST,Phone`,
    );
  }
  const file = join(folder, 'reports.csv');
  writeFileSync(file, lines.join('\n'));
  return file;
}

const counts = z.record(z.string(), z.number());
const reportSchema = z.object({
  rows: z.number(),
  accepted: z.number(),
  'refused at some step': counts,
  tickets: counts,
  workOrders: counts,
  surveys: counts,
  totals: counts,
});

test('the backend does all work exactly once although it is killed and restarted', async () => {
  const file = fileOfReports();
  const first = await start();
  const replay = run('infra/tools/replay/replay.ts', file, '--as', 'sf311', '--json');
  // The first kill comes while tickets are opened and dispatched, the second during repairs and closings.
  await wait(1_500);
  await kill(first);
  const second = await start();
  await wait(2_000);
  await kill(second);
  const third = await start();
  const code = await replay.ended;
  expect(code, replay.said()).toBe(0);

  const report = reportSchema.parse(
    JSON.parse(
      replay
        .said()
        .split('\n')
        .find((line) => line.startsWith('{"rows"')) ?? '{}',
    ),
  );
  const repairs = rows / 3;
  const backwards = 10;
  expect(report).toMatchObject({ rows, accepted: rows });
  const refused = Object.values(report['refused at some step']).reduce((sum, one) => sum + one, 0);
  expect(refused, replay.said()).toBe(backwards);
  expect(report.totals).toMatchObject({ tickets: rows, workOrders: repairs });
  const closed = Array.from({ length: rows - backwards }, (_, i) => i).filter((i) => i % 9 !== 8);
  expect(report.tickets.closed).toBe(closed.length);
  const tenants = closed.filter((i) => i % 3 === 0).length;
  expect(report.totals.surveyInvitations).toBe(tenants);
  expect(replay.said()).not.toContain('✗');

  // A second replay of the same file against the same backend changes nothing.
  const again = run('infra/tools/replay/replay.ts', file, '--as', 'sf311', '--json');
  expect(await again.ended, again.said()).toBe(0);
  const repeated = reportSchema.parse(
    JSON.parse(
      again
        .said()
        .split('\n')
        .find((line) => line.startsWith('{"rows"')) ?? '{}',
    ),
  );
  expect(repeated.totals).toEqual(report.totals);
  third.child.kill('SIGTERM');
  await third.ended;
});
