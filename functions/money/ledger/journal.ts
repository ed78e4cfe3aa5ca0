import { yuanText } from '../../../shared/kernel/money.ts';
import { accountOf } from './account.ts';
import type { Entry, Posting } from './posting.ts';
import { inOrder } from './statement.ts';

const types = { asset: 'A', liability: 'L', income: 'R', expense: 'X' } as const;

/**
 * A text for one line of a journal. What would end the line, begin a comment (`;`), a payee's note (`|`) or the next tag
 * (`,`), close the code (`)`), or could not be seen is written as percent and its bytes in hex, so that `decodeURIComponent`
 * gives the text back.
 */
export function escaped(text: string): string {
  const risky = /[%;|,)\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\p{Zs}+|\p{Zs}+$|(?<=\p{Zs})\p{Zs}/gu;
  return text
    .toWellFormed()
    .replace(risky, (found) =>
      [...Buffer.from(found, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    );
}

function postingLine({ account, fen, bill }: Posting): string {
  const tags = bill ? `  ; bill:${escaped(bill.billId)}, due:${bill.dueOn}` : '';
  return `    ${account}  ${yuanText(fen)} CNY${tags}`;
}

function transaction(entry: Entry): string[] {
  const tags = [
    ['kind', entry.kind],
    ['occurred', entry.occurredOn],
    ['recorded', entry.recordedAt],
    ['reference', entry.reference],
    ['receipt', entry.receiptNumber],
    ['reverses', entry.reverses],
    ['refunds', entry.refunds],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`    ; ${name}:${escaped(value)}`]));
  return [
    `${entry.bookedOn} * (${escaped(entry.entryId)}) ${escaped(entry.description)}`.trimEnd(),
    ...tags,
    ...entry.postings.map(postingLine),
    '',
  ];
}

/** Bytes that an entry takes in a journal. */
export function bytesInJournal(entry: Entry): number {
  return Buffer.byteLength(transaction(entry).join('\n'));
}

/** A part of a journal that goes on from another one: its accounts declared, one transaction for each entry in the order of the books. */
export function journalPart(entries: readonly Entry[]): string {
  const accounts = [...new Set(entries.flatMap((entry) => entry.postings.map((posting) => posting.account)))].sort();
  return [
    ...accounts.map((code) => `account ${code}  ; type:${types[accountOf(code).type]}`),
    '',
    ...inOrder(entries).flatMap(transaction),
  ].join('\n');
}

/**
 * The books as a journal of plain-text accounting, which hledger reads and checks strictly: accounts and currency declared,
 * one transaction for each entry in the order of the books, amounts in yuan with two decimals. Whoever has the file can
 * work out every balance without this program. Same entries, same bytes.
 */
export function journalOf(entries: readonly Entry[]): string {
  return `decimal-mark .\ncommodity 1000.00 CNY\n${journalPart(entries)}`;
}
