import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { accountOf } from './account.ts';
import { drawerDayIdOf, drawerDays } from './drawer.store.ts';

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
 * none.
 * @throws at commit Problem drawer-not-open; VersionConflict when it was closed meanwhile.
 */
export function passOverDesk(transaction: Transaction, cash: CashAtDesk, _act: ActionContext): Transaction {
  const { estateId, moneyAccount, day } = cash;
  const { kind, ids } = accountOf(moneyAccount);
  const [cashierId = ''] = ids;
  if (kind !== 'cash') return transaction;
  const drawerDayId = drawerDayIdOf(estateId, cashierId, day);
  return transaction.beforeCommit(async (committed) => {
    const before = await get(drawerDays, { drawerDayId });
    if (before?.status !== 'open') throw new Problem(notOpened);
    const isOpen = { text: '#status = :open', names: { '#status': 'status' }, values: { ':open': 'open' } };
    committed.check(drawerDays, { drawerDayId }, isOpen, () => new VersionConflict('the drawer was closed meanwhile'));
  });
}
