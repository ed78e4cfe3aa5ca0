import type { Act } from '../../shared/events/catalogue.ts';
import { type Job, workOff } from '../../shared/events/job.ts';
import { whatIsDue } from '../../shared/store/due.ts';
import { get } from '../../shared/store/table.ts';
import { bookOf } from './book-of.ts';
import { handovers } from './handovers-store.ts';
import { defects } from './inspection-store.ts';
import { tellOverdue } from './rectify-defect.ts';

const defectPrefix = 'DEFECT#';

/** Every ten minutes: defects that are not right on the day that was set (D18). */
export const inspectionClock: Job = {
  name: 'inspection-clock',
  every: 'rate(10 minutes)',
  run: async (now) => {
    const act: Act = { actor: { kind: 'system', id: 'inspection-clock' }, recordedAt: now.toString() };
    const due = await whatIsDue('defect', 'handovers', now);
    const told = await workOff(due, { what: 'defects' }, async (pk) => {
      const defect = await get(defects, { defectId: pk.slice(defectPrefix.length) });
      const handover = defect && (await get(handovers, defect));
      const transaction = handover && tellOverdue(await bookOf(handover), defect.itemId, act);
      await transaction?.commit();
      return transaction !== undefined;
    });
    return { due: due.length, told: told.filter(Boolean).length };
  },
};
