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
  /** Why the least possible requests are not enough. */
  readonly why: string;
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

const nothing = '–';
const register = 'the register: estate, policy and holds are read again after seconds';

/** The main operations. Their order is that of the result. */
export const operations: readonly Operation[] = [
  {
    name: 'get a ticket',
    entry: tickets,
    main: 'TICKET#',
    why: nothing,
    ask: ({ ticketIds, claims }, nth) => get(`/v1/tickets/${nthOf(ticketIds, nth)}`, claims.operator),
  },
  {
    name: 'list 50 tickets',
    entry: tickets,
    main: 'Query',
    why: nothing,
    ask: ({ estateId, claims }) => get(`/v1/tickets?estateId=${estateId}&limit=50`, claims.operator),
  },
  {
    name: 'open a ticket',
    entry: tickets,
    why: 'the lock of the Idempotency-Key, and the policy, which is read each time',
    ask: ({ claims }, nth) => post('/v1/tickets', claims.resident, complaint(nth)),
  },
  {
    name: 'reply to a ticket',
    entry: tickets,
    why: 'the lock of the Idempotency-Key, and the policy, which is read each time',
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
    why: 'its holders stand in items of their own',
    ask: ({ billing, claims }, nth) => get(`/v1/units/${nthOf(billing.bills, nth).unitId}`, claims.cashier),
  },
  {
    name: 'list 50 units',
    entry: owners,
    main: 'Query',
    why: nothing,
    ask: ({ billing, claims }) => get(`/v1/estates/${billing.estateId}/units?limit=50`, claims.cashier),
  },
  {
    name: 'list 50 notices',
    entry: notices,
    main: 'Query',
    why: nothing,
    ask: ({ estateId, claims }) => get(`/v1/notices?estateId=${estateId}&limit=50`, claims.operator),
  },
  {
    name: 'get a bill',
    entry: fees,
    main: 'BILL#',
    why: 'money reads its policy and the estate’s calendar each time',
    ask: ({ billing, claims }, nth) => get(`/v1/fees/bills/${nthOf(billing.bills, nth).billId}`, claims.cashier),
  },
  {
    name: 'list 50 bills',
    entry: fees,
    main: 'Query',
    why: 'money reads its policy and the estate’s calendar each time',
    ask: ({ billing, claims }) => get(`/v1/fees/bills?estateId=${billing.estateId}&limit=50`, claims.cashier),
  },
  {
    name: 'take a payment',
    entry: payments,
    why: `the lock of the Idempotency-Key, open bills by query, policies of money, ${register}`,
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
    why: nothing,
    ask: (seed, nth) => get(handoverOf(seed, nth), seed.claims.desk),
  },
  {
    name: 'list 50 handovers',
    entry: handovers,
    main: 'Query',
    why: 'the phase is read, because a caller may see only phases of their estates',
    ask: ({ handovers: { estateId, phaseId }, claims }) =>
      get(`/v1/handovers?estateId=${estateId}&phaseId=${phaseId}&limit=50`, claims.desk),
  },
  {
    name: 'book a handover',
    entry: handovers,
    why: 'the lock of the Idempotency-Key, slot and phase',
    before: (seed, nth) => post(`${handoverOf(seed, nth)}/release`, seed.claims.desk, {}),
    ask: (seed, nth) =>
      post(`${handoverOf(seed, nth)}/book`, seed.claims.desk, { slotId: nthOf(seed.handovers.slotIds, nth) }),
  },
];
