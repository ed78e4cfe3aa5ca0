import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { accountOf } from './account.ts';
import { postingDay } from './close-day.ts';
import { recordSettlement } from './entry-builders.ts';
import type { LedgerPolicy } from './ledger.policy.ts';
import { closedThroughNow, entryHeader, type LedgerState } from './ledger-state.ts';
import { endDepositRequest } from './open-drawer.ts';
import { postEntries, requireEntry } from './post-entries.ts';
import { type Entry, reversalOf } from './posting.ts';
import { openSlips, type StoredSettlement, settlements } from './settlement.store.ts';
import { voidSourceDocuments } from './void-source-documents.ts';

const settledOtherwise = problemKind('settlement-differs', 409, {
  'zh-CN': '凭证号 {reference} 已登记为 {fen} 分的解款，与此不符。请核对凭证号和金额。',
  'zh-TW': '憑證號 {reference} 已登錄為 {fen} 分的解款，與此不符。請核對憑證號和金額。',
  en: 'Reference {reference} was already used for a settlement of {fen} fen. Check reference and fen.',
});
const notYourDrawer = problemKind('not-your-drawer', 403, {
  'zh-CN': '该现金由 {cashierId} 保管，只能由其本人收付。请由 {cashierId} 办理。',
  'zh-TW': '該現金由 {cashierId} 保管，只能由其本人收付。請由 {cashierId} 辦理。',
  en: 'This cash belongs to the drawer of {cashierId}, and only {cashierId} may move it. Ask {cashierId} to do it.',
});
const noSuchWay = problemKind('settlement-not-possible', 400, {
  'zh-CN': '不能从 {from} 直接转到 {to}。现金和渠道款请解缴银行；备用金请从银行提取。',
  'zh-TW': '不能從 {from} 直接轉到 {to}。現金和渠道款請解繳銀行；備用金請從銀行提取。',
  en: 'Money cannot move from {from} directly to {to}. Deposit cash and channel money at a bank, or fetch cash from a bank.',
});
const feeOfChannel = problemKind('fee-of-channel-only', 400, {
  'zh-CN': '只有支付渠道会扣手续费。feeFen 请填 0。',
  'zh-TW': '只有支付渠道會扣手續費。feeFen 請填 0。',
  en: 'Only a channel keeps a fee. Set feeFen to 0.',
});
const feeTooHigh = problemKind('channel-fee-too-high', 409, {
  'zh-CN': '手续费最多为 {most} 分。请核对渠道对账单；费率确有变动的，请由经理修改台账设置。',
  'zh-TW': '手續費最多為 {most} 分。請核對渠道對帳單；費率確有變動的，請由經理修改台帳設定。',
  en: 'The fee may be at most {most} fen. Check the channel statement; if the rate has changed, ask a manager to change the ledger policy.',
});
const arrivedAlready = problemKind('settlement-arrived', 409, {
  'zh-CN': '该笔款项已由银行流水 {line} 证实到账，不能撤销。如有差错，请先撤回该对账单。',
  'zh-TW': '該筆款項已由銀行流水 {line} 證實入帳，不能撤銷。如有差錯，請先撤回該對帳單。',
  en: 'Bank line {line} confirms that this money arrived, so the slip cannot be reversed. If the line is wrong, withdraw its statement first.',
});
const reversedAlready = problemKind('settlement-reversed', 409, {
  'zh-CN': '该凭证号的解款已撤销。款项确已转出的，请用新的凭证号登记。',
  'zh-TW': '該憑證號的解款已撤銷。款項確已轉出的，請用新的憑證號登錄。',
  en: 'The slip with this reference is already reversed. If the money did move, record it under another reference.',
});
const ownSlip = problemKind('second-person-for-settlement', 409, {
  'zh-CN': '解款单不能由登记人自己撤销，请由另一位经理办理。',
  'zh-TW': '解款單不能由登錄人自己撤銷，請由另一位經理辦理。',
  en: 'You made this slip, so you may not reverse it. Ask another manager.',
});

/**
 * Money moved between two money accounts: cash deposited at a bank, or a channel payout minus its fee. Fen.
 */
export interface Settlement {
  readonly from: string;
  readonly to: string;
  readonly fen: number;
  readonly feeFen: number;
  readonly reference: string;
  readonly occurredOn: string;
}

/** Rejects a person who moves the cash of another cashier (R20.4). @throws Problem not-your-drawer. */
export function assertOwnDrawer(moneyAccount: string, personId: string): void {
  const { kind, ids } = accountOf(moneyAccount);
  if (kind === 'cash' && ids[0] !== personId) throw new Problem(notYourDrawer, { cashierId: ids[0] ?? '' });
}

/**
 * Rejects impossible settlements: cash and channel money go to a bank, cash comes from a bank, and cashiers
 * move only their own drawer (R20.4). Cash goes from cashier to cashier only by a handover (R20.6). A channel
 * fee may not exceed the estate's limit.
 * @throws Problem not-your-drawer, settlement-not-possible, fee-of-channel-only, channel-fee-too-high.
 */
export function assertSettleable(
  { from, to, fen, feeFen }: Settlement,
  personId: string,
  { channelFeePermille }: Pick<LedgerPolicy, 'channelFeePermille'>,
): void {
  for (const moneyAccount of [from, to]) assertOwnDrawer(moneyAccount, personId);
  const [source, target] = [accountOf(from).kind, accountOf(to).kind];
  if (target !== 'bank' && !(source === 'bank' && target === 'cash')) throw new Problem(noSuchWay, { from, to });
  if (feeFen > 0 && source !== 'channel') throw new Problem(feeOfChannel);
  const most = Math.ceil((fen * channelFeePermille) / 1_000);
  if (feeFen > most) throw new Problem(feeTooHigh, { most });
}

/**
 * Rejects other amounts under a known reference.
 * @throws Problem `settlement-differs`, `settlement-reversed`.
 */
export function mustBeSettled(known: StoredSettlement, said: Settlement): void {
  if (known.reversed) throw new Problem(reversedAlready);
  if (known.fen === said.fen && known.feeFen === said.feeFen) return;
  throw new Problem(settledOtherwise, { reference: said.reference, fen: known.fen });
}

/**
 * Posts a settlement with its voucher (解款单, R20.7). Money sent to a bank is in transit until a bank line
 * confirms it.
 * The same reference between the same accounts is posted once. `at` is the instant, where known.
 * A deposit of cash ends the request for it (R20.8).
 */
export function postSettlement(
  ledger: LedgerState,
  what: Settlement,
  { today, act, at }: { today: string; act: ActionContext; at?: string | undefined },
): { entry: Entry; transaction: Transaction } {
  const { from, to, fen, feeFen, reference, occurredOn } = what;
  const head = entryHeader(ledger, {
    cause: ['settlement', from, to, reference],
    occurredOn,
    recordedAt: act.recordedAt,
    reference,
    description: 'settlement',
  });
  const entry = recordSettlement(head, { from, to, fen, feeFen });
  const day = { reference, day: occurredOn };
  const isFetched = accountOf(to).kind === 'cash';
  const vouchers = [{ account: from, fen: -fen, ...day }, ...(isFetched ? [{ account: to, fen, ...day }] : [])];
  const { estateId } = ledger;
  const { entryId, postedOn } = entry;
  const by = act.actor.id;
  const after = { estateId, from, to, reference, fen, feeFen, entryId, by, occurredOn, postedOn, version: 1 };
  const transaction = new Transaction()
    .save(settlements, after)
    .record(settlements, after, 'SettlementBooked', { entryId, from, to, fen, feeFen, reference }, act);
  if (!isFetched) {
    const fresh = { text: 'attribute_not_exists(pk)' };
    const slip = { estateId, from, to, reference, fen: fen - feeFen, occurredOn, postedOn, by };
    transaction.put(openSlips, slip, fresh);
  }
  postEntries(transaction, ledger, [entry], [{ entry, vouchers }], act, at);
  endDepositRequest(transaction, { estateId, moneyAccount: from, day: today }, act);
  return { entry, transaction };
}

/**
 * Reverses a slip that was a mistake: the money never left its account (R21.10). Its reference stays used.
 * Another person than its maker must do it, and only before a bank line confirms it.
 * @throws Problem settlement-arrived, settlement-reversed, second-person-for-settlement.
 */
export async function reverseSettlement(
  ledger: LedgerState,
  known: StoredSettlement,
  { reason, today, act }: { reason: string; today: string; act: ActionContext },
): Promise<{ after: StoredSettlement; transaction: Transaction }> {
  const { estateId, from, to, reference, fen } = known;
  if (known.reversed) throw new Problem(reversedAlready);
  if (known.arrived) throw new Problem(arrivedAlready, { line: known.arrived.reference });
  if (known.by === act.actor.id) throw new Problem(ownSlip);
  const entry = await requireEntry(estateId, known.entryId);
  const open = postingDay(today, closedThroughNow(ledger));
  const mirror = reversalOf(entry, { postedOn: open, recordedAt: act.recordedAt, reference, description: reason });
  const by = { at: act.recordedAt, by: act.actor.id };
  const after = {
    ...known,
    reversed: { entryId: mirror.entryId, reason, ...by },
    version: known.version + 1,
  };
  const transaction = new Transaction()
    .save(settlements, after, known)
    .record(settlements, after, 'SettlementReversed', { entryId: mirror.entryId, from, to, fen, reference }, act)
    .remove(openSlips, { estateId, from, to, reference });
  const isSameDay = entry.postedOn === open;
  const papers = { entry: mirror, vouchers: [{ account: from, reference, fen, day: open }] };
  postEntries(transaction, ledger, [mirror], isSameDay ? [] : [papers], act, act.recordedAt);
  if (isSameDay) voidSourceDocuments(transaction, entry);
  return { after, transaction };
}
