import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { chooseTechnician } from '../../../../functions/service/repairs/choose-technician.ts';

type Wanted = Parameters<typeof chooseTechnician>[0];
type Person = Parameters<typeof chooseTechnician>[1][number];

const zone = 'Asia/Shanghai';
/** A Wednesday, 10:00 in Shanghai. */
const now = Temporal.Instant.from('2025-03-05T02:00:00Z');
const order: Wanted = { estateId: 'est_1', trade: 'water', severity: 'normal', refusedBy: [] };
const day = [{ weekday: 3, from: '08:00', to: '18:00' }];
const night = [{ weekday: 3, from: '20:00', to: '06:00' }];
const away = [{ from: '2025-03-01T00:00:00Z', to: '2025-03-10T00:00:00Z' }];

const person = (staffId: string, more: Partial<Person> = {}): Person => ({
  staffId,
  grants: ['technician@est_1'],
  skills: ['water'],
  shifts: day,
  absences: [],
  ...more,
});
const choose = (people: Person[], loads: Record<string, number> = {}, more: Partial<Wanted> = {}) =>
  chooseTechnician({ ...order, ...more }, people, { of: new Map(Object.entries(loads)), most: 20 }, now, zone)?.staffId;

describe('D12 the choice of a technician', () => {
  test('is the specialist of the trade with the lowest load', () => {
    expect(choose([person('a'), person('b'), person('c')], { a: 3, b: 1, c: 2 })).toBe('b');
  });

  test('is the first by id among equals, so that it is repeatable', () => {
    expect(choose([person('c'), person('b')], { b: 1, c: 1 })).toBe('b');
  });

  test('prefers a specialist to a generalist with up to three orders less', () => {
    const people = [person('a', { skills: [] }), person('b', { skills: ['general'] }), person('c')];
    expect(choose(people, { c: 3 })).toBe('c');
    expect(choose(people, { c: 4 })).toBe('a');
    expect(choose(people.slice(0, 2), { a: 1 })).toBe('b');
  });

  test('is an idle generalist rather than a specialist with fifty open orders', () => {
    expect(choose([person('idle', { skills: [] }), person('busy')], { busy: 50 })).toBe('idle');
  });

  test('is nobody with as many orders as the estate allows, except for an emergency', () => {
    expect(choose([person('a'), person('b')], { a: 20, b: 19 })).toBe('b');
    expect(choose([person('a'), person('b')], { a: 20, b: 21 })).toBeUndefined();
    expect(choose([person('a'), person('b')], { a: 20, b: 21 }, { severity: 'emergency' })).toBe('a');
  });

  test('excludes other trades, estates and roles', () => {
    expect(choose([person('a', { skills: ['gas'] })])).toBeUndefined();
    expect(choose([person('a', { grants: ['technician@est_2'] })])).toBeUndefined();
    expect(choose([person('a', { grants: ['operator@est_1'] })])).toBeUndefined();
  });

  test('includes technicians off their shift only for an emergency', () => {
    expect(choose([person('a', { shifts: night })])).toBeUndefined();
    expect(choose([person('a', { shifts: night })], {}, { severity: 'emergency' })).toBe('a');
  });

  test('prefers a technician on duty for an emergency', () => {
    const people = [person('a', { shifts: night }), person('b', { skills: ['general'] })];
    expect(choose(people, { b: 9 }, { severity: 'emergency' })).toBe('b');
  });

  test('excludes a technician who refused the order', () => {
    const refused = { refusedBy: ['a'] };
    expect(choose([person('a'), person('b')], { b: 5 }, refused)).toBe('b');
    expect(choose([person('a')], {}, { ...refused, severity: 'emergency' })).toBeUndefined();
  });

  const ids = fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e', 'f');
  const people = fc.uniqueArray(
    fc.record<Person>({
      staffId: ids,
      grants: fc.constantFrom<string[][]>(
        ['technician@est_1'],
        ['technician@est_2', 'operator@est_1'],
        ['technician@est_1', 'technician@est_2'],
        ['operator@est_1'],
      ),
      skills: fc.constantFrom<string[][]>([], ['water'], ['general'], ['gas'], ['gas', 'water']),
      shifts: fc.constantFrom<Person['shifts'][]>([], day, night),
      absences: fc.constantFrom<Person['absences'][]>([], away),
    }),
    { selector: (one) => one.staffId },
  );
  const loads = fc.dictionary(ids, fc.nat(5));
  const refusals = fc.uniqueArray(ids);
  const severity = fc.constantFrom('normal', 'emergency');

  test('never is somebody who is absent, refused, or a technician of another estate only', () => {
    let sent = 0;
    fc.assert(
      fc.property(people, loads, refusals, severity, (staff, load, refusedBy, level) => {
        const chosen = chooseTechnician(
          { ...order, refusedBy, severity: level },
          staff,
          { of: new Map(Object.entries(load)), most: 20 },
          now,
          zone,
        );
        if (!chosen) return;
        sent += 1;
        expect(chosen.absences).toEqual([]);
        expect(refusedBy).not.toContain(chosen.staffId);
        expect(chosen.grants).toContain('technician@est_1');
      }),
    );
    expect(sent).toBeGreaterThan(0);
  });

  test('has the lowest load among technicians with the same skill and duty', () => {
    let compared = 0;
    const standing = (one: Person) => `${one.skills.includes('water')} ${one.shifts === night}`;
    fc.assert(
      fc.property(people, loads, severity, (staff, load, level) => {
        const wanted = { ...order, severity: level };
        const chosen = chooseTechnician(wanted, staff, { of: new Map(Object.entries(load)), most: 20 }, now, zone);
        if (!chosen) return;
        const others = staff.filter(
          (one) => standing(one) === standing(chosen) && choose([one], {}, { severity: level }) === one.staffId,
        );
        compared += others.length;
        expect(others.filter((one) => (load[one.staffId] ?? 0) < (load[chosen.staffId] ?? 0))).toEqual([]);
      }),
    );
    expect(compared).toBeGreaterThan(0);
  });

  test('does not depend on the order of the list', () => {
    fc.assert(
      fc.property(people, loads, (staff, load) => {
        expect(choose(staff, load)).toBe(choose(staff.toReversed(), load));
      }),
    );
  });
});
