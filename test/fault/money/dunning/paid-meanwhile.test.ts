import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import { contextUnder, type Rules, rulesOf, saveAccount } from '../../../../functions/money/dunning/account-change.ts';
import { withBills } from '../../../../functions/money/dunning/bills-at-hand.ts';
import { accounts, contacts } from '../../../../functions/money/dunning/dunning.store.ts';
import { newAccount } from '../../../../functions/money/dunning/dunning-account.ts';
import { processAccount } from '../../../../functions/money/dunning/run-step.ts';
import { bills } from '../../../../functions/money/fees/bills.store.ts';
import { estates } from '../../../../functions/register/owners/owners.store.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { aBill, estateId, parts, payerId } from '../../../unit/money/fees/a-bill.ts';
import { emptyTables, store, stored } from '../../real-table.ts';

/* The run of a morning after a household's bill became overdue. */

const now = Temporal.Instant.from('2025-05-08T02:00:00Z');
const act = { actor: { kind: 'system', id: 'dunning-run' }, recordedAt: now.toString() } as const;
const bill = aBill();
const { unitId, unitLabel } = bill;
const empty = newAccount({ estateId, payerId, unitId, unitLabel });
let rules: Rules;
const look = () => processAccount(empty.accountId, async () => rules, act, now);

beforeEach(async () => {
  await emptyTables('owners', 'ledger');
  const calendar = stateCouncilCalendar();
  const estate = { estateId, code: 'YG', name: '阳光花园', language: 'zh-CN' as const, calendar };
  await store(estates, { ...estate, updatedAt: act.recordedAt, version: 1 });
  await store(bills, bill);
  rules = await rulesOf(estateId);
  const account = withBills(empty, [bill], rules, now);
  const { transaction } = await saveAccount({ before: undefined, account, told: [] }, contextUnder(rules, act, now));
  await transaction.commit();
});

test('takes the step that is due', async () => {
  expect(await look()).toBe('step');
  expect(await stored(contacts)).toMatchObject([{ billIds: [bill.billId], status: 'waiting' }]);
});

test('R12.4 takes no step for a bill that was paid since the account last changed', async () => {
  const paid = { paymentId: 'pay', on: '2025-05-08', at: act.recordedAt, parts: parts({ principal: bill.fen }) };
  await store(bills, { ...bill, paid: [paid], version: bill.version + 1 });
  expect(await look()).toBe('moved');
  expect(await stored(contacts)).toEqual([]);
  expect(await stored(accounts)).toMatchObject([{ state: 'clear' }]);
});
