/**
 * Calls as spans of OpenTelemetry, sent to where the operator says by OTLP over HTTP. What cannot
 * be sent is dropped and counted: a call never waits for it. Nothing of this is made without that
 * setting.
 */
@NullMarked
package dev.meterlark.telemetry.traces;

import org.jspecify.annotations.NullMarked;
