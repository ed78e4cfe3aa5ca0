import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Writable } from 'node:stream';

/** The folder of data that survives a restart and a kill -9. */
export interface State {
  readonly folder: string;
  /** Returns the path of a file or folder in it. */
  path(name: string): string;
  /** Returns the text of a small file. If it is missing, `make` creates its text. */
  keep(name: string, make: () => string): string;
  read(name: string): string | undefined;
  /** Replaces a small file in one step, so that a kill leaves either the old or the new file. */
  write(name: string, text: string): void;
  /** Opens a log file for appending. At a start, a log above 20 MB replaces the older copy of it. */
  log(name: string): Writable;
  release(): void;
}

const mostLogBytes = 20 * 1024 * 1024;

/** Opens the state folder for this process alone. @throws Error when another local run uses it. */
export function openState(folder: string): State {
  // The state holds personal data and keys, and engines write files of their own. Nobody else reads them.
  process.umask(0o077);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  chmodSync(folder, 0o700);
  // SQLite locks a file. The operating system releases the lock when the process ends in any way.
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(`Another local run uses ${folder}. Stop it, or set ANJU_STATE to another folder.`);
  }
  const path = (name: string) => join(folder, name);
  const logs = new Map<string, Writable>();
  const state: State = {
    folder,
    path,
    read: (name) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : undefined),
    write: (name, text) => {
      writeFileSync(path(`${name}.new`), text);
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
