import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { defectRoutes } from '../../../../functions/homes/handovers/inspection/defect.routes.ts';
import { type Defect, defectSchema } from '../../../../functions/homes/handovers/inspection/defect.ts';
import { defects } from '../../../../functions/homes/handovers/inspection/inspection.store.ts';
import type { RawCall } from '../../../../shared/http/call.ts';
import { validate } from '../../../../shared/http/validate.ts';
import { emptyTables, pagesOf, storeMany } from '../../real-table.ts';

vi.stubEnv('CURSOR_SECRET', 'secret');

const call: Omit<RawCall, 'query'> = {
  caller: { id: 'u', personId: 'stf_1', name: undefined, roles: ['supervisor'], estates: ['e'] },
  language: 'en',
  now: Temporal.Instant.from('2026-03-01T00:00:00Z'),
  traceId: 't',
  params: {},
  body: undefined,
  bodyText: '',
  headers: {},
  ifMatch: undefined,
  commit: async (_, reply) => reply,
};
const pageSchema = z.object({ items: z.array(z.object({ defectId: z.string() })), cursor: z.string().optional() });

/** Returns the pages of `GET /v1/handovers/defects`: how many defects each has, and for how many requests. */
async function pages(query: Record<string, string>) {
  const route = defectRoutes.find(({ operationId }) => operationId === 'listDefects');
  const found = await pagesOf(async (cursor) => {
    const asked = { estateId: 'e', phaseId: 'phs_1', ...query, ...(cursor !== undefined && { cursor }) };
    return pageSchema.parse((await route?.run({ ...call, query: asked }, validate))?.body);
  });
  return {
    sizes: found.map(({ items, requests }) => [items.length, requests]),
    ids: found.flatMap(({ items }) => items.map(({ defectId }) => defectId)),
  };
}

const day = (n: number) => Temporal.PlainDate.from('2026-01-01').add({ days: n }).toString();
const defect = (n: number, given: Partial<Defect>): Defect =>
  defectSchema.parse({
    defectId: `dft_${String(n).padStart(4, '0')}`,
    estateId: 'e',
    phaseId: 'phs_1',
    handoverId: `hnd_${n % 50}`,
    unitId: 'u',
    unitLabel: '1栋101',
    buyerId: 'per_1',
    itemId: `i${n}`,
    room: '厨房',
    part: 'decoration',
    trade: n % 10 === 0 ? 'paint' : 'water',
    note: '',
    photos: [],
    severity: 'minor',
    liable: 'contractor',
    state: 'closed',
    foundOn: day(0),
    dueOn: day(n),
    overdue: false,
    rejections: 0,
    rectifiedBy: [],
    withdrawn: false,
    updatedAt: '2026-01-01T00:00:00Z',
    version: 1,
    ...given,
  });
const closed = Array.from({ length: 800 }, (_, n) => defect(n, {}));
/** Found one after the other, and due in the opposite order. */
const open = Array.from({ length: 20 }, (_, n) => defect(1_000 + n, { state: 'open', dueOn: day(100 - n) }));
const rectified = [defect(2_000, { state: 'rectified' })];
const openByDueDay = open.toReversed().map(({ defectId }) => defectId);

beforeAll(async () => {
  await emptyTables('handovers');
  await storeMany(defects, [...closed, ...open, ...rectified]);
});

test('open defects of a phase by due day are full pages of one request', async () => {
  const { sizes, ids } = await pages({ state: 'open', limit: '8' });
  expect(sizes).toEqual([
    [8, 1],
    [8, 1],
    [4, 1],
  ]);
  expect(ids).toEqual(openByDueDay);
});

test('all defects of a phase begin with the open ones, and several states are one list', async () => {
  const all = await pages({ limit: '200' });
  expect(all.ids).toHaveLength(821);
  expect(all.ids.slice(0, 21)).toEqual([...openByDueDay, 'dft_2000']);
  expect(all.sizes.slice(0, -1).every(([size]) => size === 200)).toBe(true);
  expect((await pages({ state: 'rectified,open' })).ids).toEqual(['dft_2000', ...openByDueDay]);
});

test('the defects of one trade fill their pages', async () => {
  const { sizes, ids } = await pages({ trade: 'paint', limit: '25' });
  expect(ids).toHaveLength(80 + 2 + 1);
  expect(sizes.map(([size]) => size)).toEqual([25, 25, 25, 8]);
});
