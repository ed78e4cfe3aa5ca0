import { randomUUID } from 'node:crypto';
import type { Asking } from './handlers.ts';
import { complaint, type Seed } from './seed.ts';

/** An operation that is measured in process against its floor. */
export interface Operation {
  readonly name: string;
  /** Entry point of its function. */
  readonly entry: string;
  /** For a read, its main request: `Query`, or the beginning of the item's partition key. */
  readonly main?: string;
  /** Returns the nth request. Each can be sent once. */
  readonly ask: (seed: Seed, nth: number) => Asking;
  /** Returns a request that is sent before the nth one and not measured. */
  readonly before?: (seed: Seed, nth: number) => Asking;
}

/** Returns an element of a list, from the beginning again after its end. */
function nthOf<T>(all: readonly T[], nth: number): T {
  const one = all[nth % all.length];
  if (one === undefined) throw new Error('The list is empty.');
  return one;
}

const tickets = 'functions/service/tickets/tickets-api';
const owners = 'functions/register/owners/owners-api';
const fees = 'functions/money/fees/fees-api';
const payments = 'functions/money/payments/payments-api';
const handovers = 'functions/homes/handovers/handovers-api';
const notices = 'functions/notices/notices-api';

const get = (path: string, claims: Asking['claims']): Asking => ({ method: 'GET', path, claims });
const post = (path: string, claims: Asking['claims'], body: object): Asking => ({
  method: 'POST',
  path,
  claims,
  body,
  key: randomUUID(),
});

const handoverOf = ({ handovers: { handoverIds } }: Seed, nth: number) => `/v1/handovers/${nthOf(handoverIds, nth)}`;

/** Why a request beyond the least is made, by the kind of its item or list. */
export const reasons: Readonly<Record<string, string>> = {
  REQUEST: 'the Idempotency-Key before the effect',
  TICKETSPOLICY: 'the policy, read each time',
  FEESPOLICY: 'the policy of fees: money reads its policies each time',
  PAYMENTSPOLICY: 'the policy of payments: money reads its policies each time',
  PAYMENT: 'whether the payment is known already',
  NUMBER: 'whether its reference is known already',
  BOOKS: 'whether the ledger is open on that day',
  MONEY: 'the prepaid money of the payer',
  BILLS: 'the open bills of the payer',
  PERSON: 'whether the payer is registered',
  PAPERS: 'the last receipt number, which has no gaps',
  SLOTS: 'the slot',
  PHASE: 'whether the caller may see the phase, and whether it is open',
};

/** The main operations. Their order is that of the result. */
export const operations: readonly Operation[] = [
  {
    name: 'get a ticket',
    entry: tickets,
    main: 'TICKET#',
    ask: ({ ticketIds, claims }, nth) => get(`/v1/tickets/${nthOf(ticketIds, nth)}`, claims.operator),
  },
  {
    name: 'list 50 tickets',
    entry: tickets,
    main: 'Query',
    ask: ({ estateId, claims }) => get(`/v1/tickets?estateId=${estateId}&limit=50`, claims.operator),
  },
  {
    name: 'open a ticket',
    entry: tickets,
    ask: ({ claims }, nth) => post('/v1/tickets', claims.operator, complaint(nth)),
  },
  {
    name: 'reply to a ticket',
    entry: tickets,
    ask: ({ ticketIds, claims }, nth) =>
      post(`/v1/tickets/${nthOf(ticketIds, nth)}/reply`, claims.operator, {
        text: '已联系车主，今天下午挪车。',
        channel: 'app',
      }),
  },
  {
    name: 'get a unit',
    entry: owners,
    main: 'UNIT#',
    ask: ({ billing, claims }, nth) => get(`/v1/units/${nthOf(billing.bills, nth).unitId}`, claims.cashier),
  },
  {
    name: 'list 50 units',
    entry: owners,
    main: 'Query',
    ask: ({ billing, claims }) => get(`/v1/estates/${billing.estateId}/units?limit=50`, claims.cashier),
  },
  {
    name: 'list 50 notices',
    entry: notices,
    main: 'Query',
    ask: ({ estateId, claims }) => get(`/v1/notices?estateId=${estateId}&limit=50`, claims.operator),
  },
  {
    name: 'get a bill',
    entry: fees,
    main: 'BILL#',
    ask: ({ billing, claims }, nth) => get(`/v1/fees/bills/${nthOf(billing.bills, nth).billId}`, claims.cashier),
  },
  {
    name: 'list 50 bills',
    entry: fees,
    main: 'Query',
    ask: ({ billing, claims }) => get(`/v1/fees/bills?estateId=${billing.estateId}&limit=50`, claims.cashier),
  },
  {
    name: 'take a payment',
    entry: payments,
    ask: ({ billing, claims }, nth) => {
      const { payerId, billId, fen } = nthOf(billing.bills, nth);
      const reference = `bench-${randomUUID()}`;
      const body = { payerId, fen, method: 'cash', reference, billIds: [billId] };
      return post(`/v1/payments/estates/${billing.estateId}/payments`, claims.cashier, body);
    },
  },
  {
    name: 'get a handover',
    entry: handovers,
    main: 'HANDOVER#',
    ask: (seed, nth) => get(handoverOf(seed, nth), seed.claims.desk),
  },
  {
    name: 'list 50 handovers',
    entry: handovers,
    main: 'Query',
    ask: ({ handovers: { estateId, phaseId }, claims }) =>
      get(`/v1/handovers?estateId=${estateId}&phaseId=${phaseId}&limit=50`, claims.desk),
  },
  {
    name: 'book a handover',
    entry: handovers,
    before: (seed, nth) => post(`${handoverOf(seed, nth)}/release`, seed.claims.desk, {}),
    ask: (seed, nth) =>
      post(`${handoverOf(seed, nth)}/book`, seed.claims.desk, { slotId: nthOf(seed.handovers.slotIds, nth) }),
  },
];
