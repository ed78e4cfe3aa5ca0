import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, must, runJob, type TestEstate } from '../backend.ts';
import { type HomeAtHand, homesWithOwners, nextHome } from '../home-fixtures.ts';
import { estateInTheMorning } from '../phase-fixtures.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let anna: Caller;
let bert: Caller;
let mender: Caller;
let homes: Awaited<ReturnType<typeof homesWithOwners>>;

beforeAll(async () => {
  estate = await estateInTheMorning('HI');
  [anna, bert, mender] = await Promise.all([
    estate.technician('anna', { skills: ['inspection'] }),
    estate.technician('bert', { skills: ['inspection'] }),
    estate.technician('mender', { skills: ['masonry'] }),
  ]);
  homes = await homesWithOwners(estate, 20);
});

const home = (booked = false) => nextHome(estate, homes, booked);

const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };
const passed = (recordId: string, itemId: string, minutesAgo = 50) => ({
  kind: 'passed',
  recordId,
  at: at(minutesAgo),
  itemId,
  ...place,
});
const failed = (recordId: string, itemId: string, more: object = {}, minutesAgo = 50) => ({
  kind: 'failed',
  recordId,
  at: at(minutesAgo),
  itemId,
  ...place,
  note: '地砖空鼓',
  photos: ['p1'],
  severity: 'minor',
  liable: 'contractor',
  contractor: '城建一公司',
  ...more,
});
const looked = (recordId: string, itemId: string, result = 'closed', minutesAgo = 0) => ({
  kind: 'reinspected',
  recordId,
  at: at(minutesAgo),
  itemId,
  result,
  findings: '看过',
});

let batches = 0;
async function send(as: Caller, { handoverId }: HomeAtHand, records: readonly unknown[]): Promise<Body> {
  batches += 1;
  const body = { batchId: `batch-${batches}`, records };
  return must(as, 'POST', `/v1/handovers/${handoverId}/inspection-batches`, body);
}
const defectsOf = async ({ handoverId }: HomeAtHand): Promise<Body[]> =>
  (await must(anna, 'GET', `/v1/handovers/${handoverId}/defects`)).items;
const defectAt = (of: HomeAtHand, itemId: string): Promise<Body> =>
  until(`a defect at ${itemId}`, async () => (await defectsOf(of)).find((one) => one.itemId === itemId));
const rectify = (as: Caller, defectId: string, more: object = {}) =>
  ask(as, 'POST', `/v1/handovers/defects/${defectId}/rectify`, { what: '重新铺贴', proof: ['p2'], ...more });
const defect = (defectId: string) => must(anna, 'GET', `/v1/handovers/defects/${defectId}`);
async function openReview(of: HomeAtHand): Promise<Body> {
  const path = `/v1/handovers/inspection-reviews?estateId=${estate.estateId}&state=open&limit=200`;
  return until('a review', async () => {
    const { items } = await must(anna, 'GET', path);
    return items.find((one: Body) => one.handoverId === of.handoverId);
  });
}

describe('an offline inspection (D18)', () => {
  test('each failed item becomes a defect; one person rectifies it, another closes it', async () => {
    const of = await home();
    const answer = await send(anna, of, [
      passed('r1', 'kitchen/walls'),
      failed('r2', 'kitchen/floor'),
      failed('r3', 'home/structure', { part: 'structure', severity: 'blocking' }),
      { ...failed('r4', 'kitchen/pipes'), severity: 'awful' },
      { kind: 'present', recordId: 'r5', at: at(49), name: of.buyer.name, as: 'owner' },
      { ...passed('r6', 'kitchen/drain'), at: at(-60) },
    ]);
    expect(answer.records.map((one: Body) => one.status)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'refused',
      'accepted',
      'refused',
    ]);
    expect(answer.records[3]).toMatchObject({
      recordId: 'r4',
      code: 'invalid-record',
      errors: [{ pointer: '/severity' }],
    });
    expect(answer.records[5]).toMatchObject({ recordId: 'r6', code: 'in-the-future' });
    expect(answer).toMatchObject({ state: 'rectifying', openDefects: 2, blockingDefects: 1 });

    const floor = await defectAt(of, 'kitchen/floor');
    expect(floor).toMatchObject({ state: 'open', severity: 'minor', contractor: '城建一公司', photos: ['p1'] });
    expect(Date.parse(floor.dueOn) - Date.parse(floor.foundOn)).toBe(30 * 86_400_000);
    const structure = await defectAt(of, 'home/structure');
    expect(Date.parse(structure.dueOn) - Date.parse(structure.foundOn)).toBe(15 * 86_400_000);

    expect((await rectify(mender, floor.defectId)).body).toMatchObject({ state: 'rectified' });
    expect((await rectify(mender, floor.defectId)).status).toBe(409);
    // The person who did the work may not close it, nor may a non-inspector.
    expect((await send(mender, of, [looked('r7', 'kitchen/floor')])).records[0]).toMatchObject({ status: 'held' });
    expect(await defect(floor.defectId)).toMatchObject({ state: 'rectified' });
    const rejected = await send(anna, of, [looked('r8', 'kitchen/floor', 'rejected')]);
    expect(rejected.records).toMatchObject([{ status: 'accepted' }]);
    expect(await defect(floor.defectId)).toMatchObject({ state: 'open', rejections: 1 });
    await rectify(mender, floor.defectId);
    const closed = await send(anna, of, [looked('r9', 'kitchen/floor')]);
    expect(closed).toMatchObject({ state: 'rectifying', openDefects: 1 });
    expect(await defect(floor.defectId)).toMatchObject({ state: 'closed', findings: '看过' });
    // Residents see the defects of their home, but not the names of staff.
    const own = await must(of.buyer, 'GET', `/v1/handovers/defects/${floor.defectId}`);
    expect(own).toMatchObject({ state: 'closed', rectifiedBy: [] });
    expect(own.course).toBeUndefined();
  });

  test('an inspector does not close their own work', async () => {
    const of = await home();
    await send(anna, of, [failed('o1', 'kitchen/floor')]);
    const { defectId } = await defectAt(of, 'kitchen/floor');
    await rectify(anna, defectId);
    expect((await send(anna, of, [looked('o2', 'kitchen/floor')])).records[0]).toMatchObject({ why: ['own-work'] });
    const review = await openReview(of);
    const [{ key }] = review.records;
    const path = `/v1/handovers/inspection-reviews/${review.reviewId}/settle`;
    const settle = (body: object) =>
      ask(estate.staff.supervisor, 'POST', path, { counts: [], setAside: [], reason: '复核', ...body });
    expect((await settle({ counts: [key] })).body).toMatchObject({ code: 'own-work' });
    expect((await settle({})).body).toMatchObject({ code: 'not-all-decided' });
    expect((await settle({ setAside: [key] })).body).toMatchObject({ state: 'settled', records: [] });
    expect((await settle({ setAside: [key] })).status).toBe(409);
    expect((await send(bert, of, [looked('o3', 'kitchen/floor')])).records[0]).toMatchObject({ status: 'accepted' });
    expect(await defect(defectId)).toMatchObject({ state: 'closed' });
  });

  test('batches in any order, repeated and overlapping, give the same home', async () => {
    const walk = Array.from({ length: 60 }, (_, nth) =>
      nth % 4 === 0
        ? failed(`w${nth}`, `room/${nth}`, { severity: 'major' }, 300 - nth)
        : passed(`w${nth}`, `room/${nth}`, 300 - nth),
    );
    const contradicting = passed('w-b', 'room/0', 200);
    const pieces = [walk.slice(0, 25), walk.slice(20, 45), walk.slice(40, 60)];
    const orders = [
      [0, 1, 2, 1],
      [2, 1, 0, 0],
      [1, 0, 2, 2],
    ];
    const ends = await Promise.all(
      orders.map(async (order, nth) => {
        const of = await home();
        if (nth === 0) await send(bert, of, [contradicting]);
        for (const piece of order) await send(anna, of, pieces[piece] ?? []);
        if (nth > 0) await send(bert, of, [contradicting]);
        const again = await send(anna, of, walk.slice(0, 40));
        expect(again.records.every((one: Body) => one.status === 'duplicate')).toBe(true);
        const { openDefects, blockingDefects, state } = again;
        const found = await until('all defects', async () => {
          const all = await defectsOf(of);
          return all.length === 15 && all;
        });
        const review = await openReview(of);
        return {
          openDefects,
          blockingDefects,
          state,
          defects: found
            .map(({ itemId, severity, state: is, dueOn }: Body) => ({ itemId, severity, is, dueOn }))
            .sort(byItem),
          waiting: review.records.map(({ key, why }: Body) => [key, why]),
        };
      }),
    );
    expect(ends[0]).toMatchObject({ openDefects: 15, state: 'rectifying' });
    expect(ends[0]?.waiting).toHaveLength(2);
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

  test('two concurrent phones lose nothing', async () => {
    const of = await home();
    const mine = Array.from({ length: 40 }, (_, nth) => failed(`a${nth}`, `a/${nth}`));
    const others = Array.from({ length: 40 }, (_, nth) => failed(`b${nth}`, `b/${nth}`));
    const [one, two] = await Promise.all([send(anna, of, mine), send(bert, of, others)]);
    const statuses = [...one.records, ...two.records].map((each: Body) => each.status);
    expect(statuses).toEqual(Array.from({ length: 80 }, () => 'accepted'));
    expect(await send(anna, of, [passed('c', 'c')])).toMatchObject({ openDefects: 80 });
    const { items } = await must(anna, 'GET', `/v1/handovers/${of.handoverId}/inspection-records?limit=200`);
    expect(items).toHaveLength(81);
  });

  test('a repeated id with another content is held, and both records are kept', async () => {
    const of = await home();
    await send(anna, of, [passed('s', 'kitchen/floor')]);
    expect((await send(anna, of, [failed('s', 'kitchen/floor')])).records[0]).toMatchObject({ why: ['same-id'] });
    const { reviewId, records } = await openReview(of);
    const { contents } = await must(estate.staff.supervisor, 'GET', `/v1/handovers/inspection-reviews/${reviewId}`);
    expect(contents.map(({ kind }: Body) => kind).sort()).toEqual(['failed', 'passed']);
    expect(records).toHaveLength(2);
  });

  test('a phone that reuses record ids for other items loses no record', async () => {
    const of = await home();
    const ids = Array.from({ length: 40 }, (_, nth) => `n${nth}`);
    await send(
      anna,
      of,
      ids.map((id) => failed(id, `first/${id}`)),
    );
    const again = await send(
      anna,
      of,
      ids.map((id) => failed(id, `second/${id}`)),
    );
    expect(again).toMatchObject({ openDefects: 80 });
    expect(again.records.every((one: Body) => one.status === 'held' && one.why[0] === 'same-id')).toBe(true);
  });

  test('a review resolved by a later record may open again, even with few records', async () => {
    const of = await home();
    const early = await send(anna, of, [looked('x1', 'kitchen/floor', 'rejected', 10)]);
    expect(early.records).toMatchObject([{ status: 'held', why: ['nothing-to-reinspect'] }]);
    expect((await send(anna, of, [failed('x2', 'kitchen/floor')])).records).toMatchObject([{ status: 'accepted' }]);
    expect((await send(anna, of, [passed('x1', 'bathroom/drain')])).records).toMatchObject([{ why: ['same-id'] }]);
    expect((await openReview(of)).records).toMatchObject([{ why: ['same-id'] }]);
  });

  test('photos named by the phone are uploaded later; an id belongs to one file', async () => {
    const of = await home();
    const path = `/v1/handovers/${of.handoverId}/files`;
    const file = { fileId: 'p1', fileName: '厨房.jpg', contentType: 'image/jpeg', size: 3 };
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff);
    const { uploadUrl } = await must(anna, 'POST', path, file);
    await must(anna, 'POST', path, file);
    expect((await ask(anna, 'POST', path, { ...file, size: 4 })).body).toMatchObject({ code: 'file-id-taken' });
    const headers = { 'content-type': 'image/jpeg' };
    expect((await fetch(uploadUrl, { method: 'PUT', body: jpeg, headers })).ok).toBe(true);
    await must(anna, 'POST', `${path}/p1/confirm`);
    const { items } = await must(anna, 'GET', path);
    expect(Buffer.from(await (await fetch(items[0].downloadUrl)).arrayBuffer())).toEqual(Buffer.from(jpeg));
    expect(await must(anna, 'POST', path, file)).toEqual({ file: expect.objectContaining({ fileId: 'p1' }) });
  });

  test('an overdue defect is reported once', async () => {
    const of = await home();
    const long = { ...failed('d', 'kitchen/floor'), at: at(60 * 24 * 40) };
    await send(anna, of, [long]);
    const { defectId } = await defectAt(of, 'kitchen/floor');
    await runJob('overdue-defects');
    const { version, ...late } = await defect(defectId);
    expect(late).toMatchObject({ overdue: true, state: 'open' });
    await runJob('overdue-defects');
    expect((await defect(defectId)).version).toBe(version);
  });
});

const byItem = (a: { itemId: string }, b: { itemId: string }) => (a.itemId < b.itemId ? -1 : 1);
