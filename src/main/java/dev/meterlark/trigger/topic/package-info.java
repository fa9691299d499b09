/**
 * Triggers of topics: an event that is published is committed together with its way to each trigger
 * that wants it.
 */
@NullMarked
package dev.meterlark.trigger.topic;

import org.jspecify.annotations.NullMarked;
