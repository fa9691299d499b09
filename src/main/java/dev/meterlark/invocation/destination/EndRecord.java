package dev.meterlark.invocation.destination;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.FunctionArns;
import dev.meterlark.invocation.Payloads;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.time.temporal.ChronoUnit;

/** A call's end in the shape that AWS sends to destinations. */
final class EndRecord {

    private static final JsonFactory JSON = new JsonFactory();

    private EndRecord() {}

    static byte[] of(EndedCall call, FunctionArns arns) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", "1.0");
            json.writeStringProperty(
                    "timestamp", call.endedAt().truncatedTo(ChronoUnit.MILLIS).toString());
            requestContext(json, call, arns);
            Payloads.write(
                    json, "requestPayload", call.event().payload(), call.event().contentType());
            if (call.attempts() > 0) {
                responseContext(json, call);
            }
            responsePayload(json, call);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void requestContext(JsonGenerator json, EndedCall call, FunctionArns arns) {
        json.writeObjectPropertyStart("requestContext");
        json.writeStringProperty("requestId", call.id().toString());
        json.writeStringProperty(
                "functionArn", arns.of(call.account(), call.functionName(), call.qualifier()));
        json.writeStringProperty("condition", condition(call.reason()));
        json.writeNumberProperty("approximateInvokeCount", call.attempts());
        json.writeEndObject();
    }

    /** AWS's words where it has one. */
    private static String condition(EndReason reason) {
        return switch (reason) {
            case SUCCEEDED -> "Success";
            case RETRIES_EXHAUSTED -> "RetriesExhausted";
            case AGE_EXCEEDED -> "EventAgeExceeded";
            case FUNCTION_GONE -> "FunctionGone";
            case REFUSED -> "Refused";
            case CANCELLED -> "Cancelled";
        };
    }

    private static void responseContext(JsonGenerator json, EndedCall call) {
        json.writeObjectPropertyStart("responseContext");
        json.writeNumberProperty("statusCode", 200);
        if (call.executedVersion() != null) {
            json.writeStringProperty("executedVersion", call.executedVersion());
        }
        if (call.reason() != EndReason.SUCCEEDED && call.errorType() != null) {
            json.writeStringProperty("functionError", "Unhandled");
        }
        json.writeEndObject();
    }

    private static void responsePayload(JsonGenerator json, EndedCall call) {
        if (call.response().length > 0 || call.errorMessage() == null) {
            String type = call.responseType();
            Payloads.write(json, "responsePayload", call.response(), type == null ? "" : type);
            return;
        }
        json.writeObjectPropertyStart("responsePayload");
        if (call.errorType() != null) {
            json.writeStringProperty("errorType", call.errorType());
        }
        json.writeStringProperty("errorMessage", call.errorMessage());
        json.writeEndObject();
    }
}
