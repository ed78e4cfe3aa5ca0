import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';
import { BusinessTable } from './business-table.ts';
import { constructsOfType } from './constructs-of-type.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { ServiceApi } from './service-api.ts';
import { ServiceFunction } from './service-function.ts';
import { WorkerQueue } from './worker-queue.ts';

const period = Duration.minutes(5);

/**
 * The resources dashboard: the API and every function, queue, relay and table.
 * It finds them in the construct tree.
 */
export class ResourcesDashboard extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const functions = constructsOfType(this, ServiceFunction);
    const workers = constructsOfType(this, WorkerQueue);
    const tables = constructsOfType(this, BusinessTable);
    new Dashboard(this, 'dashboard', {
      dashboardName: `anju-${AppStack.around(this).stage.name}-resources`,
      defaultInterval: Duration.days(1),
      widgets: [
        this.#api(),
        [
          graph(
            'Errors of functions',
            functions.map((one) => one.metricErrors({ period, label: one.node.id })),
          ),
          graph(
            'Duration of functions, p95',
            functions.map((one) => one.metricDuration({ period, statistic: 'p95', label: one.node.id })),
          ),
        ],
        [
          graph(
            'Waiting messages',
            workers.map(({ queue, listener }) =>
              queue.metricApproximateNumberOfMessagesVisible({ period, label: listener.name }),
            ),
          ),
          graph(
            'Dead letters',
            constructsOfType(this, DeadLetterQueue).map((queue) =>
              queue.metricApproximateNumberOfMessagesVisible({
                period,
                statistic: Stats.MAXIMUM,
                label: queue.node.scope?.node.id,
              }),
            ),
          ),
        ],
        [
          graph(
            'Relays behind, milliseconds',
            constructsOfType(this, OutboxRelay).map(({ relay }) =>
              relay.metric('IteratorAge', { period, statistic: Stats.MAXIMUM, label: relay.node.id }),
            ),
          ),
          graph(
            'Capacity units of tables',
            tables.flatMap(({ node, table }) => [
              table.metricConsumedReadCapacityUnits({ period, label: `${node.id} read` }),
              table.metricConsumedWriteCapacityUnits({ period, label: `${node.id} write` }),
            ]),
          ),
        ],
      ],
    });
  }

  #api(): IWidget[] {
    const apis = constructsOfType(this, ServiceApi).map(({ api }) => api);
    return [
      graph(
        'Requests and refusals',
        apis.flatMap((api) => [
          api.metricCount({ period }),
          api.metricClientError({ period }),
          api.metricServerError({ period }),
        ]),
      ),
      graph(
        'Latency, milliseconds',
        apis.flatMap((api) =>
          ['p50', 'p95', 'p99'].map((statistic) => api.metricLatency({ period, statistic, label: statistic })),
        ),
      ),
    ];
  }
}

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ title, left, width: 12 });
}
