import { Problem } from '../../../../shared/kernel/problem.ts';

/** Returns the problem code that an action throws, or `done`. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return 'done';
}
