import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approveChange,
  fieldsChanged,
  loosened,
  lowered,
  type PolicyChange,
  refuseChange,
  requestChange,
  switchedOff,
} from '../../../../shared/http/policy-change.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';

const rules = {
  tightens: { limitFen: lowered, cashForNonCash: switchedOff, 'waiverLimits.manager': lowered },
  limitOf: { limitFen: ['cashier', 'manager'], 'waiverLimits.manager': ['manager'] },
} as const;
const at = '2026-11-28T02:00:00Z';
const later = '2026-11-28T03:00:00Z';
const before = {
  estateId: 'e',
  version: 3,
  limitFen: 50_000,
  cashForNonCash: true,
  waiverLimits: { supervisor: 10_000, manager: 100_000 },
  channels: ['wechat'],
};

/** Returns the change that the manager requests. */
function requested(values: object): PolicyChange | undefined {
  const wanted = { ...before, ...values, version: 4 };
  return requestChange({ changeId: 'pch_1', before, wanted, reason: '业务需要', by: 'manager-1', at }, rules);
}
function waiting(values: object): PolicyChange {
  const change = requested(values);
  if (change?.status !== 'asked') throw new Error(`expected a waiting change, got ${change?.status}`);
  return change;
}
/** Returns the code of the problem that a decision answers. */
function codeOf(decide: () => unknown): string {
  try {
    decide();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return 'none';
}
const administrator = { by: 'administrator-1', at: later, roles: ['administrator'] } as const;

describe('R20.1 a policy about money is changed by two people', () => {
  test('a higher limit waits, and is in force when another person approves', () => {
    const change = waiting({ limitFen: 50_001 });
    expect(change).toMatchObject({ fields: ['limitFen'], asked: { by: 'manager-1', at }, reason: '业务需要' });
    expect(change.inForceAt).toBeUndefined();
    const approved = approveChange(change, before, administrator, rules);
    expect(approved).toMatchObject({
      status: 'in-force',
      before: { limitFen: 50_000 },
      after: { limitFen: 50_001, version: 4 },
      decided: { by: 'administrator-1', at: later },
      inForceAt: later,
    });
  });

  test('a lower limit and an ended permission are in force at once, without an approver', () => {
    const change = requested({ limitFen: 49_999, cashForNonCash: false });
    expect(change).toMatchObject({ status: 'in-force', fields: ['limitFen', 'cashForNonCash'], inForceAt: at });
    expect(change?.decided).toBeUndefined();
  });

  test('a change that lowers one limit and raises another waits as a whole', () => {
    const change = waiting({ limitFen: 1, waiverLimits: { supervisor: 10_000, manager: 100_001 } });
    expect(change.fields).toEqual(['limitFen', 'waiverLimits.manager']);
    expect(loosened(change, rules)).toEqual(['waiverLimits.manager']);
  });

  test('a field of which nobody said that it tightens waits, whatever its value', () => {
    expect(waiting({ channels: [] }).fields).toEqual(['channels']);
    expect(waiting({ waiverLimits: { supervisor: 0, manager: 100_000 } }).fields).toEqual(['waiverLimits.supervisor']);
    expect(waiting({ cashForNonCash: undefined }).fields).toEqual(['cashForNonCash']);
  });

  test('the requester does not approve their own request, in whatever role', () => {
    const change = waiting({ channels: ['wechat', 'alipay'] });
    const self = { ...administrator, by: 'manager-1' };
    expect(codeOf(() => approveChange(change, before, self, rules))).toBe('another-person-needed');
  });

  test('nobody approves a raise of a limit of their own role', () => {
    const manager = { by: 'manager-2', at: later, roles: ['manager'] } as const;
    const both = { by: 'administrator-2', at: later, roles: ['cashier', 'administrator'] } as const;
    const raised = waiting({ limitFen: 60_000 });
    expect(codeOf(() => approveChange(raised, before, manager, rules))).toBe('own-limit');
    expect(codeOf(() => approveChange(raised, before, both, rules))).toBe('own-limit');
    // What is no limit of managers, and a limit that is lowered beside it, they may approve.
    const mixed = waiting({ limitFen: 1, channels: [] });
    expect(approveChange(mixed, before, manager, rules).status).toBe('in-force');
  });

  test('a request from an older policy is not approved, because its other values would come back', () => {
    const change = waiting({ channels: [] });
    const now = { ...before, version: 4 };
    expect(codeOf(() => approveChange(change, now, administrator, rules))).toBe('policy-changed-since');
  });

  test('a decided request is decided once; a refused one names who refused and why', () => {
    const change = waiting({ limitFen: 60_000 });
    const refused = refuseChange(change, { by: 'manager-1', at: later, reason: '撤回' });
    expect(refused).toMatchObject({ status: 'refused', decided: { by: 'manager-1', reason: '撤回' } });
    expect(codeOf(() => approveChange(refused, before, administrator, rules))).toBe('illegal-state');
    const approved = approveChange(change, before, administrator, rules);
    expect(codeOf(() => refuseChange(approved, { by: 'x', at: later, reason: '迟了' }))).toBe('illegal-state');
    expect(codeOf(() => approveChange(approved, before, administrator, rules))).toBe('illegal-state');
  });

  test('a request that changes nothing is none', () => {
    expect(requested({})).toBeUndefined();
    expect(requested({ channels: ['wechat'] })).toBeUndefined();
  });

  test('whatever one person sets alone, no limit is higher afterwards', () => {
    const fen = fc.integer({ min: 0, max: 1_000_000 });
    let alone = 0;
    fc.assert(
      fc.property(
        fen,
        fc.oneof(fc.constant(10_000), fen),
        fen,
        fc.boolean(),
        (limitFen, supervisor, manager, cashForNonCash) => {
          const change = requested({ limitFen, cashForNonCash, waiverLimits: { supervisor, manager } });
          if (change?.status !== 'in-force') return;
          alone += 1;
          expect(limitFen).toBeLessThanOrEqual(before.limitFen);
          expect(supervisor).toBe(before.waiverLimits.supervisor);
          expect(manager).toBeLessThanOrEqual(before.waiverLimits.manager);
        },
      ),
      { examples: [[1, 10_000, 1, false]] },
    );
    expect(alone).toBeGreaterThan(0);
  });
});

test('Fields of inner records are named with a dot, and lists are compared as a whole', () => {
  const was = { a: 1, late: null, inner: { x: [1], y: 2 }, gone: 1 };
  const is = { a: 1, late: { rate: '0.1' }, inner: { x: [1, 2], y: 2 }, come: 1 };
  expect(fieldsChanged(was, is).map(({ field }) => field)).toEqual(['late', 'inner.x', 'gone', 'come']);
});
