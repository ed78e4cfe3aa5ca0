import { Annotations, type App, Tags } from 'aws-cdk-lib';
import { contexts } from './contexts.ts';
import { families } from './families.ts';
import { ApiStack } from './stacks/api.ts';
import { DashboardsStack } from './stacks/dashboards.ts';
import { DataStack } from './stacks/data.ts';
import { FamilyStack } from './stacks/family.ts';
import { GatewayStack } from './stacks/gateway.ts';
import { MailStack, mailByGateway } from './stacks/mail.ts';
import { RelaysStack } from './stacks/relays.ts';
import { protectableIn, type Stage } from './stages.ts';

/** Creates all stacks of a stage. A stack refers only to stacks that were created before it. */
export function compose(app: App, stage: Stage): void {
  // Event source mappings have no tags in mainland China.
  const excludeResourceTypes = stage.partition === 'aws-cn' ? ['AWS::Lambda::EventSourceMapping'] : [];
  Tags.of(app).add('service', 'anju', { excludeResourceTypes });
  Tags.of(app).add('stage', stage.name, { excludeResourceTypes });
  const data = new DataStack(app, stage);
  const mail = stage.mail.kind === 'ses' ? new MailStack(app, stage, stage.mail) : undefined;
  const base = new ApiStack(app, stage, { data, mail: mail?.identity ?? mailByGateway, contexts });
  for (const one of [mail, base]) one?.addStackDependency(data, 'The data stack announces the alarms of all stacks.');
  for (const family of families) new FamilyStack(app, stage, family, base);
  new GatewayStack(app, stage, base);
  new RelaysStack(app, stage, { tables: Object.values(data.tables) });
  new DashboardsStack(app, stage);
  if (!stage.throwAway && stage.deletionProtected.length < protectableIn(stage).length) {
    Annotations.of(data).addWarningV2(
      'anju:not-protected',
      `Not everything in the stage ${stage.name} is protected from deletion. After the first deployment: ` +
        `npm run check-protection -- --stage ${stage.name}`,
    );
  }
}
