import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { endTenure, startTenure } from '../../../../functions/register/owners/change-tenure.ts';
import {
  holdsOn,
  overlap,
  ownerInTheWay,
  type Tenure,
  tenureIdOf,
  tenureRoles,
} from '../../../../functions/register/owners/tenure.ts';
import type { Unit } from '../../../../functions/register/owners/unit.ts';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';

beforeAll(() => {
  vi.stubEnv('OWNERS_TABLE', 'owners');
});

const act: ActionContext = { actor: { kind: 'staff', id: 'admin' }, recordedAt: '2026-03-02T01:00:00Z' };
const unit: Unit = {
  unitId: 'unit_1',
  estateId: 'yangguang',
  label: '3栋2单元1201',
  building: '3栋',
  area: '89.50',
  use: 'dwelling',
  updatedAt: '2026-01-01T00:00:00Z',
  version: 4,
};
const tenure = (personId: string, role: Tenure['role'], from: string, to?: string): Tenure => ({
  tenureId: tenureIdOf({ unitId: unit.unitId, personId, role, from }),
  estateId: unit.estateId,
  unitId: unit.unitId,
  personId,
  role,
  from,
  ...(to && { to }),
  updatedAt: '2026-01-01T00:00:00Z',
  version: 1,
});
const refusalOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return { code: error.kind.code, status: error.kind.status, ...error.more };
    throw error;
  }
  return undefined;
};

describe('the owner of a unit', () => {
  test('a second owner is rejected with the first day of the present owner', () => {
    const history = [tenure('li', 'owner', '2020-05-01')];
    const wang = { personId: 'wang', role: 'owner', from: '2026-03-01' } as const;
    expect(refusalOf(() => startTenure(unit, history, wang, act))).toMatchObject({
      code: 'unit-has-owner',
      status: 409,
      from: '2020-05-01',
    });
  });

  test('a second owner is rejected with the last day of the present owner', () => {
    const history = [tenure('li', 'owner', '2020-05-01', '2026-03-01')];
    const wang = { personId: 'wang', role: 'owner', from: '2026-03-01' } as const;
    expect(refusalOf(() => startTenure(unit, history, wang, act))).toMatchObject({ until: '2026-03-01' });
  });

  test('a buyer can own the unit from the day after the last day of the seller', () => {
    const history = [tenure('li', 'owner', '2020-05-01', '2026-02-28')];
    const wang = { personId: 'wang', role: 'owner', from: '2026-03-01' } as const;
    const change = startTenure(unit, history, wang, act);
    expect(change.unit.version).toBe(5);
    expect(change.transaction.events.map((event) => [event.name, event.data])).toEqual([
      ['TenureStarted', { unitId: 'unit_1', ...wang }],
    ]);
  });

  test('an owner without a last day is rejected when a later owner exists', () => {
    const history = [tenure('wang', 'owner', '2027-01-01')];
    const li = { personId: 'li', role: 'owner', from: '2026-03-01' } as const;
    expect(refusalOf(() => startTenure(unit, history, li, act))).toMatchObject({ code: 'unit-has-owner' });
  });

  test.each(['co-owner', 'tenant', 'family', 'agent'] as const)(
    'a %s can have the unit together with the owner',
    (role) => {
      const history = [tenure('li', 'owner', '2020-05-01')];
      expect(startTenure(unit, history, { personId: 'wang', role, from: '2026-03-01' }, act).tenure.role).toBe(role);
    },
  );

  test('the same tenure cannot be entered twice', () => {
    const history = [tenure('li', 'tenant', '2026-03-01')];
    const again = { personId: 'li', role: 'tenant', from: '2026-03-01' } as const;
    expect(refusalOf(() => startTenure(unit, history, again, act))).toMatchObject({ code: 'tenure-exists' });
  });
});

describe('the end of a tenure', () => {
  const li = tenure('li', 'owner', '2020-05-01');

  test('is the given day and not before its start', () => {
    expect(endTenure(unit, li, { to: '2026-02-28' }, act)?.tenure).toMatchObject({ to: '2026-02-28', version: 2 });
    expect(refusalOf(() => endTenure(unit, li, { to: '2020-04-30' }, act))).toMatchObject({ status: 400 });
  });

  test('can be repeated with the same day, but not with another day', () => {
    const ended = { ...li, to: '2026-02-28' };
    expect(endTenure(unit, ended, { to: '2026-02-28' }, act)).toBeUndefined();
    expect(refusalOf(() => endTenure(unit, ended, { to: '2026-03-31' }, act))).toMatchObject({ code: 'tenure-ended' });
  });

  test('is included, like the first day', () => {
    const ended = { from: '2026-01-01', to: '2026-01-31' };
    expect(['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map((day) => holdsOn(ended, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

const day = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
const span = fc
  .tuple(day, day, fc.boolean())
  .map(([a, b, open]) => (a <= b ? { from: a, ...(!open && { to: b }) } : { from: b, ...(!open && { to: a }) }));

test('two tenures overlap exactly when they have a day in common', () => {
  const days = Array.from({ length: 62 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(span, span, (a, b) => {
      expect(overlap(a, b)).toBe(days.some((one) => holdsOn(a, one) && holdsOn(b, one)));
      expect(overlap(a, b)).toBe(overlap(b, a));
    }),
  );
});

test('no sequence of tenures gives a day two owners', () => {
  let pairs = 0;
  const entry = fc.tuple(span, fc.constantFrom(...tenureRoles), fc.constantFrom('li', 'wang', 'zhao'));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 15 }), (entries) => {
      const history: Tenure[] = [];
      for (const [{ from, to }, role, personId] of entries) {
        const claim = tenure(personId, role, from, to);
        const there = history.some((one) => one.tenureId === claim.tenureId);
        if (!there && !ownerInTheWay(claim, history)) history.push(claim);
      }
      const owners = history.filter((one) => one.role === 'owner');
      for (const [i, a] of owners.entries()) {
        for (const b of owners.slice(i + 1)) {
          pairs += 1;
          expect(overlap(a, b) || overlap(b, a)).toBe(false);
        }
      }
    }),
  );
  expect(pairs).toBeGreaterThan(0);
});

test('ids of tenures sort by their first day', () => {
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [early, late] = [a, b].sort().map((from) => tenure('li', 'tenant', from).tenureId);
      expect(String(early) <= String(late)).toBe(true);
    }),
  );
});
