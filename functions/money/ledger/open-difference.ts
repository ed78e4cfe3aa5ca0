import { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { daysAfter } from '../../../shared/kernel/periods.ts';
import { compareInstants, dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { drawerDifferences } from './drawer.store.ts';
import type { DrawerDifference } from './drawer.ts';
import { type LedgerPolicy, ledgerPolicy } from './ledger.policy.ts';

/** Returns the instant (ISO) at which it is told again that a difference is not cleared. */
function toldAgainAt(at: string, { differenceToldAfterDays }: Pick<LedgerPolicy, 'differenceToldAfterDays'>): string {
  return Temporal.Instant.from(at)
    .add({ hours: 24 * differenceToldAfterDays })
    .toString();
}

/** Adds a difference on account 1901 to a transaction, unless it is nothing (R20.5). */
export async function openDifference(
  transaction: Transaction,
  of: Pick<DrawerDifference, 'differenceId' | 'estateId' | 'cashierId' | 'day' | 'fen' | 'entryId' | 'since' | 'slip'>,
  { at, before }: { at: string; before?: DrawerDifference | undefined },
): Promise<void> {
  if (of.fen === 0) return;
  const lookAt = toldAgainAt(at, await ledgerPolicy.of(of.estateId));
  const opened = { ...of, status: 'open' as const, lookAt, updatedAt: at, version: (before?.version ?? 0) + 1 };
  transaction.save(drawerDifferences, opened, before);
}

/**
 * Tells that a difference is on account 1901 for longer than the estate allows, again after as many days,
 * until two people cleared it.
 */
export async function tellOldDifference(differenceId: string, act: ActionContext, now: Temporal.Instant) {
  const before = await get(drawerDifferences, { differenceId });
  const at = now.toString();
  if (before?.lookAt === undefined || compareInstants(before.lookAt, at) > 0) return undefined;
  const { estateId, cashierId, day, fen } = before;
  const [policy, zone] = await Promise.all([ledgerPolicy.of(estateId), zoneOf(estateId)]);
  const after = { ...before, lookAt: toldAgainAt(at, policy), updatedAt: at, version: before.version + 1 };
  const ageDays = daysAfter(day, dayIn(zone, at));
  const data = { differenceId, cashierId, day, fen, ageDays };
  await new Transaction()
    .save(drawerDifferences, after, before)
    .record(drawerDifferences, after, 'DrawerDifferenceOld', data, act)
    .commit();
  return { told: 1 };
}
