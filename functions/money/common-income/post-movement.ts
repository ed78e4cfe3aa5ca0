import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import {
  account,
  commonCostEntry,
  commonFeeEntry,
  commonIncomeEntry,
  commonUseEntry,
  type Entry,
  type EntryHead,
  entryHeader,
  ledgerPolicy,
  openLedger,
  postEntries,
  serviceCostEntry,
  taxIn,
  type VatClass,
  vatTermsOn,
} from '../ledger/public.ts';
import { commonAccounts, movements } from './common-income.store.ts';
import { emptyAccount, type Movement, withMovement } from './movement.ts';

/** Words of the entries, on vouchers. */
const words = {
  income: '公共收益收入',
  cost: '公共收益成本',
  fee: '公共收益管理费',
  fund: '公共收益转维修资金',
  use: '公共收益支出',
  service: '物业服务支出',
} as const;

/** Returns an amount with its value added tax on a day; without tax where the estate has no taxpayer kind. */
export async function taxedOn(estateId: string, fen: number, vatClass: VatClass, day: string) {
  const terms = vatTermsOn(await ledgerPolicy.of(estateId), vatClass, day);
  return terms ? { vat: taxIn(fen, terms) } : {};
}

/** Returns today in the zone of an estate. */
export async function todayOf(estateId: string, act: ActionContext): Promise<string> {
  return dayIn((await requireEstate(estateId)).calendar.zone, act.recordedAt);
}

function entryFor(head: EntryHead, { kind, fen, vat, bankAccountId = '', payeeId = '' }: Movement): Entry {
  switch (kind) {
    case 'income':
      return commonIncomeEntry(head, { moneyAccount: account.bank(bankAccountId), fen, vat });
    case 'cost':
      return commonCostEntry(head, { fen, payeeId });
    case 'fee':
      return commonFeeEntry(head, { fen, vat });
    case 'fund':
      return commonUseEntry(head, { fen });
    case 'use':
      return commonUseEntry(head, { fen, payeeId });
    case 'service':
      return serviceCostEntry(head, { fen, payeeId });
  }
}

/**
 * Posts a movement: its entry, the sums of the estate and its event are one transaction. Money that came in
 * names the line of the bank statement that proves it.
 * @throws Problem 409 `common-income-too-low`.
 * @throws VersionConflict at commit when another movement was posted meanwhile.
 */
export async function postMovement(
  movement: Movement,
  { before, on, today }: { before?: Movement | undefined; on: string; today: string },
  act: ActionContext,
): Promise<{ after: Movement; transaction: Transaction }> {
  const { estateId, movementId, kind, fen, reference = movementId, what, bankAccountId } = movement;
  const [ledger, stored] = await Promise.all([
    openLedger(estateId, today, act.recordedAt),
    get(commonAccounts, { estateId }),
  ]);
  const sums = withMovement(stored ?? emptyAccount(estateId), movement);
  const head = entryHeader(ledger, {
    cause: ['common', movementId],
    occurredOn: on,
    recordedAt: act.recordedAt,
    reference,
    description: `${words[kind]} ${what}`.slice(0, 500),
  });
  const entry = entryFor(head, movement);
  const after: Movement = { ...movement, status: 'posted', postedOn: entry.postedOn, entryId: entry.entryId };
  const moneyAccount = bankAccountId === undefined ? undefined : account.bank(bankAccountId);
  const lines = moneyAccount === undefined ? [] : [{ account: moneyAccount, reference, fen, day: on }];
  const data = { movementId, kind, fen };
  const transaction = new Transaction()
    .save(commonAccounts, { ...sums, updatedAt: act.recordedAt }, stored)
    .save(movements, after, before)
    .record(movements, after, kind === 'income' ? 'CommonIncomeTaken' : 'CommonSpendingApproved', data, act);
  postEntries(transaction, ledger, [entry], lines.length > 0 ? [{ entry, vouchers: lines }] : [], act);
  return { after, transaction };
}
