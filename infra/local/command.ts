import { setTimeout as sleep } from 'node:timers/promises';
import { localEndpoints } from './addresses.ts';

/* How commands begin and fail: one sentence that says what to do next, and never a stack trace. */

interface Command {
  /** One or more lines that `--help` prints. */
  readonly usage: string;
  /** Whether the command talks to a running backend. */
  readonly needsBackend?: boolean;
}

const detailsOf = (error: unknown): Record<string, unknown> =>
  typeof error === 'object' && error !== null ? { ...error } : {};

/** Returns what went wrong and what to do next, in one or two sentences. */
export function sentenceOf(error: unknown, usage: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path, port } = detailsOf(error);
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) {
    return `${error.message.split('. ')[0]}.\n${usage}`;
  }
  if (code === 'ENOENT') return `There is no file ${String(path)}. Check the path.`;
  if (code === 'EISDIR') return `${path ? String(path) : 'This'} is a folder. Name a file.`;
  if (code === 'EACCES') return `No permission for ${String(path ?? port)}. Check its owner.`;
  if (code === 'EADDRINUSE') {
    return `Port ${String(port)} is in use. Stop the other program, or choose other ports with ANJU_PORT=5500.`;
  }
  return error.message;
}

/**
 * Says whether something listens at an address, at once or within the seconds of ANJU_WAIT (a backend that
 * restarts).
 */
async function answers(address: string): Promise<boolean> {
  const until = Date.now() + Number(process.env.ANJU_WAIT ?? 0) * 1_000;
  for (;;) {
    try {
      await fetch(address);
      return true;
    } catch {
      if (Date.now() >= until) return false;
      await sleep(500);
    }
  }
}

/**
 * Runs a command. Prints its usage for `--help`. Prints a failure as a sentence and sets the exit code to 1.
 */
export async function command({ usage, needsBackend = false }: Command, run: () => Promise<void>): Promise<void> {
  if (process.argv.slice(2).some((one) => one === '--help' || one === '-h')) {
    console.log(usage);
    return;
  }
  const { apiUrl } = localEndpoints();
  try {
    if (needsBackend && !(await answers(`${apiUrl}/v1/openapi.json`))) {
      throw new Error(
        `No backend answers at ${apiUrl}. Start one with npm start, or name another with ANJU_API and ANJU_ISSUER.`,
      );
    }
    await run();
  } catch (error) {
    console.error(sentenceOf(error, usage));
    process.exitCode = 1;
  }
}
