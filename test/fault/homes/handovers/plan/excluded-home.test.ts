import { expect, test } from 'vitest';
import { handovers, phases } from '../../../../../functions/homes/handovers/handovers.store.ts';
import { leaveOut } from '../../../../../functions/homes/handovers/plan/enter-homes.ts';
import { saveHandover } from '../../../../../functions/homes/handovers/save-handover.ts';
import { Transaction } from '../../../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../../../shared/store/retry.ts';
import { aHandover, aPhase } from '../../../../unit/homes/handovers/a-handover.ts';
import { emptyTables, store, stored } from '../../../real-table.ts';

test('a home whose buyer is notified at the same moment is not excluded from its phase', async () => {
  await emptyTables('handovers');
  const act = { actor: { kind: 'staff', id: 'm' }, recordedAt: '2026-05-01T00:00:00Z' } as const;
  const planned = aHandover({ state: 'planned' });
  const phase = aPhase({});
  await store(phases, phase);
  await saveHandover(new Transaction(), planned, undefined, act).commit();
  const { transaction } = leaveOut(planned, phase, { ...act, reason: '退房' });
  const notified = aHandover({ state: 'notified', version: 2 });
  await saveHandover(new Transaction(), notified, planned, act).commit();
  await expect(transaction.commit()).rejects.toBeInstanceOf(VersionConflict);
  expect(await stored(handovers)).toEqual([notified]);
});
