import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { Estate, Unit } from '../../register/owners/public.ts';
import type { Handover } from '../handovers/public.ts';
import { type TitleChange, withFundTerms } from './save-title.ts';
import {
  documentsFor,
  dossierIdOf,
  kept,
  newSteps,
  overdueOn,
  registrationDueOf,
  type TitleDossier,
  warned,
  withDueDays,
} from './title-dossier.ts';
import { moneyFor, type TitleRules, tablesFor } from './title-money.ts';
import { titleDossiers } from './titles.store.ts';

const alreadyOpen = problemKind('title-already-open', 409, {
  'zh-CN': '该买受人在该房屋的办证档案已建立。请使用 {dossierId}。',
  'zh-TW': '該買受人在該房屋的辦證檔案已建立。請使用 {dossierId}。',
  en: 'This buyer already has a dossier for this home. Use {dossierId}.',
});

interface Opening {
  readonly unit: Pick<Unit, 'unitId' | 'label'>;
  readonly buyerId: string;
  readonly deliveredOn: string | undefined;
  readonly contract: TitleDossier['contract'];
  readonly handlerId: string | undefined;
  readonly handover: Handover | undefined;
  /**
   * The opening that brings the contract from the system before (R30.4). What is overdue then is not reported
   * again.
   */
  readonly carriedOver?: string | undefined;
}

/**
 * Opens a title dossier. The first payment and the area count as settled if the handover has settled them.
 * Without a contract, the buyer counts as an individual.
 * @throws Problem title-already-open, no-rate-for-building.
 */
export function openTitle(opening: Opening, estate: Estate, rules: TitleRules, act: ActionContext): TitleChange {
  const { unit, buyerId, deliveredOn, contract, handlerId, handover, carriedOver } = opening;
  const { estateId, calendar } = estate;
  const dossierId = dossierIdOf(unit.unitId, buyerId);
  const today = dayIn(calendar.zone, act.recordedAt);
  const tables = contract ? tablesFor(contract, rules, undefined, today) : {};
  const blank: TitleDossier = {
    dossierId,
    estateId,
    unitId: unit.unitId,
    unitLabel: unit.label,
    buyerId,
    handlerId,
    deliveredOn,
    contract,
    ...(handover && { handoverId: handover.handoverId }),
    ...(carriedOver !== undefined && { carriedOver }),
    tables,
    money: contract ? moneyFor(contract, tables, rules.vatRate) : {},
    listVersion: rules.version,
    documents: documentsFor(rules.documents, contract?.buyerKind ?? 'individual', []),
    steps: settledAtHandover(newSteps(), handover),
    notes: [],
    updatedAt: act.recordedAt,
    version: 0,
  };
  const ready = carriedOver === undefined ? blank : withoutOldWarnings(blank, today);
  const after = kept(ready, calendar, act.recordedAt);
  const { unitId } = after;
  const data = {
    dossierId,
    unitId,
    buyerId,
    handoverId: handover?.handoverId,
    registrationDue: registrationDueOf(after),
    ...(carriedOver !== undefined && { carriedOver }),
  };
  const transaction = new Transaction()
    .save(titleDossiers, after, undefined, () => new Problem(alreadyOpen, { dossierId }))
    .record(titleDossiers, after, 'TitleOpened', data, act);
  return { after, transaction: withFundTerms(transaction, after) };
}

/** Returns a dossier whose overdue steps count as reported, because they were overdue before. */
function withoutOldWarnings(dossier: TitleDossier, today: string): TitleDossier {
  const dated = withDueDays(dossier);
  return warned(dated, overdueOn(dated, today), today);
}

/** Marks the steps that the handover has settled: the first payment into the fund, and the area. */
export function settledAtHandover(steps: TitleDossier['steps'], handover: Handover | undefined): TitleDossier['steps'] {
  const { fund, area } = handover ?? {};
  return steps.map((one) => {
    if (one.doneOn !== undefined) return one;
    if (one.step === 'fund-receipt' && fund)
      return { ...one, doneOn: fund.paidOn, receipt: fund.receipt, fen: fund.fen };
    if (one.step === 'area-settled' && area?.settledOn) return { ...one, doneOn: area.settledOn };
    return one;
  });
}
