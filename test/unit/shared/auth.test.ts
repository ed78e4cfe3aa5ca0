import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enterEstate } from '../../../shared/http/access.ts';
import {
  callerOf,
  everyEstate,
  type Grant,
  identityFromClaims,
  isStaff,
  type Role,
  reaches,
  roles,
  staffRoles,
} from '../../../shared/http/auth.ts';
import { Problem } from '../../../shared/kernel/problem.ts';

const who = { id: 'a', personId: 'zhang' };
const grant = (text: string): Grant => {
  const [role, estateId = ''] = text.split('@');
  const known = roles.find((one) => one === role);
  if (!known) throw new Error(`${text} names no role`);
  return { role: known, estateId };
};
const callerWith = (...grants: string[]) => callerOf(who, { grants: grants.map(grant) });

describe('a token', () => {
  test('says who calls, and none of its other claims counts', () => {
    const claims = { sub: 'a', 'cognito:groups': '[administrator]', 'custom:estates': 'e', name: 'Wang Fang' };
    expect(identityFromClaims({ ...claims, 'custom:personId': 'zhang' })).toEqual(who);
    expect(identityFromClaims(claims)).toEqual({ id: 'a', personId: 'a' });
  });

  test('for access signs nobody in: it does not name the person', () => {
    expect(identityFromClaims({ sub: 'a', token_use: 'access' })).toBeUndefined();
    expect(identityFromClaims({ sub: 'a', token_use: 'id' })).toMatchObject({ id: 'a' });
    expect(identityFromClaims({})).toBeUndefined();
  });
});

describe('a grant', () => {
  test('is a role at one estate: a technician of one estate who lives in another is a resident there', () => {
    // Before an estate is entered, only what holds in both counts.
    expect(callerWith('technician@work', 'resident@home').roles).toEqual([]);
    expect(callerWith('technician@work', 'technician@home', 'resident@home').roles).toEqual(['technician']);
    const at = (estateId: string) => {
      const caller = callerWith('technician@work', 'resident@home');
      enterEstate(caller, estateId);
      return caller;
    };
    expect(at('work').roles).toEqual(['technician']);
    expect(at('home').roles).toEqual(['resident']);
    expect([isStaff(at('work')), isStaff(at('home'))]).toEqual([true, false]);
  });

  test('of another role at the estate does not open an operation there', () => {
    const grants = [grant('manager@work'), grant('resident@home')];
    const caller = callerOf(who, { grants }, ['manager']);
    expect(caller.estates).toEqual(['work']);
    expect(() => enterEstate(caller, 'home')).toThrow('forbidden');
    expect(() => enterEstate(caller, 'elsewhere')).toThrow('not-found');
  });

  test('for the whole company counts in each estate', () => {
    const caller = callerWith(`administrator@${everyEstate}`, 'manager@work');
    enterEstate(caller, 'anywhere');
    expect(caller.roles).toEqual(['administrator']);
    enterEstate(caller, 'work');
    expect(caller.roles).toEqual(['administrator']);
  });

  test('never adds a role by entering, in whatever order estates are entered', () => {
    const anyEstate = fc.constantFrom('a', 'b', 'c');
    const anyGrant = fc.record({
      role: fc.constantFrom(...roles),
      estateId: fc.constantFrom('a', 'b', 'c', everyEstate),
    });
    fc.assert(
      fc.property(fc.array(anyGrant, { maxLength: 8 }), fc.array(anyEstate, { maxLength: 4 }), (grants, entered) => {
        const caller = callerOf(who, { grants });
        let before: readonly Role[] = roles;
        for (const estateId of entered) {
          const isReached = reaches(caller, estateId);
          try {
            enterEstate(caller, estateId);
            expect(isReached).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
            expect(isReached).toBe(false);
            continue;
          }
          expect(caller.roles.every((role) => before.includes(role))).toBe(true);
          for (const role of caller.roles) {
            expect(grants.some((one) => one.role === role && [estateId, everyEstate].includes(one.estateId))).toBe(
              true,
            );
          }
          before = caller.roles;
        }
      }),
    );
  });

  test('of staff is none of residents', () => {
    expect(staffRoles).not.toContain('resident');
  });
});
