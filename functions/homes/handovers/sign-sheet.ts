import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type Language, languageSchema, text } from '../../../shared/kernel/language.ts';
import { meterValueSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import type { Sender } from '../../../shared/pages/paper.ts';
import { changed, mustAllow, ref } from './handover.ts';
import { handovers } from './handovers.store.ts';
import type { DefectFacts } from './inspection/defect-state.ts';
import { inspectionOf, openIn } from './inspection/inspection.ts';
import { ownIdSchema } from './inspection/inspection-record.ts';
import type { Inspection } from './inspection/record-inspection.ts';
import { type HandoverChange, saveHandover, withDelivery } from './save-handover.ts';
import { sheets } from './settlements.store.ts';
import { sheetPage } from './sheet.page.ts';
import { packed, type SheetPlace, sheetOf } from './sheet.ts';

/** Meter readings by utility, in units of the meter. */
export const readingsSchema = z.partialRecord(utilitySchema, meterValueSchema);

export const signSchema = z
  .strictObject({
    ...lateEntry,
    as: z.enum(['owner', 'agent']),
    /**
     * Version of the sheet that the signer has read. A newer version must be read before it can be signed.
     */
    version: z.int().min(1),
    /** Id of the file with the signature. */
    signature: ownIdSchema.optional(),
    /** Reading of each meter at the handover. */
    readings: readingsSchema,
    /** The buyer accepts the home with its open defects. They stay open and are rectified. */
    acceptsOpenDefects: z.boolean().default(false),
    /** Language of the page to sign. */
    language: languageSchema.optional(),
  })
  .meta({ id: 'SignHandoverSheetBody' });

const signers = { owner: text('业主', '業主', 'owner'), agent: text('受托人', '受託人', 'agent') };
const notHe = problemKind('not-identified', 409, {
  'zh-CN': '签到时核验身份的不是{as}，{as}不能签署。请在 as 字段填写实际签到人：owner（业主）或 agent（受托人）。',
  'zh-TW': '簽到時核驗身分的不是{as}，{as}不能簽署。請在 as 欄位填寫實際簽到人：owner（業主）或 agent（受託人）。',
  en: 'The {as} was not checked in for this handover, so the {as} cannot sign. In the field “as”, enter who was checked in: owner or agent.',
});
const reviewsOpen = problemKind('reviews-open', 409, {
  'zh-CN': '有验房记录待主管复核：{items}。请先复核，再签署。',
  'zh-TW': '有驗房紀錄待主管複核：{items}。請先複核，再簽署。',
  en: 'Inspection records wait for a supervisor: {items}. Have them reviewed, then sign the sheet.',
});
const blocked = problemKind('blocking-defects', 409, {
  'zh-CN': '存在影响结构安全或严重影响居住的问题：{items}。整改并复验前不能签署或领取钥匙，业主有权拒收。',
  'zh-TW': '存在影響結構安全或嚴重影響居住的問題：{items}。整改並複驗前不能簽署或領取鑰匙，業主有權拒收。',
  en: 'Defects affect the structure or seriously affect living in the home: {items}. Rectify and re-inspect them before the sheet is signed or keys are given. The buyer may refuse the home.',
});
const notAccepted = problemKind('open-defects', 409, {
  'zh-CN': '尚有未整改问题：{items}。业主同意带问题接收时，请注明 acceptsOpenDefects。',
  'zh-TW': '尚有未整改問題：{items}。業主同意帶問題接收時，請註明 acceptsOpenDefects。',
  en: 'Defects are open: {items}. Set acceptsOpenDefects if the buyer accepts the home with them.',
});

const places = (defects: readonly DefectFacts[]) => defects.map(({ found }) => found.itemId).join(', ');

/** Rejects when a blocking defect is open. @throws Problem `blocking-defects` that lists them. */
function mustNotBlock(open: readonly DefectFacts[]): void {
  const blocking = open.filter(({ severity }) => severity === 'blocking');
  if (blocking.length === 0) return;
  const defects = blocking.map(({ found: { itemId, room, part, note } }) => ({ itemId, room, part, note }));
  throw new Problem(blocked, { items: places(blocking) }, { more: { defects } });
}

/**
 * Signs the acceptance sheet for the buyer or their agent (R3.4). Stores the signed page and its hash.
 * Delivers the home if it was not delivered before.
 * @throws Problem illegal-state, stale, `not-identified`, `reviews-open`, `blocking-defects`, `open-defects`.
 */
export function signSheet(
  { handover: before, records, zone }: Inspection,
  said: z.output<typeof signSchema>,
  { place, sender }: { place: SheetPlace; sender: Sender },
  language: Language,
  act: ActionContext,
): HandoverChange {
  mustAllow(before, 'sign');
  if (before.version !== said.version) throw new Problem(problems.stale);
  const { identified } = before;
  if (identified?.as !== said.as) throw new Problem(notHe, { as: signers[said.as] });
  const items = inspectionOf(records);
  const waiting = [...items.values()].filter((item) => item.waiting.size > 0).map(({ itemId }) => itemId);
  if (waiting.length > 0) throw new Problem(reviewsOpen, { items: waiting.join(', ') }, { more: { items: waiting } });
  const { open } = openIn(items);
  mustNotBlock(open);
  if (open.length > 0 && !said.acceptsOpenDefects) throw new Problem(notAccepted, { items: places(open) });

  const readAt = occurrence(act, identified.at);
  const on = dayIn(zone, readAt);
  const readings = definedOf(said.readings);
  const { name, as } = identified;
  const signed = {
    on,
    as,
    name,
    desk: act.actor.name ?? act.actor.id,
    ...(said.signature !== undefined && { file: said.signature }),
  };
  const version = before.version + 1;
  const data = sheetOf({ ...before, version }, records, place, { readings, signed });
  const page = sheetPage(data, sender, language);
  const hash = createHash('sha256').update(page).digest('hex');
  const sheet = { signedOn: on, signer: name, hash, openDefects: open.length, version, language };
  const change = { state: 'accepted', sheet, nextDueAt: undefined } as const;
  const after = withDelivery(changed(before, change, act.recordedAt), on);
  const transaction = saveHandover(new Transaction(), after, before, act);
  const { handoverId } = after;
  transaction.put(sheets, { handoverId, version, language, hash, packed: packed({ page, data }) });
  const told = { ...ref(after), on, openDefects: open.length, sheetHash: hash, readings, readAt };
  return { after, transaction: transaction.record(handovers, after, 'SheetSigned', told, act) };
}

/** Returns the readings without undefined values. */
export function definedOf(readings: z.output<typeof readingsSchema>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(readings).flatMap(([utility, value]) => (value === undefined ? [] : [[utility, value]])),
  );
}
