import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId, newId } from '../../../shared/kernel/ids.ts';
import { type Text, text } from '../../../shared/kernel/language.ts';
import { addDays, endOfDay, type Span } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate, type Unit, unitOf, unknownUnit } from '../../register/owners/public.ts';
import { chargeEntry, entryHeader, ledgerPolicy, postEntries, taxIn } from '../ledger/public.ts';
import { type Advance, type AdvanceInput, checkAhead, decideAdvance, scheduleOf, splitOf } from './advance.ts';
import { type AdvanceDays, advanceDays, advances } from './advances.store.ts';
import type { Bill } from './bill.ts';
import type { BillContext } from './bill-change.ts';
import type { BillLine } from './bill-line.ts';
import { vatTermsFor } from './bill-vat.ts';
import { bills as billsOf, billsOfUnitBetween, unitBills } from './bills.store.ts';
import { chargeUnits } from './draft-slice.ts';
import { isHeld, type StoredFeeItem } from './fee-item.ts';
import { isHeldForOwners } from './fee-system.ts';
import type { FeesPolicy } from './fees.policy.ts';
import { feeItems } from './fees.store.ts';

const notRecurring = problemKind('fee-item-not-monthly', 409, {
  'zh-CN': '“{name}”按用量或分摊计费，或为代收费用，不能预收。请选择按月计费的自有收费项目。',
  'zh-TW': '「{name}」按用量或分攤計費，或為代收費用，不能預收。請選擇按月計費的自有收費項目。',
  en: '{name} is charged by usage or sharing, or collected for others, so it cannot be charged in advance. Choose a monthly fee item of the company.',
});
const billedBefore = problemKind('months-billed-before', 409, {
  'zh-CN': '{from} 至 {to} 中已有出账或预收的日期。请改选尚未出账的日期。',
  'zh-TW': '{from} 至 {to} 中已有出帳或預收的日期。請改選尚未出帳的日期。',
  en: 'Days between {from} and {to} are already billed or charged in advance. Choose days that are not.',
});
const unpriced = problemKind('days-without-charge', 409, {
  'zh-CN': '{from} 至 {to} 不能计费（{why}）。请先补全业主、面积或价格，或改选日期。',
  'zh-TW': '{from} 至 {to} 不能計費（{why}）。請先補全業主、面積或價格，或改選日期。',
  en: 'The days from {from} to {to} cannot be charged ({why}). Complete the owner, area or price first, or choose other days.',
});
const severalPayers = problemKind('several-payers-in-advance', 409, {
  'zh-CN': '所选日期内付款人会变更。请按付款人分开办理。',
  'zh-TW': '所選日期內付款人會變更。請按付款人分開辦理。',
  en: 'The payer changes within these days. Charge the days of each payer separately.',
});

/** Why days cannot be charged, in words. */
const whyWords = {
  'no-payer': text('没有付款人', '沒有付款人', 'nobody pays for them'),
  'no-price': text('没有价格', '沒有價格', 'there is no price'),
  'no-inside-area': text('没有套内面积', '沒有套內面積', 'the inside area is missing'),
  'formula-fails': text('公式无法计算', '公式無法計算', 'the formula fails'),
  'paid-in-advance': text('已预收', '已預收', 'they are charged in advance already'),
  other: text('该房屋不收此项费用', '該房屋不收此項費用', 'the unit does not pay this item'),
} as const;

/** Returns the words for a reason; reasons that monthly items do not have get the last ones. */
function inWords(why: string): Text {
  return Object.entries(whyWords).find(([code]) => code === why)?.[1] ?? whyWords.other;
}

/** The problems of charging months in advance. */
export const advanceProblems = [
  'advance-beyond-contract',
  'advance-has-begun',
  'days-without-charge',
  'fee-item-not-monthly',
  'months-billed-before',
  'several-payers-in-advance',
  'too-many-months-in-advance',
];

/** The context of months in advance. */
export type AdvanceContext = BillContext & { readonly policy: FeesPolicy };

/** A unit and a monthly fee item of its estate. */
interface Subject {
  readonly unit: Unit;
  readonly item: StoredFeeItem;
}

/**
 * Loads the unit and the fee item of months in advance.
 * @throws Problem unknown-unit, not-found, fee-item-not-monthly.
 */
export async function loadSubject({ unitId, feeItemId }: Pick<AdvanceInput, 'unitId' | 'feeItemId'>): Promise<Subject> {
  const [unit, item] = await Promise.all([unitOf(unitId), get(feeItems, { feeItemId })]);
  if (!unit) throw new Problem(unknownUnit, { unitId });
  if (!item || item.estateId !== unit.estateId) throw new Problem(problems.notFound);
  if (item.kind === 'metered' || item.kind === 'shared' || isHeld(item))
    throw new Problem(notRecurring, { name: item.name });
  return { unit, item };
}

/** Returns the days of an item that bills and drafts of the unit charge, from a year before today on. */
async function daysBilled({ unitId }: Unit, { feeItemId }: StoredFeeItem, today: string): Promise<Span[]> {
  const since = addDays(today, -366);
  const found = await billsOfUnitBetween(unitId, since, '9999-12-31');
  return found
    .filter(({ status, kind }) => status !== 'cancelled' && kind !== 'credit-note')
    .flatMap(({ lines }) => lines)
    .filter((line) => line.feeItemId === feeItemId && line.advanceId === undefined && line.fen > 0)
    .map(({ from, to }) => ({ from, to }));
}

const overlaps = (a: Span, b: Span) => a.from <= b.to && b.from <= a.to;

/**
 * Returns the draft bill of months in advance at the prices of today's tariff.
 * @throws Problem days-without-charge, several-payers-in-advance.
 */
async function draftOf({ unit, item }: Subject, { from, to }: Span, runId: string): Promise<Bill> {
  const run = {
    runId,
    estateId: unit.estateId,
    period: { from, to },
    feeItemIds: [item.feeItemId],
    sharingIds: [],
    again: false,
  };
  const [charged] = await chargeUnits(run, [unit.unitId]);
  const [skip] = charged?.skipped ?? [];
  if (skip) throw new Problem(unpriced, { from: skip.from, to: skip.to, why: inWords(skip.why) });
  const [bill, ...others] = charged?.bills ?? [];
  if (!bill) throw new Problem(unpriced, { from, to, why: whyWords.other });
  if (others.length > 0 || bill.lines.length > 1) throw new Problem(severalPayers);
  return bill;
}

/** Months in advance with their writes. */
export interface Charged {
  readonly after: Advance;
  readonly transaction: Transaction;
}

/**
 * Charges service months in advance (R24.4). Within the limit the bill is out at once. Where the limit is
 * reached and the contract's end is unknown, another person has to approve.
 * `mayCharge` rejects a caller who may not charge this payer.
 * @throws Problem as `advanceProblems` says.
 */
export async function chargeAdvance(
  input: AdvanceInput,
  subject: Subject,
  mayCharge: (payerId: string) => void,
  context: AdvanceContext,
): Promise<Charged> {
  const { act, today } = context;
  const { unit, item } = subject;
  const { needsApproval, days } = await checkDays(input, subject, context);
  const advanceId = newId('adv', toInstant(act.recordedAt));
  const draft = await draftOf(subject, input, advanceId);
  mayCharge(draft.payerId);
  const { from, to } = input;
  const asked: Advance = {
    advanceId,
    estateId: unit.estateId,
    unitId: unit.unitId,
    unitLabel: unit.label,
    payerId: draft.payerId,
    feeItemId: item.feeItemId,
    from,
    to,
    fen: draft.fen,
    status: 'asked',
    asked: { by: act.actor.id, on: today, at: act.recordedAt },
    payBy: addDays(from, -1),
    months: [],
    invoiced: { netFen: 0, taxFen: 0 },
    updatedAt: act.recordedAt,
    version: 1,
  };
  if (needsApproval) {
    const transaction = new Transaction()
      .save(advances, asked)
      .record(advances, asked, 'AdvanceAsked', toldOf(asked), act);
    return { after: asked, transaction };
  }
  return billAdvance({ ...asked, status: 'charged' }, undefined, { draft, days, item }, context);
}

/**
 * Approves months in advance that another person asked for. The amount is calculated again.
 * @throws Problem illegal-state, another-person-needed, and as `advanceProblems` says.
 */
export async function approveAdvance(
  before: Advance,
  reason: string | undefined,
  context: AdvanceContext,
): Promise<Charged> {
  const { act, today } = context;
  const decided = decideAdvance(before, 'charged', { by: act.actor.id, on: today, reason, at: act.recordedAt });
  const subject = await loadSubject(before);
  const { days } = await checkDays(before, subject, context);
  const draft = await draftOf(subject, before, before.advanceId);
  const after = { ...decided, payerId: draft.payerId, fen: draft.fen };
  return billAdvance(after, before, { draft, days, item: subject.item }, context);
}

/** Refuses months in advance; the person who asked may withdraw them so. @throws Problem illegal-state. */
export function refuseAdvance(before: Advance, reason: string, { act, today }: AdvanceContext): Charged {
  const after = decideAdvance(before, 'refused', { by: act.actor.id, on: today, reason, at: act.recordedAt });
  const transaction = new Transaction()
    .save(advances, after, before)
    .record(advances, after, 'AdvanceRefused', toldOf(after), act);
  return { after, transaction };
}

/** Returns what events say of money in advance. */
export function toldOf({ advanceId, unitId, payerId, feeItemId, from, to, fen }: Advance) {
  return { advanceId, unitId, payerId, feeItemId, from, to, fen };
}

/** Checks that the days are neither billed nor beyond the limit. */
async function checkDays(asked: Span, { unit, item }: Subject, { today, policy }: AdvanceContext) {
  const { unitId } = unit;
  const { feeItemId } = item;
  const [billed, known] = await Promise.all([
    daysBilled(unit, item, today),
    get(advanceDays, { unitId, feeItemId }, { consistent: true }),
  ]);
  const charged = [...billed, ...(known?.days ?? [])];
  const { needsApproval } = checkAhead(asked, charged, { ...policy, today });
  if (charged.some((days) => overlaps(days, asked)))
    throw new Problem(billedBefore, { from: asked.from, to: asked.to });
  return { needsApproval, days: known };
}

/** Publishes the bill of months in advance: a claim against a liability and pending tax (R24.1). */
async function billAdvance(
  advance: Advance,
  before: Advance | undefined,
  { draft, days, item }: { draft: Bill; days: AdvanceDays | undefined; item: StoredFeeItem },
  { act, today, ledger, policy }: AdvanceContext,
): Promise<Charged> {
  const { advanceId, estateId, unitId, unitLabel, feeItemId, payerId, from, to, payBy: dueOn } = advance;
  const [estate, settings] = await Promise.all([requireEstate(estateId), ledgerPolicy.of(estateId)]);
  const billId = derivedId('bill', advanceId);
  const head = entryHeader(ledger, {
    cause: ['bill', billId],
    occurredOn: today,
    recordedAt: act.recordedAt,
    reference: billId,
    description: `${unitLabel} ${from}/${to}`,
  });
  const lines = draft.lines.map((line): BillLine => {
    const terms = isHeldForOwners(policy, item, from) ? undefined : vatTermsFor(item, line, settings, today);
    return { ...line, advanceId, ...(terms && { vat: taxIn(line.fen, terms) }) };
  });
  const { runId: _, ...rest } = draft;
  const bill: Bill = {
    ...rest,
    billId,
    lines,
    dueOn,
    late: null,
    status: 'published',
    publishedOn: head.postedOn,
    entryId: head.entryId,
    updatedAt: act.recordedAt,
  };
  const vat = lines[0]?.vat;
  const taxed = { ...advance, ...(vat && { vat }) };
  const after: Advance = {
    ...taxed,
    billId,
    months: scheduleOf({ from, to }, splitOf(taxed)),
    dueAt: endOfDay(dueOn, estate.calendar.zone),
  };
  const held: AdvanceDays = {
    estateId,
    unitId,
    feeItemId,
    days: [...(days?.days ?? []), { advanceId, from, to }],
    updatedAt: act.recordedAt,
    version: (days?.version ?? 0) + 1,
  };
  const entry = chargeEntry(head, { payerId, bill: { billId, dueOn }, lines });
  const transaction = new Transaction()
    .save(advances, after, before)
    .save(advanceDays, held, days)
    .save(billsOf, bill)
    .put(unitBills, { unitId, billId, from: bill.period.from })
    .record(billsOf, bill, 'BillPublished', { billId, unitId, payerId, fen: bill.fen, dueOn }, act)
    .record(advances, after, 'AdvanceCharged', { ...toldOf(after), billId }, act);
  return { after, transaction: postEntries(transaction, ledger, [entry], [], act) };
}
