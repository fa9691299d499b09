package dev.meterlark.worker.sandbox.controls;

import dev.meterlark.worker.ControlReading.Holds;

import java.util.List;
import java.util.Set;

/** What can be reached, and by whom. */
final class NetworkSeen {

    /** 127.0.0.1:9001 as the kernel writes it. */
    private static final String RUNTIME_API = "0100007F:2329";

    /** 127.0.0.1:9002, where the function asks the platform. */
    private static final String PLATFORM = "0100007F:232A";

    private NetworkSeen() {}

    static Verdict runtimeApi(Inside inside) {
        List<String> listening =
                inside.lines("listening").stream()
                        .map(line -> line.split("\\s+"))
                        .filter(words -> words.length > 3 && words[3].equals("0A"))
                        .map(words -> words[1])
                        .toList();
        int sockets = inside.lines("unix-sockets").size() - 1; // its heading
        boolean alone =
                listening.contains(RUNTIME_API)
                        && Set.of(RUNTIME_API, PLATFORM).containsAll(listening)
                        && sockets == 0;
        return Verdict.of(
                alone,
                alone
                        ? "the platform's own listeners in its own network namespace, and nothing"
                                + " else"
                        : "listening: %s; Unix sockets: %d".formatted(listening, sockets));
    }

    static Verdict closed(Inside inside) {
        List<String> devices =
                inside.lines("devices-of-network").stream()
                        .filter(line -> line.contains(":"))
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .toList();
        List<String> reached = inside.lines("reached");
        int routes = inside.lines("routes").size() - 1; // its heading
        return Verdict.of(
                devices.equals(List.of("lo")) && reached.isEmpty() && routes <= 0,
                reached.isEmpty()
                        ? "devices: %s; routes: %d".formatted(devices, Math.max(0, routes))
                        : "reached: " + String.join(", ", reached));
    }

    static Verdict granted(Outside outside) {
        Outside.Grant egress = outside.egress();
        return egress.possible()
                ? Verdict.of(true, egress.explanation())
                : new Verdict(Holds.NOT_APPLICABLE, egress.explanation());
    }
}
