import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { get } from '../../../shared/store/table.ts';
import { personOf } from '../../register/owners/public.ts';
import {
  type AccountChange,
  contextUnder,
  type DunningContext,
  type Rules,
  refOf,
  saveAccount,
} from './account-change.ts';
import { accounts, contacts } from './dunning.store.ts';
import { contactOf, dunningOf, openFen, type PlannedStep } from './dunning.ts';
import { type AccountRecord, factsOf } from './dunning-account.ts';
import { type ContactRecord, contactIdOf, isWritten } from './dunning-contact.ts';
import { dunningTasks, openTask } from './dunning-task.ts';
import { withBillsNow } from './follow-bills.ts';

/** What the run did with an account. */
export type Looked = 'nothing' | 'step' | 'moved';

/** Returns the content of a step's letter, from the current bills. */
async function saidBy(account: AccountRecord, planned: PlannedStep, context: DunningContext, answerBy: string) {
  const { estate, policy, today } = context;
  const { payerId, unitLabel } = account;
  const payer = await personOf(payerId);
  const bills = account.bills
    .filter(({ billId }) => planned.billIds.includes(billId))
    .map((bill) => ({ billId: bill.billId, ...bill.period, dueOn: bill.dueOn, fen: openFen(bill) }));
  const index = policy.ladder.findIndex(({ step }) => step === planned.step.step);
  return {
    estateName: estate.name,
    payerName: payer?.name ?? payerId,
    unitLabel,
    issuedOn: today,
    answerBy,
    answerDays: planned.step.answerDays,
    fen: planned.fen,
    bills,
    nextMeans: policy.ladder[index + 1]?.means,
  };
}

/**
 * Takes the due step: records its contact and `DunningStepTaken` in one transaction. Notices sends written
 * means; a call, a visit or a legal file becomes a task.
 */
async function takeStep(change: AccountChange, planned: PlannedStep, context: DunningContext): Promise<Transaction> {
  const { before, account } = change;
  const { now, act, calendar } = context;
  const contactId = contactIdOf(account.accountId, (before?.version ?? 0) + 1);
  const rule = contactOf(planned, { reached: false, proof: contactId }, now, calendar);
  const { step, means, billIds, fen, answerBy } = rule;
  const record: ContactRecord = {
    contactId,
    ...refOf(account),
    estateId: account.estateId,
    step,
    means,
    billIds,
    said: await saidBy(account, planned, context, answerBy),
    status: 'waiting',
    at: now.toString(),
    updatedAt: now.toString(),
    version: 1,
  };
  const task = isWritten(record)
    ? undefined
    : openTask(record, means === 'legal-file' ? 'legal-file' : 'call-or-visit', now.toString());
  const taskId = task?.taskId;
  const entry = { ...rule, contactId, answerDays: planned.step.answerDays, waiting: true, taskId };
  const told = (transaction: Transaction, after: AccountRecord) => {
    const ref = refOf(after);
    const data = { ...ref, contactId, step, means, billIds, fen, answerBy, notBefore: now.toString() };
    transaction.record(accounts, after, 'DunningStepTaken', data, act);
    if (task) transaction.record(accounts, after, 'DunningTaskOpened', { ...ref, taskId: task.taskId, means }, act);
  };
  const next = { ...account, contacts: [...account.contacts, entry] };
  const { transaction } = await saveAccount({ before, account: next, told: [...change.told, told] }, context);
  transaction.save(contacts, { ...record, taskId });
  if (task) transaction.save(dunningTasks.entity, task);
  return transaction;
}

/**
 * Processes a due account: reads it and its bills, takes a step that is due now, and sets the next due time.
 * @throws VersionConflict when another change came at the same moment.
 */
export async function processAccount(
  accountId: string,
  rules: (estateId: string) => Promise<Rules>,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Looked> {
  const before = await get(accounts, { accountId });
  if (!before) return 'nothing';
  const context = contextUnder(await rules(before.estateId), act, now);
  const account = await withBillsNow(before, context, now);
  const { state, next } = dunningOf(factsOf(account), context, now);
  if (state === 'step-due' && next) {
    await (await takeStep({ before, account, told: [] }, next, context)).commit();
    return 'step';
  }
  const { transaction } = await saveAccount({ before, account, told: [] }, context);
  await transaction.commit();
  return 'moved';
}
