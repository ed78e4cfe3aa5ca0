import { isDeepStrictEqual } from 'node:util';
import type { ActionContext, EventData, EventName } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { enterFundTerms } from '../handovers/public.ts';
import { kept, type TitleDossier } from './title-dossier.ts';
import { fundTermsOf } from './title-money.ts';
import { titleDossiers } from './titles.store.ts';

/** A title dossier after a change, and the transaction to commit. */
export interface TitleChange {
  readonly after: TitleDossier;
  readonly transaction: Transaction;
}

/** Context of a change: the dossier, action, working calendar, today, and the language of error messages. */
export interface TitleContext {
  readonly before: TitleDossier;
  readonly act: ActionContext;
  readonly calendar: WorkingCalendar;
  readonly today: string;
  readonly language: Language;
}

/** Recalculates the due days of a changed dossier, and adds it and its event to a transaction. */
export function written<N extends EventName>(
  { before, act, calendar }: TitleContext,
  changed: TitleDossier,
  name: N,
  data: EventData<N>,
  reason?: string,
): TitleChange {
  const after = kept(changed, calendar, act.recordedAt);
  const transaction = new Transaction()
    .save(titleDossiers, after, before)
    .record(titleDossiers, after, name, data, reason === undefined ? act : { ...act, reason });
  return { after, transaction: withFundTerms(transaction, after, before) };
}

/** Adds the fund terms for the handover of the home, when they have changed. */
export function withFundTerms(transaction: Transaction, after: TitleDossier, before?: TitleDossier): Transaction {
  const terms = fundTermsOf(after);
  if (!terms || isDeepStrictEqual(terms, before && fundTermsOf(before))) return transaction;
  return enterFundTerms(transaction, terms);
}

/** Returns the ids that every event of a dossier carries. */
export const ref = ({ dossierId, unitId, buyerId }: TitleDossier) => ({ dossierId, unitId, buyerId });
