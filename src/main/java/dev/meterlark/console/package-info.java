/**
 * The pages: layout, sign-up and sign-in, functions and their calls, usage, the account, the
 * operator's room. Everything here can be had through the REST API; the pages ask the same facades
 * and decide nothing themselves. Text that came from a function is shown as text, cut to a bound.
 */
@NullMarked
@ApplicationModule
package dev.meterlark.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
