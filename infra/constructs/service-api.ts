import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnIntegration,
  CfnRoute,
  CorsHttpMethod,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HouseAlarm } from './house-alarm.ts';
import { HouseStack } from './house-stack.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** What the gateway needs to know of an operation; the routes of a context are this and more. */
export interface RouteRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly allow: readonly string[] | 'public';
}

/** Field of the gateway's log by variable. Never the path, which may hold a link's token, and no address of anybody. */
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

/** The HTTP API of the house: a valid token on every route but those that say `public`. */
export class ServiceApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly functions: ServiceFunction[] = [];
  readonly #tokens: HttpAuthorizer;

  constructor(scope: Construct, id: string, tokens: { issuer: string; audience: readonly string[] }) {
    super(scope, id);
    const stack = HouseStack.around(this);
    this.api = new HttpApi(this, 'http', {
      apiName: `anju-${stack.stage.name}`,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...stack.stage.allowedOrigins],
        allowMethods: [CorsHttpMethod.ANY],
        allowHeaders: ['authorization', 'content-type', 'accept-language', 'idempotency-key', 'if-match'],
        exposeHeaders: ['etag', 'location', 'retry-after', 'idempotency-replayed'],
        maxAge: Duration.hours(1),
      },
    });
    this.#tokens = new HttpAuthorizer(this, 'tokens', {
      httpApi: this.api,
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: tokens.issuer,
      jwtAudience: [...tokens.audience],
    });
    const log = new LogGroup(this, 'log', { retention: stack.logRetention, removalPolicy: stack.removalOfData });
    this.stage = new HttpStage(this, 'stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stack.stage.throttling.rate, burstLimit: stack.stage.throttling.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(logged)),
      },
    });
    this.#watch();
  }

  /** Address of the API, without a slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  /** Serves the routes of a context by its one function (`functions/<context>/<context>-api.lambda.ts`). */
  serve(
    context: string,
    routes: readonly RouteRow[],
    props: Omit<ServiceFunctionProps, 'entry' | 'monitoring'> & { impact: string },
  ): ServiceFunction {
    const { impact, ...rest } = props;
    const handler = new ServiceFunction(this, `${context}-api`, {
      ...rest,
      entry: `functions/${context}/${context}-api`,
      monitoring: { impact, runbook: 'requests-crash' },
    });
    this.functions.push(handler);
    // One permission for the whole API: one for each route would outgrow the 20 KB of a function's policy.
    handler.addPermission('gateway', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.api.arnForExecuteApi(),
    });
    const integration = new CfnIntegration(handler, 'integration', {
      apiId: this.api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.functionArn,
      payloadFormatVersion: '2.0',
    });
    for (const row of routes) this.#route(row, `integrations/${integration.ref}`);
    return handler;
  }

  #route({ method, path, allow }: RouteRow, target: string): void {
    const route = new CfnRoute(this, `${method} ${path.slice(1).replaceAll('/', ' ')}`, {
      apiId: this.api.apiId,
      routeKey: `${method} ${path}`,
      target,
      ...(allow === 'public'
        ? { authorizationType: 'NONE' }
        : { authorizationType: 'JWT', authorizerId: this.#tokens.authorizerId }),
    });
    if (allow === 'public') {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'Its route says public: the function checks a signed link, or there is nothing to protect.',
      });
    }
  }

  #watch(): void {
    new HouseAlarm(this, 'failing', {
      name: 'api-failing',
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      impact: 'Requests of residents and staff fail.',
      runbook: 'requests-fail',
    });
    new HouseAlarm(this, 'slow', {
      name: 'api-slow',
      metric: this.api.metricLatency({ period: Duration.minutes(5), statistic: 'p95' }),
      threshold: 3_000,
      evaluationPeriods: 3,
      impact: 'Residents and staff wait more than three seconds for answers.',
      runbook: 'requests-are-slow',
    });
  }
}
