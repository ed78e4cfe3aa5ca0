import { type Protectable, protectableIn, type Stage } from '../../stages.ts';

/** State in AWS of one resource that can be protected. */
export type Deployed = 'missing' | 'failed' | 'unprotected' | 'protected';

/** One resource of a stage, whether it is protected as it should be, and otherwise what to do. */
export interface Finding {
  readonly what: Protectable;
  readonly isRight: boolean;
  readonly advice: string;
}

/**
 * Compares what a stage should protect from deletion with what is protected.
 * Only a resource that is deployed, listed and protected is right. A throw-away stage has no findings.
 */
export function judgeProtection(stage: Stage, deployed: Readonly<Record<Protectable, Deployed>>): Finding[] {
  if (stage.throwAway) return [];
  return protectableIn(stage).map((what) => {
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
        ? `${state}: remove '${what}' from ${list}, then run ${deploy}`
        : `${state}: run ${deploy} (runbook, "A first deployment failed")`;
    }
    case 'unprotected':
      return isListed
        ? `deployed without the protection of ${list}: run ${deploy}`
        : `deployed and not protected: add '${what}' to ${list}, then run ${deploy}`;
    case 'protected':
      return isListed
        ? undefined
        : `protected, but the next deployment removes the protection: add '${what}' to ${list}`;
  }
}
