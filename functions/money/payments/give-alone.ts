import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { assertAlone, assertCashAllowed, assertSameWay, type GivenBy, type GivingBack } from './give-back.ts';
import type { PaymentsPolicy } from './payments.policy.ts';
import { givenBack, refundRequests } from './payments.store.ts';
import type { Way } from './place.ts';
import { type RefundRequest, usedRefund } from './refund-request.ts';

/** Whom a giving back is counted for: the payment or deposit, the payer and the cashier, on a day of the estate. */
export interface Counted {
  readonly estateId: string;
  readonly subjectId: string;
  readonly payerId: string;
  readonly cashierId: string;
  readonly day: string;
}

/** The keys of the three sums. Of a payment all days count. */
function keysOf({ estateId, subjectId, payerId, cashierId, day }: Counted) {
  return {
    payment: { estateId, of: 'payment' as const, id: subjectId, day: 'ever' },
    payer: { estateId, of: 'payer' as const, id: payerId, day },
    cashier: { estateId, of: 'cashier' as const, id: cashierId, day },
  };
}

/** Returns what was given back and asked for so far. */
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
 * Adds an act to the three sums, in its own transaction. With `limits` the sums must stay within them, also when many give
 * back at one moment. @throws at commit VersionConflict when they would not: then the sums are read anew.
 */
export function count(
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
          ...{ ':type': givenBack.type, ':estate': estateId, ':of': of, ':id': id, ':day': day },
          ...{ ':fen': fen, ':cash': cashFen },
        },
      },
      remaining.length === 0 ? undefined : { text, values },
      () => new VersionConflict(`more was given back in the meantime: ${sum}`),
    );
  }
}

/** An act that gives money back, as it is decided. */
export interface Giving extends GivingBack {
  readonly of: RefundRequest['of'];
  /** How the money came. */
  readonly came: Way & { readonly place: string };
  readonly counted: Counted;
  /** The approved request that it is done for; none for what one person does alone. */
  readonly requestId?: string | undefined;
}

/**
 * Lets money go back (R20.9, R20.10). Alone: the way it came, within the limits, which count it in the same transaction.
 * For an approved request: exactly what was approved, once, and not by the approver.
 * @throws Problem above-your-limit, refund-goes-back-the-way-it-came, no-cash-for-other-money, cash-limit,
 * refund-request-differs, approver-does-not-pay, illegal-state, not-found.
 */
export async function giveBack(
  transaction: Transaction,
  giving: Giving,
  policy: PaymentsPolicy,
  act: ActionContext,
): Promise<void> {
  const { counted, came, requestId, of, fen, how, place } = giving;
  if (requestId !== undefined) {
    const request = await get(refundRequests, { requestId });
    if (request?.estateId !== counted.estateId) throw new Problem(problems.notFound);
    const used = { of, id: counted.subjectId, fen, how, place, by: act.actor.id, at: act.recordedAt };
    transaction.save(refundRequests, usedRefund(request, used), request);
    return;
  }
  if (fen === 0) return;
  const given = await givenSoFar(counted);
  assertSameWay(came, giving);
  const cashFen = how === 'cash' && of !== 'reversal' ? fen : 0;
  if (of !== 'reversal') assertCashAllowed(came, giving, given, policy);
  assertAlone(fen, given, policy);
  const { cashierLimitFen: limitFen, cashLimitFen } = policy;
  count(transaction, counted, { fen, cashFen }, { limitFen, cashLimitFen });
}
