/** The forms of a name: `visitor-pass`, `visitorPass`, `VisitorPass`, `visitor pass`. */
export interface Name {
  readonly kebab: string;
  readonly camel: string;
  readonly pascal: string;
  readonly words: string;
}

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const pascalCase = /^([A-Z][a-z0-9]*)+$/;

/** Returns the forms of a name in kebab case. @throws Error when it is not. */
export function nameOf(kebab: string): Name {
  if (!kebabCase.test(kebab)) throw new Error(`${kebab} is not a name such as visitor-pass.`);
  const pascal = kebab.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  return { kebab, camel, pascal, words: kebab.replaceAll('-', ' ') };
}

/** Returns the name of one thing of a context: `visitor-passes` holds a `visitor-pass`. */
export function singularOf({ kebab }: Name): Name {
  return nameOf(
    kebab
      .replace(/ies$/, 'y')
      .replace(/(ss|sh|ch|x)es$/, '$1')
      .replace(/([^s])s$/, '$1'),
  );
}

/** Rejects a name of an event that is not in Pascal case, such as `VisitorPassCreated`. */
export function eventName(name: string): string {
  if (!pascalCase.test(name)) throw new Error(`${name} is not the name of an event such as VisitorPassCreated.`);
  return name;
}

/** Returns `visitor-pass-created` for `VisitorPassCreated`. */
export function kebabOf(pascal: string): string {
  return pascal.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}
