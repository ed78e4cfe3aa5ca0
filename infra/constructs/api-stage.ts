import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnStage, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApiRoute } from './api-route.ts';
import { AppStack } from './app-stack.ts';
import type { ServiceApi } from './service-api.ts';

/**
 * Variables of the gateway's log by field name. The path is left out because
 * it may hold a link's token, and so are addresses of people. `routeKey`
 * names a prefix; the function logs the operation under the same request id.
 */
const logged = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  functionMs: '$context.integrationLatency',
  functionError: '$context.integrationErrorMessage',
  refusal: '$context.authorizer.error',
  error: '$context.error.message',
  caller: '$context.authorizer.claims.sub',
};

/**
 * The stage of the HTTP API, with its limits and its log, and the public routes, each with a limit of its
 * own. They are in one stack: API Gateway refuses a stage that names a route which does not exist.
 */
export class ApiStage extends Construct {
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { api, publicRoutes }: ServiceApi) {
    super(scope, id);
    const stack = AppStack.around(this);
    const { rate, burst, publicRoute } = stack.stage.throttling;
    const log = new LogGroup(this, 'log', { retention: stack.logRetention, removalPolicy: stack.removalOfData });
    this.stage = new HttpStage(this, 'stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: rate, burstLimit: burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(logged)),
      },
    });
    const limits = { ThrottlingRateLimit: publicRoute.rate, ThrottlingBurstLimit: publicRoute.burst };
    const { defaultChild } = this.stage.node;
    if (!(defaultChild instanceof CfnStage)) throw new Error('HttpStage has no CfnStage as its default child');
    defaultChild.routeSettings = Object.fromEntries(publicRoutes.map(({ key }) => [key, limits]));
    // The settings name the routes by text, from which CloudFormation learns no order.
    for (const route of publicRoutes)
      defaultChild.addResourceDependency(new ApiRoute(this, { apiId: api.apiId, ...route }));
  }
}
