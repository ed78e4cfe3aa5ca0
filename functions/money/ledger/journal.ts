import { yuanText } from '../../../shared/kernel/money.ts';
import { accountOf } from './account.ts';
import type { Entry, Posting } from './posting.ts';
import { inOrder } from './statement.ts';

const types = { asset: 'A', liability: 'L', income: 'R', expense: 'X', equity: 'E' } as const;

/**
 * Escapes a text for one line of a journal, as percent and hex bytes, so that `decodeURIComponent` restores
 * it.
 * It escapes what would end the line, start a comment (`;`), a payee note (`|`) or the next tag (`,`), close
 * the code (`)`), or be invisible.
 */
export function escapeText(text: string): string {
  const risky = /[%;|,)\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\p{Zs}+|\p{Zs}+$|(?<=\p{Zs})\p{Zs}/gu;
  return text
    .toWellFormed()
    .replace(risky, (found) =>
      [...Buffer.from(found, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    );
}

function postingLine({ account, fen, bill }: Posting): string {
  const tags = bill ? `  ; bill:${escapeText(bill.billId)}, due:${bill.dueOn}` : '';
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
  ].flatMap(([name, value]) => (value === undefined ? [] : [`    ; ${name}:${escapeText(value)}`]));
  return [
    `${entry.postedOn} * (${escapeText(entry.entryId)}) ${escapeText(entry.description)}`.trimEnd(),
    ...tags,
    ...entry.postings.map(postingLine),
    '',
  ];
}

/** Returns the bytes that an entry takes in a journal. */
export function bytesInJournal(entry: Entry): number {
  return Buffer.byteLength(transaction(entry).join('\n'));
}

/** Returns a further part of a journal: its accounts, then one transaction for each entry in ledger order. */
export function journalPart(entries: readonly Entry[]): string {
  const accounts = [...new Set(entries.flatMap((entry) => entry.postings.map((posting) => posting.account)))].sort();
  return [
    ...accounts.map((code) => `account ${code}  ; type:${types[accountOf(code).type]}`),
    '',
    ...inOrder(entries).flatMap(transaction),
  ].join('\n');
}

/**
 * Returns the ledger as a journal of plain-text accounting that hledger reads in strict mode.
 * Accounts and currency are declared; each entry is one transaction in ledger order; amounts are yuan with
 * two decimals.
 * The file is enough to compute every balance without Anju. The same entries give the same bytes.
 */
export function journalOf(entries: readonly Entry[]): string {
  return `decimal-mark .\ncommodity 1000.00 CNY\n${journalPart(entries)}`;
}
