import type { App } from 'aws-cdk-lib';
import type { TableName } from '../../shared/store/entity.ts';
import { AlarmChannel } from '../constructs/alarm-channel.ts';
import { AppStack } from '../constructs/app-stack.ts';
import { BusinessTable } from '../constructs/business-table.ts';
import { CursorSecret } from '../constructs/cursor-secret.ts';
import { GatewaySecret } from '../constructs/gateway-secret.ts';
import { LinkSecret } from '../constructs/link-secret.ts';
import { UploadsBucket } from '../constructs/uploads-bucket.ts';
import type { Stage } from '../stages.ts';

/**
 * What must outlive all other stacks: tables, files, and the secrets of links, payment channels and cursors.
 * The alarm channel is here because an alarm that goes off before the channel exists would not be announced.
 */
export class DataStack extends AppStack {
  readonly tables: Readonly<Record<TableName, BusinessTable>>;
  readonly uploads: UploadsBucket;
  readonly links: LinkSecret;
  readonly gateways: GatewaySecret;
  readonly cursors: CursorSecret;

  constructor(app: App, stage: Stage) {
    super(app, 'data', stage, { description: 'Anju: tables, files, secrets and alarms' });
    const alarms = new AlarmChannel(this, 'alarms');
    this.tables = {
      owners: new BusinessTable(this, 'owners'),
      tickets: new BusinessTable(this, 'tickets'),
      handovers: new BusinessTable(this, 'handovers'),
      ledger: new BusinessTable(this, 'ledger'),
    };
    for (const table of Object.values(this.tables)) table.node.addDependency(alarms);
    this.uploads = new UploadsBucket(this, 'uploads');
    this.links = new LinkSecret(this, 'links');
    this.gateways = new GatewaySecret(this, 'gateways');
    this.cursors = new CursorSecret(this, 'cursors');
  }
}
