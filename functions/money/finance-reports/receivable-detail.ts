import { text } from '../../../shared/kernel/language.ts';
import { addDays, type Span } from '../../../shared/kernel/periods.ts';
import { type LineAtDay, linesAt } from '../fees/public.ts';
import type { UnitDebts } from './grouping.ts';
import type { Column, Row, Sums } from './report-row.ts';

const words: readonly (readonly [id: string, title: Column['title']])[] = [
  ['building', text('楼栋', '棟別', 'Building')],
  ['unit', text('房屋', '房屋', 'Unit')],
  ['payer', text('付款人', '付款人', 'Payer')],
  ['bill', text('账单', '帳單', 'Bill')],
  ['item', text('收费项目', '收費項目', 'Fee item')],
  ['from', text('费用期间自', '費用期間自', 'Service from')],
  ['to', text('费用期间至', '費用期間至', 'Service to')],
  ['dueOn', text('到期日', '到期日', 'Due day')],
];
const amounts: readonly (readonly [id: string, title: Column['title']])[] = [
  ['opening', text('期初欠费', '期初欠費', 'Opening')],
  ['billed', text('本期应收', '本期應收', 'Billed')],
  ['credited', text('更正', '更正', 'Credited')],
  ['waived', text('减免', '減免', 'Waived')],
  ['received', text('实收', '實收', 'Received')],
  ['writtenOff', text('核销', '核銷', 'Written off')],
  ['closing', text('期末欠费', '期末欠費', 'Closing')],
];

/** The columns of 应收实收明细 (R32.5). */
export const detailColumns: readonly Column[] = [
  ...words.map(([id, title]): Column => ({ id, title, type: 'text' })),
  ...amounts.map(([id, title]): Column => ({ id, title, type: 'fen' })),
];

/** Returns the lines of a bill on a day by their position in it, which is the same on every day. */
function byPosition(lines: readonly LineAtDay[]): Map<string, LineAtDay> {
  return new Map(
    lines.map((line, nth) => [line.part === 'principal' ? String(nth).padStart(3, '0') : line.part, line]),
  );
}

/** Returns what a line had more of on a day than before, fen. */
function changeOf(is: LineAtDay, was: LineAtDay | undefined): Sums {
  return {
    billed: is.billedFen - (was?.billedFen ?? 0),
    credited: is.creditedFen - (was?.creditedFen ?? 0),
    waived: is.waivedFen - (was?.waivedFen ?? 0),
    received: is.receivedFen - (was?.receivedFen ?? 0),
    writtenOff: is.writtenOffFen - (was?.writtenOffFen ?? 0),
  };
}

/**
 * Returns a row for each line of a unit that was owed in a span of ledger days (R32.5): opening + billed -
 * credited - waived - received - written off = closing. What was cancelled in the span is credited.
 */
export function detailRows(unit: UnitDebts, { from, to }: Span): Row[] {
  const { unitId, label, building } = unit;
  return unit.bills.flatMap((bill) => {
    const [before, after] = [byPosition(linesAt(bill, addDays(from, -1))), byPosition(linesAt(bill, to))];
    return [...new Map([...before, ...after])].flatMap(([position, line]): Row[] => {
      const [was, is] = [before.get(position), after.get(position)];
      const opening = was?.openFen ?? 0;
      const moved = is ? changeOf(is, was) : { credited: opening };
      const sums = { opening, ...moved, closing: is?.openFen ?? 0 };
      if (Object.values(sums).every((fen) => fen === 0)) return [];
      const { name: item, period } = line;
      const key = [unitId, bill.billId, position].join(' ');
      const cells = { building, unit: label, payer: bill.payerId, bill: bill.billId, item, dueOn: bill.dueOn };
      return [{ key, order: key, cells: { ...cells, from: period.from, to: period.to }, sums }];
    });
  });
}
