/** A signature key and the organization whose events it may sign. */
export interface OrganizationSignatureKey {
  /** The `signature_key` that Close returned when the subscription was created. */
  readonly signatureKey: string;
  /** Events of any other organization are refused: an admin of one organization could sign for another. */
  readonly organizationId: string;
}

/** The `signature_key` of a subscription, 64 hexadecimal characters, alone or with its organization. */
export type SignatureKey = string | OrganizationSignatureKey;

/** One signature key, or several of which each is valid: during a rotation, the old and the new one. */
export type SignatureKeys = SignatureKey | readonly SignatureKey[];

/**
 * Finds the signature key of a subscription, for example in a database. Anyone can send a delivery that names
 * any id; {@link withLookupLimits} keeps that from overloading the database.
 *
 * @param subscriptionId - The id in the delivery, which is not verified yet.
 * @returns The key or keys, or `undefined` for an unknown subscription.
 */
export type FindSignatureKey = (
  subscriptionId: string,
) => SignatureKeys | undefined | Promise<SignatureKeys | undefined>;

/** The keys as a list; empty for an unknown subscription. */
export function listKeys(keys: SignatureKeys | undefined): readonly SignatureKey[] {
  return keys ? [keys].flat() : [];
}
