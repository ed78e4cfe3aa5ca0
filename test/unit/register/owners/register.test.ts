import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { changeEstate, createEstate } from '../../../../functions/register/owners/create-estate.ts';
import { changePerson, createPerson } from '../../../../functions/register/owners/create-person.ts';
import {
  changeStaff,
  createStaff,
  endEmployment,
  mustHaveColleagues,
  visibleColleague,
} from '../../../../functions/register/owners/create-staff.ts';
import { changeUnit, createUnit } from '../../../../functions/register/owners/create-unit.ts';
import { nameOf } from '../../../../functions/register/owners/owners.store.ts';
import { viewOfPerson } from '../../../../functions/register/owners/person-view.ts';
import { grantsOf, withGrants, worksAt } from '../../../../functions/register/owners/staff.ts';
import { unitDetailsSchema } from '../../../../functions/register/owners/unit.ts';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import type { Caller, Role } from '../../../../shared/http/auth.ts';
import { changedSince } from '../../../../shared/http/listing.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';

beforeAll(() => {
  vi.stubEnv('OWNERS_TABLE', 'owners');
});

const act: ActionContext = { actor: { kind: 'staff', id: 'admin' }, recordedAt: '2026-03-02T01:00:00Z' };
const later: ActionContext = { ...act, recordedAt: '2026-03-03T01:00:00Z' };
const caller = (roles: Role[], personId = 'admin', estates = ['yangguang', 'binjiang']): Caller => ({
  id: personId,
  personId,
  name: undefined,
  roles,
  estates,
});
const details = { code: 'YG', name: '阳光花园', language: 'zh-CN', calendar: stateCouncilCalendar() } as const;

describe('entries of the register', () => {
  test('an estate has the id chosen by the client, or a new id', () => {
    expect(createEstate({ ...details, estateId: 'yangguang' }, act).after.estateId).toBe('yangguang');
    expect(createEstate(details, act).after.estateId).toMatch(/^est_/);
  });

  test('the event of a change lists the changed fields', () => {
    const { after } = createEstate(details, act);
    const change = changeEstate(after, { ...details, name: '阳光花园二期', code: 'YE' }, later);
    expect(change?.after).toMatchObject({ version: 2, updatedAt: later.recordedAt });
    expect(change?.transaction.events.map((event) => event.data)).toEqual([{ changed: ['code', 'name'] }]);
  });

  test('a change without differences is not saved', () => {
    const estate = createEstate(details, act).after;
    expect(changeEstate(estate, details, later)).toBeUndefined();
    const unitDetails = { label: '1-101', building: '1', area: '89.50', use: 'dwelling' } as const;
    const unit = createUnit({ unitId: 'unit_1', estateId: 'yangguang' }, unitDetails, act).after;
    expect(changeUnit(unit, unitDetails, later)).toBeUndefined();
    const said = { name: '李', language: 'zh-CN', marketingConsent: false } as const;
    const person = createPerson({ personId: 'li', estateId: 'yangguang' }, said, act).after;
    expect(changePerson(person, said, later)).toBeUndefined();
  });

  test('a unit of no area is refused, and its names have one spelling', () => {
    const entered = {
      label: ' 3栋 101 ',
      building: '３ 栋',
      stair: '２单元',
      phase: '　一期',
      area: '89.50',
      use: 'dwelling',
    };
    expect(unitDetailsSchema.parse(entered)).toMatchObject({
      label: '3栋 101',
      building: '3栋',
      stair: '2单元',
      phase: '一期',
    });
    for (const wrong of [{ area: '0.00' }, { insideArea: '000.00' }, { label: '\u200b' }, { building: ' ' }]) {
      expect(unitDetailsSchema.safeParse({ ...entered, ...wrong }).success).toBe(false);
    }
  });

  test('three spellings of a label take one name', () => {
    const of = { unitId: 'unit_1', estateId: 'yangguang' };
    const said = { label: '3栋101', building: '3栋', area: '89.50', use: 'dwelling' } as const;
    const names = ['3栋101', '３栋１０１', ' 3 栋 101 '].map((label) => nameOf.unitLabel('yangguang', label));
    expect(new Set(names).size).toBe(1);
    const unit = createUnit(of, said, act).after;
    // Another spelling of its own label is no new name: nothing is taken and nothing becomes free.
    expect(changeUnit(unit, { ...said, label: '3栋 101' }, later)?.after.label).toBe('3栋 101');
  });

  test('a change removes the fields that it omits', () => {
    const said = { name: '李', language: 'zh-CN', marketingConsent: false } as const;
    const person = createPerson({ personId: 'li', estateId: 'e' }, { ...said, phone: '13812348001' }, act).after;
    expect(changePerson(person, said, later)?.after).not.toHaveProperty('phone');
  });
});

describe('personal data (R15.7)', () => {
  const li = registerPersonOf('li');

  function registerPersonOf(personId: string) {
    return {
      personId,
      estateId: 'yangguang',
      name: '李',
      phone: '+86 138-1234-8001',
      email: 'li@example.com',
      language: 'zh-CN',
      marketingConsent: false,
      updatedAt: act.recordedAt,
      version: 1,
    } as const;
  }

  test.each(['technician', 'cashier', 'auditor'] as const)('a %s sees 138****8001', (role) => {
    expect(viewOfPerson(li, caller([role], 'zhang'))).toMatchObject({
      phone: '138****8001',
      email: 'l****@example.com',
      masked: true,
    });
  });

  test.each(['operator', 'supervisor', 'manager', 'administrator'] as const)('a %s sees the number', (role) => {
    expect(viewOfPerson(li, caller([role], 'zhang'))).toMatchObject({ phone: '+86 138-1234-8001', masked: false });
  });

  test('a caller sees the number when one of their roles may see it', () => {
    expect(viewOfPerson(li, caller(['technician', 'operator'], 'zhang')).masked).toBe(false);
  });

  test('residents see their own number', () => {
    expect(viewOfPerson(li, caller(['resident'], 'li')).masked).toBe(false);
  });
});

describe('staff (D51)', () => {
  const zhang = {
    name: '张',
    language: 'zh-CN',
    grants: ['technician@yangguang'],
    skills: ['plumbing'],
    shifts: [],
    absences: [],
  } as const;
  const said = { ...zhang, grants: [...zhang.grants], skills: [], shifts: [], absences: [] };
  const admin = caller(['administrator']);

  test('the estates of a staff member include the estate of the request', () => {
    expect(createStaff('yangguang', said, admin, act).after).toMatchObject({ estateId: 'yangguang', version: 1 });
    expect(() => createStaff('binjiang', said, admin, act)).toThrow('not-in-this-estate');
  });

  test('an administrator can add or remove only their own estates', () => {
    const elsewhere = { ...said, grants: ['technician@yangguang', 'technician@faraway'] };
    expect(() => createStaff('yangguang', elsewhere, admin, act)).toThrow('not-found');
    const there = { ...elsewhere, staffId: 'zhang', estateId: 'yangguang', updatedAt: act.recordedAt, version: 1 };
    expect(() => changeStaff(there, said, admin, later)).toThrow('not-found');
    expect(changeStaff(there, { ...elsewhere, name: '张三' }, admin, later)?.after.name).toBe('张三');
  });

  test('only who administers the whole company grants something in all of it', () => {
    const everywhere = { ...said, grants: ['administrator@*', 'manager@yangguang'] };
    expect(() => createStaff('yangguang', everywhere, admin, act)).toThrow('not-found');
    const company = caller(['administrator'], 'admin', ['*']);
    const { after } = createStaff('yangguang', everywhere, company, act);
    expect(grantsOf(after)).toEqual([
      { role: 'administrator', estateId: '*' },
      { role: 'manager', estateId: 'yangguang' },
    ]);
    expect(() => changeStaff(after, said, admin, later)).toThrow('not-found');
  });

  test('an entry of the time before grants had all its roles in all its estates', () => {
    const old = { staffId: 'zhang', roles: ['technician', 'resident', 'cashier'], estates: ['a', 'b'] };
    expect(withGrants(old)).toEqual({
      staffId: 'zhang',
      grants: ['technician@a', 'cashier@a', 'technician@b', 'cashier@b'],
    });
  });

  test('after the end of their employment a staff member may do nothing, and their entry cannot change', () => {
    const { after } = createStaff('yangguang', { ...said, staffId: 'zhang' }, admin, act);
    const { after: gone, transaction } = endEmployment(after, { reason: '离职' }, admin, later);
    expect(gone).toMatchObject({ grants: after.grants, endedAt: later.recordedAt, version: 2 });
    expect(grantsOf(gone)).toEqual([]);
    expect(worksAt(gone, 'yangguang')).toBe(false);
    expect(transaction.events.map(({ data }) => data)).toEqual([{ staffId: 'zhang', estates: ['yangguang'] }]);
    expect(() => endEmployment(gone, { reason: '离职' }, admin, later)).toThrow('illegal-state');
    expect(() => changeStaff(gone, { ...said, name: '张三' }, admin, later)).toThrow('illegal-state');
    const elsewhere = caller(['administrator'], 'admin', ['binjiang']);
    expect(() => endEmployment(after, { reason: '离职' }, elsewhere, later)).toThrow('not-found');
  });

  test('a staff member belongs to the first of their estates, and the event lists the changed fields', () => {
    const { after } = createStaff('yangguang', { ...said, staffId: 'zhang' }, admin, act);
    const change = changeStaff(after, { ...said, grants: ['technician@binjiang'] }, admin, later);
    expect(change?.after.estateId).toBe('binjiang');
    expect(change?.transaction.events.map((event) => event.data)).toEqual([{ staffId: 'zhang', changed: ['grants'] }]);
  });

  test('a staff member cannot be their own deputy or supervisor', async () => {
    const grants = ['technician@yangguang'];
    await expect(mustHaveColleagues('zhang', { deputyId: 'zhang', grants })).rejects.toThrow('own-deputy');
    await expect(mustHaveColleagues('zhang', { supervisorId: 'zhang', grants })).rejects.toThrow('own-deputy');
    await expect(mustHaveColleagues('zhang', { grants })).resolves.toBeUndefined();
  });

  test('only callers who share an estate see a staff member', () => {
    const { after } = createStaff('yangguang', said, admin, act);
    expect(visibleColleague(after, caller(['operator'], 'wu', ['yangguang']))).toBe(after);
    expect(() => visibleColleague(after, caller(['operator'], 'wu', ['faraway']))).toThrow('not-found');
  });
});

test('a list of changes since an instant includes its whole second', () => {
  const { after } = changedSince('2026-03-02T10:00:00Z');
  for (const milliseconds of [0, 5, 120, 999]) {
    const at = Temporal.Instant.from('2026-03-02T10:00:00Z').add({ milliseconds });
    expect(`${at}#unit_1` > after).toBe(true);
  }
  expect('2026-03-02T09:59:59.999Z#unit_1' > after).toBe(false);
});
