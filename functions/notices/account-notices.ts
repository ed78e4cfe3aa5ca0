import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { registeredPerson, requireEstate } from '../register/owners/public.ts';
import { notify } from './notify.ts';
import { type AccountChange, accountChanged, addressChanged } from './templates/account.letters.ts';
import { asReader, personAsReader } from './write-notice.ts';

/** Events by which staff give up, take back or pay out money of a payer. */
type AccountEvent =
  | EventOf<'RefundPaid'>
  | EventOf<'DepositReturned'>
  | EventOf<'ChargeWaived'>
  | EventOf<'PaymentReallocated'>
  | EventOf<'PaymentReversed'>
  | EventOf<'BillCancelled'>
  | EventOf<'BillWrittenOff'>
  | EventOf<'BillDisputed'>
  | EventOf<'DisputeSettled'>;

const changeOf = {
  RefundPaid: 'refunded',
  DepositReturned: 'deposit-returned',
  ChargeWaived: 'waived',
  PaymentReallocated: 'reallocated',
  PaymentReversed: 'reversed',
  BillCancelled: 'cancelled',
  BillWrittenOff: 'written-off',
  BillDisputed: 'objection-entered',
  DisputeSettled: 'objection-settled',
} as const satisfies Record<AccountEvent['name'], AccountChange>;

/**
 * Tells a payer what staff did with their account (R20.1). A cashier who pockets a payment and waives the
 * bill, or enters an objection that stops its reminders, cannot keep the payer from hearing of it. A payer
 * who objects themselves needs no letter about that.
 */
export async function notifyAccountChange(event: AccountEvent, handling: Handling): Promise<void> {
  const { data } = event;
  const isOwnAct = event.actor.id === data.payerId;
  const [estate, reader] = await Promise.all([
    requireEstate(event.estateId),
    isOwnAct ? undefined : personAsReader(data.payerId),
  ]);
  const fen = 'fen' in data ? data.fen : undefined;
  const keptFen = 'keptFen' in data ? data.keptFen : undefined;
  const about = { change: changeOf[event.name], fen, keptFen };
  await notify(event, handling, estate, [
    {
      template: 'account-changed',
      aboutId: data.payerId,
      reader,
      letter: ({ language }) => accountChanged(about, language),
    },
  ]);
}

/** Tells the former address of a person that another one replaced it: the new one may be somebody else's. */
export async function notifyChangedAddress(event: EventOf<'PersonChanged'>, handling: Handling): Promise<void> {
  const { personId, changed } = event.data;
  const [estate, person] = await Promise.all([requireEstate(event.estateId), registeredPerson(personId)]);
  const former = changed.includes('email') ? person?.formerEmail : undefined;
  const reader =
    person && former !== undefined ? asReader('person', personId, { ...person, email: former }) : undefined;
  await notify(event, handling, estate, [
    { template: 'address-changed', aboutId: personId, reader, letter: ({ language }) => addressChanged(language) },
  ]);
}
