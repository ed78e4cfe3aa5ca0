import { type Exact, exact, product, ratio, sum, toFen } from '../../../shared/kernel/money.ts';

/** What is settled when the registered area is another one than the contract's (面积差异, R3.8). Amounts in fen. */
export interface AreaSettlement {
  /** What the buyer pays after, or gets back. */
  readonly buyerPaysFen: number;
  readonly developerPaysFen: number;
  /** The difference is above 3 %: the buyer may give the home back, with his money and interest within 30 days. */
  readonly mayReturn: boolean;
  /** Registered less contract, m², exact. */
  readonly differenceM2: string;
}

const threePercent = { top: 3, bottom: 100 };

/**
 * Settlement of the area difference where the contract is silent and the home is kept (商品房销售管理办法 art. 20). Up to and
 * with 3 % at the contract's price; above it a larger home's buyer pays the first 3 % and the developer bears the rest, and
 * a smaller home's developer pays back the first 3 % once and the rest twice. Each amount is rounded once, half up.
 * @param areas m², exact decimals. @param price yuan per m², an exact decimal.
 * @throws RangeError when an area or the price is not positive.
 */
export function settleArea(areas: { contract: string; registered: string }, price: string): AreaSettlement {
  const [contract, registered, each] = [exact(areas.contract), exact(areas.registered), exact(price)];
  if ([contract, registered, each].some(({ top }) => top.lte('0')))
    throw new RangeError('areas and prices are positive');
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
