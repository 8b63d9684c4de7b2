// A provider of OpenID Connect on loopback, for tests: node provider.mjs PORT KEYS CLIENTS PEOPLE,
// each after the port a JSON text. Its own sign-in page takes every name that is among the people.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.OIDC_PACKAGES}/package.json`);
const { Provider } = await import(require.resolve("oidc-provider"));

const [port, keys, clients, people] = process.argv.slice(2).map((text) => JSON.parse(text));
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients,
  jwks: { keys },
  cookies: { keys: ["of a test"] },
  conformIdTokenClaims: false,
  claims: {
    openid: ["sub"],
    profile: ["preferred_username", "groups", "email", "email_verified"],
  },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...people[id] }),
  }),
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
});
const server = provider.listen(port, "127.0.0.1", () => console.log("ready"));
process.stdin.on("end", () => server.close(() => process.exit(0))).resume();
