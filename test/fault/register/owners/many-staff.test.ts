import { beforeEach, expect, test } from 'vitest';
import { memberships, staff } from '../../../../functions/register/owners/owners.store.ts';
import { staffOfEstate } from '../../../../functions/register/owners/public.ts';
import { staffSchema } from '../../../../functions/register/owners/staff.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { emptyTables } from '../../real-table.ts';

beforeEach(() => emptyTables('owners'));

test('the staff of a large estate are all found, so that everybody can be sent and told', async () => {
  for (let first = 0; first < 240; first += 40) {
    const transaction = new Transaction();
    for (let nth = first; nth < first + 40; nth += 1) {
      const staffId = `stf_${String(nth).padStart(3, '0')}`;
      const grants = [nth === 239 ? 'supervisor@e' : 'technician@e'];
      const member = {
        staffId,
        name: staffId,
        language: 'zh-CN',
        grants,
        estateId: 'e',
        updatedAt: '2026-03-04T02:00:00Z',
        version: 1,
      };
      transaction.put(staff, staffSchema.parse(member)).put(memberships, { staffId, estateId: 'e' });
    }
    await transaction.commit();
  }
  expect(await staffOfEstate('e')).toHaveLength(240);
  expect((await staffOfEstate('e', 'supervisor')).map(({ staffId }) => staffId)).toEqual(['stf_239']);
});
