import { beforeEach, expect, test } from 'vitest';
import { mustHaveColleagues } from '../../../../functions/register/owners/create-staff.ts';
import { staff } from '../../../../functions/register/owners/owners.store.ts';
import { emptyTables, store } from '../../real-table.ts';

beforeEach(async () => {
  await emptyTables('owners');
  const of = { language: 'zh-CN' as const, updatedAt: '2026-01-01T00:00:00Z', version: 1 };
  const member = { ...of, name: '王工', skills: [], shifts: [], absences: [] };
  await store(staff, { ...member, staffId: 'near', estateId: 'e1', grants: ['technician@e1', 'technician@e2'] });
  await store(staff, { ...member, staffId: 'far', estateId: 'e3', grants: ['technician@e3'] });
});

test('a deputy must work in an estate of the staff member', async () => {
  await mustHaveColleagues('me', { deputyId: 'near', supervisorId: 'near', grants: ['operator@e2'] });
  for (const named of [{ deputyId: 'far' }, { supervisorId: 'far' }, { deputyId: 'nobody' }]) {
    await expect(mustHaveColleagues('me', { ...named, grants: ['operator@e2'] })).rejects.toMatchObject({
      kind: { code: 'unknown-colleague' },
    });
  }
});
