import { addDays } from '../../../shared/kernel/periods.ts';
import { type Body, idle, must, runJob } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { eagerDunning } from '../dunning-fixtures.ts';
import { changeMoneyPolicy, type Scenario, type ScenarioPart } from '../scenario.ts';
import { until } from '../until.ts';

/**
 * Runs the dunning operations: contacts, holds, instalments, endings. `billId` in `ids` is an open bill.
 */
const run: ScenarioPart = async (of, ids, perform) => {
  const { stage, serial, household, personId, unitId } = of;
  await changeMoneyPolicy('Dunning', { quietFrom: '20:00' }, of, perform);
  const { billId = '' } = ids;
  const { estateId, staff } = stage.estate;
  const { operator: desk, supervisor, manager, auditor } = staff;
  const list = { estateId, limit: '20' };
  const ours = { ...list, payerId: personId, unitId };
  await eagerDunning(stage.estate);
  const { building } = await must(desk, 'GET', `/v1/units/${unitId}`);
  const feeItemId = await feeFor(stage.estate, building, '1000', { name: `车位费 ${serial}` });
  // So much that prepaid money left over pays less than a tenth: a larger part would start its age again.
  const overdue = await billsOut(stage.estate, [feeItemId], '2026-04', '2026-05-31');
  const { billId: overdueBillId } = overdue.find((bill: Body) => bill.unitId === unitId);
  await idle();
  const { items } = await perform('listDunningAccounts', household, { query: ours });
  const [{ accountId }] = items;
  const on = { params: { accountId } };
  await perform('getDunningAccount', household, on);
  await perform('listDunningAccounts', desk, { query: list });
  await perform('listDunningAccounts', desk, { query: { ...list, state: 'waiting' } });
  await perform('listDunningAccounts', desk, { query: { ...list, limitationRisk: 'true' } });
  const since = new Date(Date.now() - 60_000).toISOString();
  await perform('listDunningAccounts', desk, { query: { ...list, updatedSince: since } });

  const { asOf } = await perform('holdDunning', supervisor, { ...on, body: { why: 'hardship', reason: '住院' } });
  const mistaken = { why: 'hardship', to: addDays(asOf, -1), reason: '登记有误' };
  await perform('endDunningHold', supervisor, { ...on, body: mistaken });
  const call = { billIds: [billId], reached: true, proof: '录音 0117', note: '答应月底前缴清' };
  const { contactId } = await perform('recordDunningContact', desk, { ...on, body: call });
  const ofContact = { params: { contactId } };
  await perform('getDunningContact', household, ofContact);
  await perform('getDunningDocument', household, ofContact);
  await perform('listDunningContacts', desk, { query: list });
  await perform('listDunningContacts', desk, { query: { ...list, updatedSince: since } });
  await perform('listDunningContacts', household, { query: { ...list, payerId: personId } });

  const suit = {
    kind: 'suit',
    on: asOf,
    billIds: [overdueBillId],
    proofKind: 'document',
    proof: '（2026）民初 117 号立案通知书',
  };
  const { limitationEvents } = await perform('recordLimitationEvent', desk, { ...on, body: suit });
  const { eventId } = limitationEvents.at(-1);
  await perform('endLimitationEvent', desk, { ...on, body: { eventId, endedOn: asOf, proof: '撤诉裁定书' } });
  await perform('withdrawLimitationEvent', supervisor, { ...on, body: { eventId, reason: '登记有误' } });

  const account = await perform('getDunningAccount', desk, on);
  const open = account.bills.find((bill: Body) => bill.billId === billId);
  const instalments = [{ dueOn: addDays(asOf, 60), fen: open.openFen }];
  await perform('agreeInstalments', supervisor, { ...on, body: { billIds: [billId], instalments } });
  await perform('listDunningEvents', auditor, { ...on, query: { limit: '200' } });

  // The first step of this estate's ladder is a visit. An account not due in one run is due in a later one.
  await idle();
  await runJob('dunning-run');
  await perform('listDunningTasks', desk, { query: list });
  await perform('listDunningTasks', desk, { query: { ...list, status: 'open' } });
  const { taskId } = await until('a task', async () => {
    await runJob('dunning-run');
    const open = await must(desk, 'GET', `/v1/dunning/tasks?estateId=${estateId}&status=open&limit=200`);
    return open.items.find((one: Body) => one.accountId === accountId);
  });
  const visited = { outcome: 'reached', proof: '上门记录 12', note: '本人签字' };
  await perform('completeDunningTask', desk, { params: { taskId }, body: visited });
  await perform('getDunningTask', auditor, { params: { taskId } });
  const giving = { as: 'written-off', billIds: [overdueBillId], reason: '无法追收' };
  await perform('endDunning', manager, { ...on, body: giving });
  return { accountId, contactId, dunningTaskId: taskId };
};

export const scenario: Scenario = { needs: ['fees'], run };
