import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { changeEstate, createEstate } from '../../../../functions/register/owners/create-estate.ts';
import { changePerson, createPerson } from '../../../../functions/register/owners/create-person.ts';
import {
  changeStaff,
  createStaff,
  mustHaveColleagues,
  visibleColleague,
} from '../../../../functions/register/owners/create-staff.ts';
import { changeUnit, createUnit } from '../../../../functions/register/owners/create-unit.ts';
import { viewOfPerson } from '../../../../functions/register/owners/person-view.ts';
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
    roles: ['technician'],
    estates: ['yangguang'],
    skills: ['plumbing'],
    shifts: [],
    absences: [],
  } as const;
  const said = { ...zhang, roles: [...zhang.roles], estates: [...zhang.estates], skills: [], shifts: [], absences: [] };
  const admin = caller(['administrator']);

  test('the estates of a staff member include the estate of the request', () => {
    expect(createStaff('yangguang', said, admin, act).after).toMatchObject({ estateId: 'yangguang', version: 1 });
    expect(() => createStaff('binjiang', said, admin, act)).toThrow('not-in-this-estate');
  });

  test('an administrator can add or remove only their own estates', () => {
    const elsewhere = { ...said, estates: ['yangguang', 'faraway'] };
    expect(() => createStaff('yangguang', elsewhere, admin, act)).toThrow('not-found');
    const there = { ...elsewhere, staffId: 'zhang', estateId: 'yangguang', updatedAt: act.recordedAt, version: 1 };
    expect(() => changeStaff(there, said, admin, later)).toThrow('not-found');
    expect(changeStaff(there, { ...elsewhere, name: '张三' }, admin, later)?.after.name).toBe('张三');
  });

  test('a staff member belongs to the first of their estates, and the event lists the changed fields', () => {
    const { after } = createStaff('yangguang', { ...said, staffId: 'zhang' }, admin, act);
    const change = changeStaff(after, { ...said, estates: ['binjiang'] }, admin, later);
    expect(change?.after.estateId).toBe('binjiang');
    expect(change?.transaction.events.map((event) => event.data)).toEqual([{ staffId: 'zhang', changed: ['estates'] }]);
  });

  test('a staff member cannot be their own deputy or supervisor', async () => {
    const estates = ['yangguang'];
    await expect(mustHaveColleagues('zhang', { deputyId: 'zhang', estates })).rejects.toThrow('own-deputy');
    await expect(mustHaveColleagues('zhang', { supervisorId: 'zhang', estates })).rejects.toThrow('own-deputy');
    await expect(mustHaveColleagues('zhang', { estates })).resolves.toBeUndefined();
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
