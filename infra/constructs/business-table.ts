import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  Billing,
  ContributorInsightsMode,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { TableName } from '../../shared/store/entity.ts';
import type { Access } from './access.ts';
import { AppStack } from './app-stack.ts';
import { ServiceAlarm } from './service-alarm.ts';

const readActions = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  // A transaction may require that an item exists without changing it.
  'dynamodb:ConditionCheckItem',
];
const writeActions = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

/** The indexes of every table (docs/conventions.md, Data) with their projections. */
const indexes = [
  { name: 'lists', projection: ProjectionType.ALL },
  { name: 'mine', projection: ProjectionType.ALL },
  { name: 'updates', projection: ProjectionType.ALL },
  { name: 'due', projection: ProjectionType.KEYS_ONLY },
] as const;

function key(name: string) {
  return { name, type: AttributeType.STRING };
}

/** A table of a business family. It holds state and events, and its stream feeds the relay. */
export class BusinessTable extends Construct {
  readonly table: TableV2;
  readonly family: TableName;

  constructor(scope: Construct, name: TableName) {
    super(scope, name);
    this.family = name;
    const stack = AppStack.around(this);
    this.table = new TableV2(this, 'table', {
      partitionKey: key('pk'),
      sortKey: key('sk'),
      billing: Billing.onDemand(),
      globalSecondaryIndexes: indexes.map((index) => ({
        indexName: index.name,
        partitionKey: key(`${index.name}Pk`),
        sortKey: key(`${index.name}Sk`),
        projectionType: index.projection,
      })),
      dynamoStream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stack.isProtected(`${name}-table`),
      removalPolicy: stack.removalOfData,
      contributorInsightsSpecification: { enabled: true, mode: ContributorInsightsMode.THROTTLED_KEYS },
    });
    this.#watch('reads', 'ReadThrottleEvents');
    this.#watch('writes', 'WriteThrottleEvents');
  }

  /**
   * Adds up the throttled reads or writes of the table and of each index, whatever the operation.
   * DynamoDB counts those of an index apart from those of its table. `ThrottledRequests` is of no use: it has
   * one metric an operation, and a batch is counted only if all of it was refused.
   */
  #watch(what: 'reads' | 'writes', metricName: 'ReadThrottleEvents' | 'WriteThrottleEvents'): void {
    const { tableName } = this.table;
    const events = (dimensionsMap: Record<string, string>) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: tableName, ...dimensionsMap },
        statistic: Stats.SUM,
        period: Duration.minutes(5),
      });
    new ServiceAlarm(this, `${what}-throttled`, {
      name: `${this.family}-table-${what}-throttled`,
      metric: [events({}), ...indexes.map(({ name }) => events({ GlobalSecondaryIndexName: name }))],
      threshold: 10,
      impact: `DynamoDB refuses ${what} of the ${this.family} table, so users wait for retries.`,
      runbook: 'table-throttled',
    });
  }

  get read(): Access {
    return this.#access(readActions);
  }

  get write(): Access {
    return this.#access(writeActions);
  }

  get readWrite(): Access {
    return this.#access([...readActions, ...writeActions]);
  }

  #access(actions: readonly string[]): Access {
    const { tableArn, tableName } = this.table;
    // Each index is named, because a wildcard would also
    // cover indexes that are added later for another purpose.
    const resources = [tableArn, ...indexes.map(({ name }) => `${tableArn}/index/${name}`)];
    return { environment: { [`${this.family.toUpperCase()}_TABLE`]: tableName }, allow: [{ actions, resources }] };
  }
}
