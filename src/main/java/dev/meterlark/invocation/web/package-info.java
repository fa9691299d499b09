/** Calls over REST. */
@NullMarked
package dev.meterlark.invocation.web;

import org.jspecify.annotations.NullMarked;
