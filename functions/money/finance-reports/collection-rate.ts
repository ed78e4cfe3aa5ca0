import { text } from '../../../shared/kernel/language.ts';
import { addDays, type Span } from '../../../shared/kernel/periods.ts';
import { type Bill, type LineAtDay, linesAt } from '../fees/public.ts';
import { columnsOf, type Grouping, groupOf, type UnitDebts } from './grouping.ts';
import { addSums, type Column, mergeRows, type Row, type Sums } from './report-row.ts';

/*
 * Collection rates (收缴率, R32.1). A line belongs to the window in which its service period begins: to the
 * current one, or to the arrears of earlier periods. A later service period counts in neither, so money in
 * advance does not either. Only the principal counts.
 */

/** The formulas, which the report names. */
export const collectionFormula = text(
  '当期收缴率 = 当期已收 ÷ 当期应收（减更正）；清欠率 = 已收往期欠费 ÷ 往期欠费；综合收缴率 = 两项已收 ÷ 两项应收；户数收缴率 = 当期已缴清户数 ÷ 当期有账单户数。已收为缴费和预存抵扣，减免和核销不计入。只计本金，按费用所属期间划分，预收以后期间的款项不计入。分母为零时记“-”。',
  '當期收繳率 = 當期已收 ÷ 當期應收（減更正）；清欠率 = 已收往期欠費 ÷ 往期欠費；綜合收繳率 = 兩項已收 ÷ 兩項應收；戶數收繳率 = 當期已繳清戶數 ÷ 當期有帳單戶數。已收為繳費和預存抵扣，減免和核銷不計入。只計本金，按費用所屬期間劃分，預收以後期間的款項不計入。分母為零時記「-」。',
  'Current rate = received for the window / billed for the window net of credit notes. Arrears rate = received for earlier periods / arrears of earlier periods. Overall rate = both received / both owed. Rate of units = units with nothing open of the window / units billed. Received is payments and prepaid money used; waived and written-off amounts are not received. Only principal counts, by service period; money for later periods counts in neither. Without a denominator the rate is “-”.',
);

/** Returns the columns: amounts, and the rates of them. */
export function collectionColumns(by: Grouping): readonly Column[] {
  const fen = (id: string, title: Column['title']): Column => ({ id, title, type: 'fen' });
  const rate = (id: string, title: Column['title'], part: readonly string[], whole: readonly string[]): Column => ({
    id,
    title,
    type: 'rate',
    part,
    whole,
  });
  return [
    ...columnsOf(by),
    fen('arrears', text('往期欠费', '往期欠費', 'Arrears')),
    fen('billed', text('当期应收', '當期應收', 'Billed')),
    fen('received', text('当期已收', '當期已收', 'Received, current')),
    fen('receivedArrears', text('已收往期', '已收往期', 'Received, arrears')),
    fen('waived', text('减免', '減免', 'Waived')),
    fen('writtenOff', text('核销', '核銷', 'Written off')),
    fen('closing', text('期末欠费', '期末欠費', 'Closing')),
    rate('currentRate', text('当期收缴率 %', '當期收繳率 %', 'Current rate %'), ['received'], ['billed']),
    rate('arrearsRate', text('清欠率 %', '清欠率 %', 'Arrears rate %'), ['receivedArrears'], ['arrears']),
    rate(
      'overallRate',
      text('综合收缴率 %', '綜合收繳率 %', 'Overall rate %'),
      ['received', 'receivedArrears'],
      ['billed', 'arrears'],
    ),
    { id: 'unitsBilled', title: text('当期户数', '當期戶數', 'Units billed'), type: 'count' },
    { id: 'unitsClear', title: text('缴清户数', '繳清戶數', 'Units clear'), type: 'count' },
    rate('unitRate', text('户数收缴率 %', '戶數收繳率 %', 'Rate of units %'), ['unitsClear'], ['unitsBilled']),
  ];
}

const nothing = { billedFen: 0, creditedFen: 0, receivedFen: 0, waivedFen: 0, writtenOffFen: 0, openFen: 0 };

/** Returns the amounts of a line for the window; undefined when its service period is later. */
function amountsOf(line: LineAtDay, before: typeof nothing, { from, to }: Span): Sums | undefined {
  if (line.period.from > to) return undefined;
  const isCurrent = line.period.from >= from;
  // What happened before the window counts for the current period, but is history for the arrears.
  const start = isCurrent ? nothing : before;
  const received = line.receivedFen - start.receivedFen;
  const owed = line.billedFen - start.billedFen - (line.creditedFen - start.creditedFen) + start.openFen;
  return {
    [isCurrent ? 'billed' : 'arrears']: owed,
    [isCurrent ? 'received' : 'receivedArrears']: received,
    waived: line.waivedFen - start.waivedFen,
    writtenOff: line.writtenOffFen - start.writtenOffFen,
    closing: line.openFen,
    ...(isCurrent && { currentOpen: line.openFen }),
  };
}

function linesOf(bill: Bill, day: string): LineAtDay[] {
  return linesAt(bill, day).filter(({ part }) => part === 'principal');
}

/** Counts the unit where it was billed, and where nothing of that is open. */
function withUnits(row: Row): Row {
  const { currentOpen = 0, ...sums } = row.sums;
  const unitsBilled = (sums.billed ?? 0) > 0 ? 1 : 0;
  const unitsClear = unitsBilled === 1 && currentOpen <= 0 ? 1 : 0;
  return { ...row, sums: addSums(sums, { unitsBilled, unitsClear }) };
}

/**
 * Returns the collection of a unit (R32.1): for a window of service days, received by the end of the ledger
 * day `asOf`. `totals` counts the unit once, whatever the rows stand for.
 */
export function collectionRows(
  unit: UnitDebts,
  { by, window, asOf }: { by: Grouping; window: Span; asOf: string },
): { rows: Row[]; totals: Sums } {
  const start = addDays(window.from, -1);
  const amounts = unit.bills.flatMap((bill) => {
    const before = linesOf(bill, start);
    return linesOf(bill, asOf).flatMap((line, nth) => {
      const sums = amountsOf(line, before[nth] ?? nothing, window);
      return sums && Object.values(sums).some((fen) => fen !== 0) ? [{ bill, line, sums }] : [];
    });
  });
  const rowsBy = (group: (one: (typeof amounts)[number]) => Pick<Row, 'key' | 'order' | 'cells'>) =>
    mergeRows(amounts.map((one) => ({ ...group(one), sums: one.sums }))).map(withUnits);
  const [whole] = rowsBy(() => ({ key: '', order: '', cells: {} }));
  return { rows: rowsBy(({ bill, line }) => groupOf(by, { unit, bill, line })), totals: whole?.sums ?? {} };
}
