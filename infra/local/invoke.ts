import { FunctionError, type Functions } from './functions.ts';
import { type Asked, json, type Reply } from './http.ts';

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Returns the function that a request invokes as Lambda's own API does, or undefined for another request. */
export function invokedFunction({ method, url }: Asked): string | undefined {
  const [, reference] = path.exec(url.pathname) ?? [];
  return method === 'POST' && reference !== undefined ? decodeURIComponent(reference) : undefined;
}

/**
 * Invokes a function with the body of a request. The request must have a signature: a page in a browser
 * cannot send one to this address.
 */
export async function invoke(reference: string, { headers, body }: Asked, functions: Functions): Promise<Reply> {
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return { status: 403 };
  try {
    return json(200, await functions.invoke(reference, JSON.parse(body.toString('utf8'))));
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const { errorType, message: errorMessage } = error;
    const failed = json(200, { errorType, errorMessage });
    return { ...failed, headers: { ...failed.headers, 'x-amz-function-error': 'Unhandled' } };
  }
}
