import { Problem } from '../../../../shared/kernel/problem.ts';

/** What a piece of work was refused with: the code of its problem; `done` when nothing stood in its way. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return 'done';
}
