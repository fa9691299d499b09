/** The doors into an account, and who may do what in it: members, API keys, audit log. */
@NullMarked
package dev.meterlark.console.account;

import org.jspecify.annotations.NullMarked;
