import { text } from '../../../shared/kernel/language.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import {
  account,
  accountOf,
  balancesOn,
  countsOfDay,
  type Entry,
  pagesOfEntries,
  receiptGaps,
  sourceDocumentsOfDay,
  sumFen,
} from '../ledger/public.ts';
import type { StoredReport } from './report.ts';
import { addSums, type Column, fenColumn, mergeRows, type Row, type Sums, textColumn, totalsOf } from './report-row.ts';
import type { Slice } from './units-slice.ts';

/*
 * The cashier's day report (收费日报, R32.4): one row for each drawer, channel and bank account of a ledger day.
 * Money that was received is shown by what it paid on that day. A later change of its use is an entry of a
 * later day, so the report of a closed day stays.
 */

export const cashDayColumns: readonly Column[] = [
  textColumn('account', text('收款账户', '收款帳戶', 'Money account')),
  textColumn('receipts', text('收据号段', '收據號段', 'Receipts')),
  textColumn('gaps', text('断号', '斷號', 'Gaps')),
  textColumn('voided', text('作废', '作廢', 'Voided')),
  fenColumn('opening', text('期初', '期初', 'Opening')),
  fenColumn('current', text('收当期', '收當期', 'Current')),
  fenColumn('arrears', text('收往期', '收往期', 'Arrears')),
  fenColumn('lateCharge', text('违约金', '違約金', 'Late charge')),
  fenColumn('advance', text('预收', '預收', 'Advance')),
  fenColumn('deposit', text('押金', '押金', 'Deposits')),
  fenColumn('meter', text('表计充值', '表計加值', 'Meters')),
  fenColumn('unknown', text('待查', '待查', 'Unidentified')),
  fenColumn('refunds', text('退款', '退款', 'Refunds')),
  fenColumn('voids', text('冲销', '沖銷', 'Reversals')),
  fenColumn('settled', text('解款', '解款', 'Settled')),
  fenColumn('other', text('其他', '其他', 'Other')),
  fenColumn('closing', text('期末', '期末', 'Closing')),
  fenColumn('counted', text('盘点', '盤點', 'Counted')),
  fenColumn('difference', text('长短款', '長短款', 'Difference')),
];

const isMoney = (code: string) => /^assets:(cash|channel|bank):/.test(code);

/** What the payments of a day paid: by payer and reference, the bills and amounts of their uses. */
interface Use {
  readonly billId: string;
  readonly dueOn: string;
  readonly fen: number;
}

const useKey = (payerId: string, reference: string) => `${payerId} ${reference}`;

/** The money of one ledger day, folded entry by entry. */
export class CashDay {
  readonly #day: string;
  readonly #moved = new Map<string, Sums>();
  readonly #payments: { code: string; key: string; fen: number }[] = [];
  readonly #uses = new Map<string, Use[]>();
  /** Late charge that was claimed on the day, by bill, fen. */
  readonly #lateCharges = new Map<string, number>();

  constructor(day: string) {
    this.#day = day;
  }

  #add(code: string, sums: Sums): void {
    this.#moved.set(code, addSums(this.#moved.get(code) ?? {}, sums));
  }

  /** Adds entries of the day, in any order. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#takeUse(entry);
      for (const { account: code, fen: moved } of entry.postings) {
        if (isMoney(code)) this.#takeMoney(code, moved, entry);
      }
    }
  }

  #takeUse({ kind, reference, postings }: Entry): void {
    const claims = postings.flatMap(({ account: code, fen: amount, bill }) =>
      bill ? [{ payerId: accountOf(code).ids[0] ?? '', ...bill, fen: amount }] : [],
    );
    const lateCharge = [account.revenue('late-charge'), account.serviceFund('late-charge')];
    if (kind === 'charge' && postings.some(({ account: code }) => lateCharge.includes(code))) {
      for (const { billId, fen: claimed } of claims) {
        this.#lateCharges.set(billId, (this.#lateCharges.get(billId) ?? 0) + claimed);
      }
    }
    if (kind !== 'prepaid-use' && kind !== 'payment') return;
    for (const { payerId, billId, dueOn, fen: paid } of claims) {
      const key = useKey(payerId, reference);
      this.#uses.set(key, [...(this.#uses.get(key) ?? []), { billId, dueOn, fen: -paid }]);
    }
  }

  #takeMoney(code: string, moved: number, { kind, reference, postings }: Entry): void {
    const other = postings.find((posting) => posting.account !== code)?.account ?? code;
    const { kind: counterpart, ids } = accountOf(other);
    if (kind === 'payment' && counterpart === 'meter') this.#add(code, { meter: moved });
    else if (kind === 'payment') {
      const [payerId = ''] = ids;
      this.#payments.push({ code, key: useKey(payerId, reference), fen: moved });
    } else if (kind === 'deposit') this.#add(code, { deposit: moved });
    else if (kind === 'unidentified') this.#add(code, { unknown: moved });
    else if (kind === 'refund' || kind === 'deposit-return') this.#add(code, { refunds: moved });
    else if (kind === 'reversal') this.#add(code, { voids: moved });
    else if (kind === 'settlement' || kind === 'arrival') this.#add(code, { settled: moved });
    else this.#add(code, { other: moved });
  }

  /** Returns what the day moved on each money account, by what the money was for. */
  moved(): ReadonlyMap<string, Sums> {
    const lateLeft = new Map(this.#lateCharges);
    const [uses, all] = [new Map(this.#uses), new Map(this.#moved)];
    const yearStart = `${this.#day.slice(0, 4)}-01-01`;
    for (const { code, key, fen: paid } of this.#payments) {
      let rest = paid;
      const sums: Record<string, number> = {};
      for (const { billId, dueOn, fen: used } of uses.get(key) ?? []) {
        const taken = Math.min(rest, used);
        const late = Math.min(taken, lateLeft.get(billId) ?? 0);
        lateLeft.set(billId, (lateLeft.get(billId) ?? 0) - late);
        const column = dueOn < yearStart ? 'arrears' : 'current';
        sums.lateCharge = (sums.lateCharge ?? 0) + late;
        sums[column] = (sums[column] ?? 0) + taken - late;
        rest -= taken;
      }
      uses.delete(key);
      all.set(code, addSums(all.get(code) ?? {}, { ...sums, advance: rest }));
    }
    return all;
  }
}

type Documents = Pick<Awaited<ReturnType<typeof sourceDocumentsOfDay>>, 'receipts' | 'counters'>;

/** Returns the receipt numbers of a cashier or channel on a day: from and to, gaps, and voided ones. */
export function receiptsOf(cashierId: string, day: string, { receipts, counters }: Documents): Row['cells'] {
  const mine = receipts.filter(({ number }) => number.cashierId === cashierId);
  const counter = counters.find((one) => one.cashierId === cashierId)?.sequence ?? 0;
  if (mine.length === 0 && counter === 0) return { receipts: '', gaps: '', voided: '' };
  const numbers = mine.map(({ number }) => number);
  const gaps = receiptGaps(cashierId, day, counter, numbers).map(({ number }) => number.sequence);
  const voided = mine.filter((one) => one.voided).map(({ number }) => number.sequence);
  const sequences = numbers.map(({ sequence }) => sequence);
  const span = `${Math.min(...sequences, counter)}-${Math.max(...sequences, counter)} (${numbers.length})`;
  return { receipts: span, gaps: gaps.join(' '), voided: voided.join(' ') };
}

/** Returns the rows of a day: opening + movements = closing, and what was counted. */
export function cashDayRows(
  day: string,
  of: {
    readonly opening: Readonly<Record<string, number>>;
    readonly moved: ReadonlyMap<string, Sums>;
    readonly documents: Documents;
    readonly counts: Awaited<ReturnType<typeof countsOfDay>>;
  },
): Row[] {
  const { opening, moved, documents, counts } = of;
  const ofCashiers = documents.counters.map(({ cashierId }) => cashierId);
  const known = new Set([...Object.keys(opening), ...moved.keys()].filter(isMoney));
  // Receipts of a channel are numbered by its id, all others by their cashier.
  const numbered = ofCashiers.map((id) => (known.has(account.channel(id)) ? account.channel(id) : account.cash(id)));
  const rows = [...new Set([...known, ...numbered])].flatMap((code): Row[] => {
    const { kind, ids } = accountOf(code);
    const sums = moved.get(code) ?? {};
    const start = opening[code] ?? 0;
    const [id = ''] = ids;
    const receipts = kind === 'bank' ? {} : receiptsOf(id, day, documents);
    if (start === 0 && Object.keys(sums).length === 0 && !('receipts' in receipts && receipts.receipts)) return [];
    const last = counts
      .filter(({ cashierId }) => kind === 'cash' && cashierId === id)
      .toSorted((a, b) => compareInstants(a.at, b.at))
      .at(-1);
    const closing = sumFen([start, ...Object.values(sums)]);
    const counted = last && { counted: last.leftFen, difference: last.differenceFen };
    const row = { opening: start, ...sums, closing, ...counted };
    return [{ key: code, order: code, cells: { account: code, ...receipts }, sums: row }];
  });
  return mergeRows(rows);
}

/** Reads a ledger day. The entries are folded page by page. */
export async function sliceOfCashDay({ estateId, asOf }: StoredReport): Promise<Slice> {
  const day = new CashDay(asOf);
  let done = 0;
  for await (const entries of pagesOfEntries(estateId, { from: asOf, to: asOf })) {
    day.add(entries);
    done += entries.length;
  }
  const [opening, documents, counts] = await Promise.all([
    balancesOn(estateId, addDays(asOf, -1)),
    sourceDocumentsOfDay(estateId, asOf),
    countsOfDay(estateId, asOf),
  ]);
  const rows = cashDayRows(asOf, { opening, moved: day.moved(), documents, counts });
  return { rows, totals: totalsOf(rows), done };
}
