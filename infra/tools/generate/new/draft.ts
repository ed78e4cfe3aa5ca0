import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files to write and changes of existing files, checked together before anything is written. */
export class Draft {
  readonly #root: string;
  readonly #texts = new Map<string, string>();

  /** `root` is the folder of the repository. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Adds a new file. @throws Error when it exists. */
  add(path: string, text: string): this {
    if (existsSync(join(this.#root, path))) throw new Error(`${path} exists. Choose another name, or edit it.`);
    this.#texts.set(path, `${text.trim()}\n`);
    return this;
  }

  /** Tells whether a file exists or is drafted. */
  has(path: string): boolean {
    return this.#texts.has(path) || existsSync(join(this.#root, path));
  }

  /** Replaces the first match in a file. @throws Error when there is none. */
  change(path: string, pattern: RegExp, replacement: (...found: string[]) => string): this {
    const text = this.#texts.get(path) ?? this.#read(path);
    if (!pattern.test(text)) throw new Error(`${path} has no ${pattern}. Make this change by hand.`);
    this.#texts.set(path, text.replace(pattern, replacement));
    return this;
  }

  /** Tells whether a file has a match. */
  matches(path: string, pattern: RegExp): boolean {
    return pattern.test(this.#texts.get(path) ?? this.#read(path));
  }

  /** Adds an import to a file. */
  import(path: string, line: string): this {
    return this.change(path, /^(?=import )/m, () => `${line}\n`);
  }

  /** Writes everything and formats it. Returns the paths. */
  write(): string[] {
    const paths = [...this.#texts.keys()];
    for (const [path, text] of this.#texts) {
      mkdirSync(dirname(join(this.#root, path)), { recursive: true });
      writeFileSync(join(this.#root, path), text);
    }
    const formatted = paths.filter((path) => /\.(ts|mjs)$/.test(path));
    execFileSync('npx', ['biome', 'check', '--write', '--vcs-enabled=false', '--log-level=error', ...formatted], {
      cwd: this.#root,
    });
    return paths;
  }

  #read(path: string): string {
    if (!existsSync(join(this.#root, path))) throw new Error(`There is no file ${path}. Generate its context first.`);
    return readFileSync(join(this.#root, path), 'utf8');
  }
}
