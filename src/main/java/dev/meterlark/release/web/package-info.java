/** Shifts over REST. */
@NullMarked
package dev.meterlark.release.web;

import org.jspecify.annotations.NullMarked;
