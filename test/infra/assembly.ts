import { App } from 'aws-cdk-lib';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { bundle } from '../../infra/bundles.ts';
import { compose } from '../../infra/compose.ts';
import { type Stage, stages } from '../../infra/stages.ts';

/** The part of a resource that the tests look at. */
export interface Resource {
  stack: string;
  id: string;
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of whatever shape its resource type has.
  Properties: any;
  DeletionPolicy?: string;
}

/** The stage of a name. */
export function scenarioEstate(stageName: string): Stage {
  const stage = stages.find(({ name }) => name === stageName);
  if (!stage) throw new Error(`no stage ${stageName}`);
  return stage;
}

/** All stacks of a stage, composed with stub bundles. */
export async function composed(of: string | Stage, prepare: (app: App) => void = () => {}): Promise<App> {
  await bundle(true);
  const stage = typeof of === 'string' ? scenarioEstate(of) : of;
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false });
  prepare(app);
  compose(app, stage);
  return app;
}

/** Every resource of the templates of some stacks. */
export function resourcesIn(stacks: readonly CloudFormationStackArtifact[]): Resource[] {
  return stacks.flatMap(({ id, template }) =>
    Object.entries<Omit<Resource, 'stack' | 'id'>>(template.Resources).map(([logicalId, resource]) => ({
      ...resource,
      stack: id,
      id: logicalId,
    })),
  );
}

/** Every resource of every template of a stage. */
export async function resourcesOf(stageName: string): Promise<Resource[]> {
  return resourcesIn((await composed(stageName)).synth().stacks);
}
