/** The REST face of triggers. */
@NullMarked
package dev.meterlark.trigger.web;

import org.jspecify.annotations.NullMarked;
