import { expect, test } from 'vitest';
import { tenures } from '../../../../functions/register/owners/owners.store.ts';
import { holdsUnit } from '../../../../functions/register/owners/public.ts';
import { emptyTables, store } from '../../real-table.ts';

test('an agent with more units than fit on one page also holds the last one, and no unit of others', async () => {
  await emptyTables('owners');
  const of = {
    estateId: 'e',
    role: 'agent' as const,
    from: '2024-01-01',
    updatedAt: '2024-01-01T00:00:00Z',
    version: 1,
  };
  const tenure = (n: number, personId: string) => ({ ...of, tenureId: `ten_${n}`, unitId: `unit_${n}`, personId });
  await store(
    tenures,
    ...Array.from({ length: 201 }, (_, n) => tenure(1_000 + n, 'agent')),
    tenure(1_201, 'colleague'),
  );
  expect(await holdsUnit('agent', 'unit_1200', '2025-01-01')).toBe(true);
  expect(await holdsUnit('agent', 'unit_1201', '2025-01-01')).toBe(false);
});
