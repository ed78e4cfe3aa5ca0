import * as z from 'zod';

/** Where an account belongs (资产, 负债, 收入, 费用), and how its name begins in the books. */
const roots = { asset: 'assets', liability: 'liabilities', income: 'income', expense: 'expenses' } as const;
export type AccountType = keyof typeof roots;

/**
 * The chart of accounts of an estate (会计科目): each kind with its type and what tells accounts of one kind apart. There
 * is no account for roundings: every amount is rounded once, before it gets here (R0.2).
 */
const chart = {
  /** 库存现金, of a cashier. */
  cash: { type: 'asset', of: ['cashierId'] },
  /** 银行存款. */
  bank: { type: 'asset', of: ['bankAccountId'] },
  /** 第三方支付, paid and not yet settled to the bank. */
  channel: { type: 'asset', of: ['channelId'] },
  /** 在途资金 (R20.7): on its way to a bank account, until a line of that bank says that it arrived. */
  transit: { type: 'asset', of: ['bankAccountId'] },
  /** 待处理财产损溢 (1901, R20.5): what arrived less or more than its slip says, until somebody has cleared it. */
  unexplained: { type: 'asset', of: [] },
  /** 应收账款, of an owner, or of the developer for homes not delivered (R3.5). */
  receivable: { type: 'asset', of: ['payerId'] },
  /** 预收账款: the payer's money until it is used. Its purpose is `general`, or the fee item that it may be used for only (R11.4). */
  prepaid: { type: 'liability', of: ['payerId', 'purpose'] },
  /** 预存在表: what a payer topped up a prepaid meter with, until its use is settled; below zero where more was used than paid (R11.4, R11.5). */
  meter: { type: 'liability', of: ['payerId', 'meterId'] },
  /** 押金: stays the payer's money (R10.5, D33). */
  deposit: { type: 'liability', of: ['payerId', 'purpose'] },
  /** 待查收款 (2241.90, R21.2): money that came and whose payer nobody knows yet; never income by itself. */
  suspense: { type: 'liability', of: [] },
  /** 代收代付: collected for somebody else, such as utilities and the maintenance fund; no revenue of ours (R4.8, R7.4). */
  held: { type: 'liability', of: ['feeItemId'] },
  /** 收入, of a fee item. */
  revenue: { type: 'income', of: ['feeItemId'] },
  /** 坏账损失 (D31). */
  'bad-debts': { type: 'expense', of: [] },
  /** 支付手续费, what a channel keeps; never the owner's to bear (R4.8). */
  'channel-fees': { type: 'expense', of: [] },
  /** 赔偿支出 (D40). */
  compensation: { type: 'expense', of: [] },
} as const satisfies Record<string, { type: AccountType; of: readonly string[] }>;
export type AccountKind = keyof typeof chart;

/** An account taken apart: `liabilities:prepaid:psn_1:general` is of the kind `prepaid`, of `psn_1` and `general`. */
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

/** The code of an account as postings hold it: type, kind and ids with colons between, an account name of plain-text accounting. */
export const accountSchema = z
  .string()
  .max(250)
  .refine((code) => read(code) !== undefined, { message: 'not in the chart of accounts' });

/** Reads the code of an account. @throws RangeError when the chart of accounts has none such. */
export function accountOf(code: string): Account {
  const account = read(code);
  if (!account) throw new RangeError(`${code} is not in the chart of accounts`);
  return account;
}

function codeOf(kind: AccountKind, ...ids: readonly string[]): string {
  return accountOf([roots[chart[kind].type], kind, ...ids].join(':')).code;
}

/** Codes of accounts. Each throws RangeError for an id that is empty, longer than 64, or not of letters, digits, `_` and `-`. */
export const account = {
  cash: (cashierId: string) => codeOf('cash', cashierId),
  bank: (bankAccountId: string) => codeOf('bank', bankAccountId),
  channel: (channelId: string) => codeOf('channel', channelId),
  transit: (bankAccountId: string) => codeOf('transit', bankAccountId),
  unexplained: () => codeOf('unexplained'),
  receivable: (payerId: string) => codeOf('receivable', payerId),
  prepaid: (payerId: string, purpose: string) => codeOf('prepaid', payerId, purpose),
  meter: (payerId: string, meterId: string) => codeOf('meter', payerId, meterId),
  deposit: (payerId: string, purpose: string) => codeOf('deposit', payerId, purpose),
  suspense: () => codeOf('suspense'),
  held: (feeItemId: string) => codeOf('held', feeItemId),
  revenue: (feeItemId: string) => codeOf('revenue', feeItemId),
  badDebts: () => codeOf('bad-debts'),
  channelFees: () => codeOf('channel-fees'),
  compensation: () => codeOf('compensation'),
} as const;

/** Where money lies: cash, bank or channel. */
export function isMoney(code: string): boolean {
  return ['cash', 'bank', 'channel'].includes(accountOf(code).kind);
}

/** The payer whose account it is: of what he owes, has prepaid, has on a meter, has deposited; undefined when it is nobody's own. */
export function payerOfAccount(code: string): string | undefined {
  const { kind, ids } = accountOf(code);
  const [first]: readonly string[] = chart[kind].of;
  return first === 'payerId' ? ids[0] : undefined;
}

/** An account of one payer. */
export function isOfPayer(code: string, payerId: string): boolean {
  return payerOfAccount(code) === payerId;
}

/** What is earned for a fee item: revenue, or money held for whoever it is collected for (代收, R4.8). */
export function earnedFor({ feeItemId, held }: { feeItemId: string; held?: boolean }): string {
  return held ? account.held(feeItemId) : account.revenue(feeItemId);
}
