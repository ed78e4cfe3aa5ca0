import { Duration, Validations } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { mostMessages } from '../../shared/events/consumer.ts';
import { AppStack } from './app-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/**
 * The events of a worker: the plain data of a consumer
 * (shared/events/consumer.ts), or only a name for other messages.
 */
export interface Listener {
  readonly name: string;
  readonly events?: readonly string[];
  readonly when?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly delayed?: boolean;
}

export interface WorkerQueueProps extends Omit<ServiceFunctionProps, 'monitoring' | 'deadLetters' | 'reserved'> {
  readonly listener: Listener;
  /** A topic whose messages also go to this queue. */
  readonly topic?: Topic;
  /** The effect on people when messages wait or fail: one sentence. */
  readonly impact: string;
  readonly batchSize?: number;
  /** Number of concurrent batches, at least 2. The resources that the worker uses limit it. */
  readonly maxConcurrency?: number;
  /** Whether its concurrency is reserved: it must not wait while others use the whole account. */
  readonly urgent?: boolean;
  /** Age of the oldest message that raises the alarm; 15 minutes by default. */
  readonly lateAfter?: Duration;
}

/** A queue with its dead letters and the function that processes it, each message independently. */
export class WorkerQueue extends Construct {
  readonly listener: Listener;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: ServiceFunction;

  constructor(scope: Construct, props: WorkerQueueProps) {
    const { listener, topic, impact, batchSize, maxConcurrency = 5, urgent = false, lateAfter, ...rest } = props;
    super(scope, listener.name);
    this.listener = listener;
    // A batch takes a second.
    // The messages of a worker that died return after six times this timeout: a minute.
    const timeout = props.timeout ?? Duration.seconds(10);
    this.deadLetters = new DeadLetterQueue(this, 'dead-letters', { name: listener.name, impact });
    this.queue = new Queue(this, 'queue', {
      // The relay finds a queue by its name, because the addresses of all queues do not fit its environment.
      queueName: `anju-${AppStack.around(this).stage.name}-${listener.name}`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // AWS recommends six times the function's timeout, so
      // that no message returns while its batch is processed.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.worker = new ServiceFunction(this, `${listener.name}-worker`, {
      ...rest,
      timeout,
      reserved: urgent ? maxConcurrency : undefined,
      monitoring: { impact, runbook: 'a-worker-fails' },
    });
    this.worker.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: batchSize ?? mostMessages,
        maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    Validations.of(this.worker).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'A queue as source has no such destination: the queue itself moves failed messages to its dead letters.',
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
