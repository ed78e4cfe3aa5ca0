import type { App } from 'aws-cdk-lib';
import { AlarmChannel } from '../constructs/alarm-channel.ts';
import { AppStack } from '../constructs/app-stack.ts';
import { BusinessDashboard } from '../constructs/business-dashboard.ts';
import { ResourcesDashboard } from '../constructs/resources-dashboard.ts';
import type { Stage } from '../stages.ts';

/** The delivery of alarms and two dashboards: business and resources. */
export class ObservabilityStack extends AppStack {
  constructor(app: App, stage: Stage) {
    super(app, 'observability', stage, { description: 'Anju: alarms and dashboards' });
    new AlarmChannel(this, 'alarms');
    new BusinessDashboard(this, 'business');
    new ResourcesDashboard(this, 'resources');
  }
}
