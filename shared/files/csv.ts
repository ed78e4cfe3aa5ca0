/** What a spreadsheet needs at the start of a CSV file to read it as UTF-8. */
export const byteOrderMark = '\uFEFF';

/** Returns a cell of CSV. A text that a spreadsheet would compute is preceded by an apostrophe. */
function cell(value: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+(\.\d\d)?$|$)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns a row of CSV (RFC 4180). */
export function csvRow(values: readonly string[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}
