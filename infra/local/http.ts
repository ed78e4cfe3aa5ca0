import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A response of one of the HTTP servers of the local run: gateway, token issuer, mail service. */
export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** A request to a server of the local run, with its parsed URL and its body. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Returns a JSON reply. */
export function json(status: number, body: unknown): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/**
 * Answers requests by this address only, and from pages of these origins only. Otherwise a page of any site
 * could read the answers in a browser on this machine, also under a name that resolves to this machine.
 */
export function onlyBy(address: string, origins: readonly string[], answer: (asked: Asked) => Promise<Reply>) {
  return async (asked: Asked): Promise<Reply> => {
    const { host, origin } = asked.headers;
    const { host: own, port } = new URL(address);
    if ((host !== own && host !== `localhost:${port}`) || (origin !== undefined && !origins.includes(origin))) {
      const from = ['no web page', ...origins].join(' or ');
      return json(403, { error: `Call this server as ${address}, from ${from}.` });
    }
    const reply = await answer(asked);
    return origin ? { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': origin } } : reply;
  };
}

/** API Gateway's limit of a payload. */
const mostBytes = 10 * 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
  }
  return size <= mostBytes ? Buffer.concat(chunks) : undefined;
}

async function serve(request: IncomingMessage, response: ServerResponse, answer: (asked: Asked) => Promise<Reply>) {
  const body = await bodyOf(request);
  const { method = 'GET', url = '/', headers } = request;
  const asked = { method, url: new URL(`http://local${url.startsWith('/') ? url : '/'}`), headers };
  const reply = body
    ? await answer({ ...asked, body })
    : { status: 413, body: JSON.stringify({ message: 'Request Entity Too Large' }) };
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}

/** Starts a server on the loopback address. An error in it gives a 500 and a line in the log. */
export async function listen(
  port: number,
  answer: (asked: Asked) => Promise<Reply>,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    serve(request, response, answer).catch((error: unknown) => {
      log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end(JSON.stringify({ message: 'Internal Server Error' }));
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
