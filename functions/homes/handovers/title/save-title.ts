import type { ActionContext, EventData, EventName } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import type { Language } from '../../../../shared/kernel/language.ts';
import type { WorkingCalendar } from '../../../../shared/kernel/working-calendar.ts';
import { titleDossiers } from './title.store.ts';
import { kept, type TitleDossier } from './title-dossier.ts';

/** A dossier of title after a change, and how it is written. */
export interface TitleChange {
  readonly after: TitleDossier;
  readonly transaction: Transaction;
}

/** When and by what calendar a dossier is changed, and in whose language a refusal is said. */
export interface TitleDesk {
  readonly act: ActionContext;
  readonly calendar: WorkingCalendar;
  readonly today: string;
  readonly language: Language;
}

/** A changed dossier with its days worked out anew, and the event beside it. */
export function written<N extends EventName>(
  before: TitleDossier,
  changed: TitleDossier,
  desk: TitleDesk,
  name: N,
  data: EventData<N>,
  reason?: string,
): TitleChange {
  const after = kept(changed, desk.calendar, desk.act.recordedAt);
  const transaction = new Transaction()
    .save(titleDossiers, after, before)
    .record(titleDossiers, after, name, data, reason === undefined ? desk.act : { ...desk.act, reason });
  return { after, transaction };
}

/** How every event of a dossier names it. */
export const ref = ({ dossierId, unitId, buyerId }: TitleDossier) => ({ dossierId, unitId, buyerId });
