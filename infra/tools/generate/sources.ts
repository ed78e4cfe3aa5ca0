import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Expression, type ModuleItem, parseSync, type Span, type Statement } from '@swc/core';

/** A name at the top level of a module: its expression, and the doc comment above it. */
export interface Declared {
  readonly module: Source;
  readonly value: Expression | readonly Statement[];
  readonly comment: string | undefined;
}

/** A parsed TypeScript module with the names that it declares, imports and exports. */
export class Source {
  readonly file: string;
  readonly body: readonly ModuleItem[];
  readonly #bytes: Buffer;
  readonly #base: number;
  readonly #values = new Map<string, Declared>();
  readonly #imports = new Map<string, { file: string; name: string }>();

  constructor(file: string) {
    this.file = file;
    // Spans count bytes from the first statement of the module, which is this semicolon.
    this.#bytes = Buffer.from(`;${readFileSync(file, 'utf8')}`);
    const [first, ...body] = parseSync(this.#bytes.toString(), { syntax: 'typescript', target: 'es2024' }).body;
    this.#base = first?.span.start ?? 0;
    this.body = body;
    for (const item of body) this.#read(item);
  }

  /** Returns the doc comment that ends right before a position, as one line without its tags. */
  commentBefore({ start }: Pick<Span, 'start'>): string | undefined {
    const before = this.#bytes.subarray(0, start - this.#base).toString();
    const [, comment] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before) ?? [];
    const lines = comment?.split('\n').map((line) => line.replace(/^\s*\*?\s*/, '').trim());
    const text = lines?.join(' ').replace(/@(throws|example|returns|param)\b.*/, '');
    return text?.trim() || undefined;
  }

  /** Returns what the module declares at its top level. */
  declared(): readonly Declared[] {
    return [...this.#values.values()];
  }

  /** Finds what a name of this module means, also in the module that it is imported from. */
  find(name: string): Declared | undefined {
    const own = this.#values.get(name);
    if (own) return own;
    const imported = this.#imports.get(name);
    return imported && sourceOf(imported.file).find(imported.name);
  }

  #read(item: ModuleItem): void {
    if (item.type === 'ImportDeclaration' || item.type === 'ExportNamedDeclaration') {
      if (!item.source?.value.startsWith('.')) return;
      const file = resolve(dirname(this.file), item.source.value);
      for (const one of item.specifiers) {
        if (one.type === 'ImportSpecifier') {
          this.#imports.set(one.local.value, { file, name: one.imported?.value ?? one.local.value });
        } else if (one.type === 'ExportSpecifier') {
          this.#imports.set(one.exported?.value ?? one.orig.value, { file, name: one.orig.value });
        }
      }
      return;
    }
    const declaration = item.type === 'ExportDeclaration' ? item.declaration : item;
    const comment = this.commentBefore(item.span);
    if (declaration.type === 'FunctionDeclaration' && declaration.body) {
      this.#values.set(declaration.identifier.value, { module: this, value: declaration.body.stmts, comment });
    }
    if (declaration.type !== 'VariableDeclaration') return;
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && init) this.#values.set(id.value, { module: this, value: init, comment });
    }
  }
}

const sources = new Map<string, Source>();

/** Returns a module, parsed once. */
export function sourceOf(file: string): Source {
  const known = sources.get(file);
  if (known) return known;
  const source = new Source(file);
  sources.set(file, source);
  return source;
}
