/**
 * The REST API of accounts, members, keys, passwords and the audit log, and the operator's part.
 */
@NullMarked
package dev.meterlark.account.web;

import org.jspecify.annotations.NullMarked;
