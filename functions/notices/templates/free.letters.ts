import type { Letter } from './letter.ts';

/** Returns a letter that a manager writes, paragraph by paragraph. */
export function freeLetter(written: { subject: string; text: string }): Letter {
  const paragraphs = written.text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return { subject: written.subject, paragraphs };
}
