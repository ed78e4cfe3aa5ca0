import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { assertAlone, assertCashAllowed, assertSameWay, type GivenBy, type GivingBack } from './give-back.ts';
import type { PaymentMethod } from './money-account.ts';
import type { PaymentsPolicy } from './payments.policy.ts';
import { givenBack, refundRequests } from './payments.store.ts';
import { type RefundRequest, useRequest } from './refund-request.ts';

/** The payment or deposit, the payer, the cashier and the estate's day for which a refund is counted. */
export interface Counted {
  readonly estateId: string;
  readonly subjectId: string;
  readonly payerId: string;
  readonly cashierId: string;
  readonly day: string;
}

/** Returns the keys of the three sums (`GivenBy`). The sum of a payment covers all days. */
function keysOf({ estateId, subjectId, payerId, cashierId, day }: Counted) {
  return {
    payment: { estateId, of: 'payment' as const, id: subjectId, day: 'ever' },
    payer: { estateId, of: 'payer' as const, id: payerId, day },
    cashier: { estateId, of: 'cashier' as const, id: cashierId, day },
  };
}

/** Returns what was paid back or requested: of the payment, to the payer and by the cashier on that day. */
export async function givenSoFar(counted: Counted): Promise<GivenBy> {
  const keys = keysOf(counted);
  const found = await getMany(givenBack, Object.values(keys), { consistent: true });
  const of = (sum: keyof GivenBy) => {
    const { fen = 0, cashFen = 0 } = found.find((one) => one.of === sum) ?? {};
    return { fen, cashFen };
  };
  return { payment: of('payment'), payer: of('payer'), cashier: of('cashier') };
}

/**
 * Adds a refund to the three sums, in its own transaction. With `limits`, the sums must stay within them,
 * also under concurrent refunds.
 * @throws VersionConflict at commit when a sum would exceed its limit; the caller then reads the sums again.
 */
export function countAlone(
  transaction: Transaction,
  counted: Counted,
  { fen, cashFen }: { fen: number; cashFen: number },
  limits: { limitFen?: number; cashLimitFen?: number } = {},
): void {
  for (const [sum, key] of Object.entries(keysOf(counted))) {
    const remaining = [
      ...(limits.limitFen === undefined ? [] : [['fen', limits.limitFen - fen] as const]),
      ...(limits.cashLimitFen === undefined || cashFen <= 0 || sum === 'cashier'
        ? []
        : [['cashFen', limits.cashLimitFen - cashFen] as const]),
    ];
    const { estateId, of, id, day } = key;
    const text = remaining.map(([name]) => `(attribute_not_exists(${name}) OR ${name} <= :${name}Left)`).join(' AND ');
    const values = Object.fromEntries(remaining.map(([name, left]) => [`:${name}Left`, left]));
    transaction.update(
      givenBack,
      key,
      {
        text: 'SET #type = :type, estateId = :estate, #of = :of, id = :id, #day = :day ADD fen :fen, cashFen :cash',
        names: { '#type': 'type', '#of': 'of', '#day': 'day' },
        values: {
          ':type': givenBack.type,
          ':estate': estateId,
          ':of': of,
          ':id': id,
          ':day': day,
          ':fen': fen,
          ':cash': cashFen,
        },
      },
      remaining.length === 0 ? undefined : { text, values },
      () => new VersionConflict(`more was paid back meanwhile: ${sum}`),
    );
  }
}

/** Returns what counts against the limit of cash refunds, fen. A reversal does not count. */
export function cashOf({ method, of, fen }: Pick<RefundRequest, 'method' | 'of' | 'fen'>): number {
  return method === 'cash' && of !== 'reversal' ? fen : 0;
}

/** A refund, returned deposit or reversal to decide. */
export interface Giving extends GivingBack {
  readonly of: RefundRequest['of'];
  /** The payment or deposit by which the money came, and its id. */
  readonly came: PaymentMethod & Pick<Counted, 'estateId' | 'payerId'> & { readonly moneyAccount: string };
  readonly id: string;
  /** Today in the estate's zone, the day for which it is counted. */
  readonly day: string;
  /** The approved request; undefined for what one person does alone. */
  readonly requestId?: string | undefined;
  /** What is kept of a deposit. */
  readonly deductions?: RefundRequest['deductions'];
}

/**
 * Allows money to go back (R20.9, R20.10). Without a request it goes back the way it came, within the limits,
 * and is counted in the same transaction.
 * With an approved request it must match the request exactly, happen once, and not be paid by the approver.
 * @throws Problem above-your-limit, refund-goes-back-the-way-it-came, no-cash-for-other-money, cash-limit,
 * refund-request-differs, approver-does-not-pay, illegal-state, not-found.
 */
export async function giveBack(
  transaction: Transaction,
  giving: Giving,
  policy: PaymentsPolicy,
  act: ActionContext,
): Promise<void> {
  const { came, id, day, requestId, of, fen, method, moneyAccount, deductions } = giving;
  const { estateId, payerId } = came;
  if (requestId !== undefined) {
    const request = await get(refundRequests, { requestId });
    if (request?.estateId !== estateId) throw new Problem(problems.notFound);
    const used = { of, id, fen, method, moneyAccount, deductions, by: act.actor.id, at: act.recordedAt };
    transaction.save(refundRequests, useRequest(request, used), request);
    return;
  }
  if (fen === 0) return;
  const counted = { estateId, subjectId: id, payerId, cashierId: act.actor.id, day };
  const given = await givenSoFar(counted);
  assertSameWay(came, giving);
  const cashFen = cashOf(giving);
  if (of !== 'reversal') assertCashAllowed(came, giving, given, policy);
  assertAlone(fen, given, policy);
  const { cashierLimitFen: limitFen, cashLimitFen } = policy;
  countAlone(transaction, counted, { fen, cashFen }, { limitFen, cashLimitFen });
}
