import * as z from 'zod';

/** A map of names to texts or null. API Gateway omits an empty map or sends null for it. */
const texts = z
  .record(z.string(), z.string().nullish())
  .nullish()
  .transform((all) =>
    Object.fromEntries(
      Object.entries(all ?? {}).flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
  );

/** Event of an HTTP API, payload format 2.0. Null counts as absent. */
export const requestSchema = z.object({
  routeKey: z.string(),
  rawPath: z.string(),
  headers: texts,
  pathParameters: texts,
  queryStringParameters: texts,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  requestContext: z.object({
    requestId: z.string(),
    stage: z.string().nullish(),
    http: z.object({ method: z.string() }).nullish(),
    authorizer: z.object({ jwt: z.object({ claims: z.unknown() }).nullish() }).nullish(),
  }),
});
export type Request = z.infer<typeof requestSchema>;
