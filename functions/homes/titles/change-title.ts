import * as z from 'zod';
import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { decimalSchema, fenSchema, yuanText } from '../../../shared/kernel/money.ts';
import { type InputError, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { checkReceiptOfHandover, type Handover } from '../handovers/public.ts';
import { settledAtHandover } from './open-title.ts';
import { ref, type TitleChange, type TitleDesk, written } from './save-title.ts';
import { documentsFor, noteKinds, noteSubjects, stepsOpen, type TitleDossier } from './title-dossier.ts';
import { grantsLess, moneyFor, type TitleRules, tablesFor } from './title-money.ts';
import { type TitleStep, titleSteps } from './title-steps.ts';
import { stepWords } from './title-words.ts';
import { titleReceipts } from './titles.store.ts';

const incomplete = problemKind('application-incomplete', 409, {
  'zh-CN': '材料尚不齐全，不能提交申请；缺少的全部列在 errors 中。',
  'zh-TW': '材料尚不齊全，不能提交申請；缺少的全部列在 errors 中。',
  en: 'The application is not complete: errors lists everything that is missing.',
});
const notYet = problemKind('step-not-open', 409, {
  'zh-CN': '现在不能登记「{step}」，可登记：{allowed}。',
  'zh-TW': '現在不能登記「{step}」，可登記：{allowed}。',
  en: '{step} cannot be entered now; what can: {allowed}.',
});
const receiptNeeded = problemKind('receipt-needed', 400, {
  'zh-CN': '请填写主管机关的凭证号。',
  'zh-TW': '請填寫主管機關的憑證號。',
  en: 'Say the number of the receipt of the authority.',
});
const receiptTaken = problemKind('receipt-taken', 409, {
  'zh-CN': '凭证号「{receipt}」已用于另一事项，请核对。',
  'zh-TW': '憑證號「{receipt}」已用於另一事項，請核對。',
  en: 'Receipt {receipt} was entered for something else: check the number.',
});
const tooLittle = problemKind('not-paid-in-full', 409, {
  'zh-CN': '应缴 {due} 元，凭证为 {paid} 元。减免请先登记依据。',
  'zh-TW': '應繳 {due} 元，憑證為 {paid} 元。減免請先登記依據。',
  en: '¥{due} is due and the receipt is of ¥{paid}. Enter what grants a reduction first.',
});
const inTheFuture = problemKind('day-in-the-future', 400, {
  'zh-CN': '日期 {on} 在将来，请核对。',
  'zh-TW': '日期 {on} 在未來，請核對。',
  en: '{on} is in the future: check the day.',
});
/** Enters or corrects the contract: papers, fund and tax follow from it, by the tables of its day. @throws Problem no-rate-for-building. */
export function enterContract(
  dossier: TitleDossier,
  contract: NonNullable<TitleDossier['contract']>,
  rules: TitleRules,
  desk: TitleDesk,
): TitleChange {
  const tables = tablesFor(contract, rules, dossier);
  const money = moneyFor(contract, tables, rules.vatRate);
  const sameBuyer = dossier.contract?.buyerKind === contract.buyerKind;
  const list = sameBuyer
    ? {}
    : {
        listVersion: rules.version,
        documents: documentsFor(rules.documents, contract.buyerKind, dossier.documents),
      };
  const changed = { ...dossier, ...list, contract, tables, money };
  const { fund, tax } = money;
  return written(dossier, changed, desk, 'TitleContractEntered', {
    ...ref(dossier),
    fundFen: fund?.fen,
    taxFen: tax?.fen,
  });
}

/** The home was delivered: its days are known from now on, and what was settled at the handover is settled here. */
export function deliverTitle(dossier: TitleDossier, handover: Handover, on: string, desk: TitleDesk): TitleChange {
  const steps = settledAtHandover(dossier.steps, handover);
  const changed = { ...dossier, steps, deliveredOn: on, handoverId: handover.handoverId };
  return written(dossier, changed, desk, 'TitleDaysKnown', { ...ref(dossier), deliveredOn: on });
}

const contractMissing = text('买卖合同信息', '買賣合約資訊', 'What the contract says');

/** Everything that stands between a dossier and its application, at once (R9.2: told once, in full). */
function missingFor(dossier: TitleDossier, language: Language): InputError[] {
  const error = (pointer: string, code: string, message: string): InputError => ({
    in: 'body',
    pointer,
    code,
    message,
  });
  const open = stepsOpen(dossier.steps).filter((step) => titleSteps.indexOf(step) < titleSteps.indexOf('application'));
  return [
    ...(dossier.contract ? [] : [error('/contract', 'missing', say(contractMissing, language))]),
    ...open.map((step) => error(`/steps/${step}`, 'not-done', say(stepWords[step], language))),
    ...notInFull(dossier).map(({ step, due, paid }) => {
      const said = { due: yuanText(due), paid: yuanText(paid) };
      return error(`/steps/${step}`, tooLittle.code, say(tooLittle.message, language, said));
    }),
    ...dossier.documents
      .filter(({ state }) => state !== 'accepted')
      .map(({ key, state, name, reason }) =>
        error(`/documents/${key}`, state, [say(name, language), reason].filter(Boolean).join(' · ')),
      ),
  ];
}

export const stepDoneSchema = z.strictObject({
  step: z.enum(titleSteps),
  /** Today when not said. */
  on: dateSchema.optional(),
  receipt: z.string().regex(/\S/).max(80).optional(),
  /** What the receipt is of. */
  fen: fenSchema.min(0).optional(),
});

/** Steps of which an authority gives a number. */
const withReceipt: readonly TitleStep[] = ['fund-receipt', 'deed-tax-receipt', 'acceptance', 'certificate'];

/**
 * Enters that a step is done. @throws Problem application-incomplete with all that is missing, step-not-open,
 * receipt-needed, receipt-taken, not-paid-in-full, day-in-the-future.
 */
export function completeStep(
  dossier: TitleDossier,
  input: z.output<typeof stepDoneSchema>,
  desk: TitleDesk,
): TitleChange {
  const { step, on = desk.today, receipt, fen } = input;
  if (on > desk.today) throw new Problem(inTheFuture, { on });
  const open = stepsOpen(dossier.steps);
  const isDone = dossier.steps.some((one) => one.step === step && one.doneOn !== undefined);
  if (step === 'application' && !isDone) mustBeComplete(dossier, desk.language);
  if (!open.includes(step)) throw new Problem(notYet, { step, allowed: open.join(', ') }, { more: { allowed: open } });
  if (receipt === undefined && withReceipt.includes(step)) throw new Problem(receiptNeeded);
  mustBeInFull(dossier, step, fen);
  const { dossierId, estateId } = dossier;
  const by = desk.act.actor.id;
  const steps = dossier.steps.map((one) => (one.step === step ? { ...one, doneOn: on, receipt, fen, by } : one));
  const change = written(dossier, { ...dossier, steps }, desk, 'TitleStepDone', { ...ref(dossier), step, on, receipt });
  if (receipt !== undefined) {
    const free = { text: 'attribute_not_exists(pk)' };
    const taken = () => new Problem(receiptTaken, { receipt });
    change.transaction.put(titleReceipts, { estateId, receipt, dossierId }, free, taken);
    if (step === 'fund-receipt') {
      // It may have passed the gate before the keys of this home (R3.3), and of no other.
      checkReceiptOfHandover(change.transaction, { estateId, receipt }, dossier.handoverId, taken);
    }
  }
  return change;
}

function mustBeComplete(dossier: TitleDossier, language: Language): void {
  const errors = missingFor(dossier, language);
  if (errors.length > 0) throw new Problem(incomplete, {}, { errors });
}

/** What the receipt of a step is of at least (R7.2, R8.2), fen; nothing where it is not known, or something grants less. */
function dueAt({ money, notes }: TitleDossier, step: TitleStep): number | undefined {
  const about = step === 'fund-receipt' ? 'fund' : step === 'deed-tax-receipt' ? 'tax' : undefined;
  return about === undefined || grantsLess(notes, about) ? undefined : money[about]?.fen;
}

function mustBeInFull(dossier: TitleDossier, step: TitleStep, fen: number | undefined): void {
  const due = dueAt(dossier, step);
  if (due === undefined || (fen ?? 0) >= due) return;
  throw new Problem(tooLittle, { due: yuanText(due), paid: yuanText(fen ?? 0) }, { more: { dueFen: due } });
}

/** Steps that were done with less than what is due by now: a contract that was entered or corrected later asks for more. */
function notInFull(dossier: TitleDossier): { step: TitleStep; due: number; paid: number }[] {
  return dossier.steps.flatMap(({ step, doneOn, fen: paid = 0 }) => {
    const due = dueAt(dossier, step);
    return doneOn === undefined || due === undefined || paid >= due ? [] : [{ step, due, paid }];
  });
}

export const withdrawStepSchema = z.strictObject({ step: z.enum(titleSteps), reason: reasonSchema(500) });

/** Takes back a step that was entered wrongly, when nothing follows from it yet; its receipt is free again. @throws Problem step-not-open. */
export function withdrawStep(
  dossier: TitleDossier,
  input: z.output<typeof withdrawStepSchema>,
  desk: TitleDesk,
): TitleChange {
  const { step, reason } = input;
  const done = dossier.steps.find((one) => one.step === step);
  const without = dossier.steps.map((one) =>
    one.step === step ? { ...one, doneOn: undefined, receipt: undefined, fen: undefined, by: undefined } : one,
  );
  const later = dossier.steps.some(
    (one) => one.doneOn !== undefined && one.step !== step && !canStandWithout(one.step, step),
  );
  if (done?.doneOn === undefined || later) {
    const allowed = stepsOpen(dossier.steps);
    throw new Problem(notYet, { step, allowed: allowed.join(', ') }, { more: { allowed } });
  }
  const change = written(
    dossier,
    { ...dossier, steps: without },
    desk,
    'TitleStepWithdrawn',
    { ...ref(dossier), step },
    reason,
  );
  const { receipt } = done;
  if (receipt !== undefined) change.transaction.remove(titleReceipts, { estateId: dossier.estateId, receipt });
  return change;
}

function canStandWithout(later: TitleStep, step: TitleStep): boolean {
  const at = (one: TitleStep) => titleSteps.indexOf(one);
  return at(later) < at('application') || at(later) < at(step);
}

export const faultSchema = z.discriminatedUnion('sellers', [
  z.strictObject({
    sellers: z.literal(true),
    /** By contract, or that for overdue loans where it sets none (SPC art. 14). */
    yearlyRate: decimalSchema,
    reason: reasonSchema(500),
  }),
  z.strictObject({ sellers: z.literal(false), reason: reasonSchema(500) }),
]);

/** Decides whose fault a delay is (R9.1). */
export function decideFault(dossier: TitleDossier, fault: z.output<typeof faultSchema>, desk: TitleDesk): TitleChange {
  const changed = { ...dossier, fault: { ...fault, by: desk.act.actor.id } };
  return written(
    dossier,
    changed,
    desk,
    'TitleFaultDecided',
    { ...ref(dossier), sellers: fault.sellers },
    fault.reason,
  );
}

export const titleNoteSchema = z
  .strictObject({
    kind: z.enum(noteKinds),
    about: z.enum(noteSubjects),
    text: z.string().min(1).max(1_000),
    /** Day of the paper; of a demand that on which it reached the developer. Today when not said. */
    on: dateSchema.optional(),
  })
  .refine(({ kind, about }) => kind !== 'demand' || about === 'delivery', {
    message: 'a demand is about the delivery',
    path: ['about'],
  });

/** Notes what was granted, refunded or demanded, with the paper that says so (R3.7, R8.2). @throws Problem day-in-the-future. */
export function addTitleNote(
  dossier: TitleDossier,
  said: z.output<typeof titleNoteSchema>,
  desk: TitleDesk,
): TitleChange {
  const { on = desk.today, ...note } = said;
  if (on > desk.today) throw new Problem(inTheFuture, { on });
  const notes = [...dossier.notes, { ...note, on, by: desk.act.actor.id }];
  const { kind, about } = note;
  return written(dossier, { ...dossier, notes }, desk, 'TitleNoted', { ...ref(dossier), kind, about }, note.text);
}
