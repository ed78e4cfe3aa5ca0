import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { gateKinds, gatesInTheWay, groundIn, notHabitable } from './gates.ts';
import { changed, type Handover, mustAllow, ref, settledOf } from './handover.ts';
import { handovers } from './handovers.store.ts';
import type { Phase } from './plan/phase.ts';
import { type HandoverChange, saveHandover, withDelivery } from './save-handover.ts';
import { definedOf, readingsSchema } from './sign-sheet.ts';

export const giveKeysSchema = z
  .strictObject({
    ...lateEntry,
    takenBy: z.string().min(1).max(200),
    /** Keys, cards and remote controls, each with its count. */
    items: z
      .array(z.strictObject({ what: z.string().min(1).max(120), count: z.int().min(1).max(1_000) }))
      .min(1)
      .max(60),
    /** Meter readings on the day. */
    readings: readingsSchema,
  })
  .meta({ id: 'GiveHandoverKeysBody' });

const gatesOpen = problemKind('gates-open', 409, {
  'zh-CN': '以下事项未办结：{gates}。请办结后再交付钥匙。',
  'zh-TW': '以下事項未辦結：{gates}。請辦結後再交付鑰匙。',
  en: 'These gates are open: {gates}. Settle them, then give the keys.',
});

/** Added to the open gates while a blocking defect is open. */
const blockingDefect = { gate: 'inspection', ground: say(notHabitable, 'zh-CN'), passed: false } as const;

/**
 * A gate in the API. A gate is a condition that a phase sets for giving the keys, such as a full payment into
 * the maintenance fund.
 */
export const gateViewSchema = z
  .object({
    gate: z.enum(gateKinds),
    /** The law or rule that allows the gate. */
    ground: z.string(),
    /** Whether the condition of the gate is met. */
    passed: z.boolean(),
    /** What met the condition, such as the receipt number of the payment. Absent until it is met. */
    by: z.string().optional(),
    /** Documents that the buyer has not received yet; only of the gate `documents`. */
    missing: z.array(z.string()).optional(),
  })
  .meta({ id: 'Gate' });

/** Returns the gates of a handover and what settled each (D17). */
export function gatesOf(handover: Handover, { gates, papers }: Pick<Phase, 'gates' | 'papers'>) {
  const settled = settledOf(handover, papers);
  const inTheWay = gatesInTheWay(gates, settled);
  return gates.map((one): z.infer<typeof gateViewSchema> => {
    const passed = !inTheWay.includes(one);
    const by = passed ? settledBy(handover)[one.gate] : undefined;
    const missing = one.gate === 'documents' && !passed ? [...settled.missingDocuments] : undefined;
    return { ...one, passed, ...(by !== undefined && { by }), ...(missing && { missing }) };
  });
}

function settledBy({ identified, papersGiven, fund, area, sheet }: Handover) {
  return {
    identity: identified && [identified.as, identified.name, identified.powerOfAttorney].filter(Boolean).join(' '),
    documents: papersGiven.join('、'),
    'maintenance-fund': fund && `${fund.receipt} ${fund.paidOn}`,
    'area-settlement': area?.settledOn,
    inspection: sheet && `${sheet.signedOn} ${sheet.hash}`,
  };
}

/**
 * Gives the keys (交钥匙), once, when every gate is passed (D17).
 * Open minor defects are allowed, blocking ones never.
 * @throws Problem 409 `gates-open` that lists the gates with their grounds, illegal-state.
 */
export function giveKeys(
  before: Handover,
  phase: Pick<Phase, 'gates' | 'papers'>,
  said: z.output<typeof giveKeysSchema>,
  zone: string,
  act: ActionContext,
): HandoverChange {
  if (before.keys) throw illegalState(before.state, ['accepted', 'deemed-delivered']);
  const open = gatesOf(before, phase).filter(({ passed }) => !passed);
  // A blocking defect also holds back the keys of a phase without an inspection gate.
  if (before.blockingDefects > 0 && !open.some(({ gate }) => gate === 'inspection')) open.push(blockingDefect);
  if (open.length > 0) {
    const gates = open.map(({ passed: _, ...gate }) => gate);
    const listIn = (language: Language) =>
      open.map((gate) => groundIn(gate, language)).join(language === 'en' ? '; ' : '；');
    const grounds = text(listIn('zh-CN'), listIn('zh-TW'), listIn('en'));
    throw new Problem(gatesOpen, { gates: grounds }, { more: { gates } });
  }
  mustAllow(before, 'give-keys');
  const readAt = occurrence(act);
  const on = dayIn(zone, readAt);
  const { takenBy, items } = said;
  const readings = definedOf(said.readings);
  const keys = { on, takenBy, items, readings };
  const after = withDelivery(changed(before, { state: 'keys-given', keys, nextDueAt: undefined }, act.recordedAt), on);
  const transaction = saveHandover(new Transaction(), after, before, act);
  const told = { ...ref(after), on, readings, readAt };
  return { after, transaction: transaction.record(handovers, after, 'KeysGiven', told, act) };
}
