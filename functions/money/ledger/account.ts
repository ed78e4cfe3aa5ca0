import * as z from 'zod';

/** The types of account (资产, 负债, 所有者权益, 收入, 费用), each with the first part of its account codes. */
const roots = {
  asset: 'assets',
  liability: 'liabilities',
  equity: 'equity',
  income: 'income',
  expense: 'expenses',
} as const;
export type AccountType = keyof typeof roots;

/**
 * The chart of accounts of an estate (会计科目): the type of each kind, and the ids that distinguish its
 * accounts.
 * It has no account for rounding differences: every amount is rounded once, before it is posted (R0.2).
 */
const chart = {
  /** 库存现金: the cash of a cashier. */
  cash: { type: 'asset', of: ['cashierId'] },
  /** 银行存款. */
  bank: { type: 'asset', of: ['bankAccountId'] },
  /** 第三方支付: paid through a channel and not yet settled to the bank. */
  channel: { type: 'asset', of: ['channelId'] },
  /** 在途资金 (R20.7): money on its way to a bank account until a bank statement line confirms it. */
  transit: { type: 'asset', of: ['bankAccountId'] },
  /** 待处理财产损溢 (1901, R20.5): what a slip or a drawer has too little or too much, until it is cleared. */
  unexplained: { type: 'asset', of: [] },
  /** 其他应收款 (1221, R20.5): what a cashier answers for. */
  answerable: { type: 'asset', of: ['personId'] },
  /** 坏账准备 (1231, R21.7): what is set aside for bad debts, less what was written off. */
  provision: { type: 'asset', of: [] },
  /**
   * Recovered bad debts (R21.7): part of 1231, or income (5301) by the standard for small enterprises, which
   * has no provision.
   */
  'bad-debts-recovered': { type: 'asset', of: [] },
  /** 应收账款: the debt of an owner, or of the developer for homes not delivered (R3.5). */
  receivable: { type: 'asset', of: ['payerId'] },
  /** 其他应收款—代收 (1221, R25.1): what a payer owes of fees that are collected for a third party. */
  'agency-receivable': { type: 'asset', of: ['payerId'] },
  /** 预收账款: unused money of a payer. Its purpose is `general`, or the only fee item it may pay (R11.4). */
  prepaid: { type: 'liability', of: ['payerId', 'purpose'] },
  /**
   * 预存在表: top-ups of a prepaid meter whose use is not settled yet. Below zero when more was used than paid
   * (R11.4, R11.5).
   */
  meter: { type: 'liability', of: ['payerId', 'meterId'] },
  /** 应付账款 (2202, R21.11): what a supplier is owed. */
  payable: { type: 'liability', of: ['payeeId'] },
  /** 押金: a deposit; it stays the payer's money (R10.5, D33). */
  deposit: { type: 'liability', of: ['payerId', 'purpose'] },
  /** 待查收款 (2241.90, R21.2): money from an unknown payer. It is never income by itself. */
  suspense: { type: 'liability', of: [] },
  /** 公共收益 (2241.05, R34.1): income from common parts, which belongs to the owners. */
  common: { type: 'liability', of: [] },
  /** 专项维修资金 (2241.04, R34.2): money on its way to the owners' maintenance fund. */
  'maintenance-fund': { type: 'liability', of: [] },
  /** 代收代付: collected for a third party (utilities, maintenance fund). It is not revenue (R4.8, R7.4). */
  held: { type: 'liability', of: ['feeItemId'] },
  /**
   * 物业服务资金 (2241.06, R34.5): service fees that are held for the owners on the remuneration system (酬金制), by
   * fee item. `spending` and `remuneration` have what left.
   */
  'service-fund': { type: 'liability', of: ['part'] },
  /**
   * 合同负债 (2205; 预收账款 2203 of small enterprises, R24.1): net money for months that are not served yet, by
   * fee item.
   */
  advance: { type: 'liability', of: ['feeItemId'] },
  /** The same, as far as an invoice has already made its tax due (R24.1). */
  'invoiced-advance': { type: 'liability', of: ['feeItemId'] },
  /** 待转销项税额 (2221.06, R24.1): value added tax in money for months that are not served yet, by rate. */
  'pending-vat': { type: 'liability', of: ['rate'] },
  /** 应交增值税-销项税额 (2221.01.01, R23.7): value added tax of a general taxpayer, by rate. */
  'output-vat': { type: 'liability', of: ['rate'] },
  /** 简易计税 (2221.09, R23.7): value added tax of a general taxpayer by the simplified method, by rate. */
  'simplified-vat': { type: 'liability', of: ['rate'] },
  /** 应交增值税 (2221.01, R23.7): value added tax of a small-scale taxpayer, by rate. */
  'small-scale-vat': { type: 'liability', of: ['rate'] },
  /** 利润分配 (4104, R30.1): what an estate brought along at the cut-over, less what it owed then. */
  opening: { type: 'equity', of: [] },
  /** 收入: revenue of a fee item, without value added tax. */
  revenue: { type: 'income', of: ['feeItemId'] },
  /** 其他业务收入 (6051, R34.2): fees for managing common income. */
  'other-revenue': { type: 'income', of: [] },
  /** 营业外收入 (6301, R20.5): cash that nobody claimed. */
  'cash-gains': { type: 'income', of: [] },
  /** 管理费用 (6602, R20.5): cash that was missing without a cause. */
  'cash-losses': { type: 'expense', of: [] },
  /** 信用减值损失 (6702, R21.7): what was set aside for bad debts. */
  'bad-debts': { type: 'expense', of: [] },
  /** 支付手续费: the fee of a payment channel. The owner never pays it (R4.8). */
  'channel-fees': { type: 'expense', of: [] },
  /** 主营业务成本 (6401, R21.11): what suppliers charge. */
  'operating-costs': { type: 'expense', of: [] },
  /** 财务费用 (6603, R21.11): fees of the bank, less its interest. */
  'finance-costs': { type: 'expense', of: [] },
  /** 赔偿支出: compensation paid (D40). */
  compensation: { type: 'expense', of: [] },
} as const satisfies Record<string, { type: AccountType; of: readonly string[] }>;
export type AccountKind = keyof typeof chart;

/**
 * A parsed account code: `liabilities:prepaid:psn_1:general` is of kind `prepaid` with ids `psn_1` and
 * `general`.
 */
export interface Account {
  readonly code: string;
  readonly type: AccountType;
  readonly kind: AccountKind;
  readonly ids: readonly string[];
}

const id = /^[A-Za-z0-9_-]{1,64}$/;
const kindOf = z.enum(Object.keys(chart).filter((kind): kind is AccountKind => Object.hasOwn(chart, kind)));

function read(code: string): Account | undefined {
  const [root, word, ...ids] = code.split(':');
  const kind = kindOf.safeParse(word).data;
  if (kind === undefined) return undefined;
  const { type, of } = chart[kind];
  const right = root === roots[type] && ids.length === of.length && ids.every((one) => id.test(one));
  return right ? { code, type, kind, ids } : undefined;
}

/** The code of an account: type, kind and ids joined by colons, as in plain-text accounting. */
export const accountSchema = z
  .string()
  .max(250)
  .refine((code) => read(code) !== undefined, { message: 'not in the chart of accounts' });

/** Parses an account code. @throws RangeError when it is not in the chart of accounts. */
export function accountOf(code: string): Account {
  const account = read(code);
  if (!account) throw new RangeError(`${code} is not in the chart of accounts`);
  return account;
}

function codeOf(kind: AccountKind, ...ids: readonly string[]): string {
  return accountOf([roots[chart[kind].type], kind, ...ids].join(':')).code;
}

const vatKinds = { general: 'output-vat', simplified: 'simplified-vat', 'small-scale': 'small-scale-vat' } as const;
/** How value added tax is computed: by the general or the simplified method, or as a small-scale taxpayer. */
export type VatMethod = keyof typeof vatKinds;

/**
 * Builders of account codes. Each throws RangeError when an id is empty, longer than 64 or has other
 * characters than letters, digits, `_` and `-`.
 */
export const account = {
  cash: (cashierId: string) => codeOf('cash', cashierId),
  bank: (bankAccountId: string) => codeOf('bank', bankAccountId),
  channel: (channelId: string) => codeOf('channel', channelId),
  transit: (bankAccountId: string) => codeOf('transit', bankAccountId),
  unexplained: () => codeOf('unexplained'),
  answerable: (personId: string) => codeOf('answerable', personId),
  receivable: (payerId: string) => codeOf('receivable', payerId),
  agencyReceivable: (payerId: string) => codeOf('agency-receivable', payerId),
  prepaid: (payerId: string, purpose: string) => codeOf('prepaid', payerId, purpose),
  meter: (payerId: string, meterId: string) => codeOf('meter', payerId, meterId),
  payable: (payeeId: string) => codeOf('payable', payeeId),
  deposit: (payerId: string, purpose: string) => codeOf('deposit', payerId, purpose),
  suspense: () => codeOf('suspense'),
  common: () => codeOf('common'),
  /** `part` is a fee item, `spending` or `remuneration`. */
  serviceFund: (part: string) => codeOf('service-fund', part),
  maintenanceFund: () => codeOf('maintenance-fund'),
  otherRevenue: () => codeOf('other-revenue'),
  held: (feeItemId: string) => codeOf('held', feeItemId),
  /** `percent` is a decimal; an id has no point, so 1.5 % is `1_5`. */
  vat: ({ method, percent }: { method: VatMethod; percent: string }) =>
    codeOf(vatKinds[method], percent.replace('.', '_')),
  advance: (feeItemId: string) => codeOf('advance', feeItemId),
  invoicedAdvance: (feeItemId: string) => codeOf('invoiced-advance', feeItemId),
  pendingVat: (percent: string) => codeOf('pending-vat', percent.replace('.', '_')),
  opening: () => codeOf('opening'),
  revenue: (feeItemId: string) => codeOf('revenue', feeItemId),
  cashGains: () => codeOf('cash-gains'),
  cashLosses: () => codeOf('cash-losses'),
  badDebts: () => codeOf('bad-debts'),
  provision: () => codeOf('provision'),
  badDebtsRecovered: () => codeOf('bad-debts-recovered'),
  channelFees: () => codeOf('channel-fees'),
  operatingCosts: () => codeOf('operating-costs'),
  financeCosts: () => codeOf('finance-costs'),
  compensation: () => codeOf('compensation'),
} as const;

/** Returns true for a money account: cash, bank or channel. */
export function isMoney(code: string): boolean {
  return ['cash', 'bank', 'channel'].includes(accountOf(code).kind);
}

/**
 * Returns the payer of an account (receivable, prepaid, meter, deposit); undefined for every other account.
 */
export function payerOfAccount(code: string): string | undefined {
  const { kind, ids } = accountOf(code);
  const [first]: readonly string[] = chart[kind].of;
  return first === 'payerId' ? ids[0] : undefined;
}

const receivableKinds: readonly AccountKind[] = ['receivable', 'agency-receivable'];

/** Returns true for an account of what a payer owes: to the company, or to a third party (R25.1). */
export function isReceivable(code: string): boolean {
  return receivableKinds.includes(accountOf(code).kind);
}

/** Keys of closed balances (`balanceKey`) whose sum is what all payers owe. */
export const receivableKeys = receivableKinds.map((kind) => `${roots.asset}:${kind}`);

/**
 * Returns the key under which a close stores a balance: the account, or the kind for an account of a payer.
 */
export function balanceKey(code: string): string {
  const root = code.slice(0, code.indexOf(':'));
  return payerOfAccount(code) === undefined ? code : `${root}:${accountOf(code).kind}`;
}

/** Returns true when the account belongs to the payer. */
export function isOfPayer(code: string, payerId: string): boolean {
  return payerOfAccount(code) === payerId;
}

const percentKinds: readonly AccountKind[] = Object.values(vatKinds);

/** Returns the rate of an account of value added tax in percent; undefined for every other account. */
export function vatPercentOf(code: string): string | undefined {
  const { kind, ids } = accountOf(code);
  return percentKinds.includes(kind) ? ids[0]?.replace('_', '.') : undefined;
}

/**
 * Returns the account that a line credits: revenue of its fee item, money held for a third party (代收, R4.8)
 * or for the owners (R34.5), or money for months not served yet (R24.1).
 */
export function earnedFor(line: {
  feeItemId: string;
  held?: boolean;
  ownersFund?: boolean | undefined;
  advanceId?: string | undefined;
}): string {
  const { feeItemId, held, ownersFund, advanceId } = line;
  if (advanceId !== undefined) return account.advance(feeItemId);
  if (ownersFund) return account.serviceFund(feeItemId);
  return held ? account.held(feeItemId) : account.revenue(feeItemId);
}
