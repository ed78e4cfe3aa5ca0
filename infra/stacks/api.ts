import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type App, CfnOutput } from 'aws-cdk-lib';
import { routes as referenceRoutes } from '../../functions/reference/routes.ts';
import { errorCatalogue } from '../../shared/http/error-catalogue.ts';
import { addToBundle } from '../bundles.ts';
import { AppStack } from '../constructs/app-stack.ts';
import type { OutgoingMail } from '../constructs/mail-identity.ts';
import { type Service, ServiceApi } from '../constructs/service-api.ts';
import { SignInPool } from '../constructs/sign-in-pool.ts';
import type { Context, SharedResources } from '../contexts/context.ts';
import type { Stage } from '../stages.ts';
import type { DataStack } from './data.ts';

/**
 * The HTTP API and the sign-in. The stacks of the families add functions and routes, the gateway stack the
 * public routes and the stage.
 */
export class ApiStack extends AppStack {
  readonly resources: SharedResources;
  readonly api: ServiceApi;

  constructor(app: App, stage: Stage, on: { data: DataStack; mail: OutgoingMail; contexts: readonly Context[] }) {
    super(app, 'api', stage, { description: 'Anju: HTTP API and sign-in' });
    const { signIn } = stage;
    const tokens = signIn.kind === 'pool' ? new SignInPool(this, 'sign-in', signIn).tokens : signIn;
    this.api = new ServiceApi(this, 'api', tokens);
    const [linkBase = this.api.url] = stage.domains.map((name) => `https://${name}`);
    this.resources = {
      tables: on.data.tables,
      uploads: on.data.uploads,
      mail: on.mail.send,
      mailFeedback: on.mail.feedback,
      gateways: on.data.gateways.check,
      cursors: on.data.cursors.use,
      links: on.data.links.use(linkBase),
    };
    const reference = this.#reference(on.contexts);
    this.api.decideRoutes([...on.contexts, reference]);
    this.api.serve(this, reference);
    new CfnOutput(this, 'url', { value: this.api.url });
  }

  /** Puts the committed API description and the problem codes beside the function that serves them. */
  #reference(contexts: readonly Context[]): Service {
    const entry = 'functions/reference/reference-api';
    const document = readFileSync(resolve(import.meta.dirname, '../../docs/api/openapi.json'), 'utf8');
    const items = errorCatalogue(contexts.flatMap(({ routes }) => routes));
    addToBundle(entry, this.usesStubs, 'openapi.json', document);
    addToBundle(entry, this.usesStubs, 'errors.json', JSON.stringify({ items }));
    return {
      name: 'reference',
      routes: referenceRoutes,
      api: { entry, memory: 256, impact: 'The OpenAPI document cannot be read; the API itself works.' },
    };
  }
}
