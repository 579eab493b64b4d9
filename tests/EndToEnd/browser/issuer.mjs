// A real OpenID Connect provider (oidc-provider) over https on loopback, whose people and groups a test decides.
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

export class Issuer {
  people = {};
  #server;
  #provider;

  constructor({ url, certificate, key, address }) {
    Object.assign(this, { url, certificate, key, address });
  }

  async start() {
    const client = (client_id) => ({
      client_id, token_endpoint_auth_method: 'none', redirect_uris: [`${this.address}signin/callback`], grant_types: ['authorization_code'], response_types: ['code'], require_auth_time: true,
    });
    this.#provider = new Provider(this.url, {
      clients: [client('console'), client('another-client')],
      cookies: { keys: ['key-of-the-test'] },
      claims: { openid: ['sub'], profile: ['name', 'groups'] },
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      pkce: { required: () => true },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...this.people[id] }) }),
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
    });
    const answer = this.#provider.callback();
    this.#server = createServer({ key: readFileSync(this.key), cert: readFileSync(this.certificate) }, (request, response) =>
      request.url.startsWith('/interaction/') ? this.#ask(request, response) : answer(request, response));
    await new Promise((ready) => { this.#server.listen(Number(new URL(this.url).port), '127.0.0.1', ready); });
  }

  // The page on which a person says who they are.
  async #ask(request, response) {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Issuer</title><form method="post"><label>Login <input name="login"></label><button>Continue</button></form>');
      return;
    }
    let body = '';
    for await (const part of request) body += part;
    await this.#provider.interactionFinished(request, response, { login: { accountId: new URLSearchParams(body).get('login') } });
  }

  async stop() {
    this.#server?.closeAllConnections();
    await new Promise((done) => { this.#server ? this.#server.close(done) : done(); });
    this.#server = null;
  }
}
