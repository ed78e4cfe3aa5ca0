import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { illegalState, Problem, problemKind, problems } from '../../../../shared/kernel/problem.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { staffOf, unknownStaff, worksAt } from '../../../register/owners/public.ts';
import type { HandoversPolicy } from '../handovers.policy.ts';
import { itemIdSchema } from '../inspection/checklist.ts';
import { ownIdSchema } from '../inspection/inspection-record.ts';
import type { Phase } from '../plan/phase.ts';
import { acceptanceItems, acceptances } from './acceptance.store.ts';
import {
  type Acceptance,
  type AcceptanceItem,
  acceptanceIdOf,
  judged,
  judgementSchema,
  mustBeReady,
  parties,
} from './acceptance.ts';
import { acceptanceListSchema } from './acceptance-lists.ts';

export const openSchema = z
  .strictObject({
    phaseId: z.string().max(64),
    /** The two staff members who sign for the developer and for the property company. */
    signatories: z.strictObject({ developer: z.string().max(64), 'property-company': z.string().max(64) }),
    /** Items to accept. Default: the estate's list. */
    items: acceptanceListSchema.optional(),
  })
  .meta({ id: 'OpenAcceptanceBody' });

const samePerson = problemKind('same-signatory', 422, {
  'zh-CN': 'signatories 中的两方是同一人。请为开发企业和物业公司分别指定一人。',
  'zh-TW': 'signatories 中的兩方是同一人。請為開發企業和物業公司分別指定一人。',
  en: 'signatories names the same person twice. Name a different person for each party.',
});
const taken = problemKind('acceptance-exists', 409, {
  'zh-CN': '本批次的承接查验已经开始。请在 {acceptanceId} 中继续办理。',
  'zh-TW': '本批次的承接查驗已經開始。請在 {acceptanceId} 中繼續辦理。',
  en: 'This phase already has a common-area acceptance. Continue with {acceptanceId}.',
});
const noSuchItem = problemKind('unknown-item', 422, {
  'zh-CN': '承接查验清单中没有 {itemId}。请核对 itemId。',
  'zh-TW': '承接查驗清單中沒有 {itemId}。請核對 itemId。',
  en: 'The common-area acceptance has no item {itemId}. Check itemId.',
});
const notSignatory = problemKind('not-the-signatory', 403, {
  'zh-CN': '您不是该方的签署人。请由 {signatory} 签署。',
  'zh-TW': '您不是該方的簽署人。請由 {signatory} 簽署。',
  en: 'You are not the signatory of this party. Have {signatory} sign.',
});
const ownItem = problemKind('own-item', 409, {
  'zh-CN': '整改责任人不能自行销项。请由他人确认。',
  'zh-TW': '整改責任人不能自行銷項。請由他人確認。',
  en: 'The person responsible for an item may not close it. Have another person confirm it.',
});

/** Rejects people who are not staff of the estate. @throws Problem unknown-staff. */
async function mustWorkThere(staffIds: readonly string[], estateId: string, field: string): Promise<void> {
  for (const staffId of new Set(staffIds)) {
    const colleague = await staffOf(staffId);
    if (!colleague || !worksAt(colleague, estateId)) throw new Problem(unknownStaff, { staffId, field });
  }
}

/** A common-area acceptance after a change, and the transaction to commit. */
export interface AcceptanceChange {
  readonly after: Acceptance;
  readonly transaction: Transaction;
}

/**
 * Opens the common-area acceptance of a phase with all its items.
 * @throws Problem `same-signatory`, unknown-staff; at commit `acceptance-exists`.
 */
export async function openAcceptance(
  { phaseId, estateId, name: phaseName }: Phase,
  { signatories, items: own }: z.output<typeof openSchema>,
  policy: HandoversPolicy,
  act: ActionContext,
): Promise<AcceptanceChange> {
  if (signatories.developer === signatories['property-company']) throw new Problem(samePerson);
  await mustWorkThere(Object.values(signatories), estateId, 'signatories');
  const items = own ?? policy.acceptance;
  const acceptanceId = acceptanceIdOf(phaseId);
  const updatedAt = act.recordedAt;
  const after: Acceptance = {
    acceptanceId,
    estateId,
    phaseId,
    phaseName,
    signatories,
    signatures: {},
    state: 'open',
    dueDays: policy.acceptanceDueDays,
    items: items.length,
    updatedAt,
    version: 1,
  };
  const transaction = new Transaction().save(acceptances, after, undefined, () => new Problem(taken, { acceptanceId }));
  for (const one of items) {
    const fresh = { state: 'unjudged', blocking: false, overdue: false } as const;
    transaction.put(acceptanceItems, { ...one, ...fresh, photos: [], acceptanceId, estateId, updatedAt });
  }
  return {
    after,
    transaction: transaction.record(acceptances, after, 'AcceptanceOpened', { acceptanceId, phaseId }, act),
  };
}

export const judgeSchema = z
  .strictObject({
    /** Results, one for each item. */
    judgements: z.array(judgementSchema).min(1).max(40),
  })
  .meta({ id: 'JudgeAcceptanceItemsBody' });

function itemIn(items: readonly AcceptanceItem[], itemId: string): AcceptanceItem {
  const item = items.find((one) => one.itemId === itemId);
  if (!item) throw new Problem(noSuchItem, { itemId });
  return item;
}

/** A common-area acceptance before a change, its items, its zone, and the action. */
interface AcceptanceContext {
  readonly before: Acceptance;
  readonly items: readonly AcceptanceItem[];
  readonly zone: string;
  readonly act: ActionContext;
}

function next(before: Acceptance, change: Partial<Acceptance>, act: ActionContext): Acceptance {
  return { ...before, ...change, updatedAt: act.recordedAt, version: before.version + 1 };
}

/**
 * Records results of items. Earlier signatures become void.
 * @throws Problem illegal-state, `unknown-item`, unknown-staff.
 */
export async function judgeItems(
  { before, items, zone, act }: AcceptanceContext,
  { judgements }: z.output<typeof judgeSchema>,
): Promise<AcceptanceChange> {
  if (before.state === 'signed') throw illegalState('signed', ['open']);
  const { acceptanceId, phaseId, estateId, dueDays } = before;
  const failed = judgements.filter((one) => one.result === 'failed');
  await mustWorkThere(
    failed.map(({ ownerId }) => ownerId),
    estateId,
    'ownerId',
  );
  const after = next(before, { signatures: {} }, act);
  const transaction = new Transaction().save(acceptances, after, before);
  const by = { actorId: act.actor.id, today: dayIn(zone, act.recordedAt), at: act.recordedAt, zone, dueDays };
  // Of two results for one item in a request, the later one counts.
  for (const [itemId, said] of new Map(judgements.map((one) => [one.itemId, one]))) {
    transaction.put(acceptanceItems, judged(itemIn(items, itemId), said, by));
  }
  const signaturesVoid = Object.keys(before.signatures).length > 0;
  const data = { acceptanceId, phaseId, items: judgements.length, failed: failed.length, signaturesVoid };
  return { after, transaction: transaction.record(acceptances, after, 'AcceptanceItemsJudged', data, act) };
}

export const closeItemSchema = z
  .strictObject({
    itemId: itemIdSchema,
    method: z.string().min(1).max(2_000),
    proof: z.array(ownIdSchema).max(20).default([]),
  })
  .meta({ id: 'CloseAcceptanceItemBody' });

/**
 * Closes an open item. The person responsible for it may not close it.
 * @throws Problem `unknown-item`, illegal-state, `own-item`.
 */
export function closeItem(
  { before, items, zone, act }: AcceptanceContext,
  { itemId, method, proof }: z.output<typeof closeItemSchema>,
): AcceptanceChange {
  const { nextDueAt: _, ...item } = itemIn(items, itemId);
  if (item.state !== 'open') throw illegalState(item.state, ['open']);
  if (item.ownerId === act.actor.id) throw new Problem(ownItem);
  const after = next(before, {}, act);
  const closed = { by: act.actor.id, on: dayIn(zone, act.recordedAt), method, proof };
  const transaction = new Transaction()
    .save(acceptances, after, before)
    .put(acceptanceItems, { ...item, state: 'closed', closed, updatedAt: act.recordedAt })
    .record(acceptances, after, 'AcceptanceItemClosed', { acceptanceId: before.acceptanceId, itemId }, act);
  return { after, transaction };
}

/** The signing party, and the version that the signer has read. */
export const signAcceptanceSchema = z
  .strictObject({ as: z.enum(parties), version: z.int().min(1) })
  .meta({ id: 'SignAcceptanceBody' });

/**
 * Signs for one of the two parties. The second signature completes the acceptance.
 * Open items are then carried on with the person responsible and the due day.
 * @throws Problem illegal-state, stale, `not-the-signatory`, `items-unjudged`, `blocking-items`.
 */
export function signAcceptance(
  { before, items, zone, act }: AcceptanceContext,
  { as, version }: z.output<typeof signAcceptanceSchema>,
): AcceptanceChange {
  if (before.state === 'signed' || before.signatures[as]) throw illegalState('signed', ['open']);
  const signatory = before.signatories[as];
  const { actor, recordedAt } = act;
  if (signatory !== actor.id) throw new Problem(notSignatory, { signatory });
  if (before.version !== version) throw new Problem(problems.stale);
  mustBeReady(items);
  const signature = { by: actor.id, name: actor.name ?? actor.id, on: dayIn(zone, recordedAt) };
  const signatures = { ...before.signatures, [as]: signature };
  const done = parties.every((party) => signatures[party]);
  const after = next(before, { signatures, ...(done && { state: 'signed' as const }) }, act);
  const { acceptanceId, phaseId } = after;
  const transaction = new Transaction()
    .save(acceptances, after, before)
    .record(acceptances, after, 'AcceptanceSigned', { acceptanceId, phaseId, by: as }, act);
  if (!done) return { after, transaction };
  for (const { itemId, state, ownerId, dueOn } of items) {
    if (state !== 'open' || ownerId === undefined || dueOn === undefined) continue;
    transaction.record(acceptances, after, 'AcceptanceItemCarried', { acceptanceId, itemId, ownerId, dueOn }, act);
  }
  return { after, transaction };
}

/** Maximum number of items that one run reports. Each is written with its event. */
const toldAtOnce = 40;

/** Reports overdue items, once each. Returns undefined when there are none. */
export function notifyItemsOverdue({ before, items, zone, act }: AcceptanceContext): Transaction | undefined {
  const today = dayIn(zone, act.recordedAt);
  const late = items
    .filter(({ state, overdue, dueOn }) => state === 'open' && !overdue && dueOn !== undefined && dueOn < today)
    .slice(0, toldAtOnce);
  if (late.length === 0) return undefined;
  const after = next(before, {}, act);
  const { acceptanceId } = after;
  const transaction = new Transaction().save(acceptances, after, before);
  for (const { nextDueAt: _, ...item } of late) {
    transaction.put(acceptanceItems, { ...item, overdue: true, updatedAt: act.recordedAt });
    const { itemId, ownerId = '', dueOn = '' } = item;
    transaction.record(acceptances, after, 'AcceptanceItemOverdue', { acceptanceId, itemId, ownerId, dueOn }, act);
  }
  return transaction;
}
