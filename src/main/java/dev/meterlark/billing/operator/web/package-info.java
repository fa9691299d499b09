/** The operator's money over REST. */
@NullMarked
package dev.meterlark.billing.operator.web;

import org.jspecify.annotations.NullMarked;
