import { Problem, problemKind } from '../kernel/problem.ts';

const anotherPerson = problemKind('another-person-needed', 409, {
  'zh-CN': '不能由申请人自己批准，请由另一位有权限的同事批准。',
  'zh-TW': '不能由申請人自己核准，請由另一位有權限的同事核准。',
  en: 'Whoever asked does not approve it. Let another person with the right role approve it.',
});

/** Rejects whoever would approve what they asked for themselves (R20.1). @throws Problem another-person-needed. */
export function assertAnotherPerson(asked: { readonly by: string }, approvedBy: string): void {
  if (asked.by === approvedBy) throw new Problem(anotherPerson);
}
