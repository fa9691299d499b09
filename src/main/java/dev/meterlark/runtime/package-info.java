/**
 * The Java runtime inside a sandbox: loads a tenant's package and answers the Runtime API with it.
 * Compiled alone, for JDK 17 and later, into its own jar; it knows nothing of the platform. It
 * avoids what is slow in a young JVM: regular expressions, lambdas and reflection on the way to the
 * first event.
 */
package dev.meterlark.runtime;
