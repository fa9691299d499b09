package dev.meterlark.runtime;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A failure in the shape that Lambda gives to Java's exceptions. */
final class ErrorReport {

    private static final int MOST_CAUSES = 10;
    private static final int MOST_FRAMES = 100;
    private static final int LARGEST_HEADER = 24 * 1024;
    private static final int LONGEST = 3 * 1024;
    private static final String OWN = "dev.meterlark.runtime.";

    private final Throwable failure;
    private final String requestId;

    private ErrorReport(Throwable failure, String requestId) {
        this.failure = failure;
        this.requestId = requestId;
    }

    static ErrorReport of(Throwable failure, String requestId) {
        Throwable unwrapped = failure;
        while (unwrapped instanceof InvocationTargetException && unwrapped.getCause() != null) {
            unwrapped = unwrapped.getCause();
        }
        return new ErrorReport(unwrapped, requestId);
    }

    /** Whether the JVM can no longer be trusted. */
    boolean fatal() {
        return failure instanceof OutOfMemoryError || failure instanceof InternalError;
    }

    String headerType() {
        String type = typeOf(failure);
        for (int i = 0; i < type.length(); i++) {
            char c = type.charAt(i);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "_.$".indexOf(c) >= 0);
            if (!plain || i >= 256) {
                return "Function.Unknown";
            }
        }
        return type;
    }

    byte[] json() {
        Map<String, Object> report = describe(failure, 0);
        report.put("requestId", requestId);
        return JsonWriter.bytes(report);
    }

    /** As much of it as a header may hold. */
    byte[] shortJson() {
        byte[] json = json();
        if (json.length <= LARGEST_HEADER) {
            return json;
        }
        String message = String.valueOf(messageOf(failure));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("errorMessage", message.substring(0, Math.min(message.length(), LONGEST)));
        report.put("errorType", headerType());
        report.put("requestId", requestId);
        return JsonWriter.bytes(report);
    }

    /** Into the log as people expect it of Java. */
    void print() {
        if (failure instanceof RuntimeFailure && failure.getCause() == null) {
            System.err.println(typeOf(failure) + ": " + failure.getMessage());
            return;
        }
        StringBuilder text = new StringBuilder(typeOf(failure));
        text.append(": ").append(failure.getMessage());
        for (Object frame : framesOf(failure)) {
            text.append("\n\tat ").append(frame);
        }
        Throwable cause = failure.getCause();
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            text.append("\nCaused by: ").append(cause);
            for (Object frame : framesOf(cause)) {
                text.append("\n\tat ").append(frame);
            }
            cause = cause.getCause();
        }
        System.err.println(text);
    }

    private static Map<String, Object> describe(Throwable failure, int depth) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("errorMessage", messageOf(failure));
        report.put("errorType", typeOf(failure));
        report.put("stackTrace", framesOf(failure));
        Throwable cause = failure.getCause();
        if (cause != null && cause != failure && depth < MOST_CAUSES) {
            report.put("cause", describe(cause, depth + 1));
        }
        return report;
    }

    private static String typeOf(Throwable failure) {
        return failure instanceof RuntimeFailure
                ? ((RuntimeFailure) failure).type()
                : failure.getClass().getName();
    }

    private static String messageOf(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (RuntimeException e) {
            return null; // the tenant's own getMessage failed
        }
    }

    /** Without this runtime's frames and the reflection that leads to the handler. */
    private static List<Object> framesOf(Throwable failure) {
        List<Object> frames = new ArrayList<>();
        for (StackTraceElement frame : failure.getStackTrace()) {
            String type = frame.getClassName();
            boolean machinery =
                    type.startsWith(OWN)
                            || type.startsWith("jdk.internal.reflect.")
                            || type.startsWith("java.lang.reflect.")
                            || type.startsWith("java.lang.invoke.");
            if (!machinery && frames.size() < MOST_FRAMES) {
                frames.add(frame.toString());
            }
        }
        return frames;
    }
}
