import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { bundleOf } from '../bundles.ts';
import type { Access } from './access.ts';
import { AppStack } from './app-stack.ts';
import { type Reason, ServiceAlarm } from './service-alarm.ts';

/** The alarm for errors of a function, or the reason why it needs none. */
export type Monitoring = Reason | { readonly none: string };

export interface ServiceFunctionProps {
  /** Path of the entry point without `.lambda.ts`: `functions/service/tickets/tickets-api`. */
  readonly entry: string;
  readonly access?: readonly Access[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly monitoring: Monitoring;
  /** 29 s by default: the longest that the gateway waits. */
  readonly timeout?: Duration;
  /** MB; 512 by default. It also sets the share of a processor. */
  readonly memory?: number;
  /** Concurrent executions that no other function may take, and that this one may not exceed. */
  readonly reserved?: number | undefined;
  /** Queue for the events of asynchronous invocations that failed at every retry. */
  readonly deadLetters?: Queue;
}

/**
 * A function with our defaults: its own log, and its own role with only the permissions that `access` gives.
 */
export class ServiceFunction extends Lambda {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const stack = AppStack.around(scope);
    const access = props.access ?? [];
    const role = new Role(scope, `${id}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(scope, `${id}-log`, {
      retention: stack.logRetention,
      removalPolicy: stack.removalOfData,
    });
    super(scope, id, {
      description: `${props.entry}.lambda.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundleOf(props.entry, stack.usesStubs)),
      handler: 'index.handler',
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: stack.tracing,
      timeout: props.timeout ?? Duration.seconds(29),
      memorySize: props.memory ?? 512,
      deadLetterQueue: props.deadLetters,
      reservedConcurrentExecutions: stack.stage.reservesConcurrency ? props.reserved : undefined,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        ...Object.assign({}, ...access.map((one) => one.environment)),
        ...props.environment,
      },
    });
    logGroup.grantWrite(role);
    for (const { actions, resources } of access.flatMap((one) => one.allow)) {
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    }
    for (const { acknowledge = [] } of access) for (const one of acknowledge) Validations.of(role).acknowledge(one);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'xray:PutTraceSegments accepts no resources. A test asserts that no other permission uses *.',
    });
    if (!props.deadLetters) {
      Validations.of(this).acknowledge({
        id: 'Serverless-LambdaDLQ',
        reason: 'The caller is a gateway that waits, or a queue or stream that has its own dead letters.',
      });
    }
    this.watch(id, props.monitoring);
  }

  private watch(id: string, monitoring: Monitoring): void {
    if ('none' in monitoring) return;
    new ServiceAlarm(this, 'errors', {
      ...monitoring,
      name: `${id}-errors`,
      metric: this.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
    });
  }
}
