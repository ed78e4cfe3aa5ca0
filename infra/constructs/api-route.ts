import { Validations } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';

/** A route with its target, `integrations/<id>`. */
export interface Targeted {
  readonly key: string;
  readonly target: string;
}

/** Returns true for the route of a browser's question before its request. */
export const isPreflight = (key: string): boolean => key.startsWith('OPTIONS ');

/** A route of an HTTP API. Its id is its key. Without an authorizer it is open. */
export class ApiRoute extends CfnRoute {
  constructor(
    scope: Construct,
    { apiId, key, target, authorizerId }: Targeted & { apiId: string; authorizerId?: string },
  ) {
    super(scope, key.replaceAll('/', ' '), {
      apiId,
      routeKey: key,
      target,
      ...(authorizerId ? { authorizationType: 'JWT', authorizerId } : { authorizationType: 'NONE' }),
    });
    if (authorizerId) return;
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: isPreflight(key)
        ? 'A browser sends no token with a preflight, and the function answers nothing else to OPTIONS.'
        : 'Its operations are declared public: the function checks a signed link, or there is nothing to protect.',
    });
  }
}
