import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { type Body, mailsTo, must, runJob, type TestEstate, whileNobodyRuns } from '../backend.ts';
import { type HomeAtHand, homesWithOwners, nextHome } from '../home-fixtures.ts';
import { htmlOf } from '../mail.ts';
import { estateInTheMorning } from '../phase-fixtures.ts';
import { redelivered } from '../redeliver.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let manager: Caller;
let anna: Caller;
let mender: Caller;
let homes: Awaited<ReturnType<typeof homesWithOwners>>;

beforeAll(async () => {
  estate = await estateInTheMorning('HL');
  ({ manager } = estate.staff);
  [anna, mender] = await Promise.all([
    estate.technician('anna', { skills: ['inspection'] }),
    estate.technician('mender', { skills: ['masonry'] }),
  ]);
  homes = await homesWithOwners(estate, 6);
});

const home = (booked = false) => nextHome(estate, homes, booked);

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };
const failed = (itemId: string, at: string, more: object = {}) => ({
  kind: 'failed',
  recordId: `f-${itemId.replaceAll('/', '-')}`,
  at,
  itemId,
  ...place,
  photos: ['p1'],
  note: `空鼓 <${itemId}>`,
  severity: 'minor',
  liable: 'contractor',
  contractor: '城建一公司',
  ...more,
});
let records = 0;
const looked = (itemId: string, result: string) => {
  records += 1;
  const at = new Date().toISOString();
  return { kind: 'reinspected', recordId: `l-${records}`, at, itemId, result, findings: `复验 ${itemId}` };
};
const items = (from: number, count: number) => Array.from({ length: count }, (_, nth) => `item/${from + nth}`);

let batches = 0;
async function send(as: Caller, { handoverId }: HomeAtHand, said: readonly object[]): Promise<void> {
  batches += 1;
  const body = { batchId: `b-${batches}`, records: said };
  await must(as, 'POST', `/v1/handovers/${handoverId}/inspection-batches`, body);
}
async function defectsOf({ handoverId }: HomeAtHand, count: number): Promise<Body[]> {
  return until(`${count} defects`, async () => {
    const { items: found } = await must(anna, 'GET', `/v1/handovers/${handoverId}/defects?limit=200`);
    return found.length === count && found;
  });
}
async function rectified(of: HomeAtHand, count: number): Promise<void> {
  for (const { defectId } of await defectsOf(of, count)) {
    await must(mender, 'POST', `/v1/handovers/defects/${defectId}/rectify`, { what: '重新铺贴', proof: ['p2'] });
  }
}
/** Returns the letters of a kind about a record, in order; waits until there are `count`. */
function letters(aboutId: string, template: string, count: number): Promise<Body[]> {
  return until(`${count} letters ${template}`, async () => {
    const found = await lettersNow(aboutId, template);
    return found.length >= count && found;
  });
}
async function lettersNow(aboutId: string, template: string): Promise<Body[]> {
  const path = `/v1/notices?estateId=${estate.estateId}&aboutId=${aboutId}&limit=200`;
  const { items: all } = await must(manager, 'GET', path);
  const found = all.filter((one: Body) => one.template === template);
  const whole: Body[] = await Promise.all(
    found.map(({ noticeId }: Body) => must(manager, 'GET', `/v1/notices/${noticeId}`)),
  );
  return whole.sort((a, b) => compareInstants(a.writtenAt, b.writtenAt));
}
const to = (of: readonly Body[], { personId }: Caller) => of.filter(({ recipient }) => recipient.id === personId);
/** Repeats every event of a name for these defects. */
async function again(found: readonly Body[], name: string): Promise<void> {
  const partitions = found.map(({ defectId }) => `DEFECT#${defectId}`);
  expect(await redelivered('notices', 'handovers', partitions, name)).toBe(found.length);
}

describe('letters of an inspection (D18)', () => {
  test('twelve defects overdue at once make one letter to the manager and one to the buyer', async () => {
    const of = await home();
    const late = items(0, 12);
    const found = await whileNobodyRuns('overdue-defects', async (run) => {
      await send(
        anna,
        of,
        late.map((itemId) => failed(itemId, daysAgo(40))),
      );
      const defects = await defectsOf(of, 12);
      await run();
      return defects;
    });
    const told = (count = 1) => letters(of.phaseId, 'defects-late', count).then((all) => to(all, manager));
    const toldBuyer = () => letters(of.handoverId, 'defects-late', 1).then((all) => to(all, of.buyer));
    const [letter] = await told();
    expect(letter).toMatchObject({ language: 'zh-CN', subject: '整改逾期：1栋交付 12 处' });
    for (const itemId of late) {
      const line = `${of.buyer.name}的家 厨房：地面：空鼓 <${itemId}>（责任方 施工单位 城建一公司，应于 ${found[0].dueOn} 前整改）`;
      expect(letter.text).toContain(line);
    }
    const [own] = await toldBuyer();
    expect(own.text).toContain('问题仍记录在案');
    expect(own.text).not.toContain('城建一公司');
    const mail = await until('the mail', async () =>
      (await mailsTo(of.buyer.email ?? '')).find(({ raw }) => htmlOf(raw).includes('整改')),
    );
    expect(htmlOf(mail.raw)).toContain('空鼓 &lt;item/11&gt;');

    await again(found, 'DefectOverdue');
    await runJob('overdue-defects');
    expect(await told()).toHaveLength(1);
    expect(await toldBuyer()).toHaveLength(1);
    // A defect overdue later gets its own letter, without repetition.
    await send(anna, of, [failed('later/0', daysAgo(40))]);
    await defectsOf(of, 13);
    await runJob('overdue-defects');
    const [, second, ...more] = await told(2);
    expect(more).toEqual([]);
    expect(second.subject).toBe('整改逾期：1栋交付 1 处');
    expect(second.text).toContain('later/0');
  });

  test('a buyer without check-in gets no letters about internal findings', async () => {
    const of = await home(true);
    await send(anna, of, [failed('early/0', daysAgo(40))]);
    await defectsOf(of, 1);
    await runJob('overdue-defects');
    const all = await until('the letter to the manager', async () => {
      const found = await lettersNow(of.phaseId, 'defects-late');
      const about = found.filter(({ text }) => text.includes('early/0'));
      return about.length > 0 && about;
    });
    expect(all.map(({ recipient }) => recipient.id)).toEqual([manager.personId]);
    // It would have been written together with the manager's letter.
    expect(await lettersNow(of.handoverId, 'defects-late')).toEqual([]);
    await rectified(of, 1);
    await send(anna, of, [looked('early/0', 'closed')]);
    await again(await defectsOf(of, 1), 'DefectClosed');
    expect(await lettersNow(of.handoverId, 'defects-closed')).toEqual([]);
  });

  test('rejected work is reported to the manager at once; the buyer is notified when the last defect is closed', async () => {
    const of = await home();
    const all = items(50, 3);
    await send(
      anna,
      of,
      all.map((itemId) => failed(itemId, new Date().toISOString())),
    );
    await rectified(of, 3);
    await send(anna, of, [looked('item/50', 'rejected'), looked('item/51', 'rejected'), looked('item/52', 'closed')]);
    const rejected = await letters(of.handoverId, 'defects-rejected', 1);
    expect(rejected).toHaveLength(1);
    expect(rejected[0].recipient.id).toBe(manager.personId);
    for (const itemId of ['item/50', 'item/51']) expect(rejected[0].text).toContain(`复验：复验 ${itemId}`);
    expect(rejected[0].text).not.toContain('item/52');
    const found = await defectsOf(of, 3);
    await again(
      found.filter(({ rejections }) => rejections > 0),
      'DefectRejected',
    );
    await again(
      found.filter(({ state }) => state === 'closed'),
      'DefectClosed',
    );
    expect(await lettersNow(of.handoverId, 'defects-rejected')).toHaveLength(1);
    expect(await lettersNow(of.handoverId, 'defects-closed')).toEqual([]);

    for (const { defectId } of found.filter(({ state }) => state === 'open')) {
      await must(mender, 'POST', `/v1/handovers/defects/${defectId}/rectify`, { what: '再做一遍', proof: ['p2'] });
    }
    await send(anna, of, [looked('item/50', 'closed'), looked('item/51', 'closed')]);
    const right = await letters(of.handoverId, 'defects-closed', 1);
    expect(to(right, of.buyer)).toHaveLength(1);
    expect(right[0].text).toContain('已全部整改，并经验房员复验合格');
    expect(right[0].text).toContain('/p/handovers/');
    await again(await defectsOf(of, 3), 'DefectClosed');
    expect(await lettersNow(of.handoverId, 'defects-closed')).toHaveLength(1);
  });

  test('waiting records are sent to the manager with their reasons; a defect set aside never counts as rectified', async () => {
    const of = await home();
    const strangers = items(70, 3).map((itemId) => failed(itemId, new Date().toISOString()));
    await send(mender, of, strangers);
    const waiting = await letters(of.handoverId, 'inspection-review', 1);
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatchObject({ recipient: { id: manager.personId } });
    expect(waiting[0].subject).toBe(`验房记录待复核：${of.buyer.name}的家`);
    for (const itemId of items(70, 3)) expect(waiting[0].text).toContain(`${itemId}：记录人不是验房员`);

    // Two inspectors disagree about an item. The supervisor sets aside the failed record.
    const bert = await estate.technician('bert', { skills: ['inspection'] });
    const {
      kind: _,
      severity: __,
      liable: ___,
      contractor: ____,
      ...passed
    } = failed('item/90', new Date().toISOString());
    await send(anna, of, [failed('item/90', new Date().toISOString())]);
    await send(bert, of, [{ ...passed, kind: 'passed', recordId: 'p-90' }]);
    const open = `/v1/handovers/inspection-reviews?estateId=${estate.estateId}&state=open&limit=200`;
    const review = await until('a review', async () => {
      const { items: all } = await must(anna, 'GET', open);
      return all.find((one: Body) => one.handoverId === of.handoverId && one.itemId === 'item/90');
    });
    expect((await letters(of.handoverId, 'inspection-review', 2))[1].text).toContain('不同验房员结论不一');
    const keys = review.records.map(({ key }: Body) => key);
    const counts = keys.filter((key: string) => key.startsWith('p-90'));
    const setAside = keys.filter((key: string) => !key.startsWith('p-90'));
    await must(manager, 'POST', `/v1/handovers/inspection-reviews/${review.reviewId}/settle`, {
      counts,
      setAside,
      reason: '复核无此问题',
    });
    const [withdrawn] = await defectsOf(of, 1);
    expect(withdrawn).toMatchObject({ state: 'closed', withdrawn: true });
    await again([withdrawn], 'DefectClosed');
    expect(await lettersNow(of.handoverId, 'defects-closed')).toEqual([]);
  });
});
