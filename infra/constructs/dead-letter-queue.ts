import { Duration, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ServiceAlarm } from './service-alarm.ts';

/** Queue of messages that failed at every retry. It keeps them for 14 days; the first one raises an alarm. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, of: { name: string; impact: string; runbook?: string }) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const reason =
      'This queue holds dead letters itself; some come from a stream, a schedule or a rule, not from a queue.';
    Validations.of(this).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless-SQSRedrivePolicy', reason },
    );
    new ServiceAlarm(this, 'filled', {
      name: `${of.name}-${id}`,
      // NumberOfMessagesSent does not count the messages that SQS itself moves here.
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
      threshold: 1,
      impact: of.impact,
      runbook: of.runbook ?? 'dead-letters',
    });
  }
}
