import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';

/** Description of an alarm: the effect on users and the heading of the runbook. */
export interface Reason {
  /** One sentence without figures, e.g. "Residents cannot report repairs." */
  readonly impact: string;
  /** Heading of docs/runbook.md, as its anchor (`dead-letters`). A test checks that it exists. */
  readonly runbook: string;
}

interface ServiceAlarmProps extends Reason, Pick<AlarmProps, 'threshold'> {
  /** `<subject>-<what happened>`; unique in a stage. */
  readonly name: string;
  /** The watched metric, or several of the same period whose values are added. A period without data is 0. */
  readonly metric: Metric | readonly [Metric, ...Metric[]];
  readonly comparison?: ComparisonOperator;
  readonly evaluationPeriods?: number;
  /** Whether silence raises the alarm: for what must happen all the time. The comparison must say so too. */
  readonly silenceIsAlarm?: boolean;
}

/** An alarm of the backend. The alarm channel of the data stack delivers all alarms. */
export class ServiceAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ServiceAlarmProps) {
    super(scope, id, {
      alarmName: `anju-${AppStack.around(scope).stage.name}-${props.name}`,
      alarmDescription: `${props.impact} Runbook: docs/runbook.md#${props.runbook}`,
      metric: zeroWhenSilent([props.metric].flat()),
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: props.silenceIsAlarm ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }
}

/**
 * Returns the sum of metrics, where a period without data counts as 0.
 * AWS sends most metrics only while something happens. Without `FILL` a sum has no value where one of its
 * metrics is silent, an alarm on DynamoDB keeps its state for ever, and every other alarm looks at older data
 * before it counts silence (docs/decisions/2026-11-28-alarms-that-fire.md).
 */
function zeroWhenSilent(metrics: readonly Metric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, i) => [`m${i}`, metric]));
  return new MathExpression({
    expression: Object.keys(usingMetrics)
      .map((id) => `FILL(${id}, 0)`)
      .join(' + '),
    usingMetrics,
    period: metrics[0]?.period,
  });
}
