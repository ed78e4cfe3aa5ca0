import { describe, expect, test } from 'vitest';
import { toBeTold } from '../../../../../functions/homes/handovers/plan/incident.ts';
import type { Staff } from '../../../../../functions/register/owners/public.ts';

describe('notification of an incident', () => {
  const person = (staffId: string, more: Partial<Staff> = {}): Staff => ({
    staffId,
    estateId: 'e',
    name: staffId,
    language: 'zh-CN',
    grants: ['manager@e'],
    skills: [],
    shifts: [],
    absences: [],
    updatedAt: '2026-01-01T00:00:00Z',
    version: 1,
    ...more,
  });
  const of = (managerId: string) => ({ managerId, estateId: 'e' });
  const at = '2026-06-01T02:00:00Z';
  const absences = [{ from: '2026-06-01T00:00:00Z', to: '2026-06-02T00:00:00Z' }];

  test('goes to the phase manager, their deputy while they are away, or any manager after they left', () => {
    const deputy = person('deputy', { grants: ['supervisor@e'] });
    const away = person('boss', { absences, deputyId: 'deputy' });
    expect(toBeTold(of('boss'), [person('boss')], at)).toEqual({ staffId: 'boss' });
    expect(toBeTold(of('boss'), [away, deputy], at)).toEqual({ staffId: 'deputy', insteadOf: 'boss' });
    expect(toBeTold(of('gone'), [deputy, person('other')], at)).toEqual({ staffId: 'other' });
    expect(toBeTold(of('gone'), [deputy], at)).toBeUndefined();
  });
});
