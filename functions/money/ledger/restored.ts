import { hashOf, type Sealable } from './seal.ts';

/** A change of an entry: the field, the posting (1 for the first), the actual and the expected value. */
export interface Change {
  readonly posting?: number;
  readonly field: string;
  readonly is: string | number;
  readonly should: string | number;
}

interface Candidate {
  readonly entry: Sealable;
  readonly change: Change;
}

const digits = '0123456789';
const forIds = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-:`;
const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
/** The most postings for which texts are searched, because that takes long. Amounts are always tried. */
const mostPostings = 40;

/** Yields every text that differs in one byte; ASCII characters are replaced from `alphabet` only. */
function* textsBeside(text: string, alphabet: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // In UTF-8, a byte of a non-ASCII character holds six bits of it; the first byte holds four.
    const beside = [6, 6, 4].flatMap((bits, part) =>
      Array.from({ length: 2 ** bits - 1 }, (_, i) => String.fromCharCode(code ^ ((i + 1) << (6 * part)))),
    );
    for (const letter of code < 128 ? alphabet : beside) {
      yield text.slice(0, at) + letter + text.slice(at + 1);
    }
  }
}

/** Returns the sum of the postings, fen; 0 for a valid entry. It accepts any content. */
export function surplusOf(postings: Sealable['postings']): number {
  return postings.reduce((sum, { fen }) => sum + fen, 0);
}

function* amountsBeside(fen: number, surplus: number): Generator<number> {
  yield fen - surplus;
  yield -fen;
  for (const text of textsBeside(String(Math.abs(fen)), digits)) yield Math.sign(fen) * Number(text);
}

function* candidates(entry: Sealable): Generator<Candidate> {
  const { postings } = entry;
  const surplus = surplusOf(postings);
  const withPosting = (at: number, posting: Sealable['postings'][number]) => ({
    ...entry,
    postings: postings.with(at, posting),
  });
  for (const [at, posting] of postings.entries()) {
    for (const should of amountsBeside(posting.fen, surplus)) {
      const change = { posting: at + 1, field: 'fen', is: posting.fen, should };
      yield { entry: withPosting(at, { ...posting, fen: should }), change };
    }
  }
  if (postings.length > mostPostings) return;
  for (const [at, posting] of postings.entries()) {
    const { account, bill } = posting;
    for (const should of textsBeside(account, forIds)) {
      const change = { posting: at + 1, field: 'account', is: account, should };
      yield { entry: withPosting(at, { ...posting, account: should }), change };
    }
    if (!bill) continue;
    for (const field of ['billId', 'dueOn'] as const) {
      for (const should of textsBeside(bill[field], forIds)) {
        const change = { posting: at + 1, field: `bill.${field}`, is: bill[field], should };
        yield { entry: withPosting(at, { ...posting, bill: { ...bill, [field]: should } }), change };
      }
    }
  }
  const named = ['entryId', 'estateId', 'kind', 'occurredOn', 'postedOn', 'recordedAt', 'receiptNumber'] as const;
  for (const field of [...named, 'reverses', 'refunds', 'reference', 'description'] as const) {
    const is = entry[field] ?? '';
    for (const should of textsBeside(is, printable))
      yield { entry: { ...entry, [field]: should }, change: { field, is, should } };
  }
}

/**
 * Returns the original entry and the change when one byte was changed after the hash was taken. It tries
 * every entry that differs in one byte.
 * Returns undefined when more was changed.
 */
export function restoreEntry(entry: Sealable, hash: string): Candidate | undefined {
  for (const candidate of candidates(entry)) if (hashOf(candidate.entry) === hash) return candidate;
  return undefined;
}
