/** The operator's room: accounts, isolation. */
@NullMarked
package dev.meterlark.console.operator;

import org.jspecify.annotations.NullMarked;
