import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { type Protectable, protectable, type Stage } from '../stages.ts';

const retention = { 7: RetentionDays.ONE_WEEK, 30: RetentionDays.ONE_MONTH, 180: RetentionDays.SIX_MONTHS } as const;

/** A stack of this app: named after its stage, which every construct in it can ask for. */
export class AppStack extends Stack {
  readonly stage: Stage;

  constructor(app: App, id: string, stage: Stage, of: { description: string }) {
    super(app, id, {
      stackName: `anju-${stage.name}-${id}`,
      description: of.description,
      terminationProtection: protectedIn(stage, `${id}-stack`),
    });
    this.stage = stage;
  }

  /** The stack that a construct is in. */
  static around(construct: IConstruct): AppStack {
    const stack = Stack.of(construct);
    if (stack instanceof AppStack) return stack;
    throw new Error(`${construct.node.path} is not in a stack of this app`);
  }

  /** Data outlives its stack, except in a throw-away stage, and except what a failed creation has just made. */
  get removalOfData(): RemovalPolicy {
    return this.stage.throwAway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  }

  /** Tells whether a table or the pool is protected from deletion in this stage. */
  isProtected(what: Protectable): boolean {
    return protectedIn(this.stage, what);
  }

  get logRetention(): RetentionDays {
    return retention[this.stage.logRetentionDays];
  }

  /** Stub bundles will do: `-c aws:cdk:bundling-stacks=[]`, as tests of templates set it. */
  get usesStubs(): boolean {
    return usesStubs(this);
  }
}

function protectedIn(stage: Stage, what: string): boolean {
  return protectable.some((name) => name === what && stage.deletionProtected.includes(name));
}

/** Whether the context asks for a synth without bundles. */
export function usesStubs(construct: IConstruct): boolean {
  const stacks: unknown = construct.node.tryGetContext('aws:cdk:bundling-stacks');
  return Array.isArray(stacks) && stacks.length === 0;
}
