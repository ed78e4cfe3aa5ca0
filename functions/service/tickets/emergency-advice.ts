import { text } from '../../../shared/kernel/language.ts';

/** Texts for people in an emergency, used in letters and on pages (R74.3, R74.4). */
export const emergencyAdvice = {
  coming: text(
    '此事已按紧急情况处理，我们正在安排人员前往。如有人身危险，请先拨打当地紧急求助电话。',
    '此事已按緊急情況處理，我們正在安排人員前往。如有人身危險，請先撥打當地緊急求助電話。',
    'We are handling this as an emergency and are sending help. If anyone is in danger, call the emergency services first.',
  ),
  /** Shown only where gas, carbon monoxide or fire is certain. */
  leave: text(
    '请立即离开现场，走楼梯，不要乘电梯；不要开关电器、不要点火。到室外安全处再打电话。',
    '請立即離開現場，走樓梯，不要搭電梯；不要開關電器、不要點火。到室外安全處再打電話。',
    'Leave the building now. Use the stairs, not the lift. Do not touch any switch or light a flame. Call from a safe spot outside.',
  ),
} as const;
