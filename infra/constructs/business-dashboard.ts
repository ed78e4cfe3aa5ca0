import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';
import { constructsOfType } from './constructs-of-type.ts';
import { JobRunner } from './job-runner.ts';
import { MailIdentity } from './mail-identity.ts';
import { ServiceApi } from './service-api.ts';
import { WorkerQueue } from './worker-queue.ts';

const hour = { period: Duration.hours(1), statistic: Stats.SUM };

/**
 * The business dashboard: requests and refused requests by operation, processed messages, mails and job runs.
 */
export class BusinessDashboard extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Dashboard(this, 'dashboard', {
      dashboardName: `anju-${AppStack.around(this).stage.name}-business`,
      defaultInterval: Duration.days(7),
      widgets: [
        [...this.#requests('Requests', ''), ...this.#requests('Refused requests', '| filter status >= 400')],
        [this.#consequences(), ...this.#mail()],
        this.#jobs(),
      ],
    });
  }

  #requests(title: string, filter: string): IWidget[] {
    const groups = constructsOfType(this, ServiceApi).flatMap((api) =>
      api.functions.map((one) => one.logGroup.logGroupName),
    );
    return logTable(title, groups, [
      'filter message.message = "request"',
      `fields message.operation as operation, message.status as status ${filter}`,
      'stats count(*) as requests by operation, status',
      'sort requests desc',
      'limit 50',
    ]);
  }

  #consequences(): IWidget {
    const workers = constructsOfType(this, WorkerQueue);
    return new GraphWidget({
      title: 'Messages processed per hour',
      width: 12,
      left: workers.map(({ queue, listener }) =>
        queue.metricNumberOfMessagesDeleted({ ...hour, label: listener.name }),
      ),
    });
  }

  #mail(): IWidget[] {
    const kinds = ['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Reject'];
    return constructsOfType(this, MailIdentity).map(
      (mail) =>
        new GraphWidget({ title: 'Mails per hour', width: 12, left: kinds.map((kind) => mail.metric(kind, hour)) }),
    );
  }

  #jobs(): IWidget[] {
    const groups = constructsOfType(this, JobRunner).map(({ worker }) => worker.logGroup.logGroupName);
    return logTable('Job runs', groups, [
      'filter message.message = "job ran"',
      'fields @timestamp, message.job, @message',
      'sort @timestamp desc',
      'limit 50',
    ]);
  }
}

function logTable(title: string, logGroupNames: string[], queryLines: string[]): IWidget[] {
  if (logGroupNames.length === 0) return [];
  const view = LogQueryVisualizationType.TABLE;
  return [new LogQueryWidget({ title, logGroupNames, queryLines, view, width: 12, height: 8 })];
}
