/**
 * The Java runtime inside a sandbox: loads a tenant's package and answers the Runtime API with it.
 * Compiled alone, for JDK 17 and later, into its own jar; it knows nothing of the platform.
 */
package dev.meterlark.runtime;
