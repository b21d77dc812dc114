// A relying party none of us wrote, `openid-client`, as the judge of the development sign-in service. It is given an
// issuer, a client and the code verifier's counterpart on stdin, asks for the address to open, and judges the answer.
import readline from 'node:readline';
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
say({ claims, userinfo, again, leave });
process.exit(0);
