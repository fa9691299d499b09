/** History, logs and live logs over REST. */
@NullMarked
package dev.meterlark.telemetry.web;

import org.jspecify.annotations.NullMarked;
