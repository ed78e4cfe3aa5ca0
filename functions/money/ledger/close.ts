import * as z from 'zod';
import type { Text } from '../../../shared/kernel/language.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, accountSchema, isMoney } from './account.ts';
import { type Entry, type EntryKind, movedBy } from './posting.ts';
import { type ReceiptGap, type ReceiptNumber, receiptGaps, receiptNumberSchema } from './receipt.ts';
import type { InTransit } from './transit.ts';

/*
 * The close of a day (日清月结、张张相符; D29) compares the ledger with vouchers, receipts and channel statements.
 * Days close one after the other. A closed day takes no entry; a late entry is posted on the next open day.
 */

/** The records that the ledger is compared with: 凭证, 收据, 渠道对账单 (for a bank, its statement). */
const records = ['voucher', 'receipt', 'channel'] as const;

/**
 * The five kinds of difference (五种差异). Cash has no statement: the vouchers and receipts of the desk take its
 * part.
 */
export const differences = {
  'missing-in-ledger': { 'zh-CN': '账上缺失', 'zh-TW': '帳上缺失', en: 'not in the ledger' },
  'missing-in-channel': { 'zh-CN': '渠道或单据缺失', 'zh-TW': '渠道或單據缺失', en: 'only in the ledger' },
  'amount-differs': { 'zh-CN': '金额不符', 'zh-TW': '金額不符', en: 'another amount' },
  duplicate: { 'zh-CN': '重复', 'zh-TW': '重複', en: 'there twice' },
  'wrong-day': { 'zh-CN': '日期不符', 'zh-TW': '日期不符', en: 'another day' },
} as const satisfies Record<string, Text>;

/**
 * A line of a voucher, receipt or statement: fen (negative when paid out) on a money account on the day it
 * moved.
 */
export const recordLineSchema = z
  .object({
    account: accountSchema.refine((code) => !accountSchema.safeParse(code).success || isMoney(code)),
    reference: z.string().min(1).max(100),
    fen: fenSchema,
    day: dateSchema,
  })
  .meta({ id: 'RecordLine' });
export type RecordLine = z.infer<typeof recordLineSchema>;

/** A line with the ledger day under which it is filed: its own day, or the next open day for a late line. */
export type FiledLine = RecordLine & { readonly postedOn?: string };

/** A receipt as given out. A voided receipt (作废) keeps its number and proves no money. */
export const receiptSchema = z
  .object({
    ...recordLineSchema.shape,
    number: receiptNumberSchema,
    /** Whether the receipt is void. */
    voided: z.boolean(),
    /** The receipt given to the right payer instead (R21.3). This one is void, but its money did come. */
    replacedBy: z.string().optional(),
    /** Set for a receipt for money already in the ledger (R21.2, R21.3): it proves no new money. */
    ofMoved: z.boolean().optional(),
  })
  .meta({ id: 'ReceiptRecord' });
export type Receipt = z.infer<typeof receiptSchema>;

export const differenceSchema = z
  .object({
    kind: z.enum(['missing-in-ledger', 'missing-in-channel', 'amount-differs', 'duplicate', 'wrong-day']),
    record: z.enum([...records, 'ledger']),
    account: accountSchema,
    reference: z.string(),
    ledgerFen: fenSchema.optional(),
    recordFen: fenSchema.optional(),
    ledgerDay: dateSchema.optional(),
    recordDay: dateSchema.optional(),
    /** The number of occurrences of a duplicate. */
    times: z.int().optional(),
  })
  .meta({ id: 'LedgerDifference' });
export type Difference = z.infer<typeof differenceSchema>;

/** The records that must confirm the money of each kind of entry. Other kinds move no money. */
const provenBy: Partial<Record<EntryKind, readonly (typeof records)[number][]>> = {
  payment: ['voucher', 'receipt', 'channel'],
  deposit: ['voucher', 'receipt', 'channel'],
  refund: ['voucher', 'channel'],
  'deposit-return': ['voucher', 'channel'],
  reversal: ['voucher', 'channel'],
  unidentified: ['voucher', 'channel'],
  settlement: ['voucher'],
  arrival: ['channel'],
};

interface LedgerLine extends RecordLine {
  readonly postedOn: string;
  readonly kind: EntryKind;
}

/**
 * Returns the money lines of the ledger. An entry reversed on its own ledger day is left out, because its
 * source documents are void too.
 */
function ledgerLines(entries: readonly Entry[]): LedgerLine[] {
  const byId = new Map(entries.map((entry) => [entry.entryId, entry]));
  const gone = new Set<string>();
  for (const { entryId, reverses, postedOn } of entries) {
    if (reverses === undefined || byId.get(reverses)?.postedOn !== postedOn) continue;
    gone.add(entryId).add(reverses);
  }
  return entries
    .filter((entry) => !gone.has(entry.entryId))
    .flatMap((entry) => {
      const { reference, occurredOn: day, postedOn, kind } = entry;
      const moneyAccounts = new Set(entry.postings.map((posting) => posting.account).filter(isMoney));
      return [...moneyAccounts].map((account) => ({
        account,
        reference,
        fen: movedBy(entry, account),
        day,
        postedOn,
        kind,
      }));
    });
}

function isProvenBy(line: LedgerLine, record: (typeof records)[number]): boolean {
  const moneyAccount = accountOf(line.account).kind;
  // A cash drawer has no statement.
  if (record === 'channel' && moneyAccount === 'cash') return false;
  // A bank account moves only by a bank statement line. A channel payout is confirmed where it arrives
  // (R20.7).
  if (record === 'channel' && line.kind === 'settlement') return moneyAccount === 'bank';
  return provenBy[line.kind]?.includes(record) ?? false;
}

/** The records that the close of a day compares. */
export interface DayRecords {
  /** The entries of the day and of the two days around it, so that an entry on a wrong day is found. */
  readonly entries: readonly Entry[];
  readonly vouchers: readonly FiledLine[];
  readonly receipts: readonly (Receipt & FiledLine)[];
  /** Statement lines of channels and banks, of the day and of the two days around it. */
  readonly channel: readonly FiledLine[];
  /** The last number that each cashier gave out on the day. */
  readonly counters: readonly Pick<ReceiptNumber, 'cashierId' | 'sequence'>[];
}

/** The findings of a check. The day may close when both lists are empty. */
export interface DayCheck {
  readonly day: string;
  readonly differences: readonly Difference[];
  readonly gaps: readonly ReceiptGap[];
}

/**
 * Returns the number of findings that block the close: differences, gaps, and money too long in transit
 * (R20.7).
 */
export function openIn(check: DayCheck, transit: readonly Pick<InTransit, 'refused'>[]): number {
  return check.differences.length + check.gaps.length + transit.filter(({ refused }) => refused).length;
}

/** A replaced receipt still proves its money. Its replacement and a voided receipt prove none. */
const provesMoney = ({ voided, replacedBy, ofMoved }: Receipt) => !ofMoved && (!voided || replacedBy !== undefined);

const keyOf = (line: RecordLine) => `${line.account} ${line.reference}`;

/**
 * Compares the records of a day with the ledger, line by line. A line is one money account and one reference.
 * The result is data in an order that does not depend on the order of the input (D29).
 */
export function checkDay(day: string, of: DayRecords): DayCheck {
  const ledger = ledgerLines(of.entries);
  const lines = { voucher: of.vouchers, receipt: of.receipts.filter(provesMoney), channel: of.channel };
  const known = Map.groupBy(ledger, keyOf);
  const found = records.flatMap((record) => compare(day, record, known, Map.groupBy(lines[record], keyOf)));
  const twice = [...known.values()]
    .filter((same) => same.length > 1 && same.some((line) => line.postedOn === day))
    .flatMap(([line, ...more]) => (line ? [duplicate('ledger', line, more.length + 1)] : []));
  return { day, differences: [...found, ...twice].sort(byMoneyAccount), gaps: gapsOf(day, of) };
}

function compare(
  day: string,
  record: (typeof records)[number],
  ledger: ReadonlyMap<string, readonly LedgerLine[]>,
  lines: ReadonlyMap<string, readonly FiledLine[]>,
): Difference[] {
  const asked = new Set([
    ...[...ledger.values()]
      .flat()
      .filter((line) => line.postedOn === day && isProvenBy(line, record))
      .map(keyOf),
    ...[...lines.values()]
      .flat()
      .filter((line) => (line.postedOn ?? line.day) === day)
      .map(keyOf),
  ]);
  return [...asked].flatMap((key) => {
    const mine = ledger.get(key)?.[0];
    const [theirs, ...more] = lines.get(key) ?? [];
    const line = mine ?? theirs;
    if (!line) return [];
    const about = {
      record,
      account: line.account,
      reference: line.reference,
      ...(mine && { ledgerFen: mine.fen, ledgerDay: mine.day }),
      ...(theirs && { recordFen: theirs.fen, recordDay: theirs.day }),
    };
    const kinds: Difference['kind'][] = [];
    if (!mine) kinds.push('missing-in-ledger');
    if (!theirs) kinds.push('missing-in-channel');
    if (mine && theirs && mine.fen !== theirs.fen) kinds.push('amount-differs');
    if (mine && theirs && mine.day !== theirs.day) kinds.push('wrong-day');
    return [
      ...kinds.map((kind) => ({ kind, ...about })),
      ...(theirs && more.length > 0 ? [duplicate(record, theirs, more.length + 1)] : []),
    ];
  });
}

function duplicate(record: Difference['record'], { account, reference }: RecordLine, times: number): Difference {
  return { kind: 'duplicate', record, account, reference, times };
}

function byMoneyAccount(a: Difference, b: Difference): number {
  const text = (one: Difference) => [one.account, one.reference, one.record, one.kind].join(' ');
  return text(a) < text(b) ? -1 : 1;
}

function gapsOf(day: string, { receipts, counters }: Pick<DayRecords, 'receipts' | 'counters'>): ReceiptGap[] {
  const numbers = receipts.map(({ number }) => number).filter((number) => number.day === day);
  const cashiers = new Set([...numbers, ...counters].map(({ cashierId }) => cashierId));
  return [...cashiers].sort().flatMap((cashierId) => {
    const last = counters.find((one) => one.cashierId === cashierId)?.sequence ?? 0;
    return receiptGaps(
      cashierId,
      day,
      last,
      numbers.filter((number) => number.cashierId === cashierId),
    );
  });
}

const closed = problemKind('period-closed', 409, {
  'zh-CN': '{day} 已结账。请记入 {open} 或之后。',
  'zh-TW': '{day} 已結帳。請記入 {open} 或之後。',
  en: '{day} is closed. Use {open} or a later day.',
});
const disagrees = problemKind('day-does-not-agree', 409, {
  'zh-CN': '{day} 账、单、渠道不符，共 {count} 处。请先处理这些差异。',
  'zh-TW': '{day} 帳、單、渠道不符，共 {count} 處。請先處理這些差異。',
  en: 'The records of {day} have {count} differences. Resolve them first.',
});
const outOfTurn = problemKind('day-out-of-turn', 409, {
  'zh-CN': '须逐日结账。请先结 {day}。',
  'zh-TW': '須逐日結帳。請先結 {day}。',
  en: 'Days close one after the other. Close {day} next.',
});
const notTheLast = problemKind('not-the-last-closed-day', 409, {
  'zh-CN': '只能重开最后一个已结账日 {day}。更早的差错请在未结账日冲销更正。',
  'zh-TW': '只能重開最後一個已結帳日 {day}。更早的差錯請在未結帳日沖銷更正。',
  en: 'Only the last closed day, {day}, can be reopened. Correct an earlier day by a reversal on an open day.',
});
const samePerson = problemKind('second-person-needed', 409, {
  'zh-CN': '重开已结账日须由另一人批准。请另一位经理或管理员批准。',
  'zh-TW': '重開已結帳日須由另一人核准。請另一位經理或管理員核准。',
  en: 'You requested this reopening, so you cannot approve it. Ask another manager or administrator to approve it.',
});
const beingClosed = problemKind('day-being-closed', 409, {
  'zh-CN': '正在结账。请待其完成后再操作。',
  'zh-TW': '正在結帳。請待其完成後再操作。',
  en: 'A day is being closed. Wait until the close ends, then try again.',
});
const notAsked = problemKind('reopening-not-asked', 409, {
  'zh-CN': '尚无人申请重开该日。请先提交重开申请。',
  'zh-TW': '尚無人申請重開該日。請先提交重開申請。',
  en: 'Nobody requested the reopening of this day. Request it first.',
});

/**
 * The last closed day of an estate and the request to reopen it. Without `closedThrough` no day is closed.
 */
export const closingSchema = z
  .object({
    estateId: z.string(),
    closedThrough: dateSchema.optional(),
    /** The day that is being closed now. It takes no more entries. */
    closing: dateSchema.optional(),
    /** Who asked to reopen the day, when and why. */
    asked: z.object({ day: dateSchema, by: z.string(), at: z.string(), reason: reasonSchema(500) }).optional(),
  })
  .meta({ id: 'Closing' });
export type Closing = z.infer<typeof closingSchema>;

function isClosed(day: string, { closedThrough }: Pick<Closing, 'closedThrough'>): boolean {
  return closedThrough !== undefined && day <= closedThrough;
}

/**
 * Returns the day on which an occurrence is posted: its own day, or the next open day when it is late (D29).
 */
export function postingDay(occurredOn: string, closing: Pick<Closing, 'closedThrough'>): string {
  const { closedThrough } = closing;
  return closedThrough !== undefined && isClosed(occurredOn, closing) ? addDays(closedThrough, 1) : occurredOn;
}

/** Rejects an entry on a closed day. @throws Problem `period-closed` with the next open day. */
export function mustBeOpen(day: string, closing: Pick<Closing, 'closedThrough'>): void {
  if (!isClosed(day, closing)) return;
  throw new Problem(closed, { day, open: postingDay(day, closing) });
}

/** Returns true when the last day of the month is closed (月结). `month` is `YYYY-MM`. */
export function isMonthClosed(month: string, { closedThrough }: Pick<Closing, 'closedThrough'>): boolean {
  // The day after the last closed day is then in a later month.
  return closedThrough !== undefined && addDays(closedThrough, 1).slice(0, 7) > month;
}

/** Returns the closing with one more day closed. @throws Problem `day-out-of-turn`, `day-does-not-agree`. */
export function closeDay(closing: Closing, check: DayCheck): Closing {
  const { day } = check;
  const next = closing.closedThrough === undefined ? day : addDays(closing.closedThrough, 1);
  if (day !== next) throw new Problem(outOfTurn, { day: next });
  const count = check.differences.length + check.gaps.length;
  if (count > 0) {
    const more = { differences: check.differences, gaps: check.gaps };
    throw new Problem(disagrees, { day, count }, { more });
  }
  return { ...closing, closedThrough: day, asked: undefined };
}

/**
 * Requests the reopening of the last closed day. It stays closed until a second person approves.
 * @throws Problem `not-the-last-closed-day` for an earlier day, because later seals depend on it.
 */
export function requestReopening(
  closing: Closing,
  day: string,
  request: { by: string; at: string; reason: string },
): Closing {
  if (closing.closedThrough !== day) throw new Problem(notTheLast, { day: closing.closedThrough ?? '-' });
  return { ...closing, asked: { day, ...request } };
}

/**
 * Reopens the day that another person requested (D29: two people).
 * @throws Problem `reopening-not-asked`, `second-person-needed`, `day-being-closed`.
 */
export function approveReopening(closing: Closing, by: string): Closing {
  const { asked, closedThrough } = closing;
  if (closing.closing !== undefined) throw new Problem(beingClosed);
  if (!asked || asked.day !== closedThrough) throw new Problem(notAsked);
  if (asked.by === by) throw new Problem(samePerson);
  return { ...closing, closedThrough: addDays(asked.day, -1), asked: undefined };
}
