package dev.meterlark.runtime;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Loads the handler, then asks for one event after the other until the sandbox ends, on as many
 * connections as the function takes calls at once.
 */
public final class Bootstrap {

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
            if (callsAtOnce() > 1) {
                CallOutput.install();
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
        serve(client, handler, callsAtOnce());
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

    /**
     * Further lanes have threads of the system, not virtual ones: a call that computes for long
     * would keep those of the others from their turn.
     */
    private static void serve(RuntimeClient client, EventHandler handler, int lanes)
            throws IOException {
        for (int i = 1; i < lanes; i++) {
            RuntimeClient another = RuntimeClient.connect(variable("AWS_LAMBDA_RUNTIME_API"));
            Lane lane = new Lane(another, handler, false);
            new Thread(() -> serve(lane), "call-" + i).start();
        }
        new Lane(client, handler, lanes == 1).serve();
    }

    private static void serve(Lane lane) {
        try {
            lane.serve();
        } catch (IOException e) {
            System.err.println("Runtime API: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int callsAtOnce() {
        String number = variable("AWS_LAMBDA_MAX_CONCURRENCY");
        return number.isEmpty() ? 1 : Integer.parseInt(number);
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
