package dev.meterlark.edge;

import dev.meterlark.shared.PersonId;

/**
 * What a session remembers of a sign-in.
 *
 * @param credentialsVersion rises with each change of password, so every session made before it
 *     ends; whoever changed the password goes on with the new one
 */
public record SignedIn(PersonId person, int credentialsVersion) {}
