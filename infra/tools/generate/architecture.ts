import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { bundle } from '../../bundles.ts';
import { compose } from '../../compose.ts';
import { chosenStage } from '../../stages.ts';
import { arrow, box, document, frame, label } from './svg.ts';

/* The picture of what is deployed, docs/architecture.svg, from the synthesised templates. */

const resourceSchema = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
type Resource = z.infer<typeof resourceSchema> & { readonly id: string };
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });

const refSchema = z.object({ Ref: z.string() });
const attSchema = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const functionSchema = z.object({ Description: z.string(), Role: attSchema });
const mappingSchema = z.object({ FunctionName: refSchema });
const scheduleSchema = z.object({ Target: z.object({ Arn: attSchema }) });
const manyStrings = z.union([z.string(), z.array(z.string())]);
const policySchema = z.object({
  Roles: z.array(refSchema),
  PolicyDocument: z.object({ Statement: z.array(z.object({ Action: manyStrings, Resource: z.unknown() })) }),
});

/** Returns the resources of the default stage, without those that only a throw-away stage has. */
function resources(): Resource[] {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] }, analyticsReporting: false });
  compose(app, chosenStage(app.node));
  return app
    .synth()
    .stacks.flatMap(({ template }) =>
      Object.entries(templateSchema.parse(template).Resources).map(([id, resource]) => ({ ...resource, id })),
    )
    .filter(({ id }) => !id.startsWith('CustomS3AutoDelete'));
}

const ofType = (all: readonly Resource[], type: string) => all.filter(({ Type }) => Type === `AWS::${type}`);

/** What a family has: its contexts, its functions by what runs them, and the tables that they write. */
interface Family {
  readonly contexts: readonly string[];
  readonly http: number;
  readonly consumers: number;
  readonly jobs: number;
  readonly writes: readonly string[];
}

/** Returns the family or lone context, and the context, of an entry point below `functions`. */
function partsOf(entry: string): { family: string; context: string } | undefined {
  const [, family = '', context = ''] = /^functions\/([^/]+)\/([^/]+)/.exec(entry) ?? [];
  if (family === '') return undefined;
  return { family, context: context.endsWith('.ts') ? family : context };
}

const tableName = ({ id }: Resource) => id.replace(/table[0-9A-F]{8}$/, '');

function familyOf(name: string, all: readonly Resource[]): Family {
  const functions = ofType(all, 'Lambda::Function').flatMap(({ id, Properties }) => {
    const { Description, Role } = functionSchema.parse(Properties);
    const parts = partsOf(Description);
    return parts?.family === name ? [{ id, role: Role['Fn::GetAtt'][0], ...parts }] : [];
  });
  const woken = ofType(all, 'Lambda::EventSourceMapping').map(
    (one) => mappingSchema.parse(one.Properties).FunctionName.Ref,
  );
  const scheduled = ofType(all, 'Scheduler::Schedule').map(
    (one) => scheduleSchema.parse(one.Properties).Target.Arn['Fn::GetAtt'][0],
  );
  const roles = new Set(functions.map(({ role }) => role));
  const written = ofType(all, 'IAM::Policy')
    .map(({ Properties }) => policySchema.parse(Properties))
    .filter((policy) => policy.Roles.some(({ Ref }) => roles.has(Ref)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().includes('dynamodb:PutItem'))
    .map(({ Resource: of }) => JSON.stringify(of))
    .join();
  const count = (of: readonly string[]) => functions.filter(({ id }) => of.includes(id)).length;
  const consumers = count(woken);
  return {
    contexts: [...new Set(functions.map(({ context }) => context))],
    http: functions.length - consumers - count(scheduled),
    consumers,
    // One function runs several jobs, each on its own schedule.
    jobs: scheduled.filter((of) => functions.some(({ id }) => id === of)).length,
    writes: ofType(all, 'DynamoDB::GlobalTable')
      .filter(({ id }) => written.includes(id))
      .map(tableName),
  };
}

const inPairs = (names: readonly string[]) =>
  names.flatMap((name, nth) => (nth % 2 === 0 ? [[name, ...names.slice(nth + 1, nth + 2)].join(' · ')] : []));
const many = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
const counted = ({ http, consumers, jobs }: Family) => [
  `${http} HTTP${consumers > 0 ? ` · ${many(consumers, 'consumer')}` : ''}`,
  jobs > 0 ? many(jobs, 'job') : '',
];

/** Columns of the picture: a family and the table under it. */
const columns = [
  { family: 'register', table: 'owners' },
  { family: 'service', table: 'tickets' },
  { family: 'homes', table: 'handovers' },
  { family: 'money', table: 'ledger' },
  { family: 'notices' },
] as const;
const width = 168;
const gap = 22;
const left = 44;
const xOf = (column: number) => left + column * (width + gap);
const middle = (column: number) => xOf(column) + width / 2;

/** Draws the picture from the resources of the templates. */
function drawn(all: readonly Resource[]): string {
  const count = (type: string) => ofType(all, type).length;
  const families = columns.map(({ family }) => ({ name: family, ...familyOf(family, all) }));
  const reference = familyOf('reference', all);
  const relays = ofType(all, 'Lambda::Function').filter(({ Properties }) =>
    /relay/.test(String(Properties.Description)),
  );
  const tables = ofType(all, 'DynamoDB::GlobalTable').map(tableName);
  const queues = count('Lambda::EventSourceMapping') - relays.length;
  const right = xOf(columns.length) + 14;
  const across = xOf(columns.length) - gap - left;
  const writes = families.flatMap(({ writes: those }, from) =>
    columns.flatMap(({ ...column }, to) => ('table' in column && those.includes(column.table) ? [{ from, to }] : [])),
  );
  return document({ width: right + 190, height: 716, title: 'What Anju deploys to AWS' }, [
    box({ x: left, y: 16, width: 300, height: 50 }, ['Apps, web clients, pages behind links']),
    box({ x: left + 330, y: 16, width: across - 330, height: 50 }, ['Payment channels (signed callbacks)']),
    arrow([
      [left + 150, 66],
      [left + 150, 96],
    ]),
    arrow([
      [left + 560, 66],
      [left + 560, 96],
    ]),
    box({ x: left, y: 96, width: across, height: 56, kind: 'aws' }, [
      'API Gateway: HTTP API',
      `${many(count('ApiGatewayV2::Route'), 'route')} · JWT from Cognito or another issuer · OpenAPI from ${many(reference.http, 'function')}`,
    ]),
    frame({ x: left - 14, y: 186, width: across + 28, height: 186 }),
    label(middle(0) + 8, 204, `Lambda: ${many(count('Lambda::Function'), 'function')}`),
    ...families.flatMap((family, column) => [
      arrow([
        [middle(column), 152],
        [middle(column), 214],
      ]),
      box({ x: xOf(column), y: 214, width, height: 144, kind: 'code' }, [
        family.name,
        ...counted(family),
        ...inPairs(family.contexts.filter((context) => context !== family.name)),
      ]),
    ]),
    ...writes.map(({ from, to }) =>
      arrow([
        [middle(from) + (to - from) * 12, 358],
        [middle(to) + (from - to) * 18, 428],
      ]),
    ),
    ...columns.flatMap(({ ...column }, nth) =>
      'table' in column && tables.includes(column.table)
        ? [
            box({ x: xOf(nth), y: 428, width, height: 50, kind: 'data' }, [
              `${column.table} table`,
              'DynamoDB, with a stream',
            ]),
            arrow([
              [middle(nth), 478],
              [middle(nth), 520],
            ]),
          ]
        : [],
    ),
    box({ x: xOf(4), y: 428, width, height: 50, kind: 'data' }, [
      `S3: ${many(count('S3::Bucket'), 'bucket')}`,
      'uploads, documents',
    ]),
    arrow([
      [middle(4), 372],
      [middle(4), 428],
    ]),
    label(middle(0) + 8, 502, 'streams'),
    box({ x: left, y: 520, width: xOf(3) + width - left, height: 50, kind: 'code' }, [
      `${many(relays.length, 'outbox relay')}: each table’s stream to the queues that subscribe`,
    ]),
    arrow([
      [middle(1) + 95, 570],
      [middle(1) + 95, 602],
    ]),
    box({ x: left, y: 602, width: across, height: 50, kind: 'aws' }, [
      `SQS: ${many(queues, 'queue')}, each with a queue of dead letters`,
    ]),
    arrow([
      [left, 627],
      [14, 627],
      [14, 279],
      [left - 14, 279],
    ]),
    label(20, 400, 'events'),
    box({ x: right, y: 96, width: 170, height: 56, kind: 'aws' }, [
      'Scheduler',
      `EventBridge: ${many(count('Scheduler::Schedule'), 'schedule')}`,
    ]),
    arrow([
      [right + 85, 152],
      [right + 85, 240],
      [right - 22, 240],
    ]),
    label(right + 92, 198, 'run jobs'),
    box({ x: right, y: 300, width: 170, height: 58, kind: 'aws' }, ['SES', 'e-mail']),
    arrow([
      [xOf(4) + width, 329],
      [right, 329],
    ]),
    arrow([
      [right + 85, 358],
      [right + 85, 428],
    ]),
    label(right + 92, 396, 'reports'),
    box({ x: right, y: 428, width: 170, height: 50, kind: 'aws' }, ['SNS: mail feedback']),
    arrow([
      [right + 85, 478],
      [right + 85, 627],
      [left + across, 627],
    ]),
    box({ x: left, y: 668, width: across, height: 34 }, [
      `CloudWatch: ${many(count('CloudWatch::Alarm'), 'alarm')}, ${many(count('CloudWatch::Dashboard'), 'dashboard')} · Secrets Manager: ${many(count('SecretsManager::Secret'), 'secret')}`,
    ]),
  ]);
}

/**
 * Returns docs/architecture.svg: functions by family, tables, relays, queues, schedules and mail as deployed.
 */
export async function architecturePicture(): Promise<string> {
  await bundle(true);
  return drawn(resources());
}
