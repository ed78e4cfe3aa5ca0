import type { App } from 'aws-cdk-lib';
import { AppStack } from '../constructs/app-stack.ts';
import { OutboxRelay } from '../constructs/outbox-relay.ts';
import { ScheduledJob } from '../constructs/scheduled-job.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import { type Context, entryOf, type SharedResources } from '../contexts/context.ts';
import type { Stage } from '../stages.ts';

/** Work without a caller: queues with their workers, the relays that fill them, and scheduled jobs. */
export class WorkersStack extends AppStack {
  constructor(app: App, stage: Stage, on: { resources: SharedResources; contexts: readonly Context[] }) {
    super(app, 'workers', stage, { description: 'Anju: queues, relays and jobs' });
    const workers: WorkerQueue[] = [];
    for (const context of on.contexts) {
      for (const worker of context.workers?.(on.resources) ?? []) {
        workers.push(new WorkerQueue(this, { ...worker, entry: entryOf(context, worker.listener.name) }));
      }
      for (const job of context.jobs?.(on.resources) ?? []) {
        new ScheduledJob(this, { ...job, entry: entryOf(context, job.job.name) });
      }
    }
    for (const source of Object.values(on.resources.tables)) {
      new OutboxRelay(this, `${source.node.id}-relay`, { source, workers });
    }
  }
}
