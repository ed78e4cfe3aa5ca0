/** A page of AWS about its regions in mainland China (partition `aws-cn`). */
export interface ChinaPage {
  readonly url: string;
  /** Whether it was read and says so. The list of endpoints was not read to its end. */
  readonly confirmed: boolean;
}

const guide = (page: string): ChinaPage => ({
  url: `https://docs.amazonaws.cn/en_us/aws/latest/userguide/${page}`,
  confirmed: true,
});
const gatewayPage = guide('api-gateway.html');
const lambdaPage = guide('lambda.html');
const queuePage = guide('sqs.html');
const topicPage = guide('sns.html');
const endpoints = { ...guide('endpoints-Beijing.html'), confirmed: false };
const events = {
  url: 'https://docs.amazonaws.cn/en_us/eventbridge/latest/userguide/feature-availability.html',
  confirmed: true,
};
const schedules = {
  url: 'https://docs.amazonaws.cn/en_us/eventbridge/latest/userguide/dual-stack.html',
  confirmed: true,
};

/** The resource types that the stage `china` may use, with the page that says that both regions have them. */
export const chinaHas: Readonly<Record<string, ChinaPage>> = {
  'AWS::ApiGatewayV2::Api': gatewayPage,
  'AWS::ApiGatewayV2::ApiMapping': gatewayPage,
  'AWS::ApiGatewayV2::Authorizer': gatewayPage,
  // A custom domain needs an ICP licence, and edge-optimised ones do not exist; HTTP APIs have none.
  'AWS::ApiGatewayV2::DomainName': gatewayPage,
  'AWS::ApiGatewayV2::Integration': gatewayPage,
  'AWS::ApiGatewayV2::Route': gatewayPage,
  'AWS::ApiGatewayV2::Stage': gatewayPage,
  'AWS::CertificateManager::Certificate': guide('acm.html'),
  'AWS::CloudWatch::Alarm': endpoints,
  'AWS::CloudWatch::Dashboard': endpoints,
  'AWS::DynamoDB::GlobalTable': guide('dynamodb.html'),
  'AWS::Events::Rule': events,
  'AWS::IAM::Policy': guide('iam.html'),
  'AWS::IAM::Role': guide('iam.html'),
  'AWS::Lambda::EventSourceMapping': lambdaPage,
  'AWS::Lambda::Function': lambdaPage,
  'AWS::Lambda::Permission': lambdaPage,
  'AWS::Logs::LogGroup': endpoints,
  'AWS::Logs::MetricFilter': endpoints,
  'AWS::S3::Bucket': endpoints,
  'AWS::S3::BucketPolicy': endpoints,
  'AWS::SNS::Subscription': topicPage,
  'AWS::SNS::Topic': topicPage,
  'AWS::SNS::TopicPolicy': topicPage,
  'AWS::SQS::Queue': queuePage,
  'AWS::SQS::QueuePolicy': queuePage,
  'AWS::Scheduler::Schedule': schedules,
  'AWS::SecretsManager::Secret': guide('secretsmanager.html'),
};

/**
 * What mainland China lacks. A type begins with `type`; where `property` is given, only that property of the
 * type is missing, as far as its value matches.
 */
export const chinaLacks: readonly {
  readonly type: string;
  readonly property?: string;
  readonly values?: readonly string[];
  readonly page: ChinaPage;
}[] = [
  // AWS lists the regions of SES, and none is in mainland China.
  { type: 'AWS::SES::', page: { url: 'https://docs.aws.amazon.com/general/latest/gr/ses.html', confirmed: true } },
  { type: 'AWS::Cognito::UserPool', page: guide('cognito.html') },
  { type: 'AWS::Lambda::Url', page: lambdaPage },
  { type: 'AWS::Lambda::Function', property: 'TracingConfig', values: ['Active'], page: lambdaPage },
  { type: 'AWS::Lambda::EventSourceMapping', property: 'Tags', page: lambdaPage },
  { type: 'AWS::Lambda::EventSourceMapping', property: 'MetricsConfig', page: lambdaPage },
  { type: 'AWS::Lambda::EventSourceMapping', property: 'ProvisionedPollerConfig', page: lambdaPage },
  { type: 'AWS::SNS::Subscription', property: 'Protocol', values: ['sms', 'application'], page: topicPage },
  { type: 'AWS::SNS::Topic', property: 'DataProtectionPolicy', page: topicPage },
];

/**
 * Services that act as principals. Their names end in `amazonaws.com` in every partition: the China page of
 * Lambda says so of its own, and the CDK of all that Anju names (`region-info`).
 */
export const chinaPrincipals = {
  names: ['apigateway', 'events', 'lambda', 'scheduler', 'sns'],
  page: {
    url: 'https://docs.amazonaws.cn/en_us/lambda/latest/dg/lambda-intro-execution-role.html',
    confirmed: true,
  },
} as const;
