import type { Bill } from '../../../../functions/money/fees/bill.ts';
import type { UnitDebts } from '../../../../functions/money/finance-reports/grouping.ts';
import { entryIdOf } from '../../../../functions/money/ledger/posting.ts';
import { aBill, parts } from '../fees/a-bill.ts';

/** A bill of one service month with the amounts of its lines in yuan, published and due on given days. */
export function billOf(
  billId: string,
  yuan: Readonly<Record<string, number>>,
  { month = '2026-01', published = `${month}-01`, dueOn = `${month}-28`, ...more }: Partial<Bill> & BillDays = {},
): Bill {
  const period = { from: `${month}-01`, to: `${month}-28` };
  const lines = Object.entries(yuan).flatMap(([feeItemId, amount]) =>
    aBill().lines.map((line) => ({ ...line, ...period, feeItemId, name: feeItemId, fen: Math.round(amount * 100) })),
  );
  return aBill({
    billId,
    period,
    dueOn,
    lines,
    fen: lines.reduce((sum, { fen }) => sum + fen, 0),
    publishedOn: published,
    entryId: entryIdOf(published, 'bill', billId),
    ...more,
  });
}
interface BillDays {
  readonly month?: string;
  readonly published?: string;
}

/** A payment of principal, in yuan, on a day. */
export const paid = (on: string, yuan: number, more: Partial<Bill['paid'][number]> = {}): Bill['paid'][number] => ({
  paymentId: `pay_${on}`,
  on,
  at: `${on}T04:00:00Z`,
  parts: parts({ principal: Math.round(yuan * 100) }),
  ...more,
});

/** A waiver of principal, in yuan, on a day. */
export const waived = (on: string, yuan: number, feeItemId?: string): Bill['waived'][number] => ({
  waiverId: `wvr_${on}`,
  part: 'principal',
  fen: Math.round(yuan * 100),
  ...(feeItemId !== undefined && { feeItemId }),
  entryId: entryIdOf(on, 'waiver', yuan),
  on,
  reason: '协商',
  askedBy: 'stf_1',
  approvedBy: 'stf_2',
});

/** A write-off of principal, in yuan, on a day. */
export const writtenOff = (on: string, yuan: number): NonNullable<Bill['writtenOff']> => ({
  on,
  by: 'stf_2',
  reason: '无法追收',
  entryId: entryIdOf(on, 'write-off', yuan),
  parts: parts({ principal: Math.round(yuan * 100) }),
});

/** What a credit note took off, in yuan, on a day. */
export const credited = (
  on: string,
  yuan: number,
  { period, lines: [line] }: Pick<Bill, 'period' | 'lines'>,
  absorbed = 0,
): NonNullable<Bill['credited']>[number] => ({
  noteId: `note_${on}`,
  feeItemId: line?.feeItemId ?? '',
  period,
  fen: Math.round(yuan * 100),
  absorbedFen: Math.round(absorbed * 100),
  on,
});

/** A unit with its bills. */
export const unitWith = (bills: readonly Bill[], more: Partial<UnitDebts> = {}): UnitDebts => ({
  unitId: 'unt_1',
  label: '1栋1201',
  building: '1栋',
  bills,
  ...more,
});
