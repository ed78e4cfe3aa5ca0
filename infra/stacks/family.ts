import type { App } from 'aws-cdk-lib';
import type { Job } from '../../shared/events/job.ts';
import { AppStack } from '../constructs/app-stack.ts';
import { JobRunner } from '../constructs/job-runner.ts';
import type { ServiceApi } from '../constructs/service-api.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import { type Context, entryOf, type SharedResources } from '../contexts/context.ts';
import type { Stage } from '../stages.ts';

/** A family of contexts, which share a stack and the function of their jobs. */
export interface Family {
  readonly name: string;
  readonly contexts: readonly Context[];
  /** The list of `functions/<family>/jobs.ts`. */
  readonly jobs: readonly Job[];
}

/** The functions of a family: they answer its routes, process its queues, and run its jobs. */
export class FamilyStack extends AppStack {
  constructor(app: App, stage: Stage, family: Family, on: { api: ServiceApi; resources: SharedResources }) {
    super(app, family.name, stage, { description: `Anju: functions of ${family.name}` });
    for (const context of family.contexts) {
      const { access = [], ...props } = context.api(on.resources);
      const entry = entryOf(context, `${context.name}-api`);
      const environment = { ...props.environment, FIRST_ADMINISTRATORS: stage.firstAdministrators.join(',') };
      const known = { ...props, entry, environment, access: [...access, on.resources.cursors] };
      on.api.serve(this, { ...context, api: known });
      for (const worker of context.workers?.(on.resources) ?? []) {
        new WorkerQueue(this, { ...worker, entry: entryOf(context, worker.listener.name) });
      }
    }
    this.#runJobs(family, on.resources);
  }

  #runJobs({ name, contexts, jobs: listed }: Family, resources: SharedResources): void {
    const jobs = contexts.flatMap((context) => context.jobs?.(resources) ?? []);
    const names = (of: readonly { name: string }[]) =>
      of
        .map((job) => job.name)
        .sort()
        .join(', ');
    const deployed = names(jobs.map(({ job }) => job));
    if (names(listed) !== deployed) {
      throw new Error(`functions/${name}/jobs.ts must list the jobs of infra/contexts/${name}: ${deployed}`);
    }
    if (jobs.length > 0) new JobRunner(this, `${name}-jobs`, { entry: `functions/${name}/jobs`, jobs });
  }
}
