import * as z from 'zod';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';

/** An id chosen by the client. So a token can name a person before the register has them. */
export const chosenIdSchema = z.string().regex(/^[a-z0-9-]{3,40}$/);

const kind = problemKind('id-taken', 409, {
  'zh-CN': '编号 {id} 已被使用，请换一个。',
  'zh-TW': '編號 {id} 已被使用，請換一個。',
  en: 'The id {id} is already in use. Choose another id.',
});

/** Returns the problem for an id that is already in use. */
export function idTaken(id: string): Problem {
  return new Problem(kind, { id });
}
