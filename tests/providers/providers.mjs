// Providers none of us wrote: two issuers of the certified `oidc-provider`, and `oauth2-mock-server`, which lies when
// it is told to. Prints their addresses as one line of JSON when all of them answer.
import crypto from 'node:crypto';
import http from 'node:http';
import { OAuth2Server } from 'oauth2-mock-server';
import { Provider } from 'oidc-provider';

const { portal, clients } = JSON.parse(process.env.PROVIDERS);
const listening = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

const calls = [];

async function honest(name) {
  const server = http.createServer();
  const issuer = `http://127.0.0.1:${await listening(server)}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'portal',
        ...(clients[name].auth === 'private_key_jwt' ? {} : { client_secret: clients[name].secret }),
        redirect_uris: [`${portal}/sso/${clients[name].connection}/callback`],
        post_logout_redirect_uris: [`${portal}/logga-ut/klar`],
        token_endpoint_auth_method: clients[name].auth,
        backchannel_logout_uri: `${portal}/sso/${clients[name].connection}/backchannel-logout`,
        backchannel_logout_session_required: true,
        ...clients[name].more,
      },
    ],
    fetch: async (url, { body }) => {
      calls.push({ url: String(url), body: String(body) }); // the portal is not on the network: the test hands it on
      return new Response(null, { status: 200 });
    },
    jwks: { keys: [crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
    cookies: { keys: ['a key for the tests'] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `Name of ${id}`, email: `${id}@${name}.example`, email_verified: true }),
    }),
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    acrValues: ['urn:password', 'urn:mfa'],
    pkce: { required: () => true },
  });
  server.on('request', provider.callback());
  return issuer;
}

let lie = {};
const merge = (into, changes) => {
  for (const [name, value] of Object.entries(changes ?? {})) {
    if (value === null) delete into[name];
    else into[name] = value;
  }
};
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function forged(kind, token, jwks) {
  const [head, body] = token.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url'));
  if (kind === 'none') return `${part({ ...header, alg: 'none' })}.${body}.`;
  if (kind === 'broken') return `${head}.${body}.${Buffer.alloc(256, 7).toString('base64url')}`;
  if (kind === 'hs256') {
    const start = `${part({ ...header, alg: 'HS256', kid: 'shared' })}.${body}`;
    return `${start}.${crypto.createHmac('sha256', 'shared secret').update(start).digest('base64url')}`;
  }
  if (kind === 'public key as secret') {
    const start = `${part({ ...header, alg: 'HS256' })}.${body}`;
    const pem = crypto.createPublicKey({ key: jwks[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return `${start}.${crypto.createHmac('sha256', pem).update(start).digest('base64url')}`;
  }
  const own = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const extra = kind === 'jwk header' ? { jwk: own.publicKey.export({ format: 'jwk' }) } : {};
  const start = `${part({ ...header, ...extra })}.${body}`;
  return `${start}.${crypto.sign('RSA-SHA256', Buffer.from(start), own.privateKey).toString('base64url')}`;
}

async function liar() {
  const server = new OAuth2Server();
  const { issuer, service } = server;
  await issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  issuer.url = `http://127.0.0.1:${server.address().port}`;
  const published = issuer.keys.toJSON.bind(issuer.keys);
  issuer.keys.toJSON = (secret) => (secret ? published(true) : (lie.keys ?? [...published(), ...(lie.moreKeys ?? [])]));
  service.on('beforeWellKnownOpenIdConfiguration', (answer) => {
    answer.body.token_endpoint_auth_methods_supported = ['client_secret_basic'];
    merge(answer.body, lie.discovery);
    answer.statusCode = lie.discoveryStatus ?? 200;
  });
  service.on('beforeTokenSigning', (token) => {
    if (!('nonce' in token.payload)) return; // the access token
    merge(token.payload, { email: 'johndoe@liar.example', ...lie.claims });
    merge(token.header, lie.header);
  });
  service.on('beforeResponse', (answer) => {
    const token = answer.body.id_token;
    if (lie.forged) answer.body.id_token = forged(lie.forged, token, published());
    merge(answer.body, lie.tokens);
    answer.statusCode = lie.tokensStatus ?? 200;
  });
  service.on('beforeUserinfo', (answer) => {
    merge(answer.body, lie.userinfo);
    answer.statusCode = lie.userinfoStatus ?? 200;
  });
  service.on('beforeAuthorizeRedirect', (answer) => {
    for (const [name, value] of Object.entries(lie.redirect ?? {})) {
      if (value === null) answer.url.searchParams.delete(name);
      else answer.url.searchParams.set(name, value);
    }
  });
  const control = http.createServer((request, response) => {
    let text = '';
    request.on('data', (some) => (text += some));
    request.on('end', async () => {
      const asked = JSON.parse(text);
      if (asked.calls) {
        response.end(JSON.stringify(calls.splice(0)));
        return;
      }
      if (asked.sign) {
        const { header, claims } = asked.sign;
        const token = await issuer.buildToken({
          scopesOrTransform: (head, payload) => {
            for (const name of Object.keys(payload)) delete payload[name];
            Object.assign(head, header);
            Object.assign(payload, claims);
          },
        });
        response.end(JSON.stringify({ token }));
        return;
      }
      lie = asked;
      if (lie.rotate) {
        const fresh = await issuer.keys.generate(lie.rotate === true ? 'RS256' : lie.rotate); // the old one leaves
        issuer.keys.get = () => fresh;
        issuer.keys.toJSON = () => {
          const { kty, n, e, crv, x, y, kid, alg } = fresh;
          return lie.keys ?? [{ kty, n, e, crv, x, y, kid, alg }, ...(lie.moreKeys ?? [])];
        };
      }
      response.end('{}');
    });
  });
  return { liar: issuer.url, control: `http://127.0.0.1:${await listening(control)}` };
}

const found = { north: await honest('north'), south: await honest('south'), west: await honest('west'), ...(await liar()) };
process.stdout.write(`${JSON.stringify(found)}\n`);
process.stdin.on('end', () => process.exit(0)).resume(); // whoever started us is gone
