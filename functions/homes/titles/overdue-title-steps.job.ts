import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { dueJob } from '../../../shared/events/due-job.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { estateOf } from '../../register/owners/public.ts';
import { ref } from './save-title.ts';
import { kept, overdueOn, warned, withDueDays } from './title-dossier.ts';
import { titleDossiers, titleDueKind } from './titles.store.ts';

/** Job: reports overdue title steps, once each (D20, R9). Runs every 15 minutes. */
export const overdueTitleStepsJob = dueJob({
  name: 'overdue-title-steps',
  every: 'rate(15 minutes)',
  counts: ['warned'],
  works: ({ act }) => [
    {
      kind: titleDueKind,
      table: 'handovers',
      work: async (dossierId) => ({ warned: await warn(dossierId, act) }),
    },
  ],
});

async function warn(dossierId: string, act: ActionContext): Promise<number> {
  const before = await get(titleDossiers, { dossierId });
  const estate = before && (await estateOf(before.estateId));
  if (!before || !estate) return 0;
  const dossier = withDueDays(before);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const late = overdueOn(dossier, today);
  const after = kept(warned(dossier, late, today), estate.calendar, act.recordedAt);
  const transaction = new Transaction().save(titleDossiers, after, before);
  for (const { step, dueOn = today } of late) {
    transaction.record(titleDossiers, after, 'TitleStepOverdue', { ...ref(dossier), step, dueOn }, act);
  }
  await transaction.commit();
  return late.length;
}
