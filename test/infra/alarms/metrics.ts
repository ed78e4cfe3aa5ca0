import type { Stack } from 'aws-cdk-lib';

/** A metric of a service. Its dimensions are values of a construct or of a template. */
export interface MetricName {
  namespace: string;
  metric: string;
  dimensions: Readonly<Record<string, unknown>>;
}

/** What services sent to CloudWatch, by minute. Most of them send nothing while nothing happens. */
export class Metrics {
  readonly #values = new Map<string, number[]>();

  /** Adds values of a metric that a resource of `stack` sends in a minute. */
  send(stack: Stack, name: MetricName, minute: number, ...values: readonly number[]): void {
    const key = keyOf(stack, name, minute);
    this.#values.set(key, [...(this.#values.get(key) ?? []), ...values]);
  }

  /** Returns the values of a metric in the `length` minutes before `end`. */
  before(end: number, length: number, stack: Stack, name: MetricName): number[] {
    return Array.from({ length }, (_, i) => this.#values.get(keyOf(stack, name, end - length + i)) ?? []).flat();
  }
}

const resolved = new WeakMap<MetricName, string>();

function keyOf(stack: Stack, name: MetricName, minute: number): string {
  let key = resolved.get(name);
  if (key === undefined) {
    const values = Object.entries(name.dimensions).map(([dimension, value]) => [dimension, stack.resolve(value)]);
    // Logical ids are unique in a stack only. A metric without dimensions is one of the account.
    key = JSON.stringify([values.length > 0 && stack.stackName, name.namespace, name.metric, values.sort()]);
    resolved.set(name, key);
  }
  return `${minute} ${key}`;
}
