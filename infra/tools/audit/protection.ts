import { type Protectable, protectable, type Stage } from '../../stages.ts';

/** What AWS says of one thing that can be protected. */
export type Deployed = 'missing' | 'failed' | 'unprotected' | 'protected';

/** One thing of a stage, whether it is as it should be, and what to do otherwise. */
export interface Finding {
  readonly what: Protectable;
  readonly isRight: boolean;
  readonly advice: string;
}

/**
 * Compares what a stage should protect from deletion with what is protected.
 * Right is only what is deployed and protected; a stage that is thrown away has nothing to protect.
 */
export function judgeProtection(stage: Stage, deployed: Readonly<Record<Protectable, Deployed>>): Finding[] {
  if (stage.throwAway) return [];
  const expected = protectable.filter((what) => what !== 'sign-in-pool' || stage.signIn.kind === 'pool');
  return expected.map((what) => {
    const advice = adviceFor(what, deployed[what], stage.deletionProtected.includes(what), stage.name);
    return { what, isRight: advice === undefined, advice: advice ?? 'protected from deletion' };
  });
}

function adviceFor(what: Protectable, deployed: Deployed, isListed: boolean, stage: string): string | undefined {
  const list = `deletionProtected of the stage ${stage} in infra/stages.ts`;
  const deploy = `npx cdk deploy --all -c stage=${stage}`;
  switch (deployed) {
    case 'missing':
    case 'failed': {
      const state = deployed === 'missing' ? 'not deployed yet' : 'its creation failed';
      return isListed
        ? `${state}: take '${what}' out of ${list}, then ${deploy}`
        : `${state}: ${deploy} (runbook, "A first deployment failed")`;
    }
    case 'unprotected':
      return isListed
        ? `deployed without the protection of ${list}: ${deploy}`
        : `deployed and not protected: add '${what}' to ${list}, then ${deploy}`;
    case 'protected':
      return isListed ? undefined : `protected, but the next deployment ends that: add '${what}' to ${list}`;
  }
}
