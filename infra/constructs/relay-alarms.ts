import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';
import { ServiceAlarm } from './service-alarm.ts';
import type { ServiceFunction } from './service-function.ts';

/** Watches that a relay keeps up, reads its stream, and is invoked. */
export function watchRelay(scope: Construct, relay: ServiceFunction, impact: string): void {
  const { id } = relay.node;
  const period = Duration.minutes(5);
  new ServiceAlarm(scope, 'late', {
    name: `${id}-late`,
    // A relay that runs into its time limit reports less than once a minute.
    metric: relay.metric('IteratorAge', { statistic: Stats.MAXIMUM, period }),
    threshold: Duration.minutes(5).toMilliseconds(),
    evaluationPeriods: 2,
    impact,
    runbook: 'the-relay-falls-behind',
  });
  if (AppStack.around(scope).countsPolls) {
    new ServiceAlarm(scope, 'not-reading', {
      name: `${id}-not-reading`,
      metric: pollsOf(relay, period),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      silenceIsAlarm: true,
      impact,
      runbook: 'the-relay-is-not-invoked',
    });
  }
  new ServiceAlarm(scope, 'throttled', {
    name: `${id}-throttled`,
    metric: relay.metricThrottles({ period }),
    threshold: 1,
    evaluationPeriods: 3,
    impact,
    runbook: 'the-relay-is-not-invoked',
  });
}

/**
 * Counts how often the mapping of a relay read its stream. A mapping that reads reports each poll, 0 for an
 * empty one; a stopped mapping reports nothing. A function that is not invoked has no age.
 */
function pollsOf(relay: ServiceFunction, period: Duration): Metric {
  const mapping = relay.node.findAll().find((one) => one instanceof EventSourceMapping);
  if (!mapping) throw new Error(`${relay.node.path} reads no stream: call addEventSource first.`);
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'PolledEventCount',
    dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
    statistic: Stats.SAMPLE_COUNT,
    period,
  });
}
