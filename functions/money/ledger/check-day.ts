import * as z from 'zod';
import type { Text } from '../../../shared/kernel/language.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, accountSchema, isMoney } from './account.ts';
import type { DrawerFinding } from './drawer.ts';
import type { Entry, EntryKind } from './posting.ts';
import { movedBy } from './posting.ts';
import type { ReceiptGap, ReceiptNumber } from './receipt.ts';
import { receiptGaps } from './receipt.ts';
import type { FiledLine, Receipt, RecordLine } from './record-line.ts';
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

export const differenceSchema = z
  .object({
    kind: z.enum(['missing-in-ledger', 'missing-in-channel', 'amount-differs', 'duplicate', 'wrong-day']),
    /** The record that disagrees with the ledger; `ledger` for a duplicate there. */
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
  bounce: ['voucher', 'channel'],
  'refund-returned': ['voucher', 'channel'],
  'pay-out': ['voucher', 'channel'],
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
  return (
    entries
      // An opening was proved by the statements and counts of its own day (R30.5).
      .filter((entry) => !gone.has(entry.entryId) && entry.kind !== 'opening')
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
      })
  );
}

function isProvenBy(line: LedgerLine, record: (typeof records)[number]): boolean {
  const { kind } = accountOf(line.account);
  // A cash drawer has no statement.
  if (record === 'channel' && kind === 'cash') return false;
  // A bank account moves only by a bank statement line. A channel payout is confirmed where it arrives
  // (R20.7).
  if (record === 'channel' && line.kind === 'settlement') return kind === 'bank';
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

/** The findings of a check. They and money too long in transit block the close (`openIn`). */
export interface DayCheck {
  readonly day: string;
  readonly differences: readonly Difference[];
  readonly gaps: readonly ReceiptGap[];
  /** Drawers that moved and were not counted with a witness (R20.5). */
  readonly drawers?: readonly DrawerFinding[];
}

/**
 * Returns the number of findings that block the close: differences, gaps, drawers without a count, and money
 * too long in transit (R20.7).
 */
export function openIn(
  { differences, gaps, drawers = [] }: DayCheck,
  transit: readonly Pick<InTransit, 'refused'>[],
): number {
  return differences.length + gaps.length + drawers.length + transit.filter(({ refused }) => refused).length;
}

/**
 * A replaced receipt still proves its money, and so does that of a payment that bounced on its own bank line.
 * Its replacement and a voided receipt prove none.
 */
const provesMoney = ({ voided, replacedBy, bouncedBy, ofMoved }: Receipt) =>
  !ofMoved && (!voided || replacedBy !== undefined || bouncedBy !== undefined);

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
  return { day, differences: [...found, ...twice].sort(inOrder), gaps: gapsOf(day, of) };
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

function inOrder(a: Difference, b: Difference): number {
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
