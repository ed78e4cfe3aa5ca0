import { account } from '../../functions/money/ledger/account.ts';
import { countDrawer } from '../../functions/money/ledger/count-drawer.ts';
import { drawerDayIdOf, drawerDays } from '../../functions/money/ledger/drawer.store.ts';
import { openLedger } from '../../functions/money/ledger/post-entries.ts';
import { type Payment, paymentView } from '../../functions/money/payments/payment.ts';
import { recordDeposit, recordDepositSchema } from '../../functions/money/payments/record-deposit.ts';
import { type PaymentInput, recordPayment } from '../../functions/money/payments/record-payment.ts';
import type { Caller } from '../../infra/api-client/api-client.ts';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import { callerOf } from '../../shared/http/auth.ts';
import { newId } from '../../shared/kernel/ids.ts';
import { toInstant } from '../../shared/kernel/time.ts';
import { retryOnConflict } from '../../shared/store/retry.ts';
import { get } from '../../shared/store/table.ts';
import { cashOf } from '../cash.ts';
import type { Body } from './backend.ts';
import { tableOf } from './engine-table.ts';
import { ledgerStores } from './ledger-fixtures.ts';

/*
 * Cash that was taken on an earlier day. No operation accepts it (R20.12), so these run the operations in
 * this process by the clock of that day.
 */

/** Returns what a person does at noon of a day in the zone of the test estates. */
async function atNoonOf(day: string, by: Caller): Promise<ActionContext> {
  await ledgerStores();
  process.env.OWNERS_TABLE = (await tableOf('owners')).TableName;
  const recordedAt = `${day}T04:${new Date().toISOString().slice('2026-01-01T00:'.length)}`;
  return { actor: { kind: 'staff', id: String(by.personId) }, recordedAt };
}

const opening = new Map<string, Promise<void>>();

/** Opens the drawer of a cashier on an earlier day with what is in it, unless it is open. One at a time. */
async function openedOn(day: string, estateId: string, by: Caller, act: ActionContext): Promise<void> {
  const key = [estateId, by.personId, day].join();
  const running = opening.get(key) ?? openOn(day, estateId, by, act).finally(() => opening.delete(key));
  opening.set(key, running);
  await running;
}

async function openOn(day: string, estateId: string, by: Caller, act: ActionContext): Promise<void> {
  const cashierId = String(by.personId);
  if ((await get(drawerDays, { drawerDayId: drawerDayIdOf(estateId, cashierId, day) }))?.status === 'open') return;
  const early = { ...act, recordedAt: act.recordedAt.replace('T04:', 'T01:') };
  const count = async (fen: number) => {
    const ledger = await openLedger(estateId, day, early.recordedAt);
    const input = { cashierId, day, purpose: 'opening' as const, cash: cashOf(fen) };
    return countDrawer(newId('cnt', toInstant(early.recordedAt)), input, {
      ledger,
      today: day,
      act: early,
      mayStandIn: false,
    });
  };
  const { after } = await count(0);
  await retryOnConflict(async () => (await count(after.expected.fen)).transaction.commit());
}

/** Records a payment in cash as its cashier did on an earlier day. */
export async function cashPaid(
  by: Caller,
  day: string,
  said: Pick<PaymentInput, 'estateId' | 'payerId' | 'fen' | 'reference'>,
): Promise<Body> {
  const act = await atNoonOf(day, by);
  await openedOn(day, said.estateId, by, act);
  const cashierId = String(by.personId);
  const taking: PaymentInput = {
    ...said,
    method: 'cash',
    moneyAccount: account.cash(cashierId),
    receiptsOf: cashierId,
  };
  const after = await retryOnConflict(async (): Promise<Payment> => {
    const recorded = await recordPayment(taking, act);
    await recorded.transaction?.commit();
    return recorded.after;
  });
  return paymentView(after);
}

/** Records a deposit in cash as its cashier did on an earlier day. */
export async function cashDeposited(by: Caller, day: string, estateId: string, said: object): Promise<void> {
  const act = await atNoonOf(day, by);
  await openedOn(day, estateId, by, act);
  const caller = callerOf({ id: by.sub, personId: String(by.personId) }, { grants: [] });
  const input = recordDepositSchema.parse({ ...said, method: 'cash' });
  await retryOnConflict(async () => {
    const { transaction } = await recordDeposit(estateId, input, caller, act);
    await transaction?.commit();
  });
}
