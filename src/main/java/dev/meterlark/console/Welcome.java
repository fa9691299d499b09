package dev.meterlark.console;

import dev.meterlark.edge.ConsoleAddress;
import dev.meterlark.edge.FunctionAddresses;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.Workers;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** What whoever started the platform has to know. Printed, because the log may go to a file. */
@Component
class Welcome {

    private final Workers workers;
    private final Path data;
    private final ConsoleAddress address;
    private final FunctionAddresses functions;

    Welcome(
            Workers workers,
            ConsoleAddress address,
            FunctionAddresses functions,
            @Value("${meterlark.data}") Path data) {
        this.workers = workers;
        this.address = address;
        this.functions = functions;
        this.data = data.toAbsolutePath().normalize();
    }

    /** Before the operator's token, which is printed by its own module. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void say(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web
                && web.getWebServer() != null) {
            System.out.println(text(web.getWebServer().getPort(), event));
        }
    }

    private String text(int port, ApplicationReadyEvent event) {
        IsolationReport isolation = workers.isolation();
        String runtimes =
                workers.runtimes().stream()
                        .map(RuntimeOffer::name)
                        .collect(Collectors.joining(", "));
        String started =
                event.getTimeTaken() == null
                        ? ""
                        : " (%.1f s)".formatted(event.getTimeTaken().toMillis() / 1000.0);
        return """

        Meterlark is ready%s
          Console    %s
          Functions  %s<account>/<function>/
          Isolation  %s
          Runtimes   %s
          Data       %s
        """
                .formatted(
                        started,
                        address.url().replaceFirst(":0$", ":" + port),
                        functions.base(),
                        isolation.available()
                                ? "%s (%s)".formatted(isolation.tier(), isolation.runtime())
                                : "none: " + isolation.explanation(),
                        runtimes.isEmpty() ? "none" : runtimes,
                        data);
    }
}
