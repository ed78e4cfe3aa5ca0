import { describe, expect, test } from 'vitest';
import {
  type AcceptanceItem,
  judged,
  judgementSchema,
  mustBeReady,
} from '../../../../../functions/homes/handovers/common-areas/acceptance.ts';
import { handoversPolicy } from '../../../../../functions/homes/handovers/handovers.policy.ts';
import { codeOf } from '../code-of.ts';

const item: AcceptanceItem = {
  itemId: 'lift/1',
  kind: 'part',
  name: { 'zh-CN': '电梯', 'zh-TW': '電梯', en: 'Lift' },
  ...{
    acceptanceId: 'tko_1',
    estateId: 'e',
    state: 'unjudged',
    photos: [],
    blocking: false,
    overdue: false,
    updatedAt: '',
  },
};
const policy = handoversPolicy.defaultOf('e');
const by = {
  actorId: 'i',
  today: '2024-06-30',
  at: '2024-06-30T02:00:00Z',
  zone: 'Asia/Shanghai',
  dueDays: policy.acceptanceDueDays,
};
const failed = (more: object = {}) =>
  judgementSchema.parse({ itemId: 'lift/1', result: 'failed', note: '门不平', ownerId: 'dev', ...more });

describe('common-area acceptance', () => {
  test('R3.9: a failed item is due within 30 days, the thirtieth included', () => {
    const open = judged(item, failed(), by);
    expect(open).toMatchObject({ state: 'open', dueOn: '2024-07-30', overdue: false });
    // Overdue from the end of that day in the estate's zone.
    expect(open.nextDueAt).toBe('2024-07-30T16:00:00Z');
  });

  test('R3.9: an agreed due day overrides the default, and an estate sets its own number of days', () => {
    expect(judged(item, failed({ dueOn: '2024-07-05' }), by).dueOn).toBe('2024-07-05');
    expect(judged(item, failed(), { ...by, dueDays: 15 }).dueOn).toBe('2024-07-15');
    const reads = (acceptanceDueDays: number) =>
      handoversPolicy.schema.safeParse({ ...policy, acceptanceDueDays }).success;
    expect([reads(0), reads(1), reads(365), reads(366)]).toEqual([false, true, true, false]);
  });

  test('R3.9: nothing is signed while an item is unchecked or a blocking one is open; other items stay open and are carried', () => {
    const passed = judged(item, { itemId: 'lift/1', result: 'passed', photos: [] }, by);
    expect(codeOf(() => mustBeReady([passed]))).toBe('done');
    expect(codeOf(() => mustBeReady([passed, item]))).toBe('items-unjudged');
    expect(codeOf(() => mustBeReady([passed, judged(item, failed(), by)]))).toBe('done');
    expect(codeOf(() => mustBeReady([passed, judged(item, failed({ blocking: true }), by)]))).toBe('blocking-items');
  });
});
