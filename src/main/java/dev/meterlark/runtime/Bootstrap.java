package dev.meterlark.runtime;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Loads the handler, then asks for one event after the other until the sandbox ends. */
public final class Bootstrap {

    static final String TRACE_HEADER = "com.amazonaws.xray.traceHeader";

    private static final String BLANK = "--blank";

    private Bootstrap() {}

    public static void main(String[] arguments) throws IOException {
        System.setOut(unbuffered(FileDescriptor.out));
        System.setErr(unbuffered(FileDescriptor.err));
        RuntimeClient client = RuntimeClient.connect(variable("AWS_LAMBDA_RUNTIME_API"));
        EventHandler handler;
        try {
            if (List.of(arguments).contains(BLANK)) {
                becomeAFunction(client);
            }
            TaskLoader loader = TaskLoader.of(variable("LAMBDA_TASK_ROOT"));
            Thread.currentThread().setContextClassLoader(loader);
            handler = Handlers.find(loader, variable("_HANDLER"));
        } catch (Throwable failure) {
            ErrorReport report = ErrorReport.of(failure, "");
            report.print();
            client.failInit(report);
            System.exit(1);
            return;
        }
        serve(client, handler);
        System.exit(0); // threads of the function must not keep an orphan alive
    }

    /** Warms up, waits to be told whose runtime this is, and leaves no trace of having waited. */
    private static void becomeAFunction(RuntimeClient client) throws Throwable {
        Surroundings surroundings = new Surroundings();
        WarmUp.run();
        String command = System.getProperty("sun.java.command", "");
        Map<String, Object> environment = client.specialization();
        if (environment == null) {
            System.exit(0); // nobody needed it
        }
        surroundings.replace(environment);
        System.setProperty("sun.java.command", command.replace(" " + BLANK, ""));
    }

    static void serve(RuntimeClient client, EventHandler handler) throws IOException {
        Event event = client.next();
        while (event != null) {
            String id = event.requestId();
            if (event.traceId() != null) {
                System.setProperty(TRACE_HEADER, event.traceId());
            }
            Outcome outcome;
            try {
                outcome = handler.handle(event);
            } catch (Throwable failure) {
                ErrorReport report = ErrorReport.of(failure, id);
                report.print();
                if (report.fatal()) {
                    client.fail(id, report);
                    System.exit(1);
                }
                event = client.failAndNext(id, report);
                continue;
            }
            event = client.answerAndNext(id, outcome);
        }
    }

    private static PrintStream unbuffered(FileDescriptor descriptor) {
        // A line leaves in one write; autoflush lets nothing wait for the next.
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
                true,
                StandardCharsets.UTF_8);
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }
}
