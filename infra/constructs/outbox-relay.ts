import { Duration, Fn } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { isRecordedIn } from '../../shared/events/catalogue.ts';
import type { Subscription } from '../../shared/events/relay.ts';
import { addToBundle } from '../bundles.ts';
import { AppStack } from './app-stack.ts';
import type { BusinessTable } from './business-table.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { watchRelay } from './relay-alarms.ts';
import { ServiceFunction } from './service-function.ts';
import type { WorkerQueue } from './worker-queue.ts';

/** Sends the events that a table records to the queues of their consumers. */
export class OutboxRelay extends Construct {
  readonly relay: ServiceFunction;

  constructor(scope: Construct, id: string, of: { source: BusinessTable; workers: readonly WorkerQueue[] }) {
    super(scope, id);
    const impact = `Events of the ${of.source.node.id} table reach no consumer, so no dispatch, mail or survey follows.`;
    const listening = listeningTo(of.source, of.workers);
    this.relay = new ServiceFunction(this, id, {
      entry,
      timeout: Duration.seconds(60),
      monitoring: { impact, runbook: 'the-relay-fails' },
      access: [
        {
          environment: { SUBSCRIPTIONS: fileOf(of.source), QUEUES: addressBefore(listening[0]) },
          allow: listening.map(({ queue }) => ({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })),
        },
      ],
    });
    this.relay.addEventSource(
      new DynamoEventSource(of.source.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        filters: [
          FilterCriteria.filter({
            eventName: FilterRule.isEqual('INSERT'),
            dynamodb: { NewImage: { sk: { S: FilterRule.beginsWith('EVENT#') } } },
          }),
        ],
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        // The stream keeps records for a day.
        // Giving up after half a day leaves time to read them again by hand.
        retryAttempts: 200,
        maxRecordAge: Duration.hours(12),
        onFailure: new SqsDlq(
          new DeadLetterQueue(this, 'given-up', { name: id, impact, runbook: 'the-relay-gave-up' }),
        ),
        metricsConfig: AppStack.around(this).countsPolls ? { metrics: [MetricType.EVENT_COUNT] } : undefined,
      }),
    );
    watchRelay(this, this.relay, impact);
  }
}

const entry = 'shared/events/relay';

function fileOf({ family }: BusinessTable): string {
  return `${family}.json`;
}

/**
 * Writes what the consumers hear of each table beside the code of the relays. All of it is written before the
 * first relay, because the CDK copies the folder of a bundle once.
 */
export function writeSubscriptions(
  { usesStubs }: AppStack,
  sources: readonly BusinessTable[],
  workers: readonly WorkerQueue[],
): void {
  for (const source of sources) {
    addToBundle(entry, usesStubs, fileOf(source), JSON.stringify(subscriptions(source, workers)));
  }
}

/** Returns the events of a list that a table records. */
function heardFrom({ family }: BusinessTable, events: readonly string[] = []): readonly string[] {
  return events.filter((name) => isRecordedIn(family, name));
}

/** Returns what each consumer hears of a table, as the relay reads it beside its bundle. */
function subscriptions(source: BusinessTable, workers: readonly WorkerQueue[]): Subscription[] {
  return listeningTo(source, workers).map(({ listener }) => {
    const events = heardFrom(source, listener.events);
    const when = Object.fromEntries(Object.entries(listener.when ?? {}).filter(([name]) => events.includes(name)));
    return {
      consumer: listener.name,
      events,
      ...(Object.keys(when).length > 0 && { when }),
      ...(listener.delayed && { delayed: true }),
    };
  });
}

function listeningTo(source: BusinessTable, workers: readonly WorkerQueue[]): readonly WorkerQueue[] {
  return workers.filter(({ listener }) => heardFrom(source, listener.events).length > 0);
}

/** Returns the address of a queue without the consumer's name at its end: the same for all queues. */
function addressBefore(worker: WorkerQueue | undefined): string {
  if (!worker) throw new Error('A table has no consumer of its events.');
  return Fn.select(0, Fn.split(`-${worker.listener.name}`, worker.queue.queueUrl));
}
