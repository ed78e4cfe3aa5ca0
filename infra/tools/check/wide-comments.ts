/** Columns that a comment may have. Prose is read in narrower lines than code. */
const widest = 110;

/** Returns the numbers of the lines of a source file on which a comment is too wide. */
export function wideComments(text: string): number[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line].length > widest && /^\s*(\/\/|\/?\*)|[^:'"`]\/\/ /.test(line) ? [index + 1] : [],
    );
}
