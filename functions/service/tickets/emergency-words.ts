import { text } from '../../../shared/kernel/language.ts';

/** What a person in an emergency is told, in letters and on pages (R74.3, R74.4). */
export const emergencyWords = {
  coming: text(
    '此事已按紧急情况处理，我们正在安排人员前往。如有人身危险，请先拨打当地紧急求助电话。',
    '此事已按緊急情況處理，我們正在安排人員前往。如有人身危險，請先撥打當地緊急求助電話。',
    'It is being handled as an emergency and somebody is being sent. If anybody is in danger, call the emergency services first.',
  ),
  /** Only where gas, carbon monoxide or fire is certain. */
  leave: text(
    '请立即离开现场，走楼梯，不要乘电梯；不要开关电器、不要点火。到室外安全处再打电话。',
    '請立即離開現場，走樓梯，不要搭電梯；不要開關電器、不要點火。到室外安全處再打電話。',
    'Leave the building at once, by the stairs and not by the lift. Touch no switch and light no flame. Telephone from outside.',
  ),
} as const;
