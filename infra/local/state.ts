import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Writable } from 'node:stream';

/** The folder in which the local run keeps what must survive a restart and a kill -9. */
export interface State {
  readonly folder: string;
  /** Path of a file or folder in it. */
  path(name: string): string;
  /** Text of a small file; when it is missing, `make` says what it holds from now on. */
  keep(name: string, make: () => string): string;
  read(name: string): string | undefined;
  /** Replaces a small file in one step, so that a kill leaves the old one or the new one. */
  write(name: string, text: string): void;
  /** Log file, appended to; one that has grown beyond 20 MB is put aside at a start, in place of the one put aside before. */
  log(name: string): Writable;
  release(): void;
}

const mostLogBytes = 20 * 1024 * 1024;

/** Opens the state folder for this process only. @throws Error when another local run has it. */
export function openState(folder: string): State {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  // The lock is SQLite's lock on a file: the system drops it with the process, however that ends.
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(`Another local run uses ${folder}: stop it, or set ANJU_STATE to another folder`);
  }
  const path = (name: string) => join(folder, name);
  const logs = new Map<string, Writable>();
  const state: State = {
    folder,
    path,
    read: (name) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : undefined),
    write: (name, text) => {
      writeFileSync(path(`${name}.new`), text, { mode: 0o600 });
      renameSync(path(`${name}.new`), path(name));
    },
    keep: (name, make) => {
      const kept = state.read(name);
      if (kept !== undefined) return kept;
      const made = make();
      state.write(name, made);
      return made;
    },
    log: (name) => {
      const known = logs.get(name);
      if (known) return known;
      const file = path(`logs/${name}.log`);
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > mostLogBytes) renameSync(file, `${file}.1`);
      const log = createWriteStream(file, { flags: 'a' });
      logs.set(name, log);
      return log;
    },
    release: () => {
      for (const log of logs.values()) log.end();
      lock.close();
    },
  };
  return state;
}
