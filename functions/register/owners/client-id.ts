import * as z from 'zod';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

/** An id that the client chooses, so that tokens can name somebody before the register does. */
export const chosenIdSchema = z.string().regex(/^[a-z0-9-]{3,40}$/);

const kind = problemKind('id-taken', 409, {
  'zh-CN': '编号 {id} 已被使用，请换一个。',
  'zh-TW': '編號 {id} 已被使用，請換一個。',
  en: 'The id {id} is taken: choose another.',
});

/** The refusal of an id that somebody has already. */
export function idTaken(id: string): Problem {
  return new Problem(kind, { id });
}
