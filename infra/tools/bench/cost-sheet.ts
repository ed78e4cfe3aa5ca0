import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { stages } from '../../stages.ts';
import {
  assumed,
  type Bill,
  billingHours,
  billOf,
  limitsAt,
  peakFactor,
  prices,
  services,
  times,
  together,
  totalOf,
  use,
  type Work,
} from './cost-arithmetic.ts';
import { type Flow, flowsOf } from './flows.ts';
import { figure, type Part, type Table } from './results.ts';
import type { World } from './world.ts';

const budgetSchema = z.record(
  z.string(),
  z.object({ requests: z.number(), readUnits: z.number(), writeUnits: z.number() }),
);
const dollars = (amount: number) => amount.toLocaleString('en', { maximumSignificantDigits: 3 });

/** Returns what follows from one run of a flow: all but the request itself. */
function following({ count, spent, operationId }: Flow): Work {
  const others = [...spent].filter(([who]) => who !== operationId);
  const sum = (of: 'readUnits' | 'writeUnits' | 'runs') => others.reduce((all, [, cost]) => all + cost[of], 0) / count;
  const mails = (spent.get('mail-out')?.runs ?? 0) / count;
  return { readUnits: sum('readUnits'), writeUnits: sum('writeUnits'), httpRequests: 0, batches: sum('runs'), mails };
}

/** A line of the month: an operation with what follows, and how often. */
interface Line {
  readonly name: string;
  readonly count: number;
  readonly each: Work;
}

/** Makes the cost sheet from the counted units of the budget and of the flows of this run. */
export async function costSheet(world: World): Promise<Part> {
  const flows = await flowsOf(world);
  const budget = budgetSchema.parse(JSON.parse(readFileSync('test/bench/budget.json', 'utf8')));
  const alone = (operation: string): Work => {
    const { readUnits = 0, writeUnits = 0 } = budget[operation] ?? {};
    return { readUnits, writeUnits, httpRequests: 1, batches: 0, mails: 0 };
  };
  const ofFlow = (name: string) => {
    const flow = flows.find((one) => one.name === name);
    if (!flow) throw new Error(`The flow ${name} was not measured.`);
    return following(flow);
  };
  const [opened, replied, paid, billed] = [
    ofFlow('open a ticket'),
    ofFlow('reply to a ticket'),
    ofFlow('take a payment'),
    ofFlow('bill a household'),
  ];
  const followingOf = (operation: string): Work => {
    if (operation === 'openTicket') return opened;
    if (/Payment$/.test(operation)) return paid;
    // What follows from other writes was not measured; a reply stands for them.
    return (budget[operation]?.writeUnits ?? 0) > 0 ? replied : times(replied, 0);
  };
  const lines: Line[] = Object.entries(use).map(([name, count]) => {
    if (!budget[name]) throw new Error(`test/bench/budget.json has no ${name}. Correct the use in cost-arithmetic.ts.`);
    return { name, count, each: together([alone(name), followingOf(name)]) };
  });
  lines.push({ name: 'bill a household, with all that follows', count: 1_000, each: billed });
  const worth = ({ count, each }: Line) => totalOf(billOf(each)) * count;
  const month = together(lines.map(({ each, count }) => times(each, count)));
  const billing = times(billed, 1_000);
  const bill: Bill = billOf(month);
  const stored = assumed.householdGb * 1_000 * prices.storedGb;
  const whole = totalOf(bill) + stored;

  const ofMonth = lines.toSorted((a, b) => worth(b) - worth(a)).slice(0, 10);
  const ofCall = Object.keys(budget)
    .toSorted((a, b) => totalOf(billOf(alone(b))) - totalOf(billOf(alone(a))))
    .slice(0, 10);
  const stageRate = stages.find(({ name }) => name === 'production')?.throttling.rate ?? Number.NaN;
  const limits = limitsAt(1_000_000, { month, billing, stageRate });
  const tables: Table[] = [
    {
      title: 'Cost of 1,000 households a month',
      about: `List prices of us-east-1 in US dollars, without free tiers, from counted read and write units and the use stated in \`infra/tools/bench/cost-arithmetic.ts\`: ${figure(use.openTicket ?? 0)} tickets, ${figure((use.recordGatewayPayment ?? 0) + (use.recordPayment ?? 0))} payments, 1,000 bills, ${figure(month.httpRequests, 0)} requests. Units of a request are those with nothing remembered (\`docs/api/costs.md\`), so the sheet is at the upper end. Billed time is assumed: ${assumed.httpSeconds * 1_000} ms a request, ${assumed.batchSeconds * 1_000} ms a batch, 512 MB. Not in it: alarms, dashboards, traces and WAF, which do not grow with households.`,
      head: ['service', 'dollars', 'of 1,000,000 households'],
      rows: [
        ...services.map((name) => [name, dollars(bill[name]), dollars(bill[name] * 1_000)]),
        ['storage and backup', dollars(stored), dollars(stored * 1_000)],
        ['together', dollars(whole), dollars(whole * 1_000)],
      ],
    },
    {
      title: 'The ten most expensive operations of a month',
      about: 'With all that follows, for 1,000 households.',
      head: ['operation', 'times', 'RCU', 'WCU', 'batches', 'dollars of 1,000 times', 'dollars of the month'],
      rows: ofMonth.map((line) => {
        const { readUnits, writeUnits, batches } = line.each;
        const units = [readUnits, writeUnits, batches].map((one) => figure(one));
        return [
          line.name,
          figure(line.count),
          ...units,
          dollars(totalOf(billOf(line.each)) * 1_000),
          dollars(worth(line)),
        ];
      }),
    },
    {
      title: 'The ten most expensive operations of all',
      about: 'One request alone, without what follows.',
      head: ['operation', 'requests', 'RCU', 'WCU', 'dollars of 1,000 times'],
      rows: ofCall.map((name) => {
        const { requests = 0, readUnits = 0, writeUnits = 0 } = budget[name] ?? {};
        return [
          name,
          ...[requests, readUnits, writeUnits].map((one) => figure(one)),
          dollars(totalOf(billOf(alone(name))) * 1_000),
        ];
      }),
    },
    {
      title: 'What a million households meet first',
      about: `The busiest second has ${peakFactor} times the average of a working month of 22 days of 8 hours; all bills are published within ${billingHours} hours. Limits that templates can meet are in \`infra/quotas.ts\`.`,
      head: ['limit', 'its value', 'used', 'share'],
      rows: limits.map(({ name, limit, used, unit }) => [
        name,
        `${figure(limit)} ${unit}`,
        figure(used),
        `${Math.round((100 * used) / limit)} %`,
      ]),
      notes: `First: ${limits[0]?.name}. A partition serves 1,000 write units a second; DynamoDB splits a busy one by sort key, so an estate’s index partition can exceed that after a while.`,
    },
  ];
  return { tables, ratios: { 'cost: dollars of 1,000 households a month': whole } };
}
