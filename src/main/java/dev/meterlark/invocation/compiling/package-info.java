/**
 * Java source becomes classes inside a sandbox: the compiler is run as if it were a function of the
 * account whose source it is, within bounds of its own. Nobody pays for that, and no record is kept
 * of it.
 */
@NullMarked
package dev.meterlark.invocation.compiling;

import org.jspecify.annotations.NullMarked;
