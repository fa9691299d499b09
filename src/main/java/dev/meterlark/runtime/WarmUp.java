package dev.meterlark.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs what the first call of a function runs, so that its classes are loaded and linked before
 * anyone waits for them. Leaves nothing behind that a function could find.
 */
final class WarmUp {

    /** More make the first call no faster, but the memory of one that waits larger. */
    private static final int CALLS = 20;

    private static final String[] HANDLERS = {
        Sample.class.getName(),
        Sample.class.getName() + "::handle",
        Sample.class.getName() + "::copy"
    };

    private WarmUp() {}

    static void run() throws Throwable {
        ErrorReport.of(new IllegalStateException("sample", new IOException()), "").json();
        for (String name : HANDLERS) {
            try (TaskLoader loader = TaskLoader.ofThisRuntime()) {
                RuntimeClient client =
                        RuntimeClient.over(events(), OutputStream.nullOutputStream());
                new Lane(client, Handlers.find(loader, name), true).serve();
            }
        }
        RuntimeClient.over(specialization(), OutputStream.nullOutputStream()).specialization();
        System.clearProperty(Lane.TRACE_HEADER);
    }

    private static ByteArrayInputStream events() {
        String event = // in ASCII: characters are bytes
                "{\"name\":\"s\\u00e4mple\",\"lines\":[{\"sku\":\"a\",\"amount\":1,\"price\":2.5}],"
                        + "\"tags\":{\"a\":\"b\"},\"paid\":true,\"note\":null}";
        String head =
                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: application/json\r\n"
                        + "Lambda-Runtime-Aws-Request-Id: sample\r\n"
                        + "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
                        + "Lambda-Runtime-Invoked-Function-Arn: sample\r\n"
                        + "Lambda-Runtime-Trace-Id: sample\r\n\r\n";
        String accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
        String once = head.replace("%d", String.valueOf(event.length())) + event + accepted;
        return input(once.repeat(CALLS));
    }

    private static ByteArrayInputStream specialization() {
        String json = "{\"environment\":{\"SAMPLE\":\"sample\"}}";
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n";
        return input(head + json);
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
