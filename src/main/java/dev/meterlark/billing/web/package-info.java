/** Plan and usage over REST. */
@NullMarked
package dev.meterlark.billing.web;

import org.jspecify.annotations.NullMarked;
