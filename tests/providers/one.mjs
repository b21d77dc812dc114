// One issuer of the certified `oidc-provider`, at a port and with a client that whoever starts it decides.
import crypto from 'node:crypto';
import http from 'node:http';
import { Provider } from 'oidc-provider';

const { port, callback, signed_out, secret } = JSON.parse(process.env.ONE);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'testbadden',
      client_secret: secret,
      redirect_uris: [callback],
      post_logout_redirect_uris: [signed_out],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  jwks: { keys: [crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
  cookies: { keys: ['a key for the tests'] },
  claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: `id-of-${id}`,
      name: 'Ada Administratör',
      email: `${id}@hallsberg.example`,
      email_verified: true,
      groups: ['TB-ledare'],
    }),
  }),
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
});
http.createServer(provider.callback()).listen(port, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ issuer })}\n`));
process.stdin.on('end', () => process.exit(0)).resume(); // whoever started us is gone
