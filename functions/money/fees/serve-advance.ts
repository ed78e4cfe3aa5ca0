import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addDays, endOfDay } from '../../../shared/kernel/periods.ts';
import { compareInstants, dayIn } from '../../../shared/kernel/time.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { entryHeader, openLedger, postEntries, recognitionEntry, taxPointEntry } from '../ledger/public.ts';
import { type Advance, nextMonth, noteInvoiced, serveMonth } from './advance.ts';
import { type AdvanceDays, advanceDays, advances } from './advances.store.ts';
import { type Bill, isOwed, paidParts } from './bill.ts';
import { nextVersion, saveBills } from './bill-change.ts';
import { loadBillContext } from './bill-context.ts';
import { invoicedFen } from './bill-vat.ts';
import { bills } from './bills.store.ts';
import { toldOf } from './charge-advance.ts';
import { endAdvance } from './end-advance.ts';
import { feeSystemOn, isHeldForOwners } from './fee-system.ts';
import { feesPolicy } from './fees.policy.ts';
import { feeItems } from './fees.store.ts';

/** What one run of the job did for money in advance. */
interface Done {
  months: number;
  lapsed: number;
}

/**
 * Takes every step of money in advance that is due: it lapses when nobody paid before the first month, and
 * each month becomes revenue on its last day. One step is one transaction, so a repeated run adds nothing.
 */
export async function serveAdvance(advanceId: string, act: ActionContext, now: Temporal.Instant): Promise<Done> {
  const done: Done = { months: 0, lapsed: 0 };
  for (;;) {
    const step = await retryOnConflict(() => takeStep(advanceId, act, now));
    if (step === undefined) return done;
    if (step !== 'begun') done[step] += 1;
  }
}

async function takeStep(
  advanceId: string,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<keyof Done | 'begun' | undefined> {
  const advance = await get(advances, { advanceId }, { consistent: true });
  if (advance?.dueAt === undefined || compareInstants(advance.dueAt, now.toString()) > 0) return undefined;
  if (advance.status === 'charged') return beginOrLapse(advance, act, now);
  await recogniseMonth(advance, act, now);
  return 'months';
}

/** Returns true when nothing was paid or invoiced of a bill, so that nobody has accepted it. */
const isUnpaid = (bill: Bill) => isOwed(bill) && paidParts(bill).principal <= 0 && invoicedFen(bill, 0) <= 0;

/** Returns when the next month becomes revenue: when its last day begins. */
export function dueOf(advance: Advance, zone: string): string | undefined {
  const month = nextMonth(advance);
  return month && endOfDay(addDays(month.to, -1), zone);
}

async function beginOrLapse(advance: Advance, act: ActionContext, now: Temporal.Instant): Promise<'begun' | 'lapsed'> {
  const { billId = '', estateId, unitId, feeItemId } = advance;
  const [bill, days, estate] = await Promise.all([
    get(bills, { billId }, { consistent: true }),
    get(advanceDays, { unitId, feeItemId }, { consistent: true }),
    requireEstate(estateId),
  ]);
  if (!bill) throw new Error(`the bill of ${advance.advanceId} does not exist`);
  if (!isUnpaid(bill)) {
    const after: Advance = {
      ...advance,
      status: 'serving',
      dueAt: dueOf(advance, estate.calendar.zone),
      updatedAt: act.recordedAt,
      version: advance.version + 1,
    };
    await new Transaction().save(advances, after, advance).commit();
    return 'begun';
  }
  const context = await loadBillContext(estateId, act, now);
  const end = { through: addDays(advance.from, -1), noteId: advance.advanceId, back: 'refund' as const };
  const { after, change } = endAdvance(advance, bill, end, context);
  const lapsed: Advance = { ...after, status: 'lapsed', dueAt: undefined };
  const transaction = saveBills([nextVersion(change, context)]);
  const posted = postEntries(transaction, context.ledger, [], [], act)
    .save(advances, lapsed, advance)
    .record(advances, lapsed, 'AdvanceLapsed', { ...toldOf(lapsed), billId }, act);
  freeDays(posted, days, lapsed, undefined, act);
  await posted.commit();
  return 'lapsed';
}

/** Frees the days of money in advance that are not served any more, so that billing runs charge them. */
export function freeDays(
  transaction: Transaction,
  days: AdvanceDays | undefined,
  { advanceId }: Pick<Advance, 'advanceId'>,
  through: string | undefined,
  act: ActionContext,
): void {
  if (!days) return;
  const left = days.days.flatMap((one) => {
    if (one.advanceId !== advanceId) return [one];
    return through === undefined || through < one.from ? [] : [{ ...one, to: through }];
  });
  const after: AdvanceDays = { ...days, days: left, updatedAt: act.recordedAt, version: days.version + 1 };
  transaction.save(advanceDays, after, days);
}

async function recogniseMonth(advance: Advance, act: ActionContext, now: Temporal.Instant): Promise<void> {
  const { advanceId, estateId, feeItemId, vat, unitLabel } = advance;
  const month = nextMonth(advance);
  if (!month) throw new Error(`${advanceId} has no month left`);
  const { calendar } = await requireEstate(estateId);
  const today = dayIn(calendar.zone, now.toString());
  const [ledger, policy] = await Promise.all([openLedger(estateId, today, act.recordedAt), feesPolicy.of(estateId)]);
  const isRemuneration = feeSystemOn(policy, month.from) === 'remuneration';
  const item = isRemuneration ? await get(feeItems, { feeItemId }) : undefined;
  const ownersFund = isHeldForOwners(policy, item, month.from);
  const head = entryHeader(ledger, {
    cause: ['recognition', advanceId, month.from, month.to],
    occurredOn: month.to < today ? month.to : today,
    recordedAt: act.recordedAt,
    reference: advanceId,
    description: `${unitLabel} ${month.from}/${month.to}`,
  });
  const served = serveMonth(advance, head.entryId);
  if (!served) throw new Error(`${advanceId} has no month left`);
  const { due, invoicedFen: fromInvoiced } = served;
  const after: Advance = {
    ...served.after,
    dueAt: dueOf(served.after, calendar.zone),
    updatedAt: act.recordedAt,
    version: advance.version + 1,
  };
  const { netFen, taxFen } = month;
  const told = { ...toldOf(after), month: month.from.slice(0, 7), netFen, taxFen };
  const transaction = new Transaction()
    .save(advances, after, advance)
    .record(advances, after, 'RevenueRecognised', told, act);
  const hasAmount = netFen !== 0 || taxFen !== 0;
  const entries = hasAmount
    ? [recognitionEntry(head, { feeItemId, vat, ...due, invoicedFen: fromInvoiced, ownersFund })]
    : [];
  await postEntries(transaction, ledger, entries, [], act).commit();
}

/**
 * Takes what invoices have of a bill in advance: the tax of an invoice is due at once, that of a red one goes
 * back (R24.1). Returns undefined when nothing changes; then there is nothing to write.
 */
export async function takeInvoiced(billId: string, act: ActionContext): Promise<Transaction | undefined> {
  const bill = await get(bills, { billId }, { consistent: true });
  const advanceId = bill?.lines[0]?.advanceId;
  if (!bill || advanceId === undefined) return undefined;
  const advance = await get(advances, { advanceId }, { consistent: true });
  if (!advance) return undefined;
  const { estateId, feeItemId, vat } = advance;
  const noted = noteInvoiced(advance, invoicedFen(bill, 0));
  const { due } = noted;
  const isSame = JSON.stringify(noted.after.invoiced) === JSON.stringify(advance.invoiced);
  if (isSame) return undefined;
  const after: Advance = { ...noted.after, updatedAt: act.recordedAt, version: advance.version + 1 };
  const transaction = new Transaction()
    .save(advances, after, advance)
    .record(advances, after, 'AdvanceInvoiced', { ...toldOf(after), ...due }, act);
  if (due.netFen === 0 && due.taxFen === 0) return transaction;
  const { calendar } = await requireEstate(estateId);
  const today = dayIn(calendar.zone, act.recordedAt);
  const ledger = await openLedger(estateId, today, act.recordedAt);
  const head = entryHeader(ledger, {
    cause: ['tax-point', advanceId, after.version],
    occurredOn: today,
    recordedAt: act.recordedAt,
    reference: advanceId,
    description: `${advance.unitLabel} ${advance.from}/${advance.to}`,
  });
  return postEntries(transaction, ledger, [taxPointEntry(head, { feeItemId, vat, ...due })], [], act);
}
