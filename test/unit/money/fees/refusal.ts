import { Problem } from '../../../../shared/kernel/problem.ts';

/** Returns the code of the Problem that refuses something, or undefined when it is done. */
export function refusal(of: () => unknown): string | undefined {
  try {
    of();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return undefined;
}
