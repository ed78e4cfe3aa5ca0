import type { App } from 'aws-cdk-lib';
import { AppStack } from '../constructs/app-stack.ts';
import type { BusinessTable } from '../constructs/business-table.ts';
import { constructsOfType } from '../constructs/constructs-of-type.ts';
import { OutboxRelay, writeSubscriptions } from '../constructs/outbox-relay.ts';
import { WorkerQueue } from '../constructs/worker-queue.ts';
import type { Stage } from '../stages.ts';

/** The relays, which send the events of each table to the queues of all families. */
export class RelaysStack extends AppStack {
  constructor(app: App, stage: Stage, on: { tables: readonly BusinessTable[] }) {
    super(app, 'relays', stage, { description: 'Anju: relays of events' });
    const workers = constructsOfType(this, WorkerQueue);
    writeSubscriptions(this, on.tables, workers);
    for (const source of on.tables) new OutboxRelay(this, `${source.node.id}-relay`, { source, workers });
  }
}
