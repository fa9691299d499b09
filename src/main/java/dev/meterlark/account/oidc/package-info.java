/**
 * Single sign-on by the operator's OpenID Connect provider: sends browsers there, and verifies what
 * they bring back. Who that is here, {@code ProviderSignIns} decides. Nothing of it runs before the
 * first use, and nothing is there unless an issuer is configured.
 */
@NullMarked
@NamedInterface("oidc")
package dev.meterlark.account.oidc;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
