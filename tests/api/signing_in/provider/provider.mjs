// An OpenID provider with its own pages for signing in: whoever types a name is that person.
// node provider.mjs PORT CLIENT SECRET REDIRECT
import Provider from "oidc-provider";

const [port, client_id, client_secret, redirect] = process.argv.slice(2);

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id, client_secret, redirect_uris: [redirect] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["of a test"] },
  // `olive` has a verified address; `unverified-olive` says the same one of herself.
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({
      sub,
      name: `Name of ${sub}`,
      email: `${sub.replace("unverified-", "")}@example.org`,
      email_verified: !sub.startsWith("unverified-"),
    }),
  }),
});

provider.listen(Number(port), "localhost", () => console.log("listening"));
