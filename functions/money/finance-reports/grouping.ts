import { text } from '../../../shared/kernel/language.ts';
import type { Bill, LineAtDay } from '../fees/public.ts';
import type { Column, Row } from './report-row.ts';

/** What the rows of a report about bills stand for. */
export const groupings = ['unit', 'building', 'payer', 'item', 'month'] as const;
export type Grouping = (typeof groupings)[number];

/** A unit with its bills. */
export interface UnitDebts {
  readonly unitId: string;
  readonly label: string;
  readonly building: string;
  readonly bills: readonly Bill[];
}

const columns = {
  unit: { id: 'unit', type: 'text', title: text('房屋', '房屋', 'Unit') },
  building: { id: 'building', type: 'text', title: text('楼栋', '棟別', 'Building') },
  payer: { id: 'payer', type: 'text', title: text('付款人', '付款人', 'Payer') },
  item: { id: 'item', type: 'text', title: text('收费项目', '收費項目', 'Fee item') },
  month: { id: 'month', type: 'text', title: text('费用所属月份', '費用所屬月份', 'Service month') },
} as const satisfies Record<Grouping, Column>;

/** Returns the columns that name a group. */
export function columnsOf(by: Grouping): readonly Column[] {
  return by === 'unit' ? [columns.building, columns.unit] : [columns[by]];
}

/** Returns the group of a line of a bill. */
export function groupOf(
  by: Grouping,
  { unit, bill, line }: { unit: UnitDebts; bill: Pick<Bill, 'payerId'>; line: LineAtDay },
): Pick<Row, 'key' | 'order' | 'cells'> {
  const { building } = unit;
  const [month, { payerId: payer }] = [line.period.from.slice(0, 7), bill];
  switch (by) {
    case 'unit':
      return { key: unit.unitId, order: `${building} ${unit.label}`, cells: { building, unit: unit.label } };
    case 'building':
      return { key: building, order: building, cells: { building } };
    case 'payer':
      return { key: payer, order: payer, cells: { payer } };
    case 'item':
      return { key: line.feeItemId, order: line.name, cells: { item: line.name } };
    case 'month':
      return { key: month, order: month, cells: { month } };
  }
}
