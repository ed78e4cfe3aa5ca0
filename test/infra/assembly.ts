import { App } from 'aws-cdk-lib';
import { bundle } from '../../infra/bundles.ts';
import { compose } from '../../infra/compose.ts';
import { stages } from '../../infra/stages.ts';

/** The part of a resource that the tests look at. */
export interface Resource {
  stack: string;
  id: string;
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of whatever shape its resource type has.
  Properties: any;
  DeletionPolicy?: string;
}

/** All stacks of a stage, composed with stub bundles. */
export async function composed(stageName: string, prepare: (app: App) => void = () => {}): Promise<App> {
  await bundle(true);
  const stage = stages.find(({ name }) => name === stageName);
  if (!stage) throw new Error(`no stage ${stageName}`);
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false });
  prepare(app);
  compose(app, stage);
  return app;
}

/** Every resource of every template of a stage. */
export async function resourcesOf(stageName: string): Promise<Resource[]> {
  const app = await composed(stageName);
  return app.synth().stacks.flatMap(({ id, template }) =>
    Object.entries<Omit<Resource, 'stack' | 'id'>>(template.Resources).map(([logicalId, resource]) => ({
      ...resource,
      stack: id,
      id: logicalId,
    })),
  );
}
