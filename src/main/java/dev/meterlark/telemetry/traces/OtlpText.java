package dev.meterlark.telemetry.traces;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.SpanContext;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Attempts as OTLP's JSON: a span for each, with one below it for each phase that took time.
 * Attributes are those of OpenTelemetry's conventions for functions as a service.
 */
final class OtlpText {

    private static final int INTERNAL = 1;
    private static final int SERVER = 2;
    private static final int CONSUMER = 5;
    private static final int ERROR = 2;

    private OtlpText() {}

    static byte[] of(List<TracedCall> calls) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ObjectNode resource = root.putArray("resourceSpans").addObject();
        text(resource.putObject("resource").putArray("attributes"), "service.name", "meterlark");
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "dev.meterlark");
        ArrayNode spans = scope.putArray("spans");
        calls.forEach(call -> add(spans, call));
        return JsonMapper.shared().writeValueAsBytes(root);
    }

    private static void add(ArrayNode spans, TracedCall call) {
        InvocationRecord record = call.record();
        SpanContext context = call.context();
        long begin = nanos(record.startedAt());
        long queued = record.queuedMicros() * 1000;
        long start = record.startMicros() * 1000;
        long init = record.initMicros() * 1000;
        long run = record.runMicros() * 1000;
        int kind = isAsked(record.source()) ? SERVER : CONSUMER;
        ObjectNode whole =
                span(
                        spans,
                        context,
                        record.functionName(),
                        kind,
                        begin,
                        queued + start + init + run);
        whole.put("spanId", context.span());
        if (context.parent() != null) {
            whole.put("parentSpanId", context.parent());
        }
        attributes(whole.putArray("attributes"), record);
        if (record.errorCode() != null) {
            whole.putObject("status").put("code", ERROR).put("message", record.errorCode());
        }
        phase(spans, context, "queued", 1, begin, queued);
        phase(spans, context, "start", 2, begin + queued, start);
        phase(spans, context, "init", 3, begin + queued + start, init);
        phase(spans, context, "run", 4, begin + queued + start + init, run);
    }

    private static void phase(
            ArrayNode spans, SpanContext of, String name, int number, long begin, long length) {
        if (length > 0) {
            long id = HexFormat.fromHexDigitsToLong(of.span()) + number;
            span(spans, of, name, INTERNAL, begin, length)
                    .put("spanId", HexFormat.of().toHexDigits(id))
                    .put("parentSpanId", of.span());
        }
    }

    private static ObjectNode span(
            ArrayNode spans, SpanContext of, String name, int kind, long begin, long length) {
        return spans.addObject()
                .put("traceId", of.trace())
                .put("name", name)
                .put("kind", kind)
                .put("startTimeUnixNano", Long.toString(begin))
                .put("endTimeUnixNano", Long.toString(begin + length));
    }

    private static void attributes(ArrayNode attributes, InvocationRecord record) {
        text(attributes, "faas.name", record.functionName());
        text(attributes, "faas.version", record.version());
        text(attributes, "faas.invocation_id", record.invocation().toString());
        text(attributes, "faas.trigger", trigger(record.source()));
        text(attributes, "cloud.account.id", record.account().toString());
        text(attributes, "meterlark.source", record.source());
        text(attributes, "meterlark.alias", record.alias());
        text(attributes, "error.type", record.errorCode());
        ObjectNode cold = attributes.addObject().put("key", "faas.coldstart");
        cold.putObject("value").put("boolValue", record.cold());
        number(attributes, "meterlark.attempt", record.attempt());
        number(attributes, "meterlark.billed_ms", record.billedMillis());
        number(attributes, "faas.max_memory", (long) record.memoryMiB() << 20);
    }

    private static void text(ArrayNode attributes, String key, @Nullable String value) {
        if (value != null) {
            attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
        }
    }

    /** OTLP's JSON has whole numbers of 64 bits as text. */
    private static void number(ArrayNode attributes, String key, long value) {
        attributes
                .addObject()
                .put("key", key)
                .putObject("value")
                .put("intValue", Long.toString(value));
    }

    private static boolean isAsked(String source) {
        return source.equals("rest") || source.equals("http") || source.equals("console");
    }

    private static String trigger(String source) {
        return switch (source) {
            case "http", "rest", "console" -> "http";
            case "schedule" -> "timer";
            case "queue", "topic", "kafka" -> "pubsub";
            case "bucket", "table", "database" -> "datasource";
            default -> "other";
        };
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }
}
