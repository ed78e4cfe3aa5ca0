import type { Act } from '../../../../shared/events/catalogue.ts';
import { whatIsDue } from '../../../../shared/events/due.ts';
import { type Job, workOff } from '../../../../shared/events/job.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { estateOf } from '../../../register/owners/public.ts';
import { ref } from './keep-title.ts';
import { titleDossiers, titleDueKind } from './title.store.ts';
import { kept, overdueOn, warned } from './title-dossier.ts';

const prefix = 'TITLE#';

/** Every quarter of an hour: steps to the title whose day has passed are warned of, each once (D20, R9). */
export const titleClock: Job = {
  name: 'title-clock',
  every: 'rate(15 minutes)',
  run: async (now) => {
    const act: Act = { actor: { kind: 'system', id: 'title-clock' }, recordedAt: now.toString() };
    const due = await whatIsDue(titleDueKind, 'handovers', now);
    const looked = await workOff(due, { what: 'titles' }, (pk) => warn(pk.slice(prefix.length), act));
    return { due: due.length, warned: looked.reduce<number>((sum, steps = 0) => sum + steps, 0) };
  },
};

async function warn(dossierId: string, act: Act): Promise<number> {
  const dossier = await get(titleDossiers, { dossierId });
  const estate = dossier && (await estateOf(dossier.estateId));
  if (!dossier || !estate) return 0;
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const late = overdueOn(dossier, today);
  const after = kept(warned(dossier, late, today), estate.calendar, act.recordedAt);
  const transaction = new Transaction().save(titleDossiers, after, dossier);
  for (const { step, dueOn = today } of late) {
    transaction.record(titleDossiers, after, 'TitleStepOverdue', { ...ref(dossier), step, dueOn }, act);
  }
  await transaction.commit();
  return late.length;
}
