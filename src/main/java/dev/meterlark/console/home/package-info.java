/** The first page of somebody who is signed in: the account at a glance, and what to do next. */
@NullMarked
package dev.meterlark.console.home;

import org.jspecify.annotations.NullMarked;
