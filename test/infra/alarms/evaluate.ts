import type { Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import type { MetricName, Metrics } from './metrics.ts';

const dimensionSchema = z.object({ Name: z.string(), Value: z.unknown() });
const statSchema = z.strictObject({
  Metric: z
    .strictObject({ Namespace: z.string(), MetricName: z.string(), Dimensions: z.array(dimensionSchema).default([]) })
    .transform(
      ({ Namespace, MetricName, Dimensions }): MetricName => ({
        namespace: Namespace,
        metric: MetricName,
        dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
      }),
    ),
  Period: z.number().multipleOf(60),
  Stat: z.string(),
});

/** The properties of an alarm in a template. Others are an error, because nothing here evaluates them. */
const alarmSchema = z.strictObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  Metrics: z.array(
    z.strictObject({
      Id: z.string(),
      MetricStat: statSchema.optional(),
      Expression: z.string().optional(),
      ReturnData: z.boolean().optional(),
    }),
  ),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
  ComparisonOperator: z.enum(['GreaterThanOrEqualToThreshold', 'LessThanThreshold']),
  TreatMissingData: z.enum(['breaching', 'notBreaching']),
  Tags: z.unknown().optional(),
});

/** The value of a metric or an expression in a period; undefined if there is none. */
type Value = number | undefined;
export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** How many periods CloudWatch looks back further when data is missing. AWS says only that it does. */
const further = 2;

/** Returns a function that gives the state of an alarm at a minute from that before. */
export function evaluator(properties: unknown, stack: Stack, sent: Metrics): (end: number, before: State) => State {
  const alarm = alarmSchema.parse(properties);
  const stats = alarm.Metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ id: Id, ...MetricStat }] : []));
  const [expression = stats[0]?.id ?? ''] = alarm.Metrics.flatMap(({ Expression }) => Expression ?? []);
  const minutes = (stats[0]?.Period ?? 0) / 60;
  const breaches = (value: number) =>
    alarm.ComparisonOperator === 'LessThanThreshold' ? value < alarm.Threshold : value >= alarm.Threshold;
  // CloudWatch keeps the state of an alarm on DynamoDB while data is missing, whatever the alarm says.
  const keepsState = stats.some(({ Metric }) => Metric.namespace === 'AWS/DynamoDB');

  /** Returns the value of the period that lies `back` periods before the latest, which ends at `end`. */
  const valueAt = (end: number, back: number): Value => {
    const values = stats.map(({ id, Metric, Stat }): [string, Value] => [
      id,
      statistic(Stat, sent.before(end - back * minutes, minutes, stack, Metric)),
    ]);
    return evaluate(expression, new Map(values));
  };

  return (end, before) => {
    const periods = alarm.EvaluationPeriods;
    const found: number[] = [];
    for (let back = 0; back < periods + further && found.length < periods; back += 1) {
      const value = valueAt(end, back);
      if (value !== undefined) found.push(value);
    }
    if (found.length < periods && keepsState) return before;
    const missing = found.length === periods || alarm.TreatMissingData === 'breaching';
    return missing && found.every(breaches) ? 'ALARM' : 'OK';
  };
}

/** Returns a statistic as CloudWatch computes it; undefined for no values. */
function statistic(name: string, values: readonly number[]): Value {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const sum = values.reduce((all, one) => all + one, 0);
  const percentile = Number(/^p(\d+)$/.exec(name)?.[1]);
  if (percentile > 0) return sorted[Math.ceil((percentile / 100) * sorted.length) - 1];
  switch (name) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return values.length;
    case 'Average':
      return sum / values.length;
    case 'Maximum':
      return sorted.at(-1);
    default:
      throw new Error(`The evaluator does not know the statistic ${name}. Add it.`);
  }
}

/**
 * Evaluates metric math of one period: a sum of `m` and `FILL(m, n)`. A sum has no value when one of its
 * terms has none.
 * @throws Error for other functions and operators, which must be added here first.
 */
export function evaluate(expression: string, values: ReadonlyMap<string, Value>): Value {
  return expression.split(' + ').reduce<Value>((sum, term) => {
    const [, filled, filler] = /^FILL\((\w+), (\d+)\)$/.exec(term) ?? [];
    const name = filled ?? term;
    if (!values.has(name)) throw new Error(`The evaluator does not know ${term} in ${expression}. Add it.`);
    const value = values.get(name) ?? (filler === undefined ? undefined : Number(filler));
    return sum === undefined || value === undefined ? undefined : sum + value;
  }, 0);
}
