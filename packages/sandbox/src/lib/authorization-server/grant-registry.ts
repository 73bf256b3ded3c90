import { randomSecret } from './random-secret.ts';

const codeLifetimeMs = 60_000;

/** What one person allowed the app in one organization. */
export interface GrantTerms {
  readonly organizationId: string;
  readonly userId: string;
  readonly scope: string;
}

/** What a code must be redeemed with. */
export interface CodeTerms extends GrantTerms {
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
}

/** A pair of tokens with what it is good for. */
export interface IssuedTokens extends GrantTerms {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresInMs: number;
}

/** How the registry treats what Close's documentation leaves open. */
export interface RotationRules {
  readonly reuse: 'revoke-grant' | 'refuse';
  readonly keepOldAccessToken: boolean;
  readonly tokenLifetimeMs: number;
}

interface Grant {
  readonly terms: GrantTerms;
  readonly accessTokens: Map<string, number>;
  refreshToken: string | undefined;
}

interface Code {
  readonly terms: CodeTerms;
  readonly expiresAt: number;
  /** The grant that came of it. A code is kept after use, so that a second use is noticed. */
  grant: Grant | undefined;
}

/**
 * Codes, grants and tokens. Every change is one synchronous step, so of two refreshes with one token exactly one wins.
 */
export class GrantRegistry {
  readonly #codes = new Map<string, Code>();
  readonly #grants = new Set<Grant>();
  /** Every refresh token ever given, the used ones too: a used one that comes back is the sign of a copy. */
  readonly #byRefreshToken = new Map<string, Grant>();
  readonly #byAccessToken = new Map<string, Grant>();
  readonly #rules: RotationRules;
  readonly #now: () => number;

  constructor(rules: RotationRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  /** Makes a code that can be redeemed once, soon. */
  issueCode(terms: CodeTerms): string {
    const code = randomSecret('code_');
    this.#codes.set(code, { terms, expiresAt: this.#now() + codeLifetimeMs, grant: undefined });
    return code;
  }

  /** What a code stands for, if it could be redeemed now. A code that was used before takes its tokens with it. */
  inspectCode(value: string): CodeTerms | undefined {
    const code = this.#codes.get(value);
    if (code?.grant !== undefined) this.#revokeGrant(code.grant);
    if (code === undefined || code.grant !== undefined || code.expiresAt <= this.#now()) return undefined;
    return code.terms;
  }

  /** Turns a code into a grant and its first tokens. */
  redeemCode(value: string): IssuedTokens | undefined {
    const terms = this.inspectCode(value);
    const code = this.#codes.get(value);
    if (terms === undefined || code === undefined) return undefined;
    code.grant = this.#createGrant(terms);
    return this.#issueTokens(code.grant);
  }

  /** Makes a grant and its first tokens without a code. */
  connect(terms: GrantTerms): IssuedTokens {
    return this.#issueTokens(this.#createGrant(terms));
  }

  /** Trades a refresh token for a new pair. The old one is worthless from this moment. */
  rotate(refreshToken: string): IssuedTokens | undefined {
    const grant = this.#byRefreshToken.get(refreshToken);
    if (grant === undefined || !this.#grants.has(grant)) return undefined;
    if (grant.refreshToken !== refreshToken) {
      if (this.#rules.reuse === 'revoke-grant') this.#revokeGrant(grant);
      return undefined;
    }
    if (!this.#rules.keepOldAccessToken) this.#dropAccessTokens(grant);
    return this.#issueTokens(grant);
  }

  /** Ends what a token stands for: a refresh token ends its grant, an access token only itself. */
  revoke(token: string): void {
    const grant = this.#byRefreshToken.get(token);
    if (grant !== undefined) return this.#revokeGrant(grant);
    this.#byAccessToken.get(token)?.accessTokens.delete(token);
    this.#byAccessToken.delete(token);
  }

  /** Who an access token speaks for, while it lasts. */
  resolveAccessToken(token: string): GrantTerms | undefined {
    const grant = this.#byAccessToken.get(token);
    const expiresAt = grant?.accessTokens.get(token);
    return grant !== undefined && expiresAt !== undefined && expiresAt > this.#now()
      ? grant.terms
      : undefined;
  }

  /** Lets every access token run out now. Refresh tokens stay. */
  expireAccessTokens(): void {
    for (const grant of this.#grants) this.#dropAccessTokens(grant);
  }

  /** Ends every grant. Its tokens stay known, as worthless ones. */
  revokeAll(): void {
    for (const grant of this.#grants) this.#revokeGrant(grant);
  }

  /** How many grants are alive. */
  get size(): number {
    return this.#grants.size;
  }

  /** True for a refresh token that would be accepted now. */
  isRefreshTokenAlive(token: string): boolean {
    const grant = this.#byRefreshToken.get(token);
    return grant !== undefined && this.#grants.has(grant) && grant.refreshToken === token;
  }

  /** Forgets everything. */
  clear(): void {
    this.#codes.clear();
    this.#grants.clear();
    this.#byRefreshToken.clear();
    this.#byAccessToken.clear();
  }

  #createGrant({ organizationId, userId, scope }: GrantTerms): Grant {
    const grant: Grant = {
      terms: { organizationId, userId, scope },
      accessTokens: new Map(),
      refreshToken: undefined,
    };
    this.#grants.add(grant);
    return grant;
  }

  #issueTokens(grant: Grant): IssuedTokens {
    const expiresInMs = this.#rules.tokenLifetimeMs;
    const accessToken = randomSecret('sandbox_at_');
    grant.accessTokens.set(accessToken, this.#now() + expiresInMs);
    this.#byAccessToken.set(accessToken, grant);
    grant.refreshToken = this.#nextRefreshToken(grant);
    return { ...grant.terms, accessToken, refreshToken: grant.refreshToken, expiresInMs };
  }

  #nextRefreshToken(grant: Grant): string | undefined {
    if (!grant.terms.scope.split(' ').includes('offline_access')) return undefined;
    const refreshToken = randomSecret('sandbox_rt_');
    this.#byRefreshToken.set(refreshToken, grant);
    return refreshToken;
  }

  #dropAccessTokens(grant: Grant): void {
    for (const token of grant.accessTokens.keys()) this.#byAccessToken.delete(token);
    grant.accessTokens.clear();
  }

  #revokeGrant(grant: Grant): void {
    this.#dropAccessTokens(grant);
    grant.refreshToken = undefined;
    this.#grants.delete(grant);
  }
}
