import * as z from 'zod';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import { saleContractSchema } from '../../homes/titles/public.ts';
import { channels, mostReferences, severitySchema, ticketTypes } from '../../service/tickets/public.ts';
import { interruptions, mostDemands, proofKinds } from '../dunning/public.ts';
import { isHeld, type StoredFeeItem, taxedBefore } from '../fees/public.ts';
import { account, isNumberRange, numberedDocuments, rangesOverlap } from '../ledger/public.ts';
import type { FileError } from './opening-errors.ts';
import type { FileKind } from './opening-file.ts';
import type { CheckedRows } from './opening-row.ts';
import { RowReader } from './read-row.ts';

/** What the register and the estate know, with which the rows of all files are compared. */
export interface Known {
  /** The last day before the cut-over. */
  readonly on: string;
  readonly unitIds: ReadonlyMap<string, string>;
  /** The person id of each name of a payer in the files: an id, or the key of the import of people. */
  readonly payerIds: ReadonlyMap<string, string>;
  /** The staff who may have a drawer. */
  readonly cashiers: ReadonlySet<string>;
  readonly feeItems: readonly StoredFeeItem[];
  /** The steps of the estate's ladder. */
  readonly steps: ReadonlySet<string>;
  /** Whether terms of late charge apply to an item and a due day. */
  readonly hasLateTerms: (item: StoredFeeItem, dueOn: string) => boolean;
  /** Whether the estate has a category of tickets. */
  readonly isCategory: (key: string) => boolean;
  /** Whether the rates of the maintenance fund know the building type of a contract. */
  readonly hasFundRate: (contract: z.output<typeof saleContractSchema>) => boolean;
}

const vatSchema = z.enum(taxedBefore);
const kindSchema = z.enum(interruptions);
const proofSchema = z.enum(proofKinds);
const documentSchema = z.enum(numberedDocuments);
const typeSchema = z.enum(ticketTypes);
const channelSchema = z.enum(channels);

/** Returns true for a number that a receipt of here may have: a day after the cut-over, and the cashier. */
function isOwnReceipt(number: string, on: string): boolean {
  return /^\d{8}-.+-\d+$/.test(number) && number.slice(0, 8) > on.replaceAll('-', '');
}
/** The most bills of one act. */
const mostBills = 50;

/** The sides on which an account has its balance. `control`: its rows are in the file named. */
interface Side {
  readonly side: 'debit' | 'credit';
  readonly isMoney?: true;
  readonly control?: FileKind;
}

/** What stands in the column `account` of the balances, up to the colon (R30.1). */
const balanceAccounts: Readonly<Record<string, Side>> = {
  cash: { side: 'debit', isMoney: true },
  bank: { side: 'debit', isMoney: true },
  channel: { side: 'debit', isMoney: true },
  transit: { side: 'debit', control: 'slips' },
  receivable: { side: 'debit', control: 'bills' },
  'agency-receivable': { side: 'debit', control: 'bills' },
  prepaid: { side: 'credit', control: 'prepaid' },
  deposit: { side: 'credit', control: 'deposits' },
  suspense: { side: 'credit', control: 'suspense' },
  meter: { side: 'credit', control: 'meters' },
  held: { side: 'credit' },
  'output-vat': { side: 'credit' },
  'simplified-vat': { side: 'credit' },
  'small-scale-vat': { side: 'credit' },
  equity: { side: 'credit' },
};
const plain = ['receivable', 'agency-receivable', 'prepaid', 'deposit', 'suspense', 'meter', 'equity'];

/** A balance of an account as the file has it, fen: debit positive. */
export interface ControlRow {
  readonly line: number;
  readonly account: string;
  readonly fen: number;
}

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;
const percentPattern = /^\d{1,2}(\.\d{1,2})?$/;

/** Collects the checked rows of all files and their errors. */
export class RowChecks {
  readonly rows: CheckedRows;
  readonly controls: ControlRow[] = [];
  readonly errors: FileError[] = [];
  /** The line of each contract, by its unit and buyer. */
  readonly contractLines = new Map<string, number>();
  readonly #known: Known;
  readonly #seen = new Map<string, number>();
  readonly #items: ReadonlyMap<string, StoredFeeItem>;

  constructor(known: Known, rows: CheckedRows) {
    this.#known = known;
    this.rows = rows;
    const items = known.feeItems.flatMap((item) => [[item.name, item] as const, [item.feeItemId, item] as const]);
    this.#items = new Map(items);
  }

  /** Checks a row, and keeps it when it has no error. */
  take(file: FileKind, line: number, cells: Readonly<Record<string, string>>): void {
    const row = new RowReader(file, line, cells);
    const kept = this.#readers[file](row);
    this.errors.push(...row.errors);
    if (row.errors.length === 0) kept();
  }

  readonly #readers: Readonly<Record<FileKind, (row: RowReader) => () => void>> = {
    balances: (row) => this.#balance(row),
    bills: (row) => this.#bill(row),
    prepaid: (row) => this.#prepaid(row),
    deposits: (row) => this.#deposit(row),
    suspense: (row) => this.#suspense(row),
    slips: (row) => this.#slip(row),
    meters: (row) => this.#meter(row),
    demands: (row) => this.#demand(row),
    numbers: (row) => this.#numbers(row),
    tickets: (row) => this.#ticket(row),
    contracts: (row) => this.#contract(row),
  };

  readonly #billsByNumber = new Map<string, CheckedRows['bills'][number]>();
  readonly #accounts = new Map<string, CheckedRows['demands'][number]>();

  /** Adds an act to its account. Acts that differ only in their bill are one. */
  #demand(row: RowReader): () => void {
    const number = row.text('bill', 60);
    const bill = this.#billsByNumber.get(number);
    // A bill that was refused has its own error.
    if (number !== '' && !bill && !this.#seen.has(`bills ${number}`)) row.refuse('bill', 'unknown-bill');
    const [on, proof] = [row.day('on', this.#known.on), row.text('proof', 200)];
    const kind = row.oneOf('kind', kindSchema, 'demand-reached');
    const proofKind = row.oneOf('proofKind', proofSchema, 'document');
    const step = row.optional('step', 60);
    if (step !== undefined && (!this.#known.steps.has(step) || kind !== 'demand-reached')) {
      row.refuse('step', 'unknown-step');
    }
    const { payerId = '', unitId = '', unitLabel = '', openFen = 0 } = bill ?? {};
    const account = this.#accounts.get(`${payerId} ${unitId}`) ?? { payerId, unitId, unitLabel, acts: [] };
    const isSame = (one: (typeof account.acts)[number]) =>
      one.kind === kind && one.on === on && one.proof === proof && one.step === step && one.proofKind === proofKind;
    const act = account.acts.find(isSame);
    if (bill && ((!act && account.acts.length >= mostDemands) || (act && act.bills.length >= mostBills))) {
      row.refuse('bill', 'too-many-demands');
    }
    return () => {
      if (!bill || !kind || !proofKind) return;
      if (account.acts.length === 0) this.rows.demands.push(account);
      this.#accounts.set(`${payerId} ${unitId}`, account);
      if (act) {
        act.bills.push(number);
        act.fen += openFen;
      } else account.acts.push({ kind, on, proofKind, proof, ...(step && { step }), bills: [number], fen: openFen });
    };
  }

  /** Refuses a number that an earlier row of the file has. */
  #once(row: RowReader, file: FileKind, column: string, value: string, rule: 'number-twice' | 'account-twice'): void {
    if (value === '') return;
    if (this.#seen.has(`${file} ${value}`)) row.refuse(column, rule);
    this.#seen.set(`${file} ${value}`, row.line);
  }

  #payer(row: RowReader): string {
    const name = row.text('payer', 100);
    const payerId = this.#known.payerIds.get(name);
    if (name !== '' && payerId === undefined) row.refuse('payer', 'unknown-payer');
    return payerId ?? '';
  }

  #unit(row: RowReader, label: string | undefined): string | undefined {
    if (label === undefined || label === '') return undefined;
    const unitId = this.#known.unitIds.get(label);
    if (unitId === undefined) row.refuse('unit', 'unknown-unit');
    return unitId;
  }

  #item(row: RowReader, column = 'feeItem'): StoredFeeItem | undefined {
    const name = row.text(column);
    const item = this.#items.get(name);
    if (name !== '' && !item) row.refuse(column, 'unknown-fee-item');
    return item;
  }

  /** Returns the purpose of prepaid money or a deposit: a word, or the id of the fee item of that name. */
  #purpose(row: RowReader): string {
    const name = row.text('purpose');
    const purpose = this.#items.get(name)?.feeItemId ?? name;
    if (name !== '' && !idPattern.test(purpose)) row.refuse('purpose', 'not-valid');
    return purpose;
  }

  /** Returns the code of a money account: `bank:icbc`, `channel:wechat`, `cash:<person>`. */
  #moneyAccount(row: RowReader, column: string): string {
    const said = row.text(column);
    const [kind = '', id = '', ...more] = said.split(':');
    const isKnown = more.length === 0 && idPattern.test(id);
    if (isKnown && kind === 'bank') return account.bank(id);
    if (isKnown && kind === 'channel') return account.channel(id);
    if (isKnown && kind === 'cash' && this.#known.cashiers.has(id)) return account.cash(id);
    if (said !== '') row.refuse(column, 'unknown-account');
    return '';
  }

  #balance(row: RowReader): () => void {
    const said = row.text('account');
    const [kind = '', id, ...more] = said.split(':');
    const of = Object.hasOwn(balanceAccounts, kind) ? balanceAccounts[kind] : undefined;
    const code = of && more.length === 0 ? this.#codeOf(row, kind, id) : undefined;
    if (said !== '' && code === undefined) row.refuse('account', 'unknown-account');
    this.#once(row, 'balances', 'account', said, 'account-twice');
    const [debit, credit] = [row.optionalFen('debit'), row.optionalFen('credit')];
    if (debit !== 0 && credit !== 0) row.refuse('credit', 'one-side-only');
    const fen = debit - credit;
    if (of && kind !== 'equity' && (of.side === 'debit' ? fen < 0 : fen > 0)) {
      row.refuse(of.side === 'debit' ? 'credit' : 'debit', 'wrong-side');
    }
    const [proof, provedOn] = [row.optional('proof'), row.optionalDay('provedOn')];
    if (of?.isMoney && (proof === undefined || provedOn === undefined)) row.refuse('proof', 'not-proved');
    else if (of?.isMoney && provedOn !== this.#known.on) row.refuse('provedOn', 'proved-on-another-day');
    return () => {
      const isControl = of?.control !== undefined || kind === 'equity';
      if (isControl) this.controls.push({ line: row.line, account: said, fen });
      else if (fen !== 0 && code !== undefined) {
        this.rows.balances.push({ account: code, fen, ...(proof !== undefined && { proof }) });
      }
    };
  }

  /** Returns the account code of a balance, or the word itself for an account whose rows are in a file. */
  #codeOf(row: RowReader, kind: string, id: string | undefined): string | undefined {
    if (plain.includes(kind)) return id === undefined ? kind : undefined;
    if (id === undefined) return undefined;
    if (kind === 'cash' || kind === 'bank' || kind === 'channel') return this.#moneyAccount(row, 'account');
    if (kind === 'transit') return idPattern.test(id) ? account.transit(id) : undefined;
    if (kind === 'held') {
      const item = this.#items.get(id);
      return item && isHeld(item) ? account.held(item.feeItemId) : undefined;
    }
    if (!percentPattern.test(id)) return undefined;
    const method = kind === 'output-vat' ? 'general' : kind === 'simplified-vat' ? 'simplified' : 'small-scale';
    return account.vat({ method, percent: id });
  }

  #bill(row: RowReader): () => void {
    const { on } = this.#known;
    const number = row.text('number', 60);
    this.#once(row, 'bills', 'number', number, 'number-twice');
    const unitLabel = row.text('unit', 100);
    const unitId = this.#unit(row, unitLabel);
    const payerId = this.#payer(row);
    const item = this.#item(row);
    const period = { from: row.day('from', on), to: row.day('to', on) };
    if (period.to !== '' && period.to < period.from) row.refuse('to', 'ends-before-it-starts');
    const dueOn = row.day('dueOn');
    const issuedOn = row.optionalDay('issuedOn', on) ?? period.from;
    const [principalFen, openFen] = [row.fen('principal'), row.fen('open')];
    if (openFen > principalFen) row.refuse('open', 'open-above-principal');
    const [lateFen, lateTo] = [row.optionalFen('lateCharge'), row.optionalDay('lateTo', on)];
    if (lateFen > 0 !== (lateTo !== undefined)) row.refuse('lateTo', 'late-without-day');
    if (item && lateFen > 0 && dueOn !== '' && !this.#known.hasLateTerms(item, dueOn)) {
      row.refuse('lateCharge', 'no-late-terms');
    }
    // A bill whose late charge ran had been delivered.
    const deliveredOn = row.optionalDay('deliveredOn', on) ?? (lateTo === undefined ? undefined : issuedOn);
    const disputed = this.#dispute(row);
    const invoiced = row.yesNo('invoiced');
    const vat = row.oneOf('vat', vatSchema);
    return () => {
      if (unitId === undefined || !item || !vat) return;
      const { feeItemId } = item;
      const of = { number, unitId, unitLabel, payerId, feeItemId, period, issuedOn, dueOn, deliveredOn };
      const kept = { ...of, principalFen, openFen, invoiced, vat, lateFen, lateTo, ...(disputed && { disputed }) };
      this.rows.bills.push(kept);
      this.#billsByNumber.set(number, kept);
    };
  }

  /** Returns the open objection to a bill. */
  #dispute(row: RowReader): CheckedRows['bills'][number]['disputed'] {
    const on = row.optionalDay('disputedOn', this.#known.on);
    const [reason, proof] = [row.optional('disputeReason', 1_000), row.optional('disputeProof', 300)];
    if (on !== undefined && reason !== undefined) return { on, reason, ...(proof !== undefined && { proof }) };
    if (on !== undefined || reason !== undefined || proof !== undefined) {
      row.refuse(on === undefined ? 'disputedOn' : 'disputeReason', 'dispute-incomplete');
    }
    return undefined;
  }

  #numbers(row: RowReader): () => void {
    const document = row.oneOf('document', documentSchema);
    const [first, last] = [row.text('first', 40), row.text('last', 40)];
    if (first !== '' && last !== '') {
      if (!isNumberRange(first, last)) row.refuse('last', 'not-a-range');
      else if (document === 'receipt' && isOwnReceipt(first, this.#known.on))
        row.refuse('first', 'range-of-this-system');
      else if (this.rows.numbers.some((one) => one.document === document && rangesOverlap(one, { first, last }))) {
        row.refuse('first', 'range-overlaps');
      }
    }
    return () => document && this.rows.numbers.push({ document, first, last });
  }

  #ticket(row: RowReader): () => void {
    const { on, payerIds } = this.#known;
    const number = row.text('number', 60);
    this.#once(row, 'tickets', 'number', number.toUpperCase(), 'number-twice');
    const [type, channel] = [row.oneOf('type', typeSchema), row.oneOf('channel', channelSchema, 'hotline')];
    const severity = row.optional('severity') === undefined ? undefined : row.oneOf('severity', severitySchema);
    const category = row.text('category', 120);
    if (category !== '' && !this.#known.isCategory(category)) row.refuse('category', 'unknown-category');
    const [title, description] = [row.text('title', 200), row.optional('description', 10_000) ?? ''];
    const receivedOn = row.day('receivedOn', on);
    const unitLabel = row.optional('unit', 100);
    const unitId = this.#unit(row, unitLabel);
    const location = row.optional('location', 500);
    const payer = row.optional('payer', 100);
    const personId = payer === undefined ? undefined : payerIds.get(payer);
    if (payer !== undefined && personId === undefined) row.refuse('payer', 'unknown-payer');
    const [name, phone] = [row.optional('name', 200), row.optional('phone', 40)];
    const said = row.optional('references', 400) ?? '';
    const references = [...new Set(said.split(';').map((one) => one.trim()))].filter((one) => one !== '');
    if (references.length > mostReferences) row.refuse('references', 'too-many-references');
    if (references.some((one) => one.length > 60)) row.refuse('references', 'not-valid');
    return () => {
      if (!type || !channel) return;
      const of = { number, references, receivedOn, type, channel, category, severity, title, description };
      this.rows.tickets.push({ ...of, unitId, unitLabel, location, requester: { personId, name, phone } });
    };
  }

  #contract(row: RowReader): () => void {
    const { on } = this.#known;
    const unitLabel = row.text('unit', 100);
    const unitId = this.#unit(row, unitLabel);
    const buyerId = this.#payer(row);
    this.#once(row, 'contracts', 'payer', unitId && buyerId ? `${unitId} ${buyerId}` : '', 'number-twice');
    const bank = row.optional('mortgageBank', 120);
    const [priceFen, paidFen, loanFen] = [row.fen('price'), row.optionalFen('paid'), row.optionalFen('mortgage')];
    if ((bank === undefined) !== (loanFen === 0)) row.refuse('mortgage', 'mortgage-incomplete');
    const [deliverBy, lateRate] = [row.optionalDay('deliverBy'), row.optional('lateRate', 20)];
    if (lateRate !== undefined && deliverBy === undefined) row.refuse('deliverBy', 'rate-without-day');
    const deliveredOn = row.optionalDay('deliveredOn', on);
    const said = {
      number: row.optional('number', 60),
      kind: row.text('kind'),
      contractOn: row.day('contractOn', on),
      priceFen,
      paidFen: row.optional('paid') === undefined ? undefined : paidFen,
      area: row.decimal('area'),
      rank: row.text('rank'),
      building: row.optional('building', 60),
      buyerKind: row.text('buyerKind'),
      deliverBy,
      lateRate,
      mortgage: bank !== undefined && loanFen > 0 ? { bank, fen: loanFen } : undefined,
    };
    const parsed = row.errors.length > 0 ? undefined : saleContractSchema.safeParse(said);
    for (const { path } of parsed?.error?.issues ?? []) row.refuse(String(path[0] ?? 'kind'), 'not-valid');
    const contract = parsed?.data;
    if (contract && !this.#known.hasFundRate(contract)) row.refuse('building', 'no-fund-rate', contract.building);
    return () => {
      if (!contract || unitId === undefined) return;
      this.contractLines.set(`${unitId} ${buyerId}`, row.line);
      this.rows.contracts.push({ unitId, unitLabel, buyerId, contract, ...(deliveredOn && { deliveredOn }) });
    };
  }

  #prepaid(row: RowReader): () => void {
    const number = row.text('number', 60);
    this.#once(row, 'prepaid', 'number', number, 'number-twice');
    const [payerId, purpose, fen] = [this.#payer(row), this.#purpose(row), row.fen('amount')];
    return () => this.rows.prepaid.push({ number, payerId, purpose, fen });
  }

  #deposit(row: RowReader): () => void {
    const receiptNumber = row.text('receiptNumber', 60);
    this.#once(row, 'deposits', 'receiptNumber', receiptNumber, 'number-twice');
    const unitId = this.#unit(row, row.optional('unit'));
    const [payerId, purpose, fen] = [this.#payer(row), this.#purpose(row), row.fen('amount')];
    const [moneyAccount, takenOn] = [this.#moneyAccount(row, 'account'), row.day('takenOn', this.#known.on)];
    return () => {
      const of = { receiptNumber, payerId, purpose, fen, moneyAccount, takenOn };
      this.rows.deposits.push({ ...of, ...(unitId !== undefined && { unitId }) });
    };
  }

  #suspense(row: RowReader): () => void {
    const reference = row.text('reference', 60);
    const moneyAccount = this.#moneyAccount(row, 'account');
    this.#once(row, 'suspense', 'reference', `${moneyAccount} ${reference}`, 'number-twice');
    const [fen, receivedOn] = [row.fen('amount'), row.day('receivedOn', this.#known.on)];
    const [sender, remark] = [row.optional('sender'), row.optional('remark')];
    return () => this.rows.suspense.push({ reference, moneyAccount, fen, receivedOn, sender, remark });
  }

  #slip(row: RowReader): () => void {
    const reference = row.text('reference', 60);
    const from = this.#moneyAccount(row, 'from');
    const bankAccountId = row.id('bank');
    this.#once(row, 'slips', 'reference', `${from} ${bankAccountId} ${reference}`, 'number-twice');
    const [fen, occurredOn] = [row.fen('amount'), row.day('sentOn', this.#known.on)];
    return () => this.rows.slips.push({ reference, from, bankAccountId, fen, occurredOn });
  }

  #meter(row: RowReader): () => void {
    const meterId = row.id('meter');
    this.#once(row, 'meters', 'meter', meterId, 'number-twice');
    const plate = row.text('plate', 60);
    const unitId = this.#unit(row, row.text('unit', 100));
    const utility = row.oneOf('utility', utilitySchema);
    const item = this.#item(row);
    if (item && utility && item.utility !== utility) row.refuse('feeItem', 'unknown-fee-item');
    const prepaid = row.yesNo('prepaid');
    const [value, readOn] = [row.decimal('reading'), row.day('readOn', this.#known.on)];
    const balanceFen = row.optionalFen('balance');
    if (!prepaid && balanceFen !== 0) row.refuse('balance', 'not-prepaid');
    const payerId = balanceFen > 0 ? this.#payer(row) : undefined;
    return () => {
      if (unitId === undefined || !utility || !item) return;
      const of = { meterId, plate, unitId, utility, feeItemId: item.feeItemId, prepaid, value, readOn, balanceFen };
      this.rows.meters.push({ ...of, ...(payerId !== undefined && { payerId }) });
    };
  }
}
