/** What a user does, from outside, with the platform as a process of its own. */
@NullMarked
package dev.meterlark.story;

import org.jspecify.annotations.NullMarked;
