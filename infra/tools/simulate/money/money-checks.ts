import * as z from 'zod';
import type { ApiClient } from '../../../api-client/api-client.ts';
import type { MoneyEstate } from './money-desk.ts';

const entrySchema = z.object({
  entryId: z.string(),
  postedOn: z.string(),
  recordedAt: z.string(),
  postings: z.array(
    z.object({ account: z.string(), fen: z.number(), bill: z.object({ billId: z.string() }).optional() }),
  ),
});
export type CheckedEntry = z.output<typeof entrySchema>;

const balancesSchema = z.object({ owedFen: z.number(), prepaidFen: z.number(), depositsFen: z.number() });
const completenessSchema = z.object({
  label: z.string(),
  rows: z.array(z.object({ name: z.string(), differenceFen: z.number(), reasons: z.array(z.unknown()) })),
});

/** Returns the entries of an estate in the order in which they were recorded. */
export async function entriesOf(
  client: ApiClient,
  { estateId, auditor }: MoneyEstate,
  months: readonly string[],
): Promise<CheckedEntry[]> {
  const found: CheckedEntry[] = [];
  for (const month of months) {
    const path = `/v1/ledger/estates/${estateId}/entries?month=${month}`;
    found.push(...(await client.whole(entrySchema, path, auditor)));
  }
  return found.sort((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt));
}

const sumsBy = <T>(all: readonly T[], keyOf: (one: T) => string | undefined, fenOf: (one: T) => number) => {
  const sums = new Map<string, number>();
  for (const one of all) {
    const key = keyOf(one);
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + fenOf(one));
  }
  return sums;
};

/**
 * Lists what entries violate, without the code of the ledger: debits that differ from credits, a drawer or
 * channel below zero when it was recorded, a bill paid, waived and credited above its amount, customer funds
 * below zero at the end (R20.3, R21.12). Amounts in fen.
 */
export function flawsOfEntries(entries: readonly CheckedEntry[]): string[] {
  const flaws: string[] = [];
  const onHand = new Map<string, number>();
  for (const { entryId, postings } of entries) {
    const sum = postings.reduce((all, { fen }) => all + fen, 0);
    if (sum !== 0) flaws.push(`${entryId} does not balance: ${sum}`);
    for (const { account, fen } of postings) {
      if (/^assets:(?:cash|channel):/.test(account)) onHand.set(account, (onHand.get(account) ?? 0) + fen);
    }
    for (const { account } of postings) {
      const left = onHand.get(account) ?? 0;
      if (left < 0) flaws.push(`${account} is below zero after ${entryId}: ${left}`);
    }
  }
  const postings = entries.flatMap((entry) => entry.postings);
  const open = sumsBy(
    postings,
    ({ bill }) => bill?.billId,
    ({ fen }) => fen,
  );
  for (const [billId, fen] of open) if (fen < 0) flaws.push(`the bill ${billId} is paid above its amount: ${fen}`);
  const funds = sumsBy(
    postings,
    ({ account }) => (/^liabilities:(?:prepaid|deposit|suspense)/.test(account) ? account : undefined),
    ({ fen }) => -fen,
  );
  for (const [account, fen] of funds) if (fen < 0) flaws.push(`${account} is below zero: ${fen}`);
  return flaws;
}

/** Compares what each payer owes and has with the sums of their postings (R21.12). */
export async function flawsOfPayers(
  client: ApiClient,
  estate: MoneyEstate,
  entries: readonly CheckedEntry[],
): Promise<string[]> {
  const postings = entries.flatMap((entry) => entry.postings);
  const sumOf = (pattern: RegExp) =>
    postings.reduce((sum, { account, fen }) => (pattern.test(`${account}:`) ? sum + fen : sum), 0);
  const flaws: string[] = [];
  for (const { payerId } of estate.payers) {
    const path = `/v1/payments/estates/${estate.estateId}/payers/${payerId}/balances`;
    const has = await client.must(balancesSchema, 'GET', path, { as: estate.auditor });
    const posted = {
      owedFen: sumOf(new RegExp(`^assets:(?:agency-)?receivable:${payerId}:`)),
      prepaidFen: 0 - sumOf(new RegExp(`^liabilities:(?:prepaid|meter):${payerId}:`)),
      depositsFen: 0 - sumOf(new RegExp(`^liabilities:deposit:${payerId}:`)),
    };
    if (JSON.stringify(posted) !== JSON.stringify(has)) {
      flaws.push(`${payerId}: ${JSON.stringify(has)}, posted ${JSON.stringify(posted)}`);
    }
  }
  return flaws;
}

/** Lists the fee items of units whose month is neither billed in full nor explained (R22.4). */
export async function incompleteIn(client: ApiClient, estate: MoneyEstate, month: string): Promise<string[]> {
  const path = `/v1/fees/estates/${estate.estateId}/completeness/${month}?limit=50`;
  const page = z.object({ items: z.array(completenessSchema), cursor: z.string().optional() });
  const flaws: string[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor; isFirst = false) {
    const found = await client.must(page, 'GET', `${path}${cursor ? `&cursor=${cursor}` : ''}`, { as: estate.auditor });
    for (const { label, rows } of found.items) {
      for (const { name, differenceFen, reasons } of rows) {
        if (differenceFen !== 0 && reasons.length === 0) flaws.push(`${month} ${label} ${name}: ${differenceFen}`);
      }
    }
    cursor = found.cursor;
  }
  return flaws;
}
