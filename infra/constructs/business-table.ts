import { Duration } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ContributorInsightsMode,
  Operation,
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
  // A transaction may stand on the condition that something is there without changing it.
  'dynamodb:ConditionCheckItem',
];
const writeActions = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

/** The indexes that every table has (docs/conventions.md, Data) and what they hold of an item. */
const indexes = [
  { name: 'lists', projection: ProjectionType.ALL },
  { name: 'mine', projection: ProjectionType.ALL },
  { name: 'updates', projection: ProjectionType.ALL },
  { name: 'due', projection: ProjectionType.KEYS_ONLY },
] as const;

function key(name: string) {
  return { name, type: AttributeType.STRING };
}

/** A table of a business family: state and events side by side, with the stream that the relay reads. */
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
    new ServiceAlarm(this, 'throttled', {
      name: `${name}-table-throttled`,
      metric: this.table.metricThrottledRequestsForOperations({
        operations: [Operation.GET_ITEM, Operation.QUERY, Operation.TRANSACT_WRITE_ITEMS],
        period: Duration.minutes(5),
      }),
      threshold: 10,
      impact: `Requests to the ${name} table are refused and come again later: everybody waits.`,
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
    // Each index by name: a wildcard would also cover what somebody adds one day for another purpose.
    const resources = [tableArn, ...indexes.map(({ name }) => `${tableArn}/index/${name}`)];
    return { environment: { [`${this.family.toUpperCase()}_TABLE`]: tableName }, allow: [{ actions, resources }] };
  }
}
