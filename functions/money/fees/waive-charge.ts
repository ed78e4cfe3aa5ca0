import type { Temporal } from 'temporal-polyfill';
import { Transaction } from '../../../shared/events/transaction.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { writeOffEntry } from '../ledger/public.ts';
import { assertWithinLimit, type Bill, openPrincipal } from './bill.ts';
import {
  type BillChange,
  type BillContext,
  beginChange,
  debtOf,
  extend,
  nextHead,
  postBillChange,
  recordEvent,
  refOf,
} from './bill-change.ts';
import { mustBeOpen } from './bill-context.ts';
import { costsItem } from './bill-costs.ts';
import { partsOpenOn } from './bill-late.ts';
import { lowerLines, offLinesOf, partsBesidePrice, taxRecord } from './bill-vat.ts';
import { claimLateCharge, correctLateCharge, lateChargeItem } from './claim-late-charge.ts';
import { mustNotBeInAdvance } from './end-bill.ts';
import { decideWaiver, mayGrantAlone, type Waiver, type WaiverInput } from './waiver.ts';
import { aloneSoFar, waivers } from './waivers.store.ts';

const exceedsOpen = problemKind('waiver-exceeds-open', 409, {
  'zh-CN': '最多可减免 {open} 分。请改小 fen 后重试。',
  'zh-TW': '最多可減免 {open} 分。請改小 fen 後重試。',
  en: 'At most {open} fen can be waived. Lower fen and try again.',
});
const itemNeeded = problemKind('fee-item-needed', 400, {
  'zh-CN': '此账单有多个收费项目。请用 feeItemId 指明减免哪一个：{items}。',
  'zh-TW': '此帳單有多個收費項目。請用 feeItemId 指明減免哪一個：{items}。',
  en: 'The bill has several fee items. Name the one to waive in feeItemId: {items}.',
});
const held = problemKind('held-not-waived', 409, {
  'zh-CN': '代收代付的费用不是我方收入，不能减免。请选择其他收费项目。',
  'zh-TW': '代收代付的費用不是我方收入，不能減免。請選擇其他收費項目。',
  en: 'This fee is collected on behalf of another party and cannot be waived. Choose another fee item.',
});

type What = Pick<Waiver, 'part' | 'fen' | 'feeItemId'>;

/**
 * Returns the fee item whose revenue a waiver of principal lowers, and what is left of its lines, fen.
 * @throws Problem fee-item-needed, held-not-waived.
 */
function itemOf(bill: Bill, asked: string | undefined): { feeItemId: string; leftFen: number } {
  const [only, ...others] = new Set(bill.lines.map(({ feeItemId }) => feeItemId));
  const feeItemId = asked ?? (others.length === 0 ? only : undefined);
  const lines = bill.lines.filter((line) => line.feeItemId === feeItemId);
  if (feeItemId === undefined || lines.length === 0) {
    const items = bill.lines.map((line) => `${line.feeItemId} (${line.name})`).join(', ');
    const errors = [{ in: 'body' as const, pointer: '/feeItemId', code: itemNeeded.code, message: items }];
    throw new Problem(itemNeeded, { items }, { errors });
  }
  if (lines.some((line) => line.held)) throw new Problem(held);
  const waived = bill.waived.filter((one) => one.feeItemId === feeItemId);
  const credited = (bill.credited ?? []).filter((one) => one.feeItemId === feeItemId);
  const sum = (all: readonly { fen: number }[]) => all.reduce((total, { fen }) => total + fen, 0);
  return { feeItemId, leftFen: sum(lines) - sum(credited) - sum(waived) };
}

/**
 * Returns the fee item of a waiver: for principal that of a line, otherwise late charge or costs.
 * @throws Problem 409 illegal-state, bill-in-advance, waiver-exceeds-open, held-not-waived; 400
 * fee-item-needed.
 */
function mustBeWaivable(bill: Bill, { part, fen, feeItemId }: What, { today, policy }: BillContext): string {
  mustBeOpen(bill);
  mustNotBeInAdvance(bill);
  const item = part === 'principal' ? itemOf(bill, feeItemId) : undefined;
  const open = partsOpenOn(bill, today, policy)[part];
  const most = item ? Math.min(open, item.leftFen) : open;
  if (fen > most) throw new Problem(exceedsOpen, { open: most }, { more: { openFen: most } });
  return item?.feeItemId ?? (part === 'costs' ? costsItem : lateChargeItem);
}

/**
 * Waives part of a bill (减免, D32) and lowers revenue and tax of its fee item. Late charge is claimed
 * first, so that the ledger shows what was given up. A waiver lowers the principal from its day on.
 * @throws Problem as `mustBeWaivable`.
 */
export function waivePart(change: BillChange, waiver: Waiver, approvedBy: string, context: BillContext): BillChange {
  const { bill } = change;
  const { waiverId, part, fen, reason, asked } = waiver;
  const feeItemId = mustBeWaivable(bill, waiver, context);
  assertWithinLimit(bill, 'waived');
  const head = nextHead(change, context, context.today, '减免');
  const { bill: lowered, parts } =
    part === 'principal'
      ? lowerLines(bill, offLinesOf(bill, feeItemId, fen), { entryId: head.entryId })
      : { bill, parts: partsBesidePrice(bill, feeItemId, fen) };
  const entry = writeOffEntry(head, { ...debtOf(bill), fen, as: { waived: parts } });
  const record = {
    waiverId,
    part,
    fen,
    ...(part === 'principal' ? { feeItemId } : taxRecord(parts)),
    entryId: head.entryId,
    on: context.today,
    reason,
    askedBy: asked.by,
    approvedBy,
  };
  const toldOf = (after: Bill) => ({ ...refOf(after), waiverId, part, fen, openFen: openPrincipal(after) });
  const after = extend(change, {
    bill: { ...lowered, waived: [...bill.waived, record] },
    entries: [entry],
    told: [recordEvent('ChargeWaived', toldOf, context.act)],
  });
  return correctLateCharge(claimLateCharge(after, context.today, context), context);
}

interface Waived {
  readonly after: Waiver;
  readonly transaction: Transaction;
}

/**
 * Requests a waiver (D32). Within the requester's own limit, which is 0 unless the estate raised it, it is
 * granted at once; above it another person decides.
 * @throws Problem as `mustBeWaivable`.
 */
export async function requestWaiver(
  bill: Bill,
  input: WaiverInput,
  limitFen: number,
  context: BillContext,
  now: Temporal.Instant,
): Promise<Waived> {
  const { act, today } = context;
  mustBeWaivable(bill, input, context);
  const { billId, unitId, unitLabel, payerId, estateId } = bill;
  const by = act.actor.id;
  const at = act.recordedAt;
  const asked: Waiver = {
    waiverId: newId('wvr', now),
    estateId,
    billId,
    unitId,
    unitLabel,
    payerId,
    ...input,
    status: 'asked',
    asked: { by, on: today, at },
    updatedAt: at,
    version: 1,
  };
  // Most estates let nobody waive alone: then nothing is read.
  const alone = limitFen > 0 ? await aloneSoFar({ estateId, payerId, personId: by, billId, day: today }) : undefined;
  if (!alone || !mayGrantAlone(bill, input.fen, alone.so, limitFen))
    return { after: asked, transaction: saveWaiver(asked, bill, context) };
  const granted: Waiver = { ...asked, status: 'granted', decided: { by, on: today } };
  const { transaction } = postBillChange(waivePart(beginChange(bill), granted, by, context), context);
  const writes = transaction.join(saveWaiver(granted, bill, context));
  return { after: granted, transaction: alone.add(writes, input.fen) };
}

function saveWaiver(waiver: Waiver, bill: Bill, { act }: BillContext): Transaction {
  const { waiverId, part, fen } = waiver;
  return new Transaction()
    .save(waivers, waiver)
    .record(waivers, waiver, 'WaiverAsked', { ...refOf(bill), waiverId, part, fen }, act);
}

/**
 * Grants a waiver that another person requested.
 * @throws Problem 409 illegal-state, another-person-needed; also as `mustBeWaivable`.
 */
export function approveWaiver(waiver: Waiver, bill: Bill, reason: string | undefined, context: BillContext): Waived {
  const { act, today } = context;
  const by = act.actor.id;
  const after = decideWaiver(waiver, 'granted', { by, on: today, reason, at: act.recordedAt });
  const { transaction } = postBillChange(waivePart(beginChange(bill), after, by, context), context);
  return { after, transaction: transaction.save(waivers, after, waiver) };
}

/**
 * Refuses a waiver with a reason. The requester may withdraw it this way, too.
 * @throws Problem 409 illegal-state when the waiver is already decided.
 */
export function refuseWaiver(
  waiver: Waiver,
  reason: string,
  { act, today }: Omit<BillContext, 'ledger' | 'policy'>,
): Waived {
  const after = decideWaiver(waiver, 'refused', { by: act.actor.id, on: today, reason, at: act.recordedAt });
  const { billId, unitId, payerId, waiverId } = waiver;
  const transaction = new Transaction()
    .save(waivers, after, waiver)
    .record(waivers, after, 'WaiverRefused', { billId, unitId, payerId, waiverId }, act);
  return { after, transaction };
}
