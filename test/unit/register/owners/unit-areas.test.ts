import { describe, expect, test } from 'vitest';
import { changeUnit } from '../../../../functions/register/owners/create-unit.ts';
import type { Unit } from '../../../../functions/register/owners/unit.ts';

process.env.OWNERS_TABLE = 'owners';

const unit: Unit = {
  unitId: 'u1',
  estateId: 'yg',
  label: '1-101',
  building: '1',
  area: '89.37',
  use: 'dwelling',
  updatedAt: '2026-01-01T00:00:00Z',
  version: 1,
};
const act = { actor: { kind: 'staff' as const, id: 'stf_li' }, recordedAt: '2026-04-15T04:00:00Z' };
const changed = (before: Unit, more: { area: string; areaFrom?: string; label?: string }): Unit => {
  const { label, building, use } = before;
  return changeUnit(before, { label, building, use, ...more }, act)?.after ?? before;
};

describe('R22.2 the area of a unit', () => {
  test('that changes from a day on keeps the area of earlier days', () => {
    const after = changed(unit, { area: '90.12', areaFrom: '2026-03-01' });
    expect(after).toMatchObject({ area: '90.12', earlierAreas: [{ to: '2026-02-28', area: '89.37' }] });
    expect(after).not.toHaveProperty('areaFrom');
    const later = changed(after, { area: '91.00', areaFrom: '2026-04-01' });
    expect(later.earlierAreas).toEqual([
      { to: '2026-02-28', area: '89.37' },
      { to: '2026-03-31', area: '90.12' },
    ]);
    const earlier = changed(later, { area: '92.00', areaFrom: '2026-02-01' });
    expect(earlier).toMatchObject({ area: '92.00', earlierAreas: [{ to: '2026-01-31', area: '89.37' }] });
  });

  test('that is corrected without a day replaces all earlier areas', () => {
    const after = changed(unit, { area: '90.12', areaFrom: '2026-03-01' });
    expect(changed(after, { area: '90.15' })).not.toHaveProperty('earlierAreas');
  });

  test('keeps its earlier areas when another field changes', () => {
    const after = changed(unit, { area: '90.12', areaFrom: '2026-03-01' });
    expect(changed(after, { area: '90.12', label: '1-102' })).toMatchObject({
      label: '1-102',
      earlierAreas: [{ to: '2026-02-28', area: '89.37' }],
    });
  });
});
