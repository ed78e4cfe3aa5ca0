import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import * as z from 'zod';
import { type Asked, json, type Reply } from './http.ts';
import { idOf } from './names.ts';
import type { State } from './state.ts';
import { type Catalogue, ignored, unsupported } from './support.ts';

const poolSchema = z.looseObject({});
const clientSchema = z.looseObject({ UserPoolId: z.string(), ...ignored('ClientName') });
const jwkSchema = z.custom<JWK>((value) => typeof value === 'object' && value !== null);
const keptSchema = z.object({ private: jwkSchema, public: jwkSchema });

/** Claims about the person to sign in, under the names of the attributes that Cognito keeps. */
export const claimsSchema = z.object({
  sub: z.string().min(1),
  name: z.string().optional(),
  personId: z.string().optional(),
});
export type Claims = z.input<typeof claimsSchema>;

/** The issuer of the tokens of the local run. */
interface Signer {
  /** The issuer that tokens name. */
  readonly address: string;
  /** The keys for verifying its tokens. */
  readonly keys: JWTVerifyGetKey;
  sign(claims: Claims): Promise<string>;
  answer(asked: Asked): Promise<Reply>;
}

// The JWT authorizer of API Gateway accepts RSA signatures only.
const algorithm = 'RS256';
const keyFile = `issuer-key-${algorithm}.json`;

async function keysOf(state: State) {
  const known = state.read(keyFile);
  if (known) return keptSchema.parse(JSON.parse(known));
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const shown = { use: 'sig', alg: algorithm, kid: 'local' };
  const kept = { private: await exportJWK(privateKey), public: { ...(await exportJWK(publicKey)), ...shown } };
  state.write(keyFile, JSON.stringify(kept));
  return kept;
}

/**
 * Replaces the user pool, the only part that differs on this machine. It signs all requested claims, because
 * users of this machine are trusted.
 */
export async function issuer(
  found: Catalogue,
  state: State,
  base: string,
  people: Readonly<Record<string, Claims>>,
): Promise<Signer> {
  const [pool] = found.take('AWS::Cognito::UserPool', poolSchema);
  const [client] = found.take('AWS::Cognito::UserPoolClient', clientSchema);
  if (!pool || !client) throw new Error('The stage has no user pool. Run the demo stage on this machine.');
  if (client.is.UserPoolId !== idOf(pool)) throw unsupported(client, 'a client of another pool');
  const keys = await keysOf(state);
  const key = await importJWK(keys.private, algorithm);
  const address = `${base}/${idOf(pool)}`;
  const sign = (claims: Claims) => {
    const { sub, name, personId } = claimsSchema.parse(claims);
    return new SignJWT({
      token_use: 'id',
      ...(personId && { 'custom:personId': personId }),
      ...(name && { name }),
    })
      .setProtectedHeader({ alg: algorithm, kid: 'local' })
      .setSubject(sub)
      .setIssuer(address)
      .setAudience(idOf(client))
      .setIssuedAt()
      .setExpirationTime('12h')
      .sign(key);
  };
  const answer = async ({ method, url, body }: Asked): Promise<Reply> => {
    const place = url.pathname.replace(`/${idOf(pool)}`, '');
    if (place === '/.well-known/jwks.json') return json(200, { keys: [keys.public] });
    if (place === '/.well-known/openid-configuration') {
      return json(200, {
        issuer: address,
        jwks_uri: `${address}/.well-known/jwks.json`,
        token_endpoint: `${base}/token`,
      });
    }
    if (place !== '/token') return json(404, { error: 'not_found' });
    if (method === 'GET') {
      const person = people[url.searchParams.get('person') ?? ''];
      if (!person) return json(404, { error: 'unknown person', people: Object.keys(people) });
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: await sign(person) };
    }
    const asked = claimsSchema.safeParse(parsed(body.toString('utf8')));
    if (!asked.success) return json(400, { error: 'invalid_request', error_description: z.prettifyError(asked.error) });
    return json(200, { id_token: await sign(asked.data), token_type: 'Bearer', expires_in: 43_200 });
  };
  return { address, keys: createLocalJWKSet({ keys: [keys.public] }), sign, answer };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
