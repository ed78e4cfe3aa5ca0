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
import { type GatewayRoute, gatewayRoutes, type RouteRow } from '../gateway-routes.ts';
import { AppStack } from './app-stack.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** A context that the API serves with one function. */
export interface Service {
  readonly name: string;
  readonly routes: readonly RouteRow[];
  /** The function that answers, and the effect on people when it crashes. */
  readonly api: Omit<ServiceFunctionProps, 'monitoring'> & { readonly impact: string };
}

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

/** The HTTP API of the backend. Every route needs a valid token, except public operations and preflights. */
export class ServiceApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly functions: ServiceFunction[] = [];
  readonly #tokens: HttpAuthorizer;
  #routes: readonly GatewayRoute[] = [];

  constructor(scope: Construct, id: string, tokens: { issuer: string; audience: readonly string[] }) {
    super(scope, id);
    const stack = AppStack.around(this);
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

  /** Decides the routes of all contexts at once, because those of one depend on those of the others. */
  decideRoutes(contexts: readonly Pick<Service, 'name' | 'routes'>[]): void {
    this.#routes = gatewayRoutes(contexts);
  }

  /** Creates the function and the routes of a context, in the stack of `scope`. */
  serve(scope: Construct, service: Service): void {
    const target = `integrations/${this.#targetOf(scope, service)}`;
    for (const route of this.#routes) if (route.context === service.name) this.#route(scope, route, target);
  }

  /** Creates a context's function. Returns the id of its integration. */
  #targetOf(scope: Construct, { name, api: { impact, ...props } }: Service): string {
    const handler = new ServiceFunction(scope, `${name}-api`, {
      ...props,
      monitoring: { impact, runbook: 'requests-crash' },
    });
    this.functions.push(handler);
    // One permission for the whole API. One for each route would exceed the 20 KB of a function's policy.
    handler.addPermission('gateway', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.api.arnForExecuteApi(),
    });
    return new CfnIntegration(handler, 'integration', {
      apiId: this.api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.functionArn,
      payloadFormatVersion: '2.0',
    }).ref;
  }

  #route(scope: Construct, { key, access }: GatewayRoute, target: string): void {
    const route = new CfnRoute(scope, key.replaceAll('/', ' '), {
      apiId: this.api.apiId,
      routeKey: key,
      target,
      ...(access === 'open'
        ? { authorizationType: 'NONE' }
        : { authorizationType: 'JWT', authorizerId: this.#tokens.authorizerId }),
    });
    if (access === 'open') {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: key.startsWith('OPTIONS ')
          ? 'A browser sends no token with a preflight, and the function answers nothing else to OPTIONS.'
          : 'Its operations are declared public: the function checks a signed link, or there is nothing to protect.',
      });
    }
  }

  #watch(): void {
    new ServiceAlarm(this, 'failing', {
      name: 'api-failing',
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      impact: 'Requests of residents and staff fail.',
      runbook: 'requests-fail',
    });
    new ServiceAlarm(this, 'slow', {
      name: 'api-slow',
      metric: this.api.metricLatency({ period: Duration.minutes(5), statistic: 'p95' }),
      threshold: 3_000,
      evaluationPeriods: 3,
      impact: 'Residents and staff wait more than three seconds for answers.',
      runbook: 'requests-are-slow',
    });
  }
}
