import { type Exact, exact, product, ratio, sum, toFen } from '../../../shared/kernel/money.ts';

/** Settlement of the difference between registered and contract area (面积差异, R3.8). Amounts in fen. */
export interface AreaSettlement {
  /** What the buyer pays, and what the developer refunds. */
  readonly buyerPaysFen: number;
  readonly developerPaysFen: number;
  /**
   * Whether the difference exceeds 3 %. The buyer may then return the home for the price and interest within
   * 30 days.
   */
  readonly mayReturn: boolean;
  /** Registered area minus contract area, m², exact. */
  readonly differenceM2: string;
}

const threePercent = { top: 3, bottom: 100 };

/**
 * Calculates the area difference for a contract without its own clause and a buyer who keeps the home
 * (商品房销售管理办法 art. 20).
 * Up to and including 3 %: the contract price.
 * Larger home above 3 %: the buyer pays the first 3 %, the developer bears the rest.
 * Smaller home above 3 %: the developer refunds the first 3 % once and the rest twice.
 * Each amount is rounded once, half up.
 * @param areas m², exact decimals. @param price yuan per m², an exact decimal.
 * @throws RangeError when an area or the price is not positive.
 */
export function settleArea(areas: { contract: string; registered: string }, price: string): AreaSettlement {
  const [contract, registered, each] = [exact(areas.contract), exact(areas.registered), exact(price)];
  if ([contract, registered, each].some(({ top }) => top.lte('0')))
    throw new RangeError('areas and price must be positive');
  const difference = sum(registered, negative(contract));
  const size = difference.top.lt('0') ? negative(difference) : difference;
  const free = product(contract, ratio(threePercent.top, threePercent.bottom));
  const beyond = sum(size, negative(free));
  const mayReturn = beyond.top.gt('0');
  const within = mayReturn ? free : size;
  const worth = (m2: Exact) => product(m2, each);
  const settled = { mayReturn, differenceM2: difference.top.toFixed() };
  if (difference.top.gt('0')) return { ...settled, buyerPaysFen: toFen(worth(within)), developerPaysFen: 0 };
  const twice = mayReturn ? product(worth(beyond), exact('2')) : exact('0');
  return { ...settled, buyerPaysFen: 0, developerPaysFen: toFen(sum(worth(within), twice)) };
}

function negative(one: Exact): Exact {
  return product(one, exact('-1'));
}
