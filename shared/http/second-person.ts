import { Problem, problemKind } from '../kernel/problem.ts';

const anotherPerson = problemKind('another-person-needed', 409, {
  'zh-CN': '申请人不能批准自己的申请。请由另一位有权限的同事批准。',
  'zh-TW': '申請人不能核准自己的申請。請由另一位有權限的同事核准。',
  en: 'You cannot approve your own request. Let another person with the right role approve it.',
});

/** Rejects people who would approve their own request (R20.1). @throws Problem another-person-needed. */
export function assertAnotherPerson(asked: { readonly by: string }, approvedBy: string): void {
  if (asked.by === approvedBy) throw new Problem(anotherPerson);
}
