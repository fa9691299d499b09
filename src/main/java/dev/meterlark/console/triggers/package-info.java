/**
 * Pages of what makes functions run: triggers of every type, what they hear of and how they stand;
 * and the routes by which requests reach functions.
 */
@NullMarked
package dev.meterlark.console.triggers;

import org.jspecify.annotations.NullMarked;
