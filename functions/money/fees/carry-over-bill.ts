import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { endOfPeriod } from '../../../shared/kernel/periods.ts';
import { account, type Entry, entryHeader, type LedgerState, openingEntry } from '../ledger/public.ts';
import type { Bill } from './bill.ts';
import { bills, unitBills } from './bills.store.ts';
import { isHeld, type StoredFeeItem } from './fee-item.ts';
import { estateTermsFor, lateTermsFor } from './late-rate.ts';

/** An open bill of the system before (期初账单, R30.2). Amounts in fen. */
interface BillToCarryOver {
  readonly number: string;
  readonly unitId: string;
  readonly unitLabel: string;
  readonly payerId: string;
  readonly feeItemId: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly issuedOn: string;
  /** The original due day, which gives its age. */
  readonly dueOn: string;
  readonly deliveredOn?: string | undefined;
  readonly principalFen: number;
  readonly openFen: number;
  readonly invoiced: boolean;
  readonly vat: 'TAXED_BEFORE' | 'NOT_YET';
  readonly lateFen: number;
  readonly lateTo?: string | undefined;
  /** An objection that is not settled: the day on which it was received, and its reason (R30.4). */
  readonly disputed?: { readonly on: string; readonly reason: string; readonly proof?: string | undefined } | undefined;
}

/** Returns true when terms of late charge apply to a bill of an item with a due day (R27.5). */
export function hasLateTerms(
  item: StoredFeeItem,
  { late }: { late: Parameters<typeof estateTermsFor>[0] },
  dueOn: string,
): boolean {
  return !isHeld(item) && (lateTermsFor(item, dueOn) ?? estateTermsFor(late, { dueOn, today: dueOn })) !== null;
}

/** Returns the id of a bill of the system before. The same number is the same bill. */
export function carriedBillId(estateId: string, number: string): string {
  return derivedId('bil', estateId, 'carried-over', number);
}

/** Returns an open objection of the system before. It suspends late charge and demands (R5.4). */
function disputeOf(
  { on, reason, proof }: NonNullable<BillToCarryOver['disputed']>,
  answerDays: number,
  act: ActionContext,
): Bill['disputes'][number] {
  const answerBy = endOfPeriod(on, { days: answerDays });
  return { from: on, ...(proof !== undefined && { proof }), answerBy, reason, lodgedBy: act.actor.id };
}

/**
 * Adds an open bill of the system before to the transaction, and returns its entry: debit receivable, credit
 * opening equity, never revenue or tax (R30.3). It keeps its due day and its late charge so far. No letter
 * follows, because the payer has the bill.
 */
export function carryOverBill(
  transaction: Transaction,
  {
    ledger,
    openingId,
    on,
    late,
    disputeAnswerDays,
  }: {
    ledger: LedgerState;
    openingId: string;
    /** The last day before the cut-over. */
    on: string;
    /** The estate's terms of late charge. */
    late: Parameters<typeof estateTermsFor>[0];
    /** Days within which an objection is answered. */
    disputeAnswerDays: number;
  },
  row: BillToCarryOver,
  item: StoredFeeItem,
  act: ActionContext,
): Entry {
  const { estateId } = ledger;
  const { number, unitId, unitLabel, payerId, period, dueOn, openFen, deliveredOn, lateTo } = row;
  const billId = carriedBillId(estateId, number);
  const head = entryHeader(ledger, {
    cause: ['opening-bill', billId],
    occurredOn: on,
    recordedAt: act.recordedAt,
    reference: billId,
    description: `${unitLabel} ${period.from}/${period.to}`,
  });
  const ofItem = lateTermsFor(item, dueOn);
  const bill: Bill = {
    billId,
    estateId,
    unitId,
    unitLabel,
    payerId,
    period: { ...period },
    dueOn,
    lines: [
      {
        estateId,
        feeItemId: item.feeItemId,
        kind: item.kind,
        unitId,
        payerId,
        from: period.from,
        to: period.to,
        steps: [],
        rounding: 'fen-half-up',
        fen: openFen,
        name: item.name,
        held: isHeld(item),
        ...(ofItem && { late: ofItem }),
      },
    ],
    fen: openFen,
    ...(isHeld(item) && { agencyReceivable: true as const }),
    status: 'published',
    publishedOn: head.postedOn,
    entryId: head.entryId,
    late: estateTermsFor(late, { dueOn, today: dueOn }),
    deliveries: deliveredOn === undefined ? [] : [{ method: 'system-before', on: deliveredOn }],
    paid: [],
    lateClaims: [],
    costs: [],
    waived: [],
    disputes: row.disputed ? [disputeOf(row.disputed, disputeAnswerDays, act)] : [],
    carriedOver: {
      openingId,
      number,
      principalFen: row.principalFen,
      issuedOn: row.issuedOn,
      invoiced: row.invoiced,
      vat: row.vat,
      lateFen: row.lateFen,
      ...(lateTo !== undefined && { lateTo }),
    },
    updatedAt: act.recordedAt,
    version: 1,
  };
  const data = { billId, unitId, payerId, fen: openFen, dueOn };
  transaction
    .save(bills, bill)
    .put(unitBills, { unitId, billId, from: period.from })
    .record(bills, bill, 'BillCarriedOver', data, act);
  const owed = isHeld(item) ? account.agencyReceivable(payerId) : account.receivable(payerId);
  return openingEntry(head, [{ account: owed, fen: openFen, bill: { billId, dueOn } }]);
}
