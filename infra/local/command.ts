import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { localEndpoints } from './addresses.ts';

/* How commands begin and fail: one sentence that says what to do next, and never a stack trace. */

type Options = NonNullable<ParseArgsConfig['options']>;
interface Config<O extends Options> {
  readonly args: string[];
  readonly options: O;
  readonly allowPositionals: true;
}
type Given<O extends Options> = ReturnType<typeof parseArgs<Config<O>>>;

interface Command<O extends Options> {
  /** One or more lines that `--help` prints. */
  readonly usage: string;
  readonly options: O;
  /** What stands on the command line besides options: nothing, the path of a file that exists, or words. */
  readonly takes?: 'file' | 'words';
  /** Whether the command talks to a running backend. */
  readonly needsBackend?: boolean;
}

const detailsOf = (error: unknown): Record<string, unknown> =>
  typeof error === 'object' && error !== null ? { ...error } : {};

/** Returns what went wrong and what to do next, in one or two sentences. */
function sentenceOf(error: unknown, usage: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path, port } = detailsOf(error);
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) {
    return `${error.message.split('. ')[0]}.\n${usage}`;
  }
  if (code === 'ENOENT') return `There is no file ${String(path)}. Check the path.`;
  if (code === 'EISDIR') return `${path ? String(path) : 'This'} is a folder. Name a file.`;
  if (code === 'EACCES' || code === 'EPERM') return `No permission for ${String(path ?? port)}. Check its owner.`;
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

/** Returns an option as a whole number. @throws Error that names the option. */
export function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${option} needs a whole number instead of ${text}.`);
  return Number(text);
}

function parsed<O extends Options>({ usage, options, takes }: Command<O>, args: string[]): Given<O> {
  const given = parseArgs<Config<O>>({ args, options, allowPositionals: true });
  const [file, ...others] = given.positionals;
  if (takes === undefined && file !== undefined) throw new Error(`Unexpected argument '${file}'.\n${usage}`);
  if (takes === 'file') {
    if (file === undefined || others.length > 0) throw new Error(`Name one file.\n${usage}`);
    if (statSync(file).isDirectory()) throw new Error(`${file} is a folder. Name a file.`);
  }
  return given;
}

/**
 * Runs a command with its options and arguments. Prints its usage for `--help`. Prints a failure as a
 * sentence and sets the exit code to 1.
 */
export async function command<O extends Options>(
  of: Command<O>,
  run: (values: Given<O>['values'], ...positionals: string[]) => Promise<void>,
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.some((one) => one === '--help' || one === '-h')) {
    console.log(of.usage);
    return;
  }
  const { apiUrl } = localEndpoints();
  try {
    const { values, positionals } = parsed(of, args);
    if (of.needsBackend && !(await answers(`${apiUrl}/v1/openapi.json`))) {
      throw new Error(
        `No backend answers at ${apiUrl}. Start one with npm start, or name another with ANJU_API and ANJU_ISSUER.`,
      );
    }
    await run(values, ...positionals);
  } catch (error) {
    console.error(sentenceOf(error, of.usage));
    process.exitCode = 1;
  }
}
