import { exactText, product, ratio, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { cutBefore, daysOf, type Span } from '../../../shared/kernel/periods.ts';
import { type Charge, stepOf, type Uncharged } from './charge.ts';
import { changesOfPayer, mustNotPayTwice, type Payer, payerOn } from './payer.ts';
import { type FeeItem, versionOn } from './tariff.ts';

/**
 * A unit's share of a common cost (公摊), fen, for the days of the usage. The shares of all units add up to the
 * total (R6.3).
 */
export interface Share extends Span {
  readonly fen: number;
}

/** Fen of a share that nobody is charged for. */
export interface UnchargedShare extends Uncharged {
  readonly fen: number;
}

/**
 * Divides a unit's share among its payers by days. Each boundary is rounded half up on the running total, so
 * the charges add up to the shared total (R6.3). The estate's rounding does not apply, because it would break
 * the sum. A share has only one price, which the total already contains.
 * @throws RangeError when payers overlap, the share is negative or the price changes within it (share each
 * part separately).
 */
export function chargeShare(what: {
  readonly item: FeeItem;
  readonly unitId: string;
  readonly share: Share;
  readonly payers: readonly Payer[];
}): { charges: Charge[]; uncharged: UnchargedShare[] } {
  const { item, unitId, share, payers } = what;
  if (item.kind !== 'shared') throw new RangeError(`a fee by ${item.kind} is not shared`);
  if (share.fen < 0 || share.from > share.to) throw new RangeError('a share needs days and must not be negative');
  mustNotPayTwice(payers);
  const price = versionOn(item.tariff, share.from);
  const changes = item.tariff.filter(({ from }) => share.from < from && from <= share.to);
  if (changes.length > 0) throw new RangeError('the price changes within the share');

  const whole = daysOf(share);
  const yuan = yuanOf(share.fen);
  const through = (day: string) => toFen(product(yuan, ratio(daysOf({ from: share.from, to: day }), whole)));
  const charges: Charge[] = [];
  const uncharged: UnchargedShare[] = [];
  let divided = 0;
  for (const span of cutBefore(share, changesOfPayer(payers))) {
    const fen = through(span.to) - divided;
    divided += fen;
    const payer = payerOn(payers, span.from);
    if (!payer || !price) {
      uncharged.push({ ...span, why: payer ? 'no-price' : 'no-payer', fen });
      continue;
    }
    const step = stepOf({
      ...span,
      tariff: price.number,
      quantity: exactText(yuan),
      price: '1',
      addOn: '0',
      part: daysOf(span),
      whole,
    });
    const { estateId, feeItemId, kind } = item;
    const { payerId } = payer;
    charges.push({ estateId, feeItemId, kind, unitId, payerId, ...span, steps: [step], rounding: 'fen-half-up', fen });
  }
  return { charges, uncharged };
}
