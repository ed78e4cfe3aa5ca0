import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

export interface ScheduledJobProps extends Omit<ServiceFunctionProps, 'monitoring' | 'deadLetters'> {
  /** Name and interval of the job, as its `.job.ts` file declares them (shared/events/job.ts). */
  readonly job: { readonly name: string; readonly every: string };
  /** The effect on people when the job does not run: one sentence. */
  readonly impact: string;
}

/** A function on a schedule, with an alarm for the case that it no longer runs. */
export class ScheduledJob extends Construct {
  readonly worker: ServiceFunction;

  constructor(scope: Construct, props: ScheduledJobProps) {
    const { job, impact, ...rest } = props;
    super(scope, job.name);
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', { name: job.name, impact });
    this.worker = new ServiceFunction(this, `${job.name}-job`, {
      timeout: Duration.minutes(5),
      ...rest,
      deadLetters,
      monitoring: { impact, runbook: 'a-job-fails' },
    });
    const caller = new Role(this, 'caller', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    caller.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.worker.functionArn] }),
    );
    caller.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    new CfnSchedule(this, 'schedule', {
      scheduleExpression: job.every,
      scheduleExpressionTimezone: 'Asia/Shanghai',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.worker.functionArn,
        roleArn: caller.roleArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        // The next run does what was missed, because a job reads what is due and not when it was called.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 },
      },
    });
    new ServiceAlarm(this, 'silent', {
      name: `${job.name}-not-running`,
      metric: this.worker.metricInvocations({ period: silenceOf(job.every) }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      silenceIsAlarm: true,
      impact,
      runbook: 'a-job-does-not-run',
    });
  }
}

/**
 * Returns how long a job may be silent: five of its intervals, at most a day.
 * A cron expression counts as daily.
 */
function silenceOf(every: string): Duration {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(every) ?? [];
  const minutes = { minute: 1, hour: 60, day: 1_440 };
  if (unit !== 'minute' && unit !== 'hour') return Duration.days(1);
  return Duration.minutes(Math.min(1_440, Number(count) * minutes[unit] * 5));
}
