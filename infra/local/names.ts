import { createHash, randomBytes } from 'node:crypto';
import type { Resource } from './assembly.ts';
import type { Names } from './intrinsics.ts';
import type { State } from './state.ts';

/** Account of all local resources. The queue engine supports no other. */
export const account = '000000000000';
/** Region of all local resources. */
export const region = 'ap-southeast-1';

/** Credentials of all functions. The local S3 knows no others. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** Addresses of the parts of the local run. */
export interface Addresses {
  readonly gateway: string;
  readonly issuer: string;
  readonly dynamodb: string;
  readonly sqs: string;
  readonly s3: string;
  readonly ses: string;
}

const nameProperty: Record<string, string> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Events::Rule': 'Name',
};

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Returns the physical name: that of the template, or one
 * made of stack and logical id, the same at every start.
 */
export function physicalName(resource: Resource): string {
  const asked = resource.properties[nameProperty[resource.type] ?? ''];
  if (typeof asked === 'string') return asked;
  const name = `${resource.stack.name}-${resource.logicalId}`;
  const short = name.length > 63 ? `${name.slice(0, 54)}-${digest(name).slice(0, 8)}` : name;
  return resource.type === 'AWS::S3::Bucket' ? short.toLowerCase() : short;
}

const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;

/** Returns the ARN of a resource of a supported kind. */
export function arnOf(resource: Resource): string {
  const name = physicalName(resource);
  switch (resource.type) {
    case 'AWS::DynamoDB::GlobalTable':
      return arn('dynamodb', `table/${name}`);
    case 'AWS::SQS::Queue':
      return arn('sqs', name);
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::Lambda::Function':
      return arn('lambda', `function:${name}`);
    case 'AWS::SNS::Topic':
      return arn('sns', name);
    case 'AWS::SecretsManager::Secret':
      return arn('secretsmanager', `secret:${name}`);
    case 'AWS::SES::EmailIdentity':
      return arn('ses', `identity/${name}`);
    case 'AWS::Cognito::UserPool':
      return arn('cognito-idp', `userpool/${idOf(resource)}`);
    default:
      return arn('local', `${resource.type.replaceAll('::', '-')}/${name}`);
  }
}

/** Returns an identifier as AWS generates them: ten characters, the same at every start. */
export function idOf(resource: Resource): string {
  const id = digest(`${resource.stack.name}/${resource.logicalId}`).slice(0, 10);
  return resource.type === 'AWS::Cognito::UserPool' ? `${region}_${id}` : id;
}

/** Returns the URL of a queue in a form that every SDK resolves on this machine. */
export function queueUrl(addresses: Addresses, name: string): string {
  return `${addresses.sqs}/${account}/${name}`;
}

/** Returns the values of Ref, Fn::GetAtt and dynamic references for the given addresses. */
export function localNames(addresses: Addresses, state: State): Names {
  const issuer = (pool: string) => `${addresses.issuer}/${pool}`;
  return {
    region,
    account,
    ref: (resource) => {
      switch (resource.type) {
        case 'AWS::SQS::Queue':
          return queueUrl(addresses, physicalName(resource));
        case 'AWS::SNS::Topic':
        case 'AWS::SecretsManager::Secret':
          return arnOf(resource);
        case 'AWS::Cognito::UserPool':
        case 'AWS::Cognito::UserPoolClient':
        case 'AWS::ApiGatewayV2::Api':
        case 'AWS::ApiGatewayV2::Integration':
        case 'AWS::ApiGatewayV2::Authorizer':
          return idOf(resource);
        default:
          return physicalName(resource);
      }
    },
    attribute: (resource, name) => {
      switch (name) {
        case 'Arn':
        case 'TopicArn':
          return arnOf(resource);
        case 'StreamArn':
          return `${arnOf(resource)}/stream/local`;
        case 'QueueName':
        case 'TopicName':
          return physicalName(resource);
        case 'QueueUrl':
          return queueUrl(addresses, physicalName(resource));
        case 'ApiEndpoint':
          return addresses.gateway;
        case 'ProviderURL':
          return issuer(idOf(resource));
        case 'ProviderName':
          return issuer(idOf(resource)).replace(/^https?:\/\//, '');
        case 'DomainName':
        case 'RegionalDomainName':
          return `${new URL(addresses.s3).host}/${physicalName(resource)}`;
        case 'UserPoolId':
        case 'ClientId':
        case 'ApiId':
          return idOf(resource);
        default:
          return `${physicalName(resource)}.${name}`;
      }
    },
    dynamic: (reference) => {
      const [service = '', ...rest] = reference.split(':');
      if (service !== 'secretsmanager') throw new Error(`{{resolve:${service}:...}} is not supported by the local run`);
      const id = rest.join(':').replace(/(:SecretString.*)?$/, '');
      const key = rest.join(':').match(/:SecretString:([^:]+)/)?.[1] ?? '';
      // The name contains the secret's purpose, so that a test finds the right one.
      const name = id.slice(id.lastIndexOf(':') + 1).toLowerCase();
      return state.keep(`secret-${name}-${digest(`${id}#${key}`).slice(0, 12)}`, () =>
        randomBytes(32).toString('base64url'),
      );
    },
    localise: (text) =>
      text
        .replaceAll(`https://cognito-idp.${region}.amazonaws.com/`, `${addresses.issuer}/`)
        .replaceAll(`https://cognito-idp.${region}.amazonaws.com`, addresses.issuer)
        .replace(new RegExp(`https://[a-z0-9]+\\.execute-api\\.${region}\\.amazonaws\\.com`, 'g'), addresses.gateway)
        .replaceAll(`https://sqs.${region}.amazonaws.com`, addresses.sqs)
        .replaceAll(`https://email.${region}.amazonaws.com`, addresses.ses)
        // Node.js does not resolve a bucket's host name on this machine.
        .replace(new RegExp(`https://([a-z0-9-]+)\\.s3\\.${region}\\.amazonaws\\.com`, 'g'), `${addresses.s3}/$1`),
  };
}
