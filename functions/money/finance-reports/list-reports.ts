import { text } from '../../../shared/kernel/language.ts';
import { correspondingDay, daysAfter, type Span } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { Page } from '../../../shared/store/table.ts';
import type { Waiver } from '../fees/public.ts';
import { dayOfEntry } from '../ledger/public.ts';
import type { Deposit, UnidentifiedReceipt } from '../payments/public.ts';
import { type Column, fenColumn, type Row, textColumn, totalsOf } from './report-row.ts';
import type { Slice } from './units-slice.ts';

/*
 * Lists of single records at the end of a ledger day (R32.6): deposits, money from unknown payers, waivers.
 * One row for each.
 */

/** The records of one slice. */
const recordsAtOnce = 1_000;

/** Reads the next records of a list. */
export async function sliceOfList<T>(
  cursor: string | undefined,
  pageOf: (page: { limit: number; cursor?: string | undefined }) => Promise<Page<T>>,
  rowOf: (record: T) => Row | undefined,
): Promise<Slice> {
  const page = await pageOf({ limit: recordsAtOnce, cursor });
  const rows = page.items.flatMap((record) => rowOf(record) ?? []);
  const { cursor: next } = page;
  return { rows, totals: totalsOf(rows), done: page.items.length, ...(next !== undefined && { cursor: next }) };
}

const amount = text('金额', '金額', 'Amount');

export const depositColumns: readonly Column[] = [
  textColumn('payer', text('付款人', '付款人', 'Payer')),
  textColumn('purpose', text('用途', '用途', 'Purpose')),
  textColumn('on', text('收取日期', '收取日期', 'Taken on')),
  textColumn('receipt', text('收据号', '收據號', 'Receipt')),
  textColumn('deposit', text('押金编号', '押金編號', 'Deposit')),
  fenColumn('fen', amount),
];

/** Returns the row of a deposit that was held at the end of a ledger day. */
export function depositRow(deposit: Deposit, asOf: string): Row | undefined {
  const { depositId, payerId, purpose, occurredOn, receiptNumber, fen, entryId, returned } = deposit;
  const takenOn = dayOfEntry(entryId) ?? occurredOn;
  const returnedOn = returned && (dayOfEntry(returned.entryId) ?? returned.on);
  if (takenOn > asOf || (returnedOn !== undefined && returnedOn <= asOf)) return undefined;
  const cells = { payer: payerId, purpose, on: occurredOn, receipt: receiptNumber, deposit: depositId };
  return { key: depositId, order: occurredOn, cells, sums: { fen } };
}

export const suspenseColumns: readonly Column[] = [
  textColumn('on', text('到账日期', '入帳日期', 'Value day')),
  textColumn('reference', text('流水号', '流水號', 'Reference')),
  textColumn('sender', text('汇款人', '匯款人', 'Sender')),
  textColumn('receipt', text('待查编号', '待查編號', 'Receipt')),
  textColumn('age', text('天数', '天數', 'Days')),
  fenColumn('days0to30', text('30 天以内', '30 天以內', 'Up to 30 days')),
  fenColumn('days31to90', text('31-90 天', '31-90 天', '31-90 days')),
  fenColumn('days91to365', text('91-365 天', '91-365 天', '91-365 days')),
  fenColumn('years1to3', text('1-3 年', '1-3 年', '1-3 years')),
  fenColumn('over3years', text('3 年以上（须法务审核）', '3 年以上（須法務審核）', 'Over 3 years (a lawyer decides)')),
  fenColumn('fen', amount),
];

/** Returns the bucket of money from an unknown payer, by its days since the value day (R21.2). */
function suspenseBucket(valueDay: string, asOf: string): string {
  const age = daysAfter(valueDay, asOf);
  if (age <= 30) return 'days0to30';
  if (age <= 90) return 'days31to90';
  if (age <= 365) return 'days91to365';
  return asOf <= correspondingDay(valueDay, { years: 3 }) ? 'years1to3' : 'over3years';
}

/** Returns the row of money whose payer was unknown at the end of a ledger day (R21.2). */
export function suspenseRow(receipt: UnidentifiedReceipt, asOf: string, zone: string): Row | undefined {
  const { receiptId, status, occurredOn, reference, said, fen, entryId, from, identified, returned } = receipt;
  // Money that was taken off a payer came to suspense with the last of its entries.
  const takenOn = dayOfEntry(from?.entryIds.at(-1) ?? entryId) ?? occurredOn;
  const ended = returned?.at ?? identified?.at ?? (status === 'voided' ? receipt.updatedAt : undefined);
  const endedOn = returned ? (dayOfEntry(returned.entryId) ?? dayIn(zone, returned.at)) : ended && dayIn(zone, ended);
  if (takenOn > asOf || (endedOn !== undefined && endedOn <= asOf)) return undefined;
  const age = String(daysAfter(occurredOn, asOf));
  const cells = { on: occurredOn, reference, sender: said.sender ?? '', receipt: receiptId, age };
  return { key: receiptId, order: occurredOn, cells, sums: { [suspenseBucket(occurredOn, asOf)]: fen, fen } };
}

export const waiverColumns: readonly Column[] = [
  textColumn('on', text('批准日期', '核准日期', 'Granted on')),
  textColumn('unit', text('房屋', '房屋', 'Unit')),
  textColumn('payer', text('付款人', '付款人', 'Payer')),
  textColumn('bill', text('账单', '帳單', 'Bill')),
  textColumn('part', text('减免部分', '減免部分', 'Part')),
  textColumn('reason', text('原因', '原因', 'Reason')),
  textColumn('askedBy', text('申请人', '申請人', 'Requested by')),
  textColumn('approvedBy', text('批准人', '核准人', 'Approved by')),
  fenColumn('fen', amount),
];

/** Returns the row of a waiver that was granted in a span of days, with who requested and who approved it. */
export function waiverRow(waiver: Waiver, { from, to }: Span): Row | undefined {
  const { waiverId, unitLabel, payerId, billId, part, reason, asked, decided, fen } = waiver;
  if (!decided || decided.on < from || decided.on > to) return undefined;
  const who = { askedBy: asked.by, approvedBy: decided.by };
  const cells = { on: decided.on, unit: unitLabel, payer: payerId, bill: billId, part, reason, ...who };
  return { key: waiverId, order: decided.on, cells, sums: { fen } };
}
