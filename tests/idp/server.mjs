// A real OIDC provider for the login tests: one client, a few people, PKCE and logout, on a free port of loopback.
// Its one argument is JSON: {client_id, client_secret, redirect_uris, people: {login: claims}}. It prints its issuer.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const asked = JSON.parse(process.argv[2]);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: asked.client_id,
        client_secret: asked.client_secret,
        redirect_uris: asked.redirect_uris,
        post_logout_redirect_uris: asked.redirect_uris,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false, // the dashboard reads the ID token alone
    findAccount: (_, login) =>
      asked.people[login] && { accountId: login, claims: () => ({ sub: login, ...asked.people[login] }) },
    pkce: { required: () => true },
    cookies: { keys: [asked.client_secret] },
    ttl: { AccessToken: 300, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
  });
  for (const event of ['authorization.error', 'grant.error', 'server_error'])
    provider.on(event, (_, error) => console.error(event, error.message, error.error_description));
  server.on('request', provider.callback());
  console.log(issuer);
});
