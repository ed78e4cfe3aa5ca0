import { type App, CfnOutput } from 'aws-cdk-lib';
import { routes as referenceRoutes } from '../../functions/reference/routes.ts';
import { openApiDocument } from '../../shared/http/openapi.ts';
import { addToBundle } from '../bundles.ts';
import { AppStack } from '../constructs/app-stack.ts';
import { type Service, ServiceApi } from '../constructs/service-api.ts';
import { SignInPool } from '../constructs/sign-in-pool.ts';
import { type Context, entryOf, type SharedResources } from '../contexts/context.ts';
import type { Stage } from '../stages.ts';
import type { DataStack } from './data.ts';
import type { MailStack } from './mail.ts';

const version = '1';

/** The HTTP API with one function for each context, and the sign-in. */
export class ApiStack extends AppStack {
  readonly resources: SharedResources;

  constructor(app: App, stage: Stage, on: { data: DataStack; mail: MailStack; contexts: readonly Context[] }) {
    super(app, 'api', stage, { description: 'Anju: HTTP API and sign-in' });
    const { signIn } = stage;
    const tokens = signIn.kind === 'pool' ? new SignInPool(this, 'sign-in').tokens : signIn;
    const api = new ServiceApi(this, 'api', tokens);
    this.resources = {
      tables: on.data.tables,
      uploads: on.data.uploads,
      mail: on.mail.identity.send,
      mailFeedback: on.mail.identity.feedback,
      gateways: on.data.gateways.check,
      links: on.data.links.use(stage.linkBaseUrl ?? api.url),
    };
    const services = on.contexts.map((context) => {
      const { access, ...props } = context.api(this.resources);
      const entry = entryOf(context, `${context.name}-api`);
      return { ...context, api: { ...props, entry, access: [...(access ?? []), on.data.cursors.use] } };
    });
    api.serve([...services, this.#reference(on.contexts)]);
    new CfnOutput(this, 'url', { value: api.url });
  }

  /** Writes the OpenAPI document of the served routes beside the function that serves it. */
  #reference(contexts: readonly Context[]): Service {
    const document = JSON.stringify(openApiDocument(contexts, version));
    const entry = 'functions/reference/reference-api';
    addToBundle(entry, this.usesStubs, 'openapi.json', document);
    return {
      name: 'reference',
      routes: referenceRoutes,
      api: { entry, memory: 256, impact: 'The OpenAPI document cannot be read; the API itself works.' },
    };
  }
}
