import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * A small assembly, written by hand, with one resource of each kind. It has a route,
 * a table whose stream feeds a function, which fills a queue, a worker of that
 * queue, which sends a mail, a queue for delivery reports, and a scheduled job.
 */

const code = `
const { TABLE, QUEUE_URL, CONFIGURATION_SET } = process.env;
const authorization = 'AWS4-HMAC-SHA256 Credential=local/20261124/ap-southeast-1/any/aws4_request, SignedHeaders=host, Signature=local';
const aws = async (endpoint, operation, input) => {
  const date = { 'x-amz-date': '20261124T000000Z' };
  const headers = { authorization, ...date, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': operation };
  const reply = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
  if (!reply.ok) throw new Error(operation + ': ' + (await reply.text()));
};
const put = (pk, more = {}) => {
  const Item = { pk: { S: pk }, ...more };
  return aws(process.env.AWS_ENDPOINT_URL_DYNAMODB, 'DynamoDB_20120810.PutItem', { TableName: TABLE, Item });
};
export const api = async ({ routeKey, rawPath, pathParameters, body, requestContext }) => {
  const { method } = requestContext.http;
  if (method === 'OPTIONS') return { statusCode: 204, headers: { 'x-route': routeKey, 'access-control-allow-origin': '*' } };
  if (method === 'GET') return { statusCode: 200, body: JSON.stringify({ routeKey, rawPath, pathParameters }) };
  if (pathParameters.id === 'broken') throw new Error('broken');
  await put('EVENT#' + pathParameters.id, { to: { S: JSON.parse(body).to } });
  const { claims } = requestContext.authorizer.jwt;
  return { statusCode: 201, headers: { 'x-route': routeKey }, body: JSON.stringify(claims) };
};
export const relay = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    const MessageBody = JSON.stringify({ id: dynamodb.NewImage.pk.S, to: dynamodb.NewImage.to.S });
    await aws(process.env.AWS_ENDPOINT_URL_SQS, 'AmazonSQS.SendMessage', { QueueUrl: QUEUE_URL, MessageBody });
  }
};
export const worker = async ({ Records }) => {
  for (const { body } of Records) {
    const { id, to } = JSON.parse(body);
    const form = new URLSearchParams({ Action: 'SendEmail', Source: 'service@anju.example' });
    form.set('Destination.ToAddresses.member.1', to);
    form.set('Message.Subject.Data', 'About ' + id);
    form.set('Message.Body.Text.Data', 'Hello');
    form.set('ConfigurationSetName', CONFIGURATION_SET);
    form.set('Tags.member.1.Name', 'id');
    form.set('Tags.member.1.Value', id.replace('#', '-'));
    const reply = await fetch(process.env.AWS_ENDPOINT_URL_SES, { method: 'POST', headers: { authorization }, body: form });
    if (!reply.ok) throw new Error(await reply.text());
  }
};
export const feedback = async ({ Records }) => {
  for (const { body } of Records) {
    const { eventType, mail } = JSON.parse(body);
    await put(eventType + ' ' + mail.destination + ' ' + mail.tags.id);
  }
};
export const job = async () => {
  await put('job of ' + new Date(Date.now()).toISOString().slice(0, 10));
  return { done: 1 };
};
`;

const ref = (id: string) => ({ Ref: id });
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const names = ['api', 'relay', 'worker', 'feedback', 'job'] as const;

function functionCalled(name: string): object {
  const Variables = { TABLE: ref('table'), QUEUE_URL: ref('queue'), CONFIGURATION_SET: ref('mails') };
  const Code = { S3Bucket: 'assets', S3Key: 'code.zip' };
  const Properties = { Code, Handler: `index.${name}`, Runtime: 'nodejs24.x', Timeout: 10, Environment: { Variables } };
  return { Type: 'AWS::Lambda::Function', Properties };
}

function fedBy(EventSourceArn: object, FunctionName: object, more: object = {}): object {
  return { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn, FunctionName, ...more } };
}

function routeCalled(RouteKey: string, AuthorizationType: 'JWT' | 'NONE'): object {
  const Target = { 'Fn::Join': ['/', ['integrations', ref('integration')]] };
  const more = AuthorizationType === 'JWT' ? { AuthorizerId: ref('tokens') } : {};
  return {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: ref('http'), RouteKey, Target, AuthorizationType, ...more },
  };
}

const keys = [{ AttributeName: 'pk', KeyType: 'HASH' }];
const onlyEvents = JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'EVENT#' }] } } } });
const resources: Record<string, object> = {
  table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      KeySchema: keys,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      Replicas: [{ Region: ref('AWS::Region') }],
    },
  },
  queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
  told: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
  pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
  client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: ref('pool') } },
  http: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['https://app.example'], AllowMethods: ['*'], AllowHeaders: ['if-match'] },
    },
  },
  tokens: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: ref('http'),
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [ref('client')], Issuer: { 'Fn::GetAtt': ['pool', 'ProviderURL'] } },
    },
  },
  integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: ref('http'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf('api'),
      PayloadFormatVersion: '2.0',
    },
  },
  route: routeCalled('POST /things/{id}', 'JWT'),
  below: routeCalled('ANY /things/{proxy+}', 'JWT'),
  preflight: routeCalled('OPTIONS /things/{proxy+}', 'NONE'),
  forgotten: routeCalled('ANY /forgotten/{proxy+}', 'JWT'),
  stream: fedBy({ 'Fn::GetAtt': ['table', 'StreamArn'] }, ref('relay'), {
    StartingPosition: 'TRIM_HORIZON',
    FilterCriteria: { Filters: [{ Pattern: onlyEvents }] },
  }),
  work: fedBy(arnOf('queue'), ref('worker')),
  news: fedBy(arnOf('told'), ref('feedback')),
  mails: { Type: 'AWS::SES::ConfigurationSet' },
  topic: { Type: 'AWS::SNS::Topic' },
  subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: ref('topic'), Protocol: 'sqs', Endpoint: arnOf('told'), RawMessageDelivery: true },
  },
  destination: {
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: ref('mails'),
      EventDestination: {
        MatchingEventTypes: ['delivery', 'bounce', 'complaint'],
        SnsDestination: { TopicARN: ref('topic') },
      },
    },
  },
  schedule: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: arnOf('job') },
    },
    Metadata: { 'aws:cdk:path': 'fixture/nightly/schedule' },
  },
  ...Object.fromEntries(names.map((name) => [name, functionCalled(name)])),
};

/** Writes the assembly into a folder, with further resources that a test expects to be refused. */
export function writeFixtureAssembly(folder: string, more: Record<string, object> = {}): string {
  mkdirSync(join(folder, 'code'), { recursive: true });
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  writeFileSync(join(folder, 'code', 'index.mjs'), code);
  write('fixture.template.json', { Resources: { ...resources, ...more } });
  const destinations = { here: { objectKey: 'code.zip' } };
  write('fixture.assets.json', { files: { code: { source: { path: 'code' }, destinations } } });
  write('manifest.json', {
    artifacts: {
      fixture: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'fixture.template.json', stackName: 'fixture' },
      },
      'fixture.assets': { type: 'cdk:asset-manifest', properties: { file: 'fixture.assets.json' } },
    },
  });
  return folder;
}
