import { consumer } from '../../../shared/events/consumer.ts';
import { dunningLetters, letterArrived, letterFailed } from './contact-outcome.ts';
import { followBill } from './follow-bills.ts';
import { beginReview, continueReview } from './review-accounts.ts';

/**
 * Keeps dunning accounts up to date with their bills, the estate's ladder and the outcomes of notices (D31).
 */
export const dunningAccounts = consumer({
  name: 'dunning-accounts',
  when: {
    NoticeDelivered: { template: dunningLetters },
    NoticeBounced: { template: dunningLetters },
    NoticeFailed: { template: dunningLetters },
  },
  on: {
    BillPublished: followBill,
    BillCarriedOver: followBill,
    BillPaid: followBill,
    BillUnpaid: followBill,
    BillCancelled: followBill,
    BillCredited: followBill,
    BillDisputed: followBill,
    DisputeSettled: followBill,
    LateChargeClaimed: followBill,
    LateChargeCorrected: followBill,
    CostsAdded: followBill,
    ChargeWaived: followBill,
    BillWrittenOff: followBill,
    BillEndRefused: followBill,
    BadDebtRecovered: followBill,
    WriteOffReversed: followBill,
    NoticeDelivered: letterArrived,
    NoticeBounced: letterFailed,
    NoticeFailed: letterFailed,
    PolicyChanged: beginReview,
    DunningReviewContinued: continueReview,
  },
});
