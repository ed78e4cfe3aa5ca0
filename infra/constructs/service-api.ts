import { Duration } from 'aws-cdk-lib';
import {
  CfnIntegration,
  CorsHttpMethod,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type GatewayRoute, gatewayRoutes, type RouteRow } from '../gateway-routes.ts';
import { ApiRoute, isPreflight, type Targeted } from './api-route.ts';
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
 * The HTTP API of the backend without its stage. Every route needs a valid token, except public operations
 * and preflights.
 */
export class ServiceApi extends Construct {
  readonly api: HttpApi;
  /** Routes of public operations, which `ApiStage` creates with a limit for each. */
  readonly publicRoutes: Targeted[] = [];
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

  /** Creates the function of a context and its routes, except public ones, in the stack of `scope`. */
  serve(scope: Construct, service: Service): void {
    const { apiId } = this.api;
    const target = `integrations/${this.#targetOf(scope, service)}`;
    for (const { context, key, access } of this.#routes) {
      if (context !== service.name) continue;
      if (access === 'token') new ApiRoute(scope, { apiId, key, target, authorizerId: this.#tokens.authorizerId });
      else if (isPreflight(key)) new ApiRoute(scope, { apiId, key, target });
      else this.publicRoutes.push({ key, target });
    }
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
