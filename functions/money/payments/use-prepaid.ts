import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { type Bill, feesPolicy, partsToPayOn, payBills, totalOf, unpayBills } from '../fees/public.ts';
import { account, entryHeader, fundsOn, openLedger, postEntries } from '../ledger/public.ts';
import { billsPaidBy } from './bills-paid-by.ts';
import { billsInWords, describeEntry, recordedAt, useEntry, words } from './entry-words.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { latestUses, prepaidUses } from './payments.store.ts';
import type { PrepaidUse } from './prepaid.ts';
import { reverseEntry } from './reversal-entry.ts';
import { generalPurpose, isDisputedOn, mostBills, payableWith, shareOut, sharePaid } from './share-out.ts';

/** Prepaid money of a payer: general, or for one fee item. */
export interface Prepaid {
  readonly estateId: string;
  readonly payerId: string;
  readonly purpose: string;
}

/**
 * Uses prepaid money for bills of the payer, in the order of payment (R28.1), and adds the writes to the
 * transaction. Does nothing when no bill takes any.
 * Disputed bills are skipped. `more` in the event says that it could pay further bills.
 */
export async function usePrepaid(
  transaction: Transaction,
  { estateId, payerId, purpose }: Prepaid,
  { keptFen, bills, cause }: { keptFen: number; bills: readonly Bill[]; cause: string },
  act: ActionContext,
): Promise<void> {
  const estate = await requireEstate(estateId);
  const on = dayIn(estate.calendar.zone, act.recordedAt);
  const [ledger, policy, fees] = await Promise.all([
    openLedger(estateId, on, act.recordedAt),
    paymentsPolicy.of(estateId),
    feesPolicy.of(estateId),
  ]);
  const payable = bills
    .filter((bill) => !isDisputedOn(bill, on))
    .flatMap((bill) => payableWith(purpose, { bill, open: partsToPayOn(bill, on, fees) }) ?? []);
  const rules = { order: policy, on, fees, most: mostBills({ on, today: on }) };
  const { shares, more } = shareOut(keptFen, payable, rules);
  if (shares.length === 0) return;

  const useId = derivedId('use', cause, purpose);
  const of = { paymentId: useId, on, today: on, act, policy: fees };
  const paid = payBills(ledger, { ...of, bills: shares, ...(purpose !== generalPurpose && { purpose }) });
  const allocation = shares.map(sharePaid);
  const description = describeEntry(words.prepaidUse, estate.language, billsInWords(shares.map(({ bill }) => bill)));
  const head = { cause: ['prepaid-use', useId], occurredOn: on, recordedAt: recordedAt(act, 1), reference: useId };
  const entry = useEntry(entryHeader(ledger, { ...head, description }), { payerId, purpose, shares: allocation });
  const fen = allocation.reduce((sum, { parts }) => sum + totalOf(parts), 0);
  const at = act.recordedAt;
  const after: PrepaidUse = {
    useId,
    estateId,
    payerId,
    purpose,
    fen,
    allocation,
    entryId: entry.entryId,
    on,
    usedAt: at,
    status: 'used',
    updatedAt: at,
    version: 1,
  };
  const said = { payerId, fen, billIds: allocation.map(({ billId }) => billId), purpose, more };
  transaction
    .join(postEntries(paid, ledger, [entry], [], act))
    .save(prepaidUses, after)
    .record(prepaidUses, after, 'PrepaidUsed', said, act);
}

/**
 * Undoes uses of prepaid money, latest first, until the balance is not negative. This follows the reversal of
 * a payment; the bills are open again.
 * What cannot be covered stays a debt on the prepaid account.
 */
export async function coverPrepaid(prepaid: Prepaid, act: ActionContext): Promise<void> {
  const { estateId, payerId, purpose } = prepaid;
  for (;;) {
    const keptFen = await fundsOn(estateId, account.prepaid(payerId, purpose));
    if (keptFen >= 0) return;
    const [latest] = await latestUses(prepaid);
    if (!latest) return;
    await undoUse(latest, act);
  }
}

async function undoUse(use: PrepaidUse, act: ActionContext): Promise<void> {
  const { useId, estateId, payerId, fen, allocation, entryId } = use;
  const estate = await requireEstate(estateId);
  const today = dayIn(estate.calendar.zone, act.recordedAt);
  const [ledger, fees, bills] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    feesPolicy.of(estateId),
    billsPaidBy(useId, allocation),
  ]);
  const left = unpayBills(ledger, { bills, paymentId: useId, today, act, policy: fees });
  const description = describeEntry(words.reversal, estate.language, useId);
  const { mirror } = await reverseEntry({ ledger, today, act, description }, { estateId, entryId, nth: 1 });
  const after: PrepaidUse = { ...use, status: 'undone', updatedAt: act.recordedAt, version: use.version + 1 };
  const said = { payerId, fen, billIds: allocation.map(({ billId }) => billId) };
  await postEntries(left, ledger, [mirror], [], act)
    .save(prepaidUses, after, use)
    .record(prepaidUses, after, 'PrepaidUseUndone', said, act)
    .commit();
}
