import * as z from 'zod';
import { fenSchema, yuanText } from '../../../shared/kernel/money.ts';
import { accountInChart } from '../ledger/public.ts';
import type { ControlRow } from './check-rows.ts';
import { errorAt, type FileError } from './opening-errors.ts';
import type { FileKind } from './opening-file.ts';
import type { CheckedRows } from './opening-row.ts';

/** A row of the trial balance: an account, or all accounts of a kind whose rows are in a file. */
const balanceSchema = z
  .object({
    /** The account of the ledger, or its kind (`assets:receivable`). */
    account: z.string(),
    /** Its number and name in the estate's chart of accounts. */
    number: z.string(),
    name: z.string(),
    /** On a receivable: whose money it is. */
    of: z.enum(['own', 'agency']).optional(),
    debitFen: fenSchema,
    creditFen: fenSchema,
  })
  .meta({ id: 'OpeningBalance' });

/** The trial balance of an opening (期初余额表, R30.1). Opening equity is the only amount that nobody entered. */
export const openingTrialBalanceSchema = z
  .object({
    balances: z.array(balanceSchema),
    /** Debit less credit of all others: what opening equity must be. Negative is a loss brought along. */
    equityFen: fenSchema,
    debitFen: fenSchema,
    creditFen: fenSchema,
  })
  .meta({ id: 'OpeningTrialBalance' });
export type OpeningTrialBalance = z.infer<typeof openingTrialBalanceSchema>;

const sumOf = (fen: readonly number[]) => fen.reduce((sum, one) => sum + one, 0);

/** A sum of the rows of a file, fen: debit positive. */
interface SubLedger {
  /** As the file of balances names it. */
  readonly account: string;
  readonly file: FileKind;
  readonly key: string;
  readonly fen: number;
  readonly of?: 'own' | 'agency';
}

/**
 * Returns the sums of the sub-ledgers, by the accounts that control them. `heldItems` are agency fee
 * items.
 */
function subLedgers(rows: CheckedRows, heldItems: ReadonlySet<string>): SubLedger[] {
  const open = (held: boolean) =>
    sumOf(rows.bills.filter(({ feeItemId }) => heldItems.has(feeItemId) === held).map(({ openFen }) => openFen));
  const banks = [...new Set(rows.slips.map(({ bankAccountId }) => bankAccountId))].sort();
  const credit = (all: readonly { readonly fen: number }[]) => 0 - sumOf(all.map(({ fen }) => fen));
  return [
    ...banks.map((bank) => ({
      account: `transit:${bank}`,
      file: 'slips' as const,
      key: `assets:transit:${bank}`,
      fen: sumOf(rows.slips.filter(({ bankAccountId }) => bankAccountId === bank).map(({ fen }) => fen)),
    })),
    { account: 'receivable', file: 'bills', key: 'assets:receivable', fen: open(false), of: 'own' },
    { account: 'agency-receivable', file: 'bills', key: 'assets:agency-receivable', fen: open(true), of: 'agency' },
    { account: 'prepaid', file: 'prepaid', key: 'liabilities:prepaid', fen: credit(rows.prepaid) },
    { account: 'deposit', file: 'deposits', key: 'liabilities:deposit', fen: credit(rows.deposits) },
    { account: 'suspense', file: 'suspense', key: 'liabilities:suspense', fen: credit(rows.suspense) },
    {
      account: 'meter',
      file: 'meters',
      key: 'liabilities:meter',
      fen: 0 - sumOf(rows.meters.map(({ balanceFen }) => balanceFen)),
    },
  ];
}

/**
 * Returns where the sums of the files differ from the balances of their accounts, to the fen (R30.2), and
 * where the entered equity is not the plug (R30.1). A missing account counts as 0.
 */
export function controlErrors(
  rows: CheckedRows,
  controls: readonly ControlRow[],
  heldItems: ReadonlySet<string>,
): FileError[] {
  const sums = new Map(subLedgers(rows, heldItems).map(({ account, fen }) => [account, fen]));
  const said = new Map(controls.map((row) => [row.account, row]));
  const differing = [...new Set([...sums.keys(), ...said.keys()])].flatMap((account) => {
    if (account === 'equity') return [];
    const row = said.get(account);
    const fen = sums.get(account) ?? 0;
    if ((row?.fen ?? 0) === fen) return [];
    const value = `${account} ${yuanText(Math.abs(fen))}`;
    return [errorAt({ file: 'balances', line: row?.line ?? 1, column: 'account' }, 'control-differs', value)];
  });
  const equity = said.get('equity');
  const plug = sumOf([...rows.balances.map(({ fen }) => fen), ...sums.values()]);
  if (!equity || 0 - equity.fen === plug) return differing;
  return [
    ...differing,
    errorAt({ file: 'balances', line: equity.line, column: 'credit' }, 'equity-differs', yuanText(plug)),
  ];
}

/** Returns the trial balance of checked rows, by the chart of accounts of the estate. Its total is zero. */
export function trialBalanceOf(
  rows: CheckedRows,
  heldItems: ReadonlySet<string>,
  chart: Parameters<typeof accountInChart>[1],
): OpeningTrialBalance {
  const named = (account: string, fen: number, of?: 'own' | 'agency') => {
    const { number, name } = accountInChart(account, chart);
    const sides = { debitFen: Math.max(0, fen), creditFen: Math.max(0, 0 - fen) };
    return { account, number, name, ...(of && { of }), ...sides };
  };
  const all = [
    ...rows.balances.map(({ account, fen }) => named(account, fen)),
    ...subLedgers(rows, heldItems)
      .filter(({ fen }) => fen !== 0)
      .map(({ key, fen, of }) => named(key, fen, of)),
  ];
  const equityFen = sumOf(all.map(({ debitFen, creditFen }) => debitFen - creditFen));
  const balances = [...all, ...(equityFen === 0 ? [] : [named('equity:opening', 0 - equityFen)])].toSorted((a, b) =>
    a.number === b.number ? (a.account < b.account ? -1 : 1) : a.number < b.number ? -1 : 1,
  );
  const [debitFen, creditFen] = [
    sumOf(balances.map((row) => row.debitFen)),
    sumOf(balances.map((row) => row.creditFen)),
  ];
  return { balances, equityFen, debitFen, creditFen };
}
