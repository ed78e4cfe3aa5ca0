import { describe, expect, test } from 'vitest';
import { defaultGates } from '../../../../../functions/homes/handovers/gates.ts';
import {
  mustLeaveTime,
  mustMeetHandoverLaw,
  newPhaseSchema,
} from '../../../../../functions/homes/handovers/plan/phase.ts';
import { codeOf } from '../code-of.ts';

const said = {
  name: '一期',
  buildings: ['1栋'],
  filing: '备字001',
  managerId: 'm',
  acceptedOn: '2026-05-20',
  from: '2026-06-01',
  to: '2026-06-10',
};
const reads = (more: object) => newPhaseSchema.safeParse({ ...said, ...more }).success;
const lawful = (more: object, today = '2026-05-20') =>
  codeOf(() => mustMeetHandoverLaw(newPhaseSchema.parse({ ...said, ...more }), today));

describe('a phase', () => {
  test('R3.1: begins on the day of its completion acceptance at the earliest, and is not planned before', () => {
    expect(lawful({})).toBe('done');
    expect(lawful({}, '2026-05-19')).toBe('not-accepted-yet');
    expect(lawful({ acceptedOn: '2026-06-01' }, '2026-06-01')).toBe('done');
    expect(lawful({ acceptedOn: '2026-06-02' }, '2026-06-02')).toBe('not-accepted-yet');
  });

  test.each(['住宅质量保证书', '住宅使用说明书'])('R3.1: gives every buyer the %s', (book) => {
    const papers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'];
    expect(lawful({ papers })).toBe('done');
    expect(lawful({ papers: papers.filter((one) => one !== book) })).toBe('papers-missing');
  });

  test('R3.6: rejects gates for payments that the law does not allow as a condition', () => {
    expect(lawful({ gates: [...defaultGates] })).toBe('done');
    expect(lawful({ gates: [...defaultGates, { gate: 'documents', ground: '预交半年物业费' }] })).toBe(
      'gate-not-allowed',
    );
  });

  test('R3: gives notice at least 7 days ahead, by default 10', () => {
    expect([reads({ noticeDays: 7 }), reads({ noticeDays: 6 })]).toEqual([true, false]);
    expect([reads({ noticeDays: 60 }), reads({ noticeDays: 61 })]).toEqual([true, false]);
    expect(newPhaseSchema.parse(said).noticeDays).toBe(10);
  });

  test('ends on its first day at the earliest', () => {
    expect([reads({ to: '2026-06-01' }), reads({ to: '2026-05-31' })]).toEqual([true, false]);
  });
});

describe('a notice', () => {
  test('R3: names a day at least noticeDays ahead, that day included', () => {
    expect(codeOf(() => mustLeaveTime({ noticeDays: 10 }, '2026-05-22', '2026-06-01'))).toBe('done');
    expect(codeOf(() => mustLeaveTime({ noticeDays: 10 }, '2026-05-23', '2026-06-01'))).toBe('notice-too-short');
  });
});
