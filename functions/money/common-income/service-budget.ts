import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Change } from '../../../shared/http/operations.ts';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { addDays, endOfDay, monthsOf } from '../../../shared/kernel/periods.ts';
import { illegalState, Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { type FeesPolicy, feeSystemOn, feesPolicy } from '../fees/public.ts';
import { balancesOn, entryHeader, ledgerFor, openLedger, postEntries, remunerationEntry } from '../ledger/public.ts';
import { serviceBudgets } from './common-income.store.ts';
import { taxedOn, todayOf } from './post-movement.ts';
import {
  figuresOf,
  monthlyParts,
  remunerationOn,
  type requestBudgetSchema,
  type ServiceBudget,
} from './service-year.ts';

/*
 * Operations on the budget of a year of service (酬金制, R34.5). One person requests it and another approves
 * it. That approval covers the monthly remuneration, which a job draws. The accounts of the year are again
 * requested and approved.
 */

const notOnRemuneration = problemKind('not-on-remuneration', 409, {
  'zh-CN': '该小区 {year} 年没有实行酬金制的月份。请先在收费设置的 feeSystems 中登记。',
  'zh-TW': '該社區 {year} 年沒有實行酬金制的月份。請先在收費設定的 feeSystems 中登錄。',
  en: 'No month of {year} is on the remuneration system. Set feeSystems in the fees policy first.',
});
const decidedAlready = problemKind('service-budget-decided', 409, {
  'zh-CN': '{year} 年的预算已申请或已批准。请读取该预算；待批准的可先退回。',
  'zh-TW': '{year} 年的預算已申請或已核准。請讀取該預算；待核准的可先退回。',
  en: 'The budget of {year} is requested or approved already. Read it; one that waits can be refused first.',
});
const yearNotOver = problemKind('service-year-open', 409, {
  'zh-CN': '{year} 年的账尚未全部日结（截至 {closedThrough}）或酬金未提完。请日结到年末后再决算。',
  'zh-TW': '{year} 年的帳尚未全部日結（截至 {closedThrough}）或酬金未提完。請日結到年末後再決算。',
  en: 'Not all days of {year} are closed (closed through {closedThrough}), or its remuneration is not drawn yet. Close the days of the year first.',
});
const settledAlready = problemKind('service-year-settled', 409, {
  'zh-CN': '{year} 年已决算。更正请计入以后年度。',
  'zh-TW': '{year} 年已決算。更正請計入以後年度。',
  en: 'The year {year} is settled already. Corrections belong to a later year.',
});
const noBudget = problemKind('no-service-budget', 409, {
  'zh-CN': '{year} 年没有已批准的预算，不能支出。请先申请预算并由另一人批准。',
  'zh-TW': '{year} 年沒有已核准的預算，不能支出。請先申請預算並由另一人核准。',
  en: 'There is no approved budget for {year}, so nothing can be spent. Request a budget and have another person approve it.',
});
const notInBudget = problemKind('not-in-service-budget', 409, {
  'zh-CN': '预算中没有“{line}”。请填写预算已有的项目：{lines}。',
  'zh-TW': '預算中沒有「{line}」。請填寫預算已有的項目：{lines}。',
  en: 'The budget has no line "{line}". Name one of its lines: {lines}.',
});

/** Returns the first and the last day of a year. */
export const daysOfYear = (year: string) => ({ from: `${year}-01-01`, to: `${year}-12-31` });

/** Returns the months of a year that are on the remuneration system (`2026-01`). */
function monthsOn(policy: Pick<FeesPolicy, 'feeSystems'>, year: string): string[] {
  const all = monthsOf(daysOfYear(year)).filter(({ from }) => feeSystemOn(policy, from) === 'remuneration');
  return all.map(({ from }) => from.slice(0, 7));
}

/** Returns the last day of a month (`2026-02`). */
function lastDayOf(month: string): string {
  const all = monthsOf(daysOfYear(month.slice(0, 4)));
  return all.find(({ from }) => from.startsWith(month))?.to ?? `${month}-28`;
}

/** Returns the next version of a budget, due again at the end of its first month that is not drawn. */
function nextBudget(budget: ServiceBudget, changes: Partial<ServiceBudget>, zone: string, at: string): ServiceBudget {
  const { dueAt: _, ...after } = { ...budget, ...changes, updatedAt: at, version: budget.version + 1 };
  const next = after.status === 'approved' ? after.months.find(({ drawn }) => drawn === undefined) : undefined;
  return next ? { ...after, dueAt: endOfDay(lastDayOf(next.month), zone) } : after;
}

const toldOf = ({ year, incomeFen }: ServiceBudget) => ({ year, incomeFen });

/** Returns the budget of a year of an estate. @throws Problem `not-found`. */
export async function budgetOf(estateId: string, year: string): Promise<ServiceBudget> {
  const found = await get(serviceBudgets, { estateId, year }, { consistent: true });
  if (!found) throw new Problem(problems.notFound);
  return found;
}

/**
 * Requests the budget of a year. A refused one may be replaced.
 * @throws Problem 409 `not-on-remuneration`, `service-budget-decided`.
 */
export async function requestBudget(
  estateId: string,
  input: z.output<typeof requestBudgetSchema>,
  act: ActionContext,
): Promise<{ after: ServiceBudget; transaction: Transaction }> {
  const { year } = input;
  const [known, policy] = await Promise.all([get(serviceBudgets, { estateId, year }), feesPolicy.of(estateId)]);
  if (known && known.status !== 'refused') throw new Problem(decidedAlready, { year });
  if (monthsOn(policy, year).length === 0) throw new Problem(notOnRemuneration, { year });
  const after: ServiceBudget = {
    ...{ estateId, ...input, status: 'asked', asked: { by: act.actor.id, at: act.recordedAt }, months: [] },
    ...{ updatedAt: act.recordedAt, version: (known?.version ?? 0) + 1 },
  };
  const transaction = new Transaction()
    .save(serviceBudgets, after, known)
    .record(serviceBudgets, after, 'ServiceBudgetAsked', toldOf(after), act);
  return { after, transaction };
}

/**
 * Approves a budget that another person requested. From now on a job draws the remuneration of each month
 * that is over.
 * @throws Problem 409 `illegal-state`, `another-person-needed`, `not-on-remuneration`.
 */
export async function approveBudget(before: ServiceBudget, act: ActionContext): Promise<Change<ServiceBudget>> {
  const { estateId, year, incomeFen, remuneration } = before;
  if (before.status !== 'asked') throw illegalState(before.status, ['asked']);
  assertAnotherPerson(before.asked, act.actor.id);
  const [policy, { calendar }] = await Promise.all([feesPolicy.of(estateId), requireEstate(estateId)]);
  const on = monthsOn(policy, year);
  if (on.length === 0) throw new Problem(notOnRemuneration, { year });
  const months = monthlyParts(remunerationOn(incomeFen, remuneration), on);
  const decided = { by: act.actor.id, at: act.recordedAt };
  const after = nextBudget(before, { status: 'approved', decided, months }, calendar.zone, act.recordedAt);
  const transaction = new Transaction()
    .save(serviceBudgets, after, before)
    .record(serviceBudgets, after, 'ServiceBudgetApproved', toldOf(after), act);
  return { after, transaction };
}

/**
 * Refuses a budget with a reason. The requester may withdraw it this way.
 * @throws Problem `illegal-state`.
 */
export function refuseBudget(before: ServiceBudget, reason: string, act: ActionContext): Change<ServiceBudget> {
  if (before.status !== 'asked') throw illegalState(before.status, ['asked']);
  const decided = { by: act.actor.id, at: act.recordedAt, reason };
  const after: ServiceBudget = { ...before, status: 'refused', decided, version: before.version + 1 };
  const transaction = new Transaction()
    .save(serviceBudgets, { ...after, updatedAt: act.recordedAt }, before)
    .record(serviceBudgets, after, 'ServiceBudgetRefused', toldOf(after), { ...act, reason });
  return { after, transaction };
}

/** Returns the entry of remuneration with its tax. Negative fen gives back what was drawn too much. */
async function entryOfRemuneration(
  budget: ServiceBudget,
  { fen, cause, on, description }: { fen: number; cause: string; on: string; description: string },
  act: ActionContext,
) {
  const { estateId, year } = budget;
  const today = await todayOf(estateId, act);
  const ledger = await openLedger(estateId, today, act.recordedAt);
  const taxed = await taxedOn(estateId, Math.abs(fen), 'service', on);
  const vat = taxed.vat && { ...taxed.vat, taxFen: Math.sign(fen) * taxed.vat.taxFen };
  const head = entryHeader(ledger, {
    cause: ['remuneration', estateId, cause],
    occurredOn: on < today ? on : today,
    recordedAt: act.recordedAt,
    reference: `${estateId}-${year}`,
    description,
  });
  return { ledger, entry: remunerationEntry(head, { fen, vat }) };
}

/**
 * Draws the remuneration of the first month of a budget that is over and not drawn: Dr 2241.06 / Cr revenue
 * and its tax. A month that is no longer on the remuneration system draws nothing. Returns undefined when no
 * month is due, so a repeated run adds nothing.
 */
export async function drawMonth(
  key: { estateId: string; year: string },
  act: ActionContext,
): Promise<Transaction | undefined> {
  const before = await get(serviceBudgets, key, { consistent: true });
  const month = before?.months.find(({ drawn }) => drawn === undefined);
  if (before?.status !== 'approved' || !month || before.dueAt === undefined) return undefined;
  if (compareInstants(before.dueAt, act.recordedAt) > 0) return undefined;
  const { estateId } = before;
  const [policy, { calendar }] = await Promise.all([feesPolicy.of(estateId), requireEstate(estateId)]);
  const isOn = feeSystemOn(policy, `${month.month}-01`) === 'remuneration' && month.fen > 0;
  const what = { fen: month.fen, cause: month.month, on: lastDayOf(month.month), description: `酬金 ${month.month}` };
  const posted = isOn ? await entryOfRemuneration(before, what, act) : undefined;
  const drawn = { at: act.recordedAt, ...(posted && { entryId: posted.entry.entryId }) };
  const months = before.months.map((one) => (one === month ? { ...one, fen: isOn ? one.fen : 0, drawn } : one));
  const after = nextBudget(before, { months }, calendar.zone, act.recordedAt);
  const data = { year: before.year, month: month.month, fen: isOn ? month.fen : 0 };
  const transaction = new Transaction()
    .save(serviceBudgets, after, before)
    .record(serviceBudgets, after, 'RemunerationDrawn', data, act);
  return posted ? postEntries(transaction, posted.ledger, [posted.entry], [], act) : transaction;
}

/** Returns the figures of a year up to a ledger day. */
export async function figuresThrough(budget: ServiceBudget, day: string) {
  const { from } = daysOfYear(budget.year);
  const [before, after] = await Promise.all([
    balancesOn(budget.estateId, addDays(from, -1)),
    balancesOn(budget.estateId, day),
  ]);
  return figuresOf(before, after, budget);
}

/**
 * Returns the figures of a year whose days are closed and whose months are drawn.
 * @throws Problem 409 `illegal-state`, `service-year-open`, `service-year-settled`.
 */
async function finalFigures(budget: ServiceBudget) {
  const { estateId, year, status, accounts } = budget;
  if (status !== 'approved') throw illegalState(status, ['approved']);
  if (accounts?.decided) throw new Problem(settledAlready, { year });
  const { closedThrough } = await ledgerFor(estateId);
  const { to } = daysOfYear(year);
  if (closedThrough < to || budget.dueAt !== undefined) throw new Problem(yearNotOver, { year, closedThrough });
  const { openingFen: _, closingFen: __, drawnFen: ___, ...figures } = await figuresThrough(budget, to);
  // A month that ends after the last close is drawn on a later ledger day, and still belongs to the year.
  const drawnFen = budget.months.reduce((sum, { fen }) => sum + fen, 0);
  return { ...figures, drawnFen };
}

/** Requests to settle a year by its accounts. @throws Problem as `finalFigures`. */
export async function requestSettlement(before: ServiceBudget, act: ActionContext): Promise<Change<ServiceBudget>> {
  const figures = await finalFigures(before);
  const accounts = { ...figures, asked: { by: act.actor.id, at: act.recordedAt } };
  const after = { ...before, accounts, updatedAt: act.recordedAt, version: before.version + 1 };
  const data = { year: before.year, resultFen: figures.resultFen };
  const transaction = new Transaction()
    .save(serviceBudgets, after, before)
    .record(serviceBudgets, after, 'ServiceAccountsAsked', data, act);
  return { after, transaction };
}

/**
 * Settles a year as another person requested: the remuneration due on what was really charged replaces the
 * one drawn by the budget. Surplus and loss stay the owners' on the fund.
 * @throws Problem 409 `illegal-state`, `another-person-needed`, and as `finalFigures`.
 */
export async function approveSettlement(before: ServiceBudget, act: ActionContext): Promise<Change<ServiceBudget>> {
  const { accounts: asked, year } = before;
  if (!asked) throw illegalState('not-asked', ['asked']);
  const figures = await finalFigures(before);
  assertAnotherPerson(asked.asked, act.actor.id);
  const fen = figures.remunerationFen - figures.drawnFen;
  const what = { fen, cause: `${year} settled`, on: daysOfYear(year).to, description: `酬金决算 ${year}` };
  const posted = fen === 0 ? undefined : await entryOfRemuneration(before, what, act);
  const decided = { by: act.actor.id, at: act.recordedAt };
  const entryId = posted?.entry.entryId;
  const accounts = { ...figures, asked: asked.asked, decided, ...(entryId !== undefined && { entryId }) };
  const after = { ...before, accounts, updatedAt: act.recordedAt, version: before.version + 1 };
  const data = { year, resultFen: figures.resultFen };
  const transaction = new Transaction()
    .save(serviceBudgets, after, before)
    .record(serviceBudgets, after, 'ServiceAccountsSettled', data, act);
  return {
    after,
    transaction: posted ? postEntries(transaction, posted.ledger, [posted.entry], [], act) : transaction,
  };
}

/**
 * Rejects spending that no approved budget of its year names.
 * @throws Problem 409 `no-service-budget`, `not-in-service-budget`.
 */
export async function mustBeInBudget(estateId: string, line: string, day: string): Promise<void> {
  const year = day.slice(0, 4);
  const budget = await get(serviceBudgets, { estateId, year });
  if (budget?.status !== 'approved') throw new Problem(noBudget, { year });
  const names = budget.spending.map(({ what }) => what);
  if (!names.includes(line)) throw new Problem(notInBudget, { line, lines: names.join(', ') });
}
