import { isDeepStrictEqual } from 'node:util';
import type { ActionContext, EventData, EventName } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { enterFundTerms } from '../handovers/public.ts';
import { kept, type TitleDossier } from './title-dossier.ts';
import { fundTermsOf } from './title-money.ts';
import { titleDossiers } from './titles.store.ts';

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
  return { after, transaction: withFundTerms(transaction, after, before) };
}

/** Adds what the handover of the home needs to know of the fund, when the dossier says something else about it now. */
export function withFundTerms(transaction: Transaction, after: TitleDossier, before?: TitleDossier): Transaction {
  const terms = fundTermsOf(after);
  if (!terms || isDeepStrictEqual(terms, before && fundTermsOf(before))) return transaction;
  return enterFundTerms(transaction, terms);
}

/** How every event of a dossier names it. */
export const ref = ({ dossierId, unitId, buyerId }: TitleDossier) => ({ dossierId, unitId, buyerId });
