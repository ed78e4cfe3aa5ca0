import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { JobCall } from '../../shared/events/job.ts';
import { AppStack } from './app-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** A job of the runner: its interval, and what its work needs. */
export interface JobProps extends Pick<ServiceFunctionProps, 'access'> {
  /** Name and interval of the job, as its `.job.ts` file declares them (shared/events/job.ts). */
  readonly job: { readonly name: string; readonly every: string };
  /** The effect on people when the job does not run: one sentence. */
  readonly impact: string;
}

/**
 * One function that runs several jobs, each on its own schedule, with an alarm for each that no longer runs.
 */
export class JobRunner extends Construct {
  readonly worker: ServiceFunction;

  constructor(scope: Construct, id: string, props: { entry: string; jobs: readonly JobProps[] }) {
    super(scope, id);
    const { entry, jobs } = props;
    const impact = `Work that is due waits. The log of the function ${id} names the job.`;
    const deadLetters = new DeadLetterQueue(this, 'dead-letters', { name: id, impact });
    this.worker = new ServiceFunction(this, id, {
      entry,
      access: jobs.flatMap(({ access = [] }) => access),
      timeout: Duration.minutes(5),
      deadLetters,
      monitoring: { impact, runbook: 'a-job-fails' },
    });
    const caller = new Role(this, 'caller', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    caller.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.worker.functionArn] }),
    );
    caller.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    for (const one of jobs) new ScheduledJob(this, { ...one, runner: this.worker, caller, deadLetters });
  }
}

/** The schedule of one job, with an alarm for the case that it no longer runs. */
export class ScheduledJob extends Construct {
  /** Counts the runs that ended without an error. */
  readonly runs: MetricFilter;

  constructor(
    scope: Construct,
    of: JobProps & { runner: ServiceFunction; caller: Role; deadLetters: DeadLetterQueue },
  ) {
    const { job, impact, runner, caller, deadLetters } = of;
    super(scope, job.name);
    const call: JobCall = { job: job.name };
    const schedule = new CfnSchedule(this, 'schedule', {
      scheduleExpression: job.every,
      scheduleExpressionTimezone: 'Asia/Shanghai',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: runner.functionArn,
        roleArn: caller.roleArn,
        input: JSON.stringify(call),
        deadLetterConfig: { arn: deadLetters.queueArn },
        // The next run does what was missed, because a job reads what is due and not when it was called.
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3_600 },
      },
    });
    // A schedule that runs before its role has its permissions would begin with dead letters.
    schedule.node.addDependency(caller);
    // The function's own metrics do not tell its jobs apart. Its log does: one line for each run.
    this.runs = new MetricFilter(this, 'runs', {
      logGroup: runner.logGroup,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.message.message', '=', 'job ran'),
        FilterPattern.stringValue('$.message.job', '=', job.name),
      ),
      metricNamespace: `anju-${AppStack.around(this).stage.name}`,
      metricName: `${job.name}-runs`,
    });
    new ServiceAlarm(this, 'silent', {
      name: `${job.name}-not-running`,
      metric: this.runs.metric({ period: silenceOf(job.every), statistic: Stats.SUM }),
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
