import { csvRow } from '../../../shared/files/csv.ts';
import { addDays, daysAfter } from '../../../shared/kernel/periods.ts';
import { seeded } from './seeded.ts';

/*
 * A company with its system of three years, made from a seed: homes, payers, and what each of them
 * owes at the cut-over. Amounts are fen. Its own figures are computed here, without code of the
 * backend.
 */

interface Home {
  readonly label: string;
  readonly building: string;
  readonly payer: string;
  /** Fen a month. */
  readonly fee: number;
}

/** An open bill of the company. */
export interface OldBill {
  readonly number: string;
  readonly home: Home;
  readonly item: 'Property fee' | 'Electricity';
  readonly from: string;
  readonly to: string;
  readonly dueOn: string;
  readonly principal: number;
  readonly open: number;
  readonly late: number;
}

/** A company on the last day before its cut-over. */
export interface OldCompany {
  readonly on: string;
  readonly homes: readonly Home[];
  readonly bills: readonly OldBill[];
  readonly prepaid: readonly { readonly home: Home; readonly fen: number }[];
  readonly deposits: readonly { readonly home: Home; readonly fen: number; readonly on: string }[];
  readonly suspense: readonly { readonly reference: string; readonly fen: number; readonly on: string }[];
  readonly bankFen: number;
  readonly transitFen: number;
}

const months = 36;

/** Returns the first and the last day of the month `back` months before that of a day. */
function monthBefore(day: string, back: number): { from: string; to: string } {
  let from = `${day.slice(0, 7)}-01`;
  for (let n = 0; n < back; n += 1) from = `${addDays(from, -1).slice(0, 7)}-01`;
  const next = addDays(`${from.slice(0, 7)}-28`, 4);
  return { from, to: addDays(`${next.slice(0, 7)}-01`, -1) };
}

/** Makes a company. The same seed gives the same one. */
export function oldCompany(seed: number, homeCount: number, on: string): OldCompany {
  const random = seeded(seed);
  const below = (n: number) => Math.floor(random() * n);
  const homes = Array.from({ length: homeCount }, (_, n): Home => {
    const building = `${1 + Math.floor(n / 100)}`;
    const label = `${building}-${String(101 + (n % 100))}`;
    return { label, building, payer: `K${n}`, fee: 12_000 + below(30_000) };
  });
  const bills: OldBill[] = [];
  for (const home of homes) {
    const kind = random();
    // Most owe the last month at most, some a few months, and some nearly everything of three years.
    const openMonths = kind < 0.7 ? below(2) : kind < 0.9 ? 2 + below(8) : 20 + below(months - 20);
    for (let back = 0; back < openMonths; back += 1) {
      const { from, to } = monthBefore(on, back);
      for (const item of ['Property fee', ...(random() < 0.2 ? (['Electricity'] as const) : [])] as const) {
        const principal = item === 'Property fee' ? home.fee : 500 + below(9_000);
        const open = random() < 0.1 ? 1 + below(principal) : principal;
        const dueOn = addDays(to, 15);
        const isLate = dueOn < on && item === 'Property fee';
        const late = isLate ? Math.min(open, Math.round((open * 5 * daysAfter(dueOn, on)) / 10_000)) : 0;
        bills.push({ number: `B${home.payer}-${from}-${item[0]}`, home, item, from, to, dueOn, principal, open, late });
      }
    }
  }
  const some = (share: number) => homes.filter(() => random() < share);
  return {
    on,
    homes,
    bills,
    prepaid: some(0.3).map((home) => ({ home, fen: 1 + below(300_000) })),
    deposits: some(0.1).map((home) => ({ home, fen: 200_000, on: addDays(on, -1 - below(700)) })),
    suspense: Array.from({ length: 20 }, (_, n) => ({
      reference: `HK${n}`,
      fen: 1 + below(90_000),
      on: addDays(on, -n),
    })),
    bankFen: 50_000_000 + below(100_000_000),
    transitFen: 100_000 + below(500_000),
  };
}

const yuan = (fen: number) => (fen / 100).toFixed(2);
const sumOf = (fen: readonly number[]) => fen.reduce((sum, one) => sum + one, 0);

function csv(heading: string, rows: readonly (readonly string[])[]): string {
  return `${heading}\r\n${rows.map((cells) => csvRow(cells)).join('')}`;
}

/** Returns the units and the people as files of the register. */
export function registerFiles({ homes }: OldCompany): { units: string; people: string } {
  return {
    units: `label,building,area,use\n${homes.map(({ label, building }) => `${label},${building},89.37,dwelling`).join('\n')}\n`,
    people: `key,name,unitLabel,role,from\n${homes.map(({ label, payer }) => `${payer},Owner ${payer},${label},owner,2020-01-01`).join('\n')}\n`,
  };
}

/** Returns the files of the opening, by kind. */
export function openingFiles(company: OldCompany): Readonly<Record<string, string>> {
  const { on, bills, prepaid, deposits, suspense, bankFen, transitFen } = company;
  const open = (item: OldBill['item']) => sumOf(bills.filter((bill) => bill.item === item).map((bill) => bill.open));
  const credit = (all: readonly { readonly fen: number }[]) => yuan(sumOf(all.map(({ fen }) => fen)));
  return {
    balances: csv('account,debit,credit,proof,provedOn', [
      ['bank:main', yuan(bankFen), '', 'statement', on],
      ['transit:main', yuan(transitFen), '', '', ''],
      ['receivable', yuan(open('Property fee')), '', '', ''],
      ['agency-receivable', yuan(open('Electricity')), '', '', ''],
      ['prepaid', '', credit(prepaid), '', ''],
      ['deposit', '', credit(deposits), '', ''],
      ['suspense', '', credit(suspense), '', ''],
      ['held:Electricity', '', '5500.00', '', ''],
      ['small-scale-vat:1', '', '1234.56', '', ''],
    ]),
    bills: csv(
      'number,unit,payer,feeItem,from,to,dueOn,principal,open,vat,lateCharge,lateTo',
      bills.map(({ number, home, item, from, to, dueOn, principal, open: left, late }) => [
        ...[number, home.label, home.payer, item, from, to, dueOn, yuan(principal), yuan(left), 'TAXED_BEFORE'],
        ...(late > 0 ? [yuan(late), on] : ['', '']),
      ]),
    ),
    prepaid: csv(
      'number,payer,purpose,amount',
      prepaid.map(({ home, fen }, n) => [`P${n}`, home.payer, 'general', yuan(fen)]),
    ),
    deposits: csv(
      'receiptNumber,payer,purpose,amount,account,takenOn,unit',
      deposits.map((one, n) => [
        `D${n}`,
        one.home.payer,
        'fit-out',
        yuan(one.fen),
        'bank:main',
        one.on,
        one.home.label,
      ]),
    ),
    suspense: csv(
      'reference,account,amount,receivedOn',
      suspense.map((one) => [one.reference, 'bank:main', yuan(one.fen), one.on]),
    ),
    slips: csv('reference,from,bank,amount,sentOn', [['S1', 'channel:wechat', 'main', yuan(transitFen), on]]),
  };
}

/**
 * The last day of each age, in days after the due day, youngest first; beyond a year the age counts in
 * years.
 */
const upTo = [
  ['notDue', 0],
  ['days1to30', 30],
  ['days31to60', 60],
  ['days61to90', 90],
  ['days91to180', 180],
  ['days181to365', 365],
] as const;

/** Returns the same day some years later; 29 February becomes the 28th. */
function yearsLater(day: string, years: number): string {
  const year = String(Number(day.slice(0, 4)) + years);
  const isLeap = Number(year) % 4 === 0;
  return day.endsWith('02-29') && !isLeap ? `${year}-02-28` : year + day.slice(4);
}

/** Returns the age of what is open, by the file alone, fen: of bills that were issued by that day. */
export function ageOnDay({ bills }: OldCompany, day: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { from, dueOn, open } of bills) {
    if (from > day) continue;
    const days = daysAfter(dueOn, day);
    const young = upTo.find(([, last]) => days <= last)?.[0];
    const old = day <= yearsLater(dueOn, 2) ? 'years1to2' : day <= yearsLater(dueOn, 3) ? 'years2to3' : 'over3years';
    const age = young ?? old;
    sums[age] = (sums[age] ?? 0) + open;
  }
  return sums;
}
