import * as z from 'zod';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import { addDays, endOfDay } from '../../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';
import { itemIdSchema } from '../inspection/checklist.ts';
import { ownIdSchema } from '../inspection/inspection-record.ts';
import { acceptanceItemSchema } from './acceptance-lists.ts';

/*
 * Common-area acceptance (承接查验, R3.9): the common parts of a phase pass from the developer to the property
 * company.
 * It is separate from the owners' inspections. Parts and documents are checked one by one, and two people
 * sign.
 * Each open item has a responsible person and a due day.
 */

export const parties = ['developer', 'property-company'] as const;
export type Party = (typeof parties)[number];

const signatureSchema = z.object({ by: z.string(), name: z.string(), on: dateSchema }).meta({ id: 'Signature' });

export const acceptanceSchema = z
  .object({
    acceptanceId: z.string(),
    estateId: z.string(),
    phaseId: z.string(),
    /** Name of the phase. */
    phaseName: z.string(),
    state: z.enum(['open', 'signed']),
    /** Signatories of the developer and of the property company. */
    signatories: z.record(z.enum(parties), z.string()),
    /** Signatures by party: the developer and the property company. */
    signatures: z.partialRecord(z.enum(parties), signatureSchema),
    /** Default due period of open items, in days. */
    dueDays: z.int(),
    items: z.int(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Acceptance' });
export type Acceptance = z.infer<typeof acceptanceSchema>;

/** Returns the id of a phase's common-area acceptance. A phase has one. */
export function acceptanceIdOf(phaseId: string): string {
  return derivedId('tko', phaseId);
}

export const acceptanceStateSchema = z.enum(['unjudged', 'passed', 'open', 'closed']).meta({ id: 'AcceptanceState' });

/** A part or a document in a common-area acceptance. */
export const itemSchema = z
  .object({
    ...acceptanceItemSchema.shape,
    acceptanceId: z.string(),
    estateId: z.string(),
    state: acceptanceStateSchema,
    note: z.string().optional(),
    photos: z.array(z.string()),
    /** Whether the item blocks the signatures while it is open. */
    blocking: z.boolean(),
    /** Id of the person responsible. */
    ownerId: z.string().optional(),
    dueOn: dateSchema.optional(),
    /** Whether the item is open after its due day. */
    overdue: z.boolean(),
    /** Id of the person who judged the item last. */
    judgedBy: z.string().optional(),
    /** Who closed it, on which day, how, and the files that prove it. */
    closed: z.object({ by: z.string(), on: dateSchema, method: z.string(), proof: z.array(z.string()) }).optional(),
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
  })
  .meta({ id: 'ItemRecord' });
export type AcceptanceItem = z.infer<typeof itemSchema>;

const photos = z.array(ownIdSchema).max(20).default([]);

/** Result of an item: passed, or failed with the person responsible. */
export const judgementSchema = z
  .discriminatedUnion('result', [
    z.strictObject({
      itemId: itemIdSchema,
      result: z.literal('passed'),
      note: z.string().max(2_000).optional(),
      photos,
    }),
    z.strictObject({
      itemId: itemIdSchema,
      result: z.literal('failed'),
      note: z.string().min(1).max(2_000),
      photos,
      blocking: z.boolean().default(false),
      ownerId: z.string().min(1).max(64),
      dueOn: dateSchema.optional(),
    }),
  ])
  .meta({ id: 'HandoverJudgement' });
export type Judgement = z.output<typeof judgementSchema>;

/** Returns an item with its result. A failed item gets a due day, by default `dueDays` from today. */
export function judged(
  item: AcceptanceItem,
  said: Judgement,
  by: { actorId: string; today: string; at: string; zone: string; dueDays: number },
): AcceptanceItem {
  const { itemId, kind, name, acceptanceId, estateId } = item;
  const base = { itemId, kind, name, acceptanceId, estateId, judgedBy: by.actorId, updatedAt: by.at };
  const { photos: shown, note } = said;
  if (said.result === 'passed') {
    return {
      ...base,
      state: 'passed',
      photos: shown,
      blocking: false,
      overdue: false,
      ...(note !== undefined && { note }),
    };
  }
  const dueOn = said.dueOn ?? addDays(by.today, by.dueDays);
  const { blocking, ownerId } = said;
  const due = { dueOn, nextDueAt: endOfDay(dueOn, by.zone) };
  return { ...base, state: 'open', note: said.note, photos: shown, blocking, ownerId, overdue: false, ...due };
}

const unjudged = problemKind('items-unjudged', 409, {
  'zh-CN': '尚有未查验项目：{items}。请查验后再签署。',
  'zh-TW': '尚有未查驗項目：{items}。請查驗後再簽署。',
  en: 'These items are not checked yet: {items}. Check them, then sign.',
});
const blocking = problemKind('blocking-items', 409, {
  'zh-CN': '以下问题未解决：{items}。请解决后再签署承接查验。',
  'zh-TW': '以下問題未解決：{items}。請解決後再簽署承接查驗。',
  en: 'These blocking items are open: {items}. Close them, then sign.',
});

/**
 * Rejects a signature while items are unchecked or blocking.
 * @throws Problem 409 `items-unjudged` or `blocking-items`, with the items.
 */
export function mustBeReady(items: readonly AcceptanceItem[]): void {
  const left = items.filter(({ state }) => state === 'unjudged').map(({ itemId }) => itemId);
  if (left.length > 0) throw new Problem(unjudged, { items: left.join(', ') }, { more: { items: left } });
  const inTheWay = items.filter((one) => one.state === 'open' && one.blocking);
  if (inTheWay.length === 0) return;
  const listed = inTheWay.map(({ itemId, note, ownerId, dueOn }) => ({ itemId, note, ownerId, dueOn }));
  const named = inTheWay.map(({ itemId }) => itemId).join(', ');
  throw new Problem(blocking, { items: named }, { more: { items: listed } });
}
