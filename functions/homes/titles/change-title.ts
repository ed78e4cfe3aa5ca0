import * as z from 'zod';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { decimalSchema, fenSchema, yuanText } from '../../../shared/kernel/money.ts';
import { type InputError, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { checkReceiptOfHandover, type Handover } from '../handovers/public.ts';
import { settledAtHandover } from './open-title.ts';
import { ref, type TitleChange, type TitleContext, written } from './save-title.ts';
import { documentsFor, noteKinds, noteSubjects, stepsOpen, type TitleDossier } from './title-dossier.ts';
import { grantsLess, moneyFor, type TitleRules, tablesFor, withTaxDeclared } from './title-money.ts';
import { type TitleStep, titleSteps } from './title-steps.ts';
import { stepWords } from './title-words.ts';
import { titleReceipts } from './titles.store.ts';

const incomplete = problemKind('application-incomplete', 409, {
  'zh-CN': '材料尚不齐全，不能提交申请。请补齐 errors 所列各项。',
  'zh-TW': '材料尚不齊全，不能提交申請。請補齊 errors 所列各項。',
  en: 'The application is not complete. Supply everything that errors lists.',
});
const notYet = problemKind('step-not-open', 409, {
  'zh-CN': '现在不能登记「{step}」。step 可填：{allowed}。',
  'zh-TW': '現在不能登錄「{step}」。step 可填：{allowed}。',
  en: '{step} cannot be entered now. Choose step from: {allowed}.',
});
const receiptNeeded = problemKind('receipt-needed', 400, {
  'zh-CN': '缺少主管机关的凭证号。请填写 receipt。',
  'zh-TW': '缺少主管機關的憑證號。請填寫 receipt。',
  en: "The authority's receipt number is missing. Enter it in receipt.",
});
const receiptTaken = problemKind('receipt-taken', 409, {
  'zh-CN': '凭证号「{receipt}」已用于另一事项。请核对 receipt。',
  'zh-TW': '憑證號「{receipt}」已用於另一事項。請核對 receipt。',
  en: 'Receipt {receipt} is already entered for something else. Check receipt.',
});
const tooLittle = problemKind('not-paid-in-full', 409, {
  'zh-CN': '应缴 {due} 元，凭证为 {paid} 元，未足额缴纳。如有减免，请先登记依据。',
  'zh-TW': '應繳 {due} 元，憑證為 {paid} 元，未足額繳納。如有減免，請先登錄依據。',
  en: 'The receipt is for ¥{paid}, but ¥{due} is due. If a reduction applies, enter its exemption note first.',
});
/**
 * Enters or corrects the contract. Updates documents, fund and tax, by the tables of their days.
 * @throws Problem no-rate-for-building.
 */
export function enterContract(
  context: TitleContext,
  contract: NonNullable<TitleDossier['contract']>,
  rules: TitleRules,
): TitleChange {
  const dossier = context.before;
  const tables = tablesFor(contract, rules, dossier, context.today);
  const money = moneyFor(contract, tables, rules.vatRate, dossier);
  const sameBuyer = dossier.contract?.buyerKind === contract.buyerKind;
  const list = sameBuyer
    ? {}
    : {
        listVersion: rules.version,
        documents: documentsFor(rules.documents, contract.buyerKind, dossier.documents),
      };
  const changed = { ...dossier, ...list, contract, tables, money };
  const { fund, tax } = money;
  return written(context, changed, 'TitleContractEntered', {
    ...ref(dossier),
    fundFen: fund?.fen,
    taxFen: tax?.fen,
  });
}

/** Enters the delivery day of the home and marks steps that the handover has settled. */
export function deliverTitle(context: TitleContext, handover: Handover, on: string): TitleChange {
  const dossier = context.before;
  const steps = settledAtHandover(dossier.steps, handover);
  const changed = { ...dossier, steps, deliveredOn: on, handoverId: handover.handoverId };
  return written(context, changed, 'TitleDaysKnown', { ...ref(dossier), deliveredOn: on });
}

const contractMissing = text('买卖合同信息', '買賣合約資訊', 'Contract details');

/** Returns everything that an application lacks, at once (R9.2: the buyer is told once, in full). */
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

export const stepDoneSchema = z
  .strictObject({
    step: z.enum(titleSteps),
    /** Default: today. */
    on: dateSchema.optional(),
    /** Number of the receipt of the registry. */
    receipt: z.string().regex(/\S/).max(80).optional(),
    /** Amount of the receipt, in fen. */
    fen: fenSchema.min(0).optional(),
  })
  .meta({ id: 'CompleteTitleStepBody' });

/** Steps for which an authority issues a receipt number. */
const withReceipt: readonly TitleStep[] = ['fund-receipt', 'deed-tax-receipt', 'acceptance', 'certificate'];

/**
 * Marks a step as done. The deed tax is calculated by the table of its day (R29.1), for which `rules` are
 * given.
 * @throws Problem application-incomplete with all that is missing, step-not-open, receipt-needed,
 * receipt-taken, not-paid-in-full, day-in-the-future.
 */
export function completeStep(
  context: TitleContext,
  input: z.output<typeof stepDoneSchema>,
  rules?: TitleRules,
): TitleChange {
  const { step, on = context.today, receipt, fen } = input;
  mustHaveCome(on, context.today);
  const dossier = rules ? withTaxDeclared(context.before, rules, on) : context.before;
  const open = stepsOpen(dossier.steps);
  const isDone = dossier.steps.some((one) => one.step === step && one.doneOn !== undefined);
  if (step === 'application' && !isDone) mustBeComplete(dossier, context.language);
  if (!open.includes(step)) throw new Problem(notYet, { step, allowed: open.join(', ') }, { more: { allowed: open } });
  if (receipt === undefined && withReceipt.includes(step)) throw new Problem(receiptNeeded);
  mustBeInFull(dossier, step, fen);
  const { dossierId, estateId } = dossier;
  const by = context.act.actor.id;
  const steps = dossier.steps.map((one) => (one.step === step ? { ...one, doneOn: on, receipt, fen, by } : one));
  const change = written(context, { ...dossier, steps }, 'TitleStepDone', {
    ...ref(dossier),
    step,
    on,
    receipt,
  });
  if (receipt !== undefined) {
    const free = { text: 'attribute_not_exists(pk)' };
    const taken = () => new Problem(receiptTaken, { receipt });
    change.transaction.put(titleReceipts, { estateId, receipt, dossierId }, free, taken);
    if (step === 'fund-receipt') {
      // The receipt may already be recorded for the handover of this home (R3.3), but not of another.
      checkReceiptOfHandover(change.transaction, { estateId, receipt }, dossier.handoverId, taken);
    }
  }
  return change;
}

function mustBeComplete(dossier: TitleDossier, language: Language): void {
  const errors = missingFor(dossier, language);
  if (errors.length > 0) throw new Problem(incomplete, {}, { errors });
}

/**
 * Returns the minimum amount of a step's receipt (R7.2, R8.2), in fen. Undefined when unknown or when a
 * reduction is granted.
 */
function dueAt({ money, notes }: TitleDossier, step: TitleStep): number | undefined {
  const about = step === 'fund-receipt' ? 'fund' : step === 'deed-tax-receipt' ? 'tax' : undefined;
  return about === undefined || grantsLess(notes, about) ? undefined : money[about]?.fen;
}

function mustBeInFull(dossier: TitleDossier, step: TitleStep, fen: number | undefined): void {
  const due = dueAt(dossier, step);
  if (due === undefined || (fen ?? 0) >= due) return;
  throw new Problem(tooLittle, { due: yuanText(due), paid: yuanText(fen ?? 0) }, { more: { dueFen: due } });
}

/** Returns the steps paid with less than what is due now, after a later change of the contract. */
function notInFull(dossier: TitleDossier): { step: TitleStep; due: number; paid: number }[] {
  return dossier.steps.flatMap(({ step, doneOn, fen: paid = 0 }) => {
    const due = dueAt(dossier, step);
    return doneOn === undefined || due === undefined || paid >= due ? [] : [{ step, due, paid }];
  });
}

export const withdrawStepSchema = z
  .strictObject({ step: z.enum(titleSteps), reason: reasonSchema(500) })
  .meta({ id: 'WithdrawTitleStepBody' });

/**
 * Withdraws a step entered by mistake, when no later step depends on it. Its receipt number is free again.
 * @throws Problem step-not-open.
 */
export function withdrawStep(context: TitleContext, input: z.output<typeof withdrawStepSchema>): TitleChange {
  const dossier = context.before;
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
  const { tax } = dossier.money;
  const money = { ...dossier.money, ...(tax && { tax: { ...tax, estimate: true } }) };
  const change = written(
    context,
    { ...dossier, steps: without, ...(step === 'deed-tax-receipt' && tax && { money }) },
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

export const faultSchema = z
  .discriminatedUnion('sellers', [
    z.strictObject({
      /** The delay is the fault of the seller. */
      sellers: z.literal(true),
      /** Rate in the contract, or the rate for overdue loans where it sets none (SPC art. 14). */
      yearlyRate: decimalSchema,
      reason: reasonSchema(500),
    }),
    z.strictObject({ sellers: z.literal(false), reason: reasonSchema(500) }),
  ])
  .meta({ id: 'DecideTitleFaultBody' });

/** Records whether a delay is the seller's fault (R9.1). */
export function decideFault(context: TitleContext, fault: z.output<typeof faultSchema>): TitleChange {
  const dossier = context.before;
  const changed = { ...dossier, fault: { ...fault, by: context.act.actor.id } };
  return written(context, changed, 'TitleFaultDecided', { ...ref(dossier), sellers: fault.sellers }, fault.reason);
}

export const titleNoteSchema = z
  .strictObject({
    kind: z.enum(noteKinds),
    /** What the note is about. */
    about: z.enum(noteSubjects),
    text: z.string().min(1).max(1_000),
    /** Day of the document. For a demand: the day it reached the developer. Default: today. */
    on: dateSchema.optional(),
  })
  .refine(({ kind, about }) => kind !== 'demand' || about === 'delivery', {
    message: 'a demand must have about = delivery',
    path: ['about'],
  })
  .meta({ id: 'AddTitleNoteBody' });

/**
 * Adds a note of an exemption, refund or demand, with its document (R3.7, R8.2).
 * @throws Problem day-in-the-future.
 */
export function addTitleNote(context: TitleContext, said: z.output<typeof titleNoteSchema>): TitleChange {
  const dossier = context.before;
  const { on = context.today, ...note } = said;
  mustHaveCome(on, context.today);
  const notes = [...dossier.notes, { ...note, on, by: context.act.actor.id }];
  const { kind, about } = note;
  return written(context, { ...dossier, notes }, 'TitleNoted', { ...ref(dossier), kind, about }, note.text);
}
