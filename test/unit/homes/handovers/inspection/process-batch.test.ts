import { beforeAll, expect, test, vi } from 'vitest';
import { processBatch } from '../../../../../functions/homes/handovers/inspection/process-batch.ts';
import { aHandover } from '../a-handover.ts';

beforeAll(() => void vi.stubEnv('HANDOVERS_TABLE', 'handovers'));

const checklist = {
  estateId: 'e',
  phaseId: 'phs_1',
  version: 0,
  items: [],
  dueDays: { minor: 30, major: 20, blocking: 15 },
};
const place = { itemId: 'kitchen/floor', room: 'kitchen', part: 'floors', trade: 'masonry' };
const said = { batchId: 'b1', records: [{ recordId: 'r1', at: '2026-06-01T01:00:00Z', kind: 'passed', ...place }] };

function sentAt(recordedAt: string, inspection: Parameters<typeof processBatch>[0]) {
  const act = { actor: { kind: 'staff' as const, id: 'anna' }, recordedAt };
  return processBatch(inspection, said, { sender: { inspector: true, language: 'en' }, checklist, act });
}

test('a batch that is tried again after a conflict accepts its records; sent again, they are duplicates', async () => {
  const empty = { handover: aHandover({ state: 'inspecting' }), records: [], zone: 'Asia/Shanghai' };
  const first = await sentAt('2026-06-01T02:00:00Z', empty);
  const again = await sentAt('2026-06-01T02:00:00Z', first.inspection);
  const later = await sentAt('2026-06-01T02:01:00Z', first.inspection);
  const statuses = [first, again, later].map(({ taken }) => taken.map(({ status }) => status));
  expect(statuses).toEqual([['accepted'], ['accepted'], ['duplicate']]);
});
