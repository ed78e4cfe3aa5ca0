import type { App } from 'aws-cdk-lib';
import { AppStack } from '../constructs/app-stack.ts';
import { BusinessDashboard } from '../constructs/business-dashboard.ts';
import { ResourcesDashboard } from '../constructs/resources-dashboard.ts';
import type { Stage } from '../stages.ts';

/** Two dashboards: business and resources. */
export class DashboardsStack extends AppStack {
  constructor(app: App, stage: Stage) {
    super(app, 'observability', stage, { description: 'Anju: dashboards' });
    new BusinessDashboard(this, 'business');
    new ResourcesDashboard(this, 'resources');
  }
}
