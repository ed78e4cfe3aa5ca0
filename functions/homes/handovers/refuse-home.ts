import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { type Handover, mustAllow, ref } from './handover.ts';
import { handovers } from './handovers.store.ts';
import { endBooking, stopWaiting } from './plan/book-slot.ts';
import type { Phase } from './plan/phase.ts';
import { changeHandover, type HandoverChange } from './save-handover.ts';

/** Grounds of a refusal. Unsound structure and 严重影响居住使用 are good reasons (SPC 9, 10); `other` is not. */
const grounds = ['structure', 'living-seriously-affected', 'other'] as const;

export const refuseSchema = z
  .strictObject({
    ...lateEntry,
    reason: reasonSchema(2_000),
    ground: z.enum(grounds),
  })
  .meta({ id: 'RefuseHomeBody' });

/**
 * Records that the buyer refuses the home (拒收), with good reason or without (R3.4).
 * @throws Problem illegal-state, in-the-future.
 */
export function refuseHome(
  before: Handover,
  { reason, ground }: z.output<typeof refuseSchema>,
  zone: string,
  act: ActionContext,
): HandoverChange {
  mustAllow(before, 'refuse');
  // A defect that an inspector rated as blocking is always a good reason.
  const withGoodReason = ground !== 'other' || before.blockingDefects > 0;
  const refused = { on: dayIn(zone, occurrence(act)), reason, withGoodReason };
  const change = { state: 'refused', refused, booking: undefined, waiting: undefined, nextDueAt: undefined } as const;
  const { after, transaction } = changeHandover(before, change, act);
  transaction.record(handovers, after, 'HandoverRefused', { ...ref(after), reason, withGoodReason }, act);
  endBooking(transaction, before, after, act);
  stopWaiting(transaction, before);
  return { after, transaction };
}

const notProven = problemKind('notice-not-proven', 409, {
  'zh-CN':
    '没有书面通知在约定日 {day} 之前送达的证明，不能视为交付（《商品房买卖合同司法解释》第八条）。请先登记送达凭证，或重新通知。',
  'zh-TW':
    '沒有書面通知在約定日 {day} 之前送達的證明，不能視為交付（《商品房買賣合同司法解釋》第八條）。請先登錄送達憑證，或重新通知。',
  en: 'No written notice is proven to have arrived before {day}, the day it named, so the home is not deemed delivered (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8). Enter the proof or send a new notice.',
});
const goodReason = problemKind('refused-with-good-reason', 409, {
  'zh-CN': '买受人有正当理由拒收，不能视为交付（《商品房买卖合同司法解释》第八条）。请先整改并重新通知。',
  'zh-TW': '買受人有正當理由拒收，不能視為交付（《商品房買賣合同司法解釋》第八條）。請先整改並重新通知。',
  en: 'The buyer refused with good reason, so the home is not deemed delivered (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8). Rectify the home and send a new notice.',
});
const tooEarly = problemKind('too-early-to-deem', 409, {
  'zh-CN': '最早 {earliest} 才可视为交付（《商品房买卖合同司法解释》第八条）。请届时再办理。',
  'zh-TW': '最早 {earliest} 才可視為交付（《商品房買賣合同司法解釋》第八條）。請屆時再辦理。',
  en: 'The home can be deemed delivered on {earliest} at the earliest (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8). Try again from that day.',
});
const cameHimself = problemKind('not-refused', 409, {
  'zh-CN': '买受人已到场验房且未无故拒收，不能视为交付（《商品房买卖合同司法解释》第八条）。请继续办理签署和交钥匙。',
  'zh-TW': '買受人已到場驗房且未無故拒收，不能視為交付（《商品房買賣合同司法解釋》第八條）。請繼續辦理簽署和交鑰匙。',
  en: 'The buyer came and did not refuse without good reason, so the home is not deemed delivered (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8). Continue with the sheet and the keys.',
});

const ourDoing = problemKind('time-was-cancelled', 409, {
  'zh-CN':
    '开发商取消了买受人的预约，买受人尚无新预约，不能视为交付（《商品房买卖合同司法解释》第八条）。请先重新通知。',
  'zh-TW':
    '開發商取消了買受人的預約，買受人尚無新預約，不能視為交付（《商品房買賣合同司法解釋》第八條）。請先重新通知。',
  en: "The developer cancelled the buyer's booking and the buyer has no other, so the home is not deemed delivered (Supreme People’s Court, Interpretation on the Sale of Commercial Housing, article 8). Send a new notice first.",
});

const r34 = (more: object = {}) => ({ more: { rule: 'R3.4', ...more } });

/**
 * Returns the day on which a home is deemed delivered without its buyer (视为交付, R3.4): the day the notice
 * named. The notice must be proven to have arrived before that day.
 * Case 1: the buyer refused without good reason, and the day has come.
 * Case 2: the buyer never came, the last day of the phase is over, and the developer did not cancel their
 * booking.
 * @throws Problem 409 `notice-not-proven`, `refused-with-good-reason`, `not-refused`, `too-early-to-deem`,
 * `time-was-cancelled`.
 */
export function deemedOn(handover: Handover, phase: Pick<Phase, 'to'>, today: string): string {
  const { notice, refused, identified, waiting } = handover;
  const day = notice?.noticedFor ?? '';
  if (refused?.withGoodReason) throw new Problem(goodReason, {}, r34());
  if (!notice?.proven || notice.proven.on >= day) throw new Problem(notProven, { day }, r34());
  const lostOn = waiting?.lostSlotId === undefined ? undefined : waiting.since.slice(0, 'YYYY-MM-DD'.length);
  if (!refused && lostOn !== undefined && notice.writtenOn <= lostOn) throw new Problem(ourDoing, {}, r34());
  if (!refused && identified) throw new Problem(cameHimself, {}, r34());
  const lastDay = phase.to > notice.until ? phase.to : notice.until;
  const earliest = refused ? day : addDays(lastDay, 1);
  if (today < earliest) throw new Problem(tooEarly, { earliest }, r34({ earliest }));
  return day;
}

/**
 * Marks a home as deemed delivered. Only a person can decide this; no job does it.
 * @throws Problem illegal-state, and as `deemedOn`.
 */
export function deemDelivered(before: Handover, phase: Phase, today: string, act: ActionContext): HandoverChange {
  mustAllow(before, 'deem-delivered');
  const on = deemedOn(before, phase, today);
  const delivery = { on, method: 'deemed' } as const;
  const noMore = { booking: undefined, waiting: undefined, nextDueAt: undefined };
  const change = { state: 'deemed-delivered', delivery, ...noMore } as const;
  const { after, transaction } = changeHandover(before, change, act);
  endBooking(transaction, before, after, act);
  stopWaiting(transaction, before);
  return { after, transaction };
}
