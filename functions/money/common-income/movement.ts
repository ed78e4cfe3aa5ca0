import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { exact, fenSchema, product, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { taxedSchema, vatClassSchema } from '../ledger/public.ts';
import type { CommonIncomePolicy } from './common-income.policy.ts';

/*
 * Movements of the owners' common income (公共收益, R34.1 to R34.3). Income comes from common parts. Documented
 * costs, the agreed fee of the company and what the owners decide about take it out: one person requests
 * that, another approves it, and there is never less than nothing.
 */

const mostFen = 1e12;
const someFen = fenSchema.min(1).max(mostFen);

/** Input of income from common parts. */
export const recordIncomeSchema = z
  .strictObject({
    /** What was paid for: advertisements in lifts, parking on common ground, a base station. */
    source: z.string().min(1).max(200),
    /** Who paid. */
    from: z.string().min(1).max(200),
    /** The contract, or the owners' decision that allows the use of the common part. */
    ground: z.string().min(1).max(500),
    /** Tax included. */
    fen: someFen,
    /** The bank account that received it. */
    bankAccountId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    /** The number by which the bank statement knows it. */
    reference: z.string().min(1).max(100),
    /** The day on which it arrived; today by default. */
    on: dateSchema.optional(),
    /** Class for value added tax. */
    vatClass: vatClassSchema.default('service'),
  })
  .meta({ id: 'RecordCommonIncomeBody' });

/** What the owners decided about: for the maintenance fund (`fund`), or for an approved payee (`use`). */
const decidedFields = {
  fen: someFen,
  what: z.string().min(1).max(200),
  /** The owners' decision: its number and day (R34.3). */
  decision: z.string().min(1).max(300),
  decidedOn: dateSchema,
};

/** Input of what leaves common income. */
export const requestSpendingSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('cost'),
      fen: someFen,
      what: z.string().min(1).max(200),
      /** The supplier, an approved payee of the ledger. */
      payeeId: z.string().max(64),
      /** The number of the invoice or receipt. A cost without a document is refused (R34.2). */
      proof: z.string().min(1).max(200),
    }),
    /** The agreed fee of the company on what came in, less costs, as far as it was not drawn yet. */
    z.strictObject({ kind: z.literal('fee') }),
    z.strictObject({ kind: z.literal('fund'), ...decidedFields }),
    z.strictObject({ kind: z.literal('use'), ...decidedFields, payeeId: z.string().max(64) }),
    /** Spending under the service contract, out of the money that is held for the owners (酬金制, R34.5). */
    z.strictObject({
      kind: z.literal('service'),
      fen: someFen,
      what: z.string().min(1).max(200),
      /** The line of the year's budget. */
      line: z.string().min(1).max(100),
      payeeId: z.string().max(64),
      /** The number of the invoice or receipt. */
      proof: z.string().min(1).max(200),
    }),
  ])
  .meta({ id: 'RequestCommonSpendingBody' });
export type SpendingInput = z.output<typeof requestSpendingSchema>;

const movementKinds = ['income', 'cost', 'fee', 'fund', 'use', 'service'] as const;
export const movementStatuses = ['asked', 'posted', 'refused'] as const;
const doneSchema = z.object({ by: z.string(), at: z.string() });

/** A movement of common income: money that came in, or money that leaves it. */
export const movementSchema = z
  .object({
    movementId: z.string(),
    estateId: z.string(),
    kind: z.enum(movementKinds),
    /** Tax included. */
    fen: fenSchema,
    vat: taxedSchema.optional(),
    what: z.string(),
    /** Who paid, or who is paid. */
    party: z.string(),
    /** The contract, the document, the agreed rate or the owners' decision. */
    ground: z.string(),
    payeeId: z.string().optional(),
    decidedOn: dateSchema.optional(),
    /** Spending under the service contract: the line of the budget. */
    line: z.string().optional(),
    bankAccountId: z.string().optional(),
    reference: z.string().optional(),
    status: z.enum(movementStatuses),
    /** The ledger day. */
    postedOn: dateSchema.optional(),
    entryId: z.string().optional(),
    asked: doneSchema,
    decided: z.object({ ...doneSchema.shape, reason: z.string().optional() }).optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CommonMovement' });
export type Movement = z.infer<typeof movementSchema>;

/** The sums of all posted movements of an estate, fen. Income is net of its tax. */
export const commonAccountSchema = z
  .object({
    estateId: z.string(),
    incomeFen: fenSchema,
    costFen: fenSchema,
    feeFen: fenSchema,
    usedFen: fenSchema,
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CommonAccount' });
export type CommonAccount = z.infer<typeof commonAccountSchema>;

/** Returns the account of an estate that had no common income yet. */
export function emptyAccount(estateId: string): CommonAccount {
  return { estateId, incomeFen: 0, costFen: 0, feeFen: 0, usedFen: 0, updatedAt: '', version: 0 };
}

/** Returns what the owners have, fen. */
export function balanceOf({
  incomeFen,
  costFen,
  feeFen,
  usedFen,
}: Omit<CommonAccount, 'estateId' | 'updatedAt' | 'version'>): number {
  return incomeFen - costFen - feeFen - usedFen;
}

const tooLow = problemKind('common-income-too-low', 409, {
  'zh-CN': '公共收益余额仅有 {left} 分。请减少金额，或等收益到账后再办理。',
  'zh-TW': '公共收益餘額僅有 {left} 分。請減少金額，或等收益到帳後再辦理。',
  en: 'Only {left} fen of common income are left. Take a smaller amount, or wait for further income.',
});
const noFee = problemKind('no-agreed-fee', 409, {
  'zh-CN': '没有业主同意的管理费比例，不能计提。请先在公共收益设置的 fee 中登记比例和依据。',
  'zh-TW': '沒有業主同意的管理費比例，不能計提。請先在公共收益設定的 fee 中登錄比例和依據。',
  en: 'The owners have agreed to no fee, so none can be drawn. Set fee with its percent and ground in the policy first.',
});
const nothingToDraw = problemKind('no-fee-due', 409, {
  'zh-CN': '按约定比例已无可计提的管理费。请在有新的收益后再办理。',
  'zh-TW': '按約定比例已無可計提的管理費。請在有新的收益後再辦理。',
  en: 'By the agreed rate no further fee is due. Request it after further income.',
});
const wrongBank = problemKind('wrong-bank-account', 409, {
  'zh-CN': '公共收益应存入专户 {bankAccountId}。请将 bankAccountId 改为该账户。',
  'zh-TW': '公共收益應存入專戶 {bankAccountId}。請將 bankAccountId 改為該帳戶。',
  en: 'Common income belongs on the bank account {bankAccountId}. Set bankAccountId to that account.',
});

/**
 * Rejects another bank account than the estate's own for common income.
 * @throws Problem `wrong-bank-account`.
 */
export function assertOwnAccount(bankAccountId: string, policy: Pick<CommonIncomePolicy, 'bankAccountId'>): void {
  const own = policy.bankAccountId;
  if (own !== null && own !== bankAccountId) throw new Problem(wrongBank, { bankAccountId: own });
}

/**
 * Returns the fee of the company that is due, fen: the agreed percent of income less costs, less what was
 * drawn before.
 * @throws Problem 409 `no-agreed-fee`, `no-fee-due`.
 */
export function feeDue(account: CommonAccount, { fee }: Pick<CommonIncomePolicy, 'fee'>): number {
  if (!fee) throw new Problem(noFee);
  const net = yuanOf(account.incomeFen - account.costFen);
  const due = toFen(product(net, exact(fee.percent), exact('0.01'))) - account.feeFen;
  if (due <= 0) throw new Problem(nothingToDraw);
  return due;
}

/**
 * Returns the account after a posted movement. It is never below zero (R34.3).
 * @throws Problem 409 `common-income-too-low`.
 */
export function withMovement(account: CommonAccount, movement: Pick<Movement, 'kind' | 'fen' | 'vat'>): CommonAccount {
  const { kind, fen, vat } = movement;
  const left = balanceOf(account);
  if (kind !== 'income' && kind !== 'service' && fen > left)
    throw new Problem(tooLow, { left }, { more: { leftFen: left } });
  const next = { ...account, version: account.version + 1 };
  switch (kind) {
    case 'income':
      return { ...next, incomeFen: next.incomeFen + fen - (vat?.taxFen ?? 0) };
    case 'cost':
      return { ...next, costFen: next.costFen + fen };
    case 'fee':
      return { ...next, feeFen: next.feeFen + fen };
    case 'service':
      // It leaves the service fund, not common income.
      return next;
    case 'fund':
    case 'use':
      return { ...next, usedFen: next.usedFen + fen };
  }
}

/** Returns the details of a request to spend. A fee is the amount that is due now. */
export function spendingOf(
  input: SpendingInput,
  account: CommonAccount,
  { policy, party = '' }: { policy: Pick<CommonIncomePolicy, 'fee'>; party?: string | undefined },
): Pick<Movement, 'kind' | 'fen' | 'what' | 'party' | 'ground'> &
  Partial<Pick<Movement, 'payeeId' | 'decidedOn' | 'line'>> {
  switch (input.kind) {
    case 'cost': {
      const { kind, fen, what, payeeId, proof } = input;
      return { kind, fen, what, party, ground: proof, payeeId };
    }
    case 'service': {
      const { kind, fen, what, line, payeeId, proof } = input;
      return { kind, fen, what, party, ground: proof, payeeId, line };
    }
    case 'fee': {
      const fen = feeDue(account, policy);
      const { percent = '0', ground = '' } = policy.fee ?? {};
      return { kind: 'fee', fen, what: `${percent}%`, party, ground };
    }
    case 'fund': {
      const { kind, fen, what, decision, decidedOn } = input;
      return { kind, fen, what, party, ground: decision, decidedOn };
    }
    case 'use': {
      const { kind, fen, what, decision, decidedOn, payeeId } = input;
      return { kind, fen, what, party, ground: decision, decidedOn, payeeId };
    }
  }
}

/**
 * Returns the movement with its decision. The requester never approves it (R20.1).
 * @throws Problem 409 `illegal-state`, `another-person-needed`.
 */
export function decideMovement(
  movement: Movement,
  status: 'posted' | 'refused',
  { by, at, reason }: { by: string; at: string; reason?: string | undefined },
): Movement {
  if (movement.status !== 'asked') throw illegalState(movement.status, ['asked']);
  if (status === 'posted') assertAnotherPerson(movement.asked, by);
  const decided = { by, at, ...(reason !== undefined && { reason }) };
  return { ...movement, status, decided, updatedAt: at, version: movement.version + 1 };
}
