import type { App } from 'aws-cdk-lib';
import { ApiDomain } from '../constructs/api-domain.ts';
import { ApiStage } from '../constructs/api-stage.ts';
import { AppStack } from '../constructs/app-stack.ts';
import type { ServiceApi } from '../constructs/service-api.ts';
import type { Stage } from '../stages.ts';

/** What opens the HTTP API: its stage with limits, the public routes, and the host names. */
export class GatewayStack extends AppStack {
  constructor(app: App, stage: Stage, on: { api: ServiceApi }) {
    super(app, 'gateway', stage, { description: 'Anju: stage, public routes and host names of the HTTP API' });
    const opened = new ApiStage(this, 'api', on.api);
    for (const name of stage.domains) new ApiDomain(this, name, { api: on.api.api, stage: opened.stage });
  }
}
