/* What the backend costs on AWS: list prices, a stated use, and the limits that a million households meet. */

/** List prices in US dollars, us-east-1, without free tiers and discounts. */
export const prices = {
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  invocation: 0.2 / 1e6,
  /** A GB-second of an arm64 function. */
  gbSecond: 0.000_013_333_4,
  httpRequest: 1 / 1e6,
  queueRequest: 0.4 / 1e6,
  mail: 0.1 / 1e3,
  /** A GB of logs, written once. */
  logGb: 0.5,
  /** A GB of tables and the continuous backup of it, for a month. */
  storedGb: 0.25 + 0.2,
};

/** Assumptions where the local run counts nothing that AWS bills. */
export const assumed = {
  memoryGb: 0.5,
  /** Billed seconds of an HTTP request and of a consumer's batch. */
  httpSeconds: 0.06,
  batchSeconds: 0.1,
  /** Requests to the queue for a message: send, receive, delete. */
  queueRequests: 3,
  /** GB of logs of an invocation, with what the platform writes. */
  logGb: 1.5e-6,
  /** GB that a household has in the tables, indexes included, after a year. */
  householdGb: 200e-6,
};

/** What one thing asks of AWS: an operation, or an operation with all that follows. */
export interface Work {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly httpRequests: number;
  /** Batches of consumers. Each counts as one message, which is the most. */
  readonly batches: number;
  readonly mails: number;
}

/** Parts of the bill. */
export const services = ['DynamoDB', 'Lambda', 'API Gateway', 'SQS', 'SES', 'logs'] as const;
export type Bill = Readonly<Record<(typeof services)[number], number>>;

/** Returns the list price of a piece of work, by service. */
export function billOf({ readUnits, writeUnits, httpRequests, batches, mails }: Work): Bill {
  const invocations = httpRequests + batches;
  const seconds = httpRequests * assumed.httpSeconds + batches * assumed.batchSeconds;
  return {
    DynamoDB: readUnits * prices.readUnit + writeUnits * prices.writeUnit,
    Lambda: invocations * prices.invocation + seconds * assumed.memoryGb * prices.gbSecond,
    'API Gateway': httpRequests * prices.httpRequest,
    SQS: batches * assumed.queueRequests * prices.queueRequest,
    SES: mails * prices.mail,
    logs: invocations * assumed.logGb * prices.logGb,
  };
}

/** Returns the sum of a bill. */
export function totalOf(bill: Bill): number {
  return services.reduce((sum, service) => sum + bill[service], 0);
}

/** Returns a piece of work several times. */
export function times(work: Work, count: number): Work {
  return {
    readUnits: work.readUnits * count,
    writeUnits: work.writeUnits * count,
    httpRequests: work.httpRequests * count,
    batches: work.batches * count,
    mails: work.mails * count,
  };
}

/** Returns pieces of work together. */
export function together(all: readonly Work[]): Work {
  const sum = (field: keyof Work) => all.reduce((total, one) => total + one[field], 0);
  return {
    readUnits: sum('readUnits'),
    writeUnits: sum('writeUnits'),
    httpRequests: sum('httpRequests'),
    batches: sum('batches'),
    mails: sum('mails'),
  };
}

/**
 * The stated use: calls of operations by 1,000 households in a month. Three in four households look at their
 * bill; every household has a request every eight months and a repair every fifteen.
 */
export const use: Readonly<Record<string, number>> = {
  openTicket: 125,
  acknowledgeTicket: 60,
  assignTicket: 60,
  replyToTicket: 125,
  resolveTicket: 125,
  closeTicket: 125,
  addTicketNote: 60,
  listTickets: 6_000,
  getTicket: 3_000,
  listTicketEvents: 500,
  listWorkOrders: 2_000,
  getWorkOrder: 500,
  assignWorkOrder: 70,
  acceptWorkOrder: 70,
  bookAppointment: 70,
  arriveOnSite: 70,
  completeWorkOrder: 70,
  answerSurvey: 30,
  recordGatewayPayment: 700,
  recordPayment: 200,
  showBillPage: 1_000,
  listBills: 2_000,
  getBill: 1_000,
  getBalance: 300,
  getReceipt: 300,
  getMe: 4_000,
  getUnit: 500,
  getPerson: 500,
  changePerson: 20,
  startTenure: 10,
  endTenure: 10,
  listNotices: 1_000,
  completeCallTask: 40,
  recordReadings: 50,
  bookHandover: 5,
  sendInspectionBatch: 20,
  giveHandoverKeys: 4,
};

/** A limit of AWS or of a stage, and the use of a million households. */
export interface Limit {
  readonly name: string;
  readonly limit: number;
  readonly used: number;
  readonly unit: string;
}

/** Working seconds of a month, by which the average is taken, and how far the busiest second is above it. */
const workingSeconds = 22 * 8 * 3_600;
export const peakFactor = 4;
/** Hours in which the bills of a month are drafted and published. */
export const billingHours = 4;

/** Returns the limits that run time can meet at so many households, the most used first. */
export function limitsAt(
  households: number,
  aThousand: { readonly month: Work; readonly billing: Work; readonly stageRate: number },
): Limit[] {
  const share = households / 1_000;
  const busiest = (count: number) => ((count * share) / workingSeconds) * peakFactor;
  const { month, billing, stageRate } = aThousand;
  const billingSeconds = billingHours * 3_600;
  const concurrent =
    busiest(month.httpRequests) * assumed.httpSeconds +
    busiest(month.batches) * assumed.batchSeconds +
    ((billing.batches * share) / billingSeconds) * assumed.batchSeconds;
  const limits: Limit[] = [
    {
      name: 'requests of the production stage (infra/stages.ts)',
      limit: stageRate,
      used: busiest(month.httpRequests),
      unit: 'a second',
    },
    { name: 'requests of an account’s APIs', limit: 10_000, used: busiest(month.httpRequests), unit: 'a second' },
    { name: 'concurrent functions of an account', limit: 1_000, used: concurrent, unit: 'at once' },
    {
      name: 'write units of the ledger table while bills are published',
      limit: 40_000,
      used: (billing.writeUnits * share) / billingSeconds,
      unit: 'a second',
    },
    {
      name: 'write units of the tickets table at the busiest time, if it had all other writes',
      limit: 40_000,
      used: busiest(month.writeUnits),
      unit: 'a second',
    },
    {
      name: 'one of four partitions of what falls due on a day, while bills are published',
      limit: 1_000,
      used: (households * dueWrites) / billingSeconds / dueShards,
      unit: 'write units a second',
    },
    {
      name: 'one partition of an estate of 10,000 households, while its bills are published in ten minutes',
      limit: 1_000,
      used: (10_000 * estateWrites) / 600,
      unit: 'write units a second',
    },
    {
      name: 'mails of a day (a quota that SES grants on request)',
      limit: 50_000,
      used: ((month.mails + billing.mails) * share) / 22,
      unit: 'a day',
    },
  ];
  return limits.toSorted((a, b) => b.used / b.limit - a.used / a.limit);
}

/** Shards of a day in the index of what falls due (shared/events/due.ts). */
const dueShards = 4;
/** Index writes under one day for a published bill: its dunning account falls due with all the others. */
const dueWrites = 2;
/** Index writes under the estate for a published bill: it leaves and enters its place by time of change. */
const estateWrites = 2;
