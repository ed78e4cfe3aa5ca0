import { beforeAll, describe, expect, test, vi } from 'vitest';
import { checkIn, missed } from '../../../../functions/homes/handovers/check-in.ts';
import { allows, type HandoverState } from '../../../../functions/homes/handovers/handover.ts';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { aHandover } from './a-handover.ts';
import { codeOf } from './code-of.ts';

const actAt = (at: string): ActionContext => ({ actor: { kind: 'staff', id: 'desk' }, recordedAt: at });

describe('on the handover day', () => {
  beforeAll(() => void vi.stubEnv('HANDOVERS_TABLE', 'handovers'));
  const booking = {
    slotId: '2026-06-01T0900-1',
    from: '2026-06-01T01:00:00Z',
    to: '2026-06-01T02:00:00Z',
    code: '12345678',
    by: { as: 'owner' as const, id: 'p1' },
  };
  const booked = aHandover({ state: 'booked', booking });
  const arrives = (at: string, of = booked) =>
    codeOf(() => checkIn(of, { as: 'owner' }, 'Asia/Shanghai', '林', actAt(at)));

  test('a booking is valid once, from the first to the last second of its day in the estate’s zone', () => {
    expect(arrives('2026-05-31T15:59:59Z')).toBe('not-its-day');
    expect(arrives('2026-05-31T16:00:00Z')).toBe('done');
    expect(arrives('2026-06-01T15:59:59Z')).toBe('done');
    expect(arrives('2026-06-01T16:00:00Z')).toBe('not-its-day');
    const { after } = checkIn(booked, { as: 'owner' }, 'Asia/Shanghai', '林', actAt('2026-06-01T01:00:00Z'));
    expect(after).toMatchObject({ state: 'inspecting', identified: { as: 'owner', name: '林' } });
    expect(arrives('2026-06-01T01:05:00Z', after)).toBe('illegal-state');
    const again = { ...after, state: 'booked' as const };
    const second = checkIn(again, { as: 'owner' }, 'Asia/Shanghai', '林', actAt('2026-06-01T02:00:00Z'));
    expect(second.after.state).toBe('reinspecting');
  });

  test('a re-inspection can be booked before and after the rectification, but not during an inspection', () => {
    const may = (state: HandoverState) => [allows({ state }, 'book'), allows({ state }, 'join-waiting-list')];
    expect(may('rectifying')).toEqual([true, true]);
    expect(may('reinspecting')).toEqual([true, true]);
    expect(may('inspecting')).toEqual([false, false]);
    expect(may('keys-given')).toEqual([false, false]);
  });

  test('a no-show is recorded when the booked time is over, and not before', () => {
    expect(missed(booked, actAt('2026-06-01T01:59:59.999Z'))).toBeUndefined();
    expect(missed(booked, actAt('2026-06-01T02:00:00Z'))?.after).toMatchObject({ state: 'no-show', noShows: 1 });
    expect(missed(aHandover({ state: 'inspecting', booking }), actAt('2026-06-02T02:00:00Z'))).toBeUndefined();
  });
});
