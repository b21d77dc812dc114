// A relying party none of us wrote, `openid-client`, as the judge of the development sign-in service. It is given an
// issuer, a client and the code verifier's counterpart on stdin, asks for the address to open, and judges the answer.
import readline from 'node:readline';
import * as jose from 'jose';
import * as client from 'openid-client';

const { issuer, id, secret, redirect } = JSON.parse(process.env.JUDGED);
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const config = await client.discovery(new URL(issuer), id, secret, undefined, { execute: [client.allowInsecureRequests] });
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
say({
  open: client.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope: 'openid profile email',
    acr_values: 'urn:unheard-of urn:portal:demo:two-factor',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }).href,
});
const back = new URL((await lines.next()).value);
const expected = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
const tokens = await client.authorizationCodeGrant(config, back, expected);
const claims = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
const again = await client.authorizationCodeGrant(config, back, expected).then(() => 'accepted', (problem) => problem.error);
const leave = client.buildEndSessionUrl(config, {
  id_token_hint: tokens.id_token,
  post_logout_redirect_uri: new URL('/logga-ut/klar', redirect).href,
  state: 'left',
}).href;
const promised = config.serverMetadata();
say({ claims, userinfo, again, leave, promised });
// What the service tells of a sign-out there (OpenID Connect Back-Channel Logout 1.0, 2.6).
const token = (await lines.next()).value;
const keys = jose.createRemoteJWKSet(new URL(promised.jwks_uri));
const demands = { issuer: promised.issuer, audience: id, typ: 'logout+jwt', requiredClaims: ['iat', 'exp', 'jti', 'sid', 'events'] };
const { payload } = await jose.jwtVerify(token, keys, demands);
say({ gone: payload });
process.exit(0);
