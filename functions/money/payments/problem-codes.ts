/** Codes of every operation that records money on a day at a money account that the caller may use. */
export const moneyProblems = [
  'cash-counts-today',
  'drawer-not-open',
  'in-the-future',
  'money-account-missing',
  'money-not-there',
  'move-too-far-back',
  'not-your-cash',
  'number-used',
  'out-of-order',
  'unknown-money-account',
];

/** Codes of every operation that pays money back: alone within the limits, or by an approved request. */
export const payingBackProblems = [
  'above-your-limit',
  'approver-does-not-pay',
  'cash-limit',
  'drawer-not-open',
  'illegal-state',
  'money-not-there',
  'move-too-far-back',
  'no-cash-for-other-money',
  'number-used',
  'refund-goes-back-the-way-it-came',
  'refund-request-differs',
];
