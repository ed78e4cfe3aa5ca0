import { Duration, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ServiceAlarm } from './service-alarm.ts';

/** Where lies what failed for good, for 14 days, and the alarm that somebody should look at it. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, of: { name: string; impact: string; runbook?: string }) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const reason =
      'It is itself where dead letters lie; some come from a stream, a schedule or a rule, not from a queue.';
    Validations.of(this).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless-SQSRedrivePolicy', reason },
    );
    new ServiceAlarm(this, 'filled', {
      name: `${of.name}-${id}`,
      // Not NumberOfMessagesSent: it does not count what SQS itself moves here.
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
      threshold: 1,
      impact: of.impact,
      runbook: of.runbook ?? 'dead-letters',
    });
  }
}
