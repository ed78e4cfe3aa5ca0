import { setting } from '../shared/kernel/environment.ts';

/*
 * Stands in the bundles for the SDK's chain of credential providers (docs/decisions/2026-11-26-credentials-of-a-function.md).
 */

/** The credentials that Lambda gives to a function: those of its role, in its environment, for as long as it lives. */
export function defaultProvider() {
  return async () => {
    const sessionToken = process.env.AWS_SESSION_TOKEN;
    return {
      accessKeyId: setting('AWS_ACCESS_KEY_ID'),
      secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
      ...(sessionToken && { sessionToken }),
    };
  };
}
