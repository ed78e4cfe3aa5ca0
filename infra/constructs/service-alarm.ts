import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';

/** Description of an alarm: the effect on users and the heading of the runbook. */
export interface Reason {
  /** One sentence without figures, e.g. "Residents cannot report repairs." */
  readonly impact: string;
  /** Heading of docs/runbook.md, as its anchor (`dead-letters`). A test checks that it exists. */
  readonly runbook: string;
}

interface ServiceAlarmProps extends Reason, Pick<AlarmProps, 'metric' | 'threshold'> {
  /** `<subject>-<what happened>`; unique in a stage. */
  readonly name: string;
  readonly comparison?: ComparisonOperator;
  readonly evaluationPeriods?: number;
  /** Whether missing data raises the alarm too. True for functions that must run all the time. */
  readonly silenceIsAlarm?: boolean;
}

/** An alarm of the backend. The observability stack delivers all alarms. */
export class ServiceAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ServiceAlarmProps) {
    super(scope, id, {
      alarmName: `anju-${AppStack.around(scope).stage.name}-${props.name}`,
      alarmDescription: `${props.impact} Runbook: docs/runbook.md#${props.runbook}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: props.silenceIsAlarm ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
  }
}
