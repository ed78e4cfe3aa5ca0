/** Markup that is safe on a page. `html` creates it and escapes other values; `script` creates scripts. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Value = string | number | undefined | false | Html | readonly Value[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(escaped).join('');
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Returns markup from a template. Escapes every value except markup; false and undefined become empty. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.reduce((text, part, i) => text + escaped(values[i - 1]) + part));
}

/** Returns a script of our own as markup. @throws RangeError when its text would end the element. */
export function script(code: string): Html {
  if (/<\/|<!--/.test(code)) throw new RangeError('a script that ends its own element');
  return new Html(`<script>${code}</script>`);
}
