import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { keyText } from '../../../shared/kernel/plain-text.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { settleArea } from './area-difference.ts';
import { type FundDue, mustBePaidInFull } from './fund/fund-due.ts';
import { type Handover, ref } from './handover.ts';
import { handovers } from './handovers.store.ts';
import type { Phase } from './plan/phase.ts';
import { changeHandover, type HandoverChange } from './save-handover.ts';
import { fundReceipts } from './settlements.store.ts';

export const papersSchema = z
  .strictObject({ papers: z.array(z.string().min(1).max(120)).min(1).max(40) })
  .meta({ id: 'HandOverDocumentsBody' });

const noSuchPaper = problemKind('unknown-paper', 422, {
  'zh-CN': '本批次不发放「{paper}」。papers 可填：{papers}。',
  'zh-TW': '本批次不發放「{paper}」。papers 可填：{papers}。',
  en: 'This phase does not hand out {paper}. Choose from: {papers}.',
});
const givenAlready = problemKind('paper-given', 409, {
  'zh-CN': '「{paper}」已发给业主，每户只发一套。请不要在 papers 字段中填写该资料。',
  'zh-TW': '「{paper}」已發給業主，每戶只發一套。請不要在 papers 欄位填寫該資料。',
  en: 'The buyer already received {paper}; each home gets one set. Leave it out of the field “papers”.',
});

/**
 * Records documents handed to the buyer (资料发放, R3.1), each once (R3.2).
 * @throws Problem `unknown-paper`, `paper-given`.
 */
export function givePapers(
  before: Handover,
  phase: Pick<Phase, 'papers'>,
  { papers }: z.output<typeof papersSchema>,
  act: ActionContext,
): HandoverChange {
  const given = [...before.papersGiven];
  for (const paper of papers) {
    if (!phase.papers.includes(paper)) throw new Problem(noSuchPaper, { paper, papers: phase.papers.join('、') });
    if (given.includes(paper)) throw new Problem(givenAlready, { paper }, { more: { rule: 'R3.2' } });
    given.push(paper);
  }
  const { after, transaction } = changeHandover(before, { papersGiven: given }, act);
  transaction.record(handovers, after, 'HandoverPapersGiven', { ...ref(after), papers }, act);
  if (phase.papers.every((paper) => given.includes(paper)))
    settled(transaction, after, 'documents', given.join('、'), act);
  return { after, transaction };
}

export const fundSchema = z
  .strictObject({
    /** Receipt number (维修资金专用票据). One receipt belongs to one home. */
    receipt: z
      .string()
      .transform((typed) => keyText(typed).replaceAll(' ', '').toUpperCase())
      .pipe(z.string().min(1).max(60)),
    fen: fenSchema.min(1),
    paidOn: dateSchema,
    /**
     * For a home without an entered contract: the contract day, and the building type as the city's flat
     * table names it (R7.1).
     */
    contractOn: dateSchema.optional(),
    building: z.string().min(1).max(60).optional(),
  })
  .meta({ id: 'EnterFundReceiptBody' });

const receiptUsed = problemKind('receipt-used', 409, {
  'zh-CN': '票据 {receipt} 已登记在另一套房屋名下。请核对 receipt。',
  'zh-TW': '票據 {receipt} 已登錄在另一套房屋名下。請核對 receipt。',
  en: 'Receipt {receipt} is already recorded for another home. Check receipt.',
});
/**
 * Records the receipt of the first payment into the maintenance fund (R3.3). It must cover all that is due
 * (R7.2).
 * A wrong receipt can be replaced until the keys are given. Returns undefined when nothing changes.
 * @throws Problem `day-in-the-future`, `fund-not-in-full`, illegal-state; at commit `receipt-used`.
 */
export function enterFundReceipt(
  before: Handover,
  fund: z.output<typeof fundSchema>,
  due: FundDue | undefined,
  today: string,
  act: ActionContext,
): HandoverChange | undefined {
  const { receipt, fen, paidOn, contractOn, building } = fund;
  mustHaveCome(paidOn, today);
  const { estateId, handoverId } = before;
  const known = before.fund;
  const samePayment = known?.receipt === receipt && known.fen === fen && known.paidOn === paidOn;
  if (samePayment && known.contractOn === contractOn && known.building === building) return undefined;
  if (known && before.keys) throw illegalState(before.state, ['accepted']);
  mustBePaidInFull(fen, due);
  const { after, transaction } = changeHandover(before, { fund }, act);
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
  .refine((text) => Number(text) > 0, 'an area must be above 0');

export const areaSchema = z
  .strictObject({
    /** Area in the contract and area as registered, m². */
    contract: area,
    /** Floor area as registered, m², a decimal. */
    registered: area,
    /** Contract price, yuan per m². */
    price: z
      .string()
      .regex(/^\d{1,7}(\.\d{1,2})?$/)
      .refine((text) => Number(text) > 0, 'price must be above 0'),
  })
  .meta({ id: 'AssessAreaDifferenceBody' });

/**
 * Calculates who pays how much for the area difference (R3.8). Zero is settled at once.
 * @throws Problem illegal-state once settled.
 */
export function assessArea(
  before: Handover,
  said: z.output<typeof areaSchema>,
  today: string,
  act: ActionContext,
): HandoverChange {
  if (before.area?.settledOn !== undefined) throw illegalState('settled', ['open']);
  const { buyerPaysFen, developerPaysFen, mayReturn } = settleArea(said, said.price);
  const nothing = buyerPaysFen === 0 && developerPaysFen === 0;
  const assessed = { ...said, buyerPaysFen, developerPaysFen, mayReturn, ...(nothing && { settledOn: today }) };
  const { after, transaction } = changeHandover(before, { area: assessed }, act);
  transaction.record(handovers, after, 'AreaSettled', { ...ref(after), buyerPaysFen, developerPaysFen }, act);
  return {
    after,
    transaction: nothing ? settled(transaction, after, 'area-settlement', 'nothing to pay', act) : transaction,
  };
}

export const areaPaidSchema = z
  .strictObject({ paidOn: dateSchema, receipt: z.string().min(1).max(120) })
  .meta({ id: 'PayAreaDifferenceBody' });

const notAssessed = problemKind('area-not-assessed', 409, {
  'zh-CN': '面积差价尚未计算。请先登记合同面积与实测面积（assess-area）。',
  'zh-TW': '面積差價尚未計算。請先登錄合約面積與實測面積（assess-area）。',
  en: 'The area difference is not calculated yet. Enter the contract area and the registered area first (assess-area).',
});

/**
 * Records that the area difference was paid. @throws Problem `area-not-assessed`, `day-in-the-future`,
 * illegal-state.
 */
export function payArea(
  before: Handover,
  { paidOn, receipt }: z.output<typeof areaPaidSchema>,
  today: string,
  act: ActionContext,
): HandoverChange {
  if (!before.area) throw new Problem(notAssessed);
  if (before.area.settledOn !== undefined) throw illegalState('settled', ['open']);
  mustHaveCome(paidOn, today);
  const { after, transaction } = changeHandover(before, { area: { ...before.area, settledOn: paidOn, receipt } }, act);
  return { after, transaction: settled(transaction, after, 'area-settlement', receipt, act) };
}

function settled(
  transaction: Transaction,
  after: Handover,
  gate: string,
  method: string,
  act: ActionContext,
): Transaction {
  return transaction.record(handovers, after, 'GateSettled', { ...ref(after), gate, method }, act);
}
