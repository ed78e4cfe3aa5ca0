import { Duration, Validations } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** What a worker listens to: the plain data of a consumer (shared/events/consumer.ts), or a name for messages of others. */
export interface Listener {
  readonly name: string;
  readonly events?: readonly string[];
  readonly when?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly delayed?: boolean;
}

export interface WorkerQueueProps extends Omit<ServiceFunctionProps, 'monitoring' | 'deadLetters'> {
  readonly listener: Listener;
  /** A topic whose messages come here too. */
  readonly topic?: Topic;
  /** What it means when messages wait or fail. */
  readonly impact: string;
  readonly batchSize?: number;
  /** How many batches at once, at least 2; what lies behind the worker sets the measure. */
  readonly maxConcurrency?: number;
  /** Age of the oldest message at which somebody should look; 15 minutes by default. */
  readonly lateAfter?: Duration;
}

/** A queue with its dead letters and the function that works it off, each message by itself. */
export class WorkerQueue extends Construct {
  readonly listener: Listener;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: ServiceFunction;

  constructor(scope: Construct, props: WorkerQueueProps) {
    const { listener, topic, impact, batchSize, maxConcurrency, lateAfter, ...rest } = props;
    super(scope, listener.name);
    this.listener = listener;
    // A batch takes a second. What a worker that died had in hand comes again after six times this: a minute.
    const timeout = props.timeout ?? Duration.seconds(10);
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', { name: listener.name, impact });
    this.queue = new Queue(this, 'queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // AWS asks for six times the function's timeout: a message must not come again while its batch is in work.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.worker = new ServiceFunction(this, `${listener.name}-worker`, {
      ...rest,
      timeout,
      monitoring: { impact, runbook: 'a-worker-fails' },
    });
    this.worker.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: batchSize ?? 10,
        maxConcurrency: maxConcurrency ?? 5,
        reportBatchItemFailures: true,
      }),
    );
    Validations.of(this.worker).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'A queue as source knows no such destination: the queue itself moves what failed to its dead letters.',
    });
    topic?.addSubscription(
      new SqsSubscription(this.queue, { rawMessageDelivery: true, deadLetterQueue: this.deadLetters }),
    );
    new ServiceAlarm(this, 'late', {
      name: `${listener.name}-late`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: (lateAfter ?? Duration.minutes(15)).toSeconds(),
      impact,
      runbook: 'a-queue-falls-behind',
    });
  }
}
