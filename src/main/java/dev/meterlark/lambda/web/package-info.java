/** AWS's routes. */
@NullMarked
package dev.meterlark.lambda.web;

import org.jspecify.annotations.NullMarked;
