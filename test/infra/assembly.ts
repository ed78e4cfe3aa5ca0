import { App } from 'aws-cdk-lib';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { bundle } from '../../infra/bundles.ts';
import { compose } from '../../infra/compose.ts';
import { type Stage, stages } from '../../infra/stages.ts';

/** The part of a resource that tests read. */
export interface Resource {
  stack: string;
  id: string;
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON, and each resource type has its own form.
  Properties: any;
  DeletionPolicy?: string;
  DependsOn?: string[];
}

/** Returns the stage of a name. */
export function stageNamed(stageName: string): Stage {
  const stage = stages.find(({ name }) => name === stageName);
  if (!stage) throw new Error(`There is no stage ${stageName}.`);
  return stage;
}

/** Composes all stacks of a stage with stub bundles. */
export async function composed(of: string | Stage, prepare: (app: App) => void = () => {}): Promise<App> {
  await bundle(true);
  const stage = typeof of === 'string' ? stageNamed(of) : of;
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false });
  prepare(app);
  compose(app, stage);
  return app;
}

/** Returns every resource in the templates of some stacks. */
export function resourcesIn(stacks: readonly CloudFormationStackArtifact[]): Resource[] {
  return stacks.flatMap(({ id, template }) =>
    Object.entries<Omit<Resource, 'stack' | 'id'>>(template.Resources).map(([logicalId, resource]) => ({
      ...resource,
      stack: id,
      id: logicalId,
    })),
  );
}
