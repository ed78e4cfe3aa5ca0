import * as z from 'zod';

/** Names with their texts, or with nothing. API Gateway leaves an empty map out or sends null for it. */
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

/** The event of an HTTP API, payload format 2.0. What is null in it counts as absent. */
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
