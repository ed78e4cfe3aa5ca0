import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { accountOf } from './account.ts';
import { drawerDayIdOf, drawerDays } from './drawer.store.ts';
import { type DrawerDay, depositAskedFor } from './drawer-day.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { moneyAt } from './money.store.ts';

const notOpened = problemKind('drawer-not-open', 409, {
  'zh-CN': '您的现金今天尚未开箱盘点，或已结班。请先盘点现金（countDrawer，purpose 填 opening），再收付现金。',
  'zh-TW': '您的現金今天尚未開箱盤點，或已結班。請先盤點現金（countDrawer，purpose 填 opening），再收付現金。',
  en: 'Your drawer was not opened today, or it was closed. Count it first (countDrawer with purpose opening), then take or pay cash.',
});

/** Cash that a person takes or pays at the desk: the drawer, the day of the money, and the amount in fen. */
export interface CashAtDesk {
  readonly estateId: string;
  readonly moneyAccount: string;
  readonly day: string;
  /** Negative when it is paid out. */
  readonly fen: number;
}

/**
 * Requires that the drawer of a cashier is open on the day, by a count (R20.5). Money that is not cash needs
 * none. Cash above the maximum of the drawer is accepted, and its cashier is asked to deposit (R20.8).
 * @throws at commit Problem drawer-not-open; VersionConflict when it was closed meanwhile.
 */
export function passOverDesk(transaction: Transaction, cash: CashAtDesk, act: ActionContext): Transaction {
  const { estateId, moneyAccount, day, fen } = cash;
  const { kind, ids } = accountOf(moneyAccount);
  const [cashierId = ''] = ids;
  if (kind !== 'cash') return transaction;
  const drawerDayId = drawerDayIdOf(estateId, cashierId, day);
  return transaction.beforeCommit(async (committed) => {
    const before = await get(drawerDays, { drawerDayId });
    if (before?.status !== 'open') throw new Problem(notOpened);
    const asked = fen > 0 ? await askForDeposit(before, { moneyAccount, fen }, act) : undefined;
    if (asked) {
      committed.join(asked);
      return;
    }
    const isOpen = { text: '#status = :open', names: { '#status': 'status' }, values: { ':open': 'open' } };
    committed.check(drawerDays, { drawerDayId }, isOpen, () => new VersionConflict('the drawer was closed meanwhile'));
  });
}

/**
 * Returns what asks a cashier to deposit when the cash makes more than the maximum, once until the next
 * deposit.
 */
async function askForDeposit(
  before: DrawerDay,
  { moneyAccount, fen }: Pick<CashAtDesk, 'moneyAccount' | 'fen'>,
  act: ActionContext,
): Promise<Transaction | undefined> {
  if (before.depositAskedAt !== undefined) return undefined;
  const { estateId, cashierId, day } = before;
  const [policy, head] = await Promise.all([
    ledgerPolicy.of(estateId),
    get(moneyAt, { estateId, account: moneyAccount }),
  ]);
  const thereFen = (head?.fen ?? 0) + fen;
  const depositFen = depositAskedFor(thereFen, policy);
  if (depositFen === 0) return undefined;
  const at = act.recordedAt;
  const after = { ...before, depositAskedAt: at, updatedAt: at, version: before.version + 1 };
  const data = { cashierId, day, fen: thereFen, maximumFen: policy.drawerMaximumFen, depositFen };
  return new Transaction().save(drawerDays, after, before).record(drawerDays, after, 'DrawerDepositAsked', data, act);
}

/** Ends the request for a deposit of the drawer when its cashier deposits cash. */
export function endDepositRequest(transaction: Transaction, cash: Omit<CashAtDesk, 'fen'>, act: ActionContext): void {
  const { kind, ids } = accountOf(cash.moneyAccount);
  if (kind !== 'cash') return;
  const drawerDayId = drawerDayIdOf(cash.estateId, ids[0] ?? '', cash.day);
  transaction.beforeCommit(async (committed) => {
    const before = await get(drawerDays, { drawerDayId });
    if (before?.depositAskedAt === undefined) return;
    const { depositAskedAt: _, ...rest } = before;
    committed.save(drawerDays, { ...rest, updatedAt: act.recordedAt, version: before.version + 1 }, before);
  });
}
