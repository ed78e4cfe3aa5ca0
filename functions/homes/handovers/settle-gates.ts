import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { settleArea } from './area-difference.ts';
import { type FundDue, mustBePaidInFull } from './fund/fund-due.ts';
import { changed, type Handover, ref } from './handover.ts';
import { handovers } from './handovers.store.ts';
import type { Phase } from './plan/phase.ts';
import { saveHandover } from './save-handover.ts';
import { fundReceipts } from './settlements.store.ts';

/** A handover after one of its gates was settled, and what is written. */
export interface Settlement {
  readonly after: Handover;
  readonly transaction: Transaction;
}

export const papersSchema = z.strictObject({ papers: z.array(z.string().min(1).max(120)).min(1).max(40) });

const noSuchPaper = problemKind('unknown-paper', 422, {
  'zh-CN': '本批次不发放「{paper}」，应发：{papers}。',
  'zh-TW': '本批次不發放「{paper}」，應發：{papers}。',
  en: 'Nobody of this phase gets {paper}; the papers are: {papers}.',
});
const givenAlready = problemKind('paper-given', 409, {
  'zh-CN': '「{paper}」已发放，每户一套（规则 R3.2）。',
  'zh-TW': '「{paper}」已發放，每戶一套（規則 R3.2）。',
  en: '{paper} was given already: one set for each home (rule R3.2).',
});

/** The buyer gets papers of his home (资料发放, R3.1), each once (R3.2). @throws Problem `unknown-paper`, `paper-given`. */
export function givePapers(
  before: Handover,
  phase: Pick<Phase, 'papers'>,
  { papers }: z.output<typeof papersSchema>,
  act: ActionContext,
): Settlement {
  const given = [...before.papersGiven];
  for (const paper of papers) {
    if (!phase.papers.includes(paper)) throw new Problem(noSuchPaper, { paper, papers: phase.papers.join('、') });
    if (given.includes(paper)) throw new Problem(givenAlready, { paper }, { more: { rule: 'R3.2' } });
    given.push(paper);
  }
  const after = changed(before, { papersGiven: given }, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, before, act);
  transaction.record(handovers, after, 'HandoverPapersGiven', { ...ref(after), papers }, act);
  if (phase.papers.every((paper) => given.includes(paper)))
    settled(transaction, after, 'documents', given.join('、'), act);
  return { after, transaction };
}

export const fundSchema = z.strictObject({
  /** Number of the receipt (维修资金专用票据); it stands for one home. */
  receipt: z
    .string()
    .transform((typed) => typed.normalize('NFKC').replace(/\s/g, '').toUpperCase())
    .pipe(z.string().min(1).max(60)),
  fen: fenSchema.min(1),
  paidOn: dateSchema,
  /** Where no contract is entered: its day, and the kind of building as the city's flat table calls it (R7.1). */
  contractOn: dateSchema.optional(),
  building: z.string().min(1).max(60).optional(),
});

const receiptUsed = problemKind('receipt-used', 409, {
  'zh-CN': '票据 {receipt} 已登记在另一套房屋名下，请核对号码。',
  'zh-TW': '票據 {receipt} 已登記在另一套房屋名下，請核對號碼。',
  en: 'Receipt {receipt} stands for another home already: check the number.',
});
const notYet = problemKind('day-in-the-future', 400, {
  'zh-CN': '日期 {day} 在将来，请核对。',
  'zh-TW': '日期 {day} 在未來，請核對。',
  en: '{day} is in the future: check the day.',
});

/**
 * The first payment into the maintenance fund is proven by its receipt (R3.3), of all that is due (R7.2); until the keys
 * are given a wrong one can be replaced. @throws Problem `day-in-the-future`, `fund-not-in-full`, illegal-state; at commit
 * `receipt-used`.
 */
export function enterFundReceipt(
  before: Handover,
  fund: z.output<typeof fundSchema>,
  due: FundDue | undefined,
  today: string,
  act: ActionContext,
): Settlement | undefined {
  const { receipt, fen, paidOn, contractOn, building } = fund;
  if (paidOn > today) throw new Problem(notYet, { day: paidOn });
  const { estateId, handoverId } = before;
  const known = before.fund;
  const samePayment = known?.receipt === receipt && known.fen === fen && known.paidOn === paidOn;
  if (samePayment && known.contractOn === contractOn && known.building === building) return undefined;
  if (known && before.keys) throw illegalState(before.state, ['accepted']);
  mustBePaidInFull(fen, due);
  const after = changed(before, { fund }, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, before, act);
  if (known?.receipt !== receipt) {
    const free = { text: 'attribute_not_exists(pk)' };
    transaction.put(fundReceipts, { estateId, receipt, handoverId }, free, () => new Problem(receiptUsed, { receipt }));
    if (known) transaction.remove(fundReceipts, { estateId, receipt: known.receipt });
  }
  return { after, transaction: settled(transaction, after, 'maintenance-fund', receipt, act) };
}

const area = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,4})?$/)
  .refine((text) => Number(text) > 0, 'an area is positive');

export const areaSchema = z.strictObject({
  /** Area of the contract and as registered, m². */
  contract: area,
  registered: area,
  /** Yuan for a m² as in the contract. */
  price: z
    .string()
    .regex(/^\d{1,7}(\.\d{1,2})?$/)
    .refine((text) => Number(text) > 0, 'a price is positive'),
});

/** Who pays what for the difference of areas (R3.8); where nobody does it is settled at once. @throws Problem illegal-state once paid. */
export function assessArea(
  before: Handover,
  said: z.output<typeof areaSchema>,
  today: string,
  act: ActionContext,
): Settlement {
  if (before.area?.settledOn !== undefined) throw illegalState('settled', ['open']);
  const { buyerPaysFen, developerPaysFen, mayReturn } = settleArea(said, said.price);
  const nothing = buyerPaysFen === 0 && developerPaysFen === 0;
  const assessed = { ...said, buyerPaysFen, developerPaysFen, mayReturn, ...(nothing && { settledOn: today }) };
  const after = changed(before, { area: assessed }, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, before, act);
  transaction.record(handovers, after, 'AreaSettled', { ...ref(after), buyerPaysFen, developerPaysFen }, act);
  return {
    after,
    transaction: nothing ? settled(transaction, after, 'area-settlement', 'nothing to pay', act) : transaction,
  };
}

export const areaPaidSchema = z.strictObject({ paidOn: dateSchema, receipt: z.string().min(1).max(120) });

const notAssessed = problemKind('area-not-assessed', 409, {
  'zh-CN': '请先登记合同面积与实测面积，计算面积差价。',
  'zh-TW': '請先登記合約面積與實測面積，計算面積差價。',
  en: 'Enter the areas of the contract and as registered first.',
});

/** The difference was paid, by whoever owed it. @throws Problem `area-not-assessed`, `day-in-the-future`, illegal-state. */
export function payArea(
  before: Handover,
  { paidOn, receipt }: z.output<typeof areaPaidSchema>,
  today: string,
  act: ActionContext,
): Settlement {
  if (!before.area) throw new Problem(notAssessed);
  if (before.area.settledOn !== undefined) throw illegalState('settled', ['open']);
  if (paidOn > today) throw new Problem(notYet, { day: paidOn });
  const after = changed(before, { area: { ...before.area, settledOn: paidOn, receipt } }, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, before, act);
  return { after, transaction: settled(transaction, after, 'area-settlement', receipt, act) };
}

function settled(
  transaction: Transaction,
  after: Handover,
  gate: string,
  how: string,
  act: ActionContext,
): Transaction {
  return transaction.record(handovers, after, 'GateSettled', { ...ref(after), gate, how }, act);
}
