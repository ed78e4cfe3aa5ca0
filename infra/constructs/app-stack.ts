import { type App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { type Protectable, protectable, type Stage } from '../stages.ts';

const retention = {
  7: RetentionDays.ONE_WEEK,
  30: RetentionDays.ONE_MONTH,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
} as const;

/** A stack of this app. It carries the name of its stage, and its constructs can read the stage. */
export class AppStack extends Stack {
  readonly stage: Stage;

  constructor(app: App, id: string, stage: Stage, of: { description: string }) {
    super(app, id, {
      stackName: `anju-${stage.name}-${id}`,
      description: of.description,
      terminationProtection: protectedIn(stage, `${id}-stack`),
    });
    this.stage = stage;
    if (this.tracing === Tracing.DISABLED) {
      const reason = 'Lambda in mainland China has no X-Ray. The gateway and the API log a request under one id.';
      Validations.of(this).acknowledge({ id: 'Serverless-LambdaTracing', reason });
    }
  }

  /** Returns the stack of a construct. @throws Error when the construct is not in an `AppStack`. */
  static around(construct: IConstruct): AppStack {
    const stack = Stack.of(construct);
    if (stack instanceof AppStack) return stack;
    throw new Error(`${construct.node.path} is not in a stack of this app`);
  }

  /**
   * The removal policy of data: kept, except in a throw-away stage and when the creation of the stack fails.
   */
  get removalOfData(): RemovalPolicy {
    return this.stage.throwAway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  }

  /** Returns true when a table or the pool is protected from deletion in this stage. */
  isProtected(what: Protectable): boolean {
    return protectedIn(this.stage, what);
  }

  get logRetention(): RetentionDays {
    return retention[this.stage.logRetentionDays];
  }

  /** The tracing of functions. Lambda in mainland China has no X-Ray. */
  get tracing(): Tracing {
    return this.stage.partition === 'aws' ? Tracing.ACTIVE : Tracing.DISABLED;
  }

  /** True where Lambda counts what a mapping reads from a stream. */
  get countsPolls(): boolean {
    return this.stage.partition === 'aws';
  }

  /** True when stub bundles are enough: `-c aws:cdk:bundling-stacks=[]`, as template tests set it. */
  get usesStubs(): boolean {
    return usesStubs(this);
  }
}

function protectedIn(stage: Stage, what: string): boolean {
  return protectable.some((name) => name === what && stage.deletionProtected.includes(name));
}

/** Returns true when the CDK context asks for a synth without bundles. */
export function usesStubs(construct: IConstruct): boolean {
  const stacks: unknown = construct.node.tryGetContext('aws:cdk:bundling-stacks');
  return Array.isArray(stacks) && stacks.length === 0;
}
