import * as z from 'zod';

/** Text rules for what people type. A word that nobody can see is no word, and a key has one spelling. */

/** Characters that show nothing: blanks, controls, zero-width characters, noncharacters. */
const invisible = /^[\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]*$/u;

/** Returns true when no character of a text can be seen. An empty text counts. */
export function isBlank(text: string): boolean {
  return invisible.test(text);
}

/** Controls other than tab and line breaks, and marks that turn the direction of the text after them. */
const unprintable = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/u;

/** Returns true when a text has a control character, or a mark that changes the direction of other texts. */
export function hasControl(text: string): boolean {
  return unprintable.test(text);
}

/**
 * Returns a name that serves as a key in one spelling: full-width characters become plain (NFKC), zero-width
 * characters go, blanks around it go, and blanks inside become one.
 */
export function keyText(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '')
    .trim();
}

const kinds = [/[0-9]/, /\p{Script=Latin}/u];

/**
 * Returns a name of a building or a home without the blanks that do not separate: `3 栋 101` is `3栋101`.
 * A blank between two digits or two letters stays, because `1 11` and `11 1` are two homes.
 */
export function placeName(typed: string): string {
  return keyText(typed).replaceAll(' ', (blank, at: number, whole: string) => {
    const [before = '', after = ''] = [whole[at - 1], whole[at + 1]];
    return kinds.some((kind) => kind.test(before) && kind.test(after)) ? blank : '';
  });
}

/** Returns the schema of a key that people type, of 1 to `most` characters, in one spelling. */
export function keySchema(most: number) {
  return z.string().overwrite(keyText).min(1).max(most);
}

/** Returns the schema of a name of a building, stair or phase, of 1 to `most` characters, in one spelling. */
export function placeSchema(most: number) {
  return z.string().overwrite(placeName).min(1).max(most);
}
