import { setting } from '../shared/kernel/environment.ts';

/*
 * Replaces the SDK's chain of credential providers in the bundles
 * (docs/decisions/2026-11-26-credentials-of-a-function.md).
 */

/**
 * Returns the credentials of a function's role, which Lambda puts into the environment for its whole life.
 */
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
